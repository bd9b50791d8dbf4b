/** The table of commands. Help, completion and parsing are views of it; nothing heavy is loaded from here. */

import {alertOptions} from './alert-options.js';
import {command, type Command} from './command.js';
import {doctorOptions} from './doctor-options.js';
import {
	featuresOptions,
	forecastsOptions,
	modelsOptions,
	predictOptions,
	trainOptions,
} from './forecast-options.js';
import {
	completionOptions,
	configOptions,
	exportOptions,
	logsOptions,
	quarantineOptions,
	replayOptions,
	runOptions,
	statusOptions,
} from './options.js';
import {scheduleOptions} from './schedule-options.js';
import {compactOptions, snapshotOptions} from './snapshot-options.js';

const times =
	'Times are ISO 8601, UTC unless they name a zone (2026-01-31, 2026-01-31T12:00, 2026-01-31T12:00-03:00), or an age: 90m, 24h, 7d, 4w.';

export const commands: readonly Command[] = [
	command({
		name: '',
		summary: 'Open the screen, or collect the market or its history without it.',
		usage: [
			'crypto-tui [--demo] [--screen s] [--theme t] [--lang l] [--currency c] [--ascii] [--linear] [--no-mouse] [--reduced-motion]',
			'crypto-tui --screenshot screen --out file [--size 120x40] [--theme t] [--lang l]',
			'crypto-tui --headless [--all | --assets a,b | --top n] [--source s] [--watch [seconds]] [--json]',
			'crypto-tui --headless --historical [--days n | --from time --to time] [--interval i] [--top n | --all | --assets a,b] [--limit n] [--dry-run]',
		],
		arguments: [],
		options: runOptions,
		examples: [
			{typed: 'crypto-tui', about: 'the market desk in this terminal'},
			{typed: 'crypto-tui --demo', about: 'the same on the simulated market, without network'},
			{
				typed: 'crypto-tui --screenshot market --out market.svg',
				about: 'a picture of what is stored, for a report',
			},
			{
				typed: 'crypto-tui --headless',
				about: 'one cycle: market snapshot, new candles of the watched assets',
			},
			{typed: 'crypto-tui --headless --watch 60', about: 'a cycle every minute, until Ctrl-C'},
			{typed: 'crypto-tui --headless --demo', about: 'the same on the simulated market, without network'},
			{
				typed: 'crypto-tui --headless --historical --dry-run',
				about: 'what a year of hourly candles of the top 50 would cost',
			},
			{
				typed: 'crypto-tui --headless --historical --assets btc,eth --days 30',
				about: 'a month of two assets',
			},
		],
		notes: [
			'--json prints exactly one JSON document, the run report; with --watch one document per line and cycle. Results go to standard output, progress and faults to standard error.',
			'A symbol means the largest asset that carries it; the others are named. Running a command again fetches only what is missing.',
			times,
			'Exit codes: 0 done, 2 usage, 65 blocked by a contract, 69 nothing collected, 70 our bug, 73 storage, 75 partial or busy (try again), 78 bad configuration, 130 interrupted.',
		],
		load: () => import('./actions/run.js'),
	}),
	command({
		name: 'replay',
		summary: 'Rebuild the tables from archived answers, without a request.',
		usage: ['crypto-tui replay [--run id | --since time] [--on-invalid policy] [--json]'],
		arguments: [],
		options: replayOptions,
		examples: [
			{typed: 'crypto-tui replay', about: 'everything in the archive'},
			{typed: 'crypto-tui replay --since 7d', about: 'what was fetched in the last week'},
		],
		notes: ['Prints what differed between the archive and the tables.', times],
		load: () => import('./actions/replay.js'),
	}),
	command({
		name: 'status',
		summary: 'Show what is stored, how fresh it is, and what is left of the budgets.',
		usage: ['crypto-tui status [--json]'],
		arguments: [],
		options: statusOptions,
		examples: [
			{typed: 'crypto-tui status', about: 'for people'},
			{typed: 'crypto-tui status --json', about: 'for scripts, with every candle series'},
		],
		notes: ['Reads only: it creates neither a folder nor a database.'],
		load: () => import('./actions/status.js'),
	}),
	command({
		name: 'doctor',
		summary: 'Check data and machine, explain every hole in the series, heal what can be.',
		usage: ['crypto-tui doctor [--heal] [--asset a,b] [--json]'],
		arguments: [],
		options: doctorOptions,
		examples: [
			{typed: 'crypto-tui doctor', about: 'every check with its fix, every hole with its cause'},
			{typed: 'crypto-tui doctor --heal', about: 'and fetch what can be healed'},
			{typed: 'crypto-tui doctor --heal --asset btc,eth', about: 'the holes of two assets'},
		],
		notes: [
			'Holes are never filled with invented candles. What was asked for is kept as proof; what cannot be healed is not asked for again: for ever where the source answered, for 30 days where it refused.',
			'Without --heal it reads only: it creates neither a folder nor a database. No check costs a monthly credit.',
			'Exit codes: 0 clean, 70 data is damaged, 73 the database cannot be opened, 75 something can be healed or put right, 78 bad configuration; with --heal those of a backfill as well.',
		],
		load: () => import('./actions/doctor.js'),
	}),
	command({
		name: 'export',
		summary: 'Write stored data as CSV, JSON, NDJSON or Parquet.',
		usage: [
			'crypto-tui export candles|quotes|markets|runs|quarantine [--asset a] [--interval i] [--from time] [--to time] [--source s] [--format f] [--time iso|ms] [--out file]',
		],
		arguments: [
			{
				name: 'what',
				about: 'The data to write.',
				allowed: ['candles', 'quotes', 'markets', 'runs', 'quarantine'],
				required: true,
			},
		],
		options: exportOptions,
		examples: [
			{
				typed: 'crypto-tui export candles --asset btc --interval 1h --out btc.csv',
				about: 'one series as a file',
			},
			{
				typed: 'crypto-tui export candles --interval 1d --with-source --format parquet --out all.parquet',
				about: 'all daily series',
			},
			{typed: 'crypto-tui export quotes --from 24h --format ndjson', about: 'a day of quotes, to a pipe'},
		],
		notes: [
			'Candles are the closed ones, so that the same export gives the same bytes; --with-open adds the unfinished one. Where several sources have the same candles, those of the exchange come first, then those made from prices, then those rolled up from finer ones; --source decides otherwise.',
			'Numbers read back as exactly the same doubles. An unknown value is an empty field, null in JSON and Parquet. Text that begins like a spreadsheet formula is quoted and otherwise left alone. With --time iso, Parquet times are timestamps.',
			times,
		],
		load: () => import('./actions/export.js'),
	}),
	command({
		name: 'quarantine',
		summary: 'Look at rows that were set aside, or read them again.',
		usage: [
			'crypto-tui quarantine list [--source s] [--json]',
			'crypto-tui quarantine show <id> [--json]',
			'crypto-tui quarantine retry <id>... | --all [--json]',
		],
		arguments: [
			{name: 'action', about: 'What to do.', allowed: ['list', 'show', 'retry'], required: true},
			{name: 'id', about: 'Number of a row.', many: true},
		],
		options: quarantineOptions,
		examples: [
			{typed: 'crypto-tui quarantine list', about: 'what was set aside, and why'},
			{typed: 'crypto-tui quarantine show 12', about: 'one row with its raw JSON'},
			{typed: 'crypto-tui quarantine retry --all', about: "read all held rows again under today's contracts"},
		],
		notes: [],
		load: () => import('./actions/quarantine.js'),
	}),
	command({
		name: 'config',
		summary: 'Show and change the settings.',
		usage: [
			'crypto-tui config list [--json]',
			'crypto-tui config get <key>',
			'crypto-tui config set <key> <value>',
			'crypto-tui config unset <key>',
			'crypto-tui config path',
		],
		arguments: [
			{
				name: 'action',
				about: 'What to do.',
				allowed: ['list', 'get', 'set', 'unset', 'path'],
				required: true,
			},
			{name: 'key', about: 'Name of a setting, see config list.'},
			{name: 'value', about: 'Its new value.'},
		],
		options: configOptions,
		examples: [
			{
				typed: 'crypto-tui config list',
				about: 'every setting, its value, where it comes from, and what is allowed',
			},
			{typed: 'crypto-tui config set watchlist btc,eth,sol', about: 'keep these candles up to date'},
			{typed: 'crypto-tui config unset watchlist', about: 'back to the default'},
		],
		notes: [
			'Precedence: flag, environment variable, .env in the current folder, config file, default. Keys are never shown.',
			'CRYPTO_TUI_CONFIG_DIR chooses another folder for the config file.',
		],
		load: () => import('./actions/config.js'),
	}),
	command({
		name: 'logs',
		summary: 'Read the log.',
		usage: ['crypto-tui logs [--level level] [--since time] [--follow] [--json]'],
		arguments: [],
		options: logsOptions,
		examples: [
			{typed: 'crypto-tui logs --level warn --since 24h', about: 'what went wrong today'},
			{typed: 'crypto-tui logs --follow', about: 'watch a running collection'},
		],
		notes: [times],
		load: () => import('./actions/logs.js'),
	}),
	command({
		name: 'alert',
		summary: 'Watch prices by rules, see what fired, and prove that messages arrive.',
		usage: [
			'crypto-tui alert add "<rule>" [--once] [--cool-down age] [--hysteresis percent] [--json]',
			'crypto-tui alert list [--json]',
			'crypto-tui alert remove <id> [--json]',
			'crypto-tui alert test "<rule>" | <id> [--days n] [--json]',
			'crypto-tui alert history [--limit n] [--json]',
			'crypto-tui alert send-test [--json]',
		],
		arguments: [
			{
				name: 'action',
				about: 'What to do.',
				allowed: ['add', 'list', 'remove', 'test', 'history', 'send-test'],
				required: true,
			},
			{name: 'rule', about: 'A rule in quotes, or the number of one.', many: true},
		],
		options: alertOptions,
		examples: [
			{typed: 'crypto-tui alert add "bitcoin > 100000"', about: 'tell when a price passes a level'},
			{
				typed: 'crypto-tui alert add "btc change24h < -5" --cool-down 12h',
				about: 'tell a fall of 5 % in a day, at most twice a day',
			},
			{
				typed: 'crypto-tui alert test "btc crosses above sma(50) on 1d" --days 365',
				about: 'when it would have fired in the stored history of a year',
			},
			{
				typed: 'crypto-tui alert test "eth rsi(14) < 30"',
				about: 'the same for an indicator of hourly candles',
			},
			{
				typed: 'crypto-tui alert add "sol volume > 3x average" --once',
				about: 'tell the next candle with three times the usual volume',
			},
			{typed: 'crypto-tui alert send-test', about: 'a message through every channel that is set up'},
		],
		notes: [
			'A rule watches price, change1h, change24h, change7d, change30d, volume24h or marketCap of the market snapshot; an indicator such as rsi(14), macd(12,26,9) histogram or sma(50) of closed candles ("on 1d", else 1h); "crosses [above|below]" one that is drawn over the price; or "volume > 3x average(24)". Numbers may end in k, m, b or t.',
			'Rules are looked at after every cycle of --headless, --watch and the screen, each event once, whoever looks. The program also tells of itself: nothing collected, a contract that blocked, a source or budget that is out, damage, a full disk, forecasts that do not hold, backfills that ended.',
			'Channels are settings: e-mail by SMTP_URL (or SMTP_HOST, SMTP_PORT), EMAIL_USER, EMAIL_PASSWORD, EMAIL_TO; a webhook by CRYPTO_TUI_ALERTS_WEBHOOK_URL. What cannot be sent is tried again by later cycles and written to the log.',
			'Exit codes: 0 done, 2 a rule that cannot be read or an unknown asset, 69 nothing stored to rehearse on or a message that was not sent, 78 no channel is set up.',
		],
		load: () => import('./actions/alert.js'),
	}),
	command({
		name: 'schedule',
		summary: 'Collect, keep versions and tidy up by themselves, by cron or systemd.',
		usage: [
			'crypto-tui schedule show [--cron | --systemd] [--json]',
			'crypto-tui schedule install [--cron | --systemd] [--print] [--data-dir path] [--json]',
			'crypto-tui schedule remove [--cron | --systemd] [--json]',
		],
		arguments: [
			{name: 'action', about: 'What to do.', allowed: ['show', 'install', 'remove'], required: true},
		],
		options: scheduleOptions,
		examples: [
			{typed: 'crypto-tui schedule install --print', about: 'what would be written to the crontab'},
			{typed: 'crypto-tui schedule install --cron', about: 'write it; doing it again changes nothing'},
			{
				typed: 'crypto-tui schedule install --systemd',
				about: 'timers that catch up after the machine was off',
			},
			{typed: 'crypto-tui schedule remove', about: 'take it out again, wherever it was installed'},
		],
		notes: [
			'Collects at 09:00, 13:00 and 18:00 local time, takes a snapshot every Sunday and compacts on the first of the month. Without --cron or --systemd, cron is used where it is installed.',
			'Only a marked block of the crontab, or unit files named crypto-tui-*, are ever written or removed. Scheduled runs see the config file, not the variables or the .env of your shell. A run that overlaps another one waits for it or gives up cleanly; what was missed is fetched by the next one.',
		],
		load: () => import('./actions/schedule.js'),
	}),
	command({
		name: 'completion',
		summary: 'Print the completion script of a shell.',
		usage: ['crypto-tui completion bash|zsh|fish'],
		arguments: [{name: 'shell', about: 'Your shell.', allowed: ['bash', 'zsh', 'fish'], required: true}],
		options: completionOptions,
		examples: [
			{typed: 'source <(crypto-tui completion bash)', about: 'bash, in ~/.bashrc'},
			{typed: 'source <(crypto-tui completion zsh)', about: 'zsh, in ~/.zshrc after compinit'},
			{typed: 'crypto-tui completion fish > ~/.config/fish/completions/crypto-tui.fish', about: 'fish'},
		],
		notes: [],
		load: () => import('./actions/completion.js'),
	}),
	command({
		name: 'train',
		summary: 'Train forecast models of the stored candles.',
		usage: [
			'crypto-tui train [--asset a,b | --top n | --all] [--interval 1h|1d] [--model kind] [--search n] [--seed n] [--json]',
		],
		arguments: [],
		options: trainOptions,
		examples: [
			{typed: 'crypto-tui train --asset btc --interval 1h', about: 'the next hour of Bitcoin'},
			{typed: 'crypto-tui train --top 10', about: 'the next hour and day of the ten largest assets'},
			{
				typed: 'crypto-tui train --asset btc --search 24',
				about: 'look for better parameters of the range model first',
			},
			{
				typed: 'crypto-tui train --asset btc --model seed-price',
				about: 'the old formulation, with its true score beside that of the last price',
			},
		],
		notes: [
			'A model is judged by walking forward through its history: trained on a window, asked about what follows, again and again. Parts that are no better than the last price, or than the linear model, are left out of it. It needs 700 usable candles.',
			'The same candles, seed and options give the same model, byte for byte, on any number of threads. A newer model of the same recipe replaces the one in use; one of another recipe only if it is not worse.',
			'Exit codes: 0 trained, 69 nothing trained, 75 some were not, 130 cancelled; what was finished is kept.',
		],
		load: () => import('./actions/train.js'),
	}),
	command({
		name: 'predict',
		summary: 'Forecast the next candle, and write the forecast down.',
		usage: ['crypto-tui predict [--asset a,b] [--interval 1h|1d] [--model kind] [--json]'],
		arguments: [],
		options: predictOptions,
		examples: [
			{typed: 'crypto-tui predict', about: 'every series that has a standard model'},
			{typed: 'crypto-tui predict --asset btc --json', about: 'one asset, for scripts'},
		],
		notes: [
			'The interval comes first: it is what was measured to hold. Where the centre is no better than the last price, it is the last price; only the old kinds keep theirs, with their true score. In JSON, deltaPercent is in percent; skill and held are shares (0.8 is 80 %), out of sample.',
			'A forecast is stored before its candle is over and cannot be changed after that; asking again shows it again. Nothing is forecast from old candles: run "crypto-tui --headless" first.',
			'Exit codes: 0 done, 69 nothing to forecast with, 75 some series could not be forecast.',
		],
		load: () => import('./actions/predict.js'),
	}),
	command({
		name: 'models',
		summary: 'List models, show how good they are, or make room.',
		usage: [
			'crypto-tui models list [--asset a,b] [--interval 1h|1d] [--json]',
			'crypto-tui models show <id> [--json]',
			'crypto-tui models card <id> [--out file]',
			'crypto-tui models prune [--keep n] [--json]',
		],
		arguments: [
			{name: 'action', about: 'What to do.', allowed: ['list', 'show', 'card', 'prune'], required: true},
			{name: 'id', about: 'A model, or the beginning of its id.'},
		],
		options: modelsOptions,
		examples: [
			{typed: 'crypto-tui models list --asset btc', about: 'all models of an asset, the newest first'},
			{
				typed: 'crypto-tui models card 3f9a --out btc.md',
				about: 'data, features, parameters and scores of a model as Markdown',
			},
			{typed: 'crypto-tui models prune --keep 2', about: 'delete the files of older models'},
		],
		notes: [
			'Models never change. Training keeps the files of the newest five of each series and kind; records and scores are kept for ever. A model whose file or record was changed, or that was made for other features or another format, is refused: train it again.',
			'Exit codes: 0 done, 69 no such model.',
		],
		load: () => import('./actions/models.js'),
	}),
	command({
		name: 'forecasts',
		summary: 'Show past forecasts, their outcomes, and how good they were.',
		usage: [
			'crypto-tui forecasts [--asset a,b] [--interval 1h|1d] [--from time] [--to time] [--format csv|json]',
		],
		arguments: [],
		options: forecastsOptions,
		examples: [
			{typed: 'crypto-tui forecasts --asset btc', about: 'the newest ones, and the record of all'},
			{typed: 'crypto-tui forecasts --from 7d --format csv > week.csv', about: 'a week of forecasts'},
		],
		notes: [
			'A forecast is open until its candle has closed and is stored, then settled; missed when the exchange never had that candle. Outcomes are attached by "crypto-tui predict" and by every cycle of "crypto-tui --headless".',
			'Exit codes: 0 done, 69 no such forecast.',
			times,
		],
		load: () => import('./actions/forecasts.js'),
	}),
	command({
		name: 'features',
		summary: 'Write what the models read as CSV, JSON, NDJSON or Parquet.',
		usage: ['crypto-tui features export --asset a [--interval 1h|1d] [--set name] [--format f] [--out file]'],
		arguments: [{name: 'action', about: 'What to do.', allowed: ['export'], required: true}],
		options: featuresOptions,
		examples: [
			{
				typed: 'crypto-tui features export --asset btc --interval 1h --out btc.parquet',
				about: 'returns, distances, dispersion, volume, RSI',
			},
			{typed: 'crypto-tui features export --asset btc --set range', about: 'what the range is forecast from'},
		],
		notes: [
			'The same code computes them for training and for forecasting, on the same candles: the newest two years of hours, or eight of days. Each row has the opening time of its candle (ms UTC) and uses nothing after it. Version and hash of the set go to standard error; JSON names them in every row, Parquet in its metadata.',
			'Exit codes: 0 written, 69 too few candles.',
		],
		load: () => import('./actions/features.js'),
	}),
	command({
		name: 'snapshot',
		summary: 'Keep versions of the data: make, check, compare, bring back.',
		usage: [
			'crypto-tui snapshot create [--message text] [--kind data|database] [--remote folder] [--json]',
			'crypto-tui snapshot list [--remote folder] [--json]',
			'crypto-tui snapshot show <id> [--json]',
			'crypto-tui snapshot verify [id] [--json]',
			'crypto-tui snapshot diff <before> <after> [--json]',
			'crypto-tui snapshot restore <id> [--to folder] [--json]',
			'crypto-tui snapshot prune --keep n [--kind data|database] [--dry-run] [--json]',
		],
		arguments: [
			{
				name: 'action',
				about: 'What to do.',
				allowed: ['create', 'list', 'show', 'verify', 'diff', 'restore', 'prune'],
				required: true,
			},
			{name: 'id', about: 'A snapshot, the beginning of its id, or "latest".', many: true},
		],
		options: snapshotOptions,
		examples: [
			{
				typed: 'crypto-tui snapshot create -m "before the backfill"',
				about: 'a version of the data as it is now',
			},
			{typed: 'crypto-tui snapshot diff 20261101 latest', about: 'which rows came, changed and went'},
			{
				typed: 'crypto-tui snapshot restore latest',
				about: 'bring it back; the current database is set aside',
			},
			{typed: 'crypto-tui status --as-of latest', about: 'look at a version without bringing it back'},
		],
		notes: [
			'A version of kind "data" holds closed candles, quotes, assets, ledger, forecasts, watchlists, lots and more as one Parquet file a month (and series); files that did not change are kept once. "database" is one copy of the whole database. Both lie in a folder that DVC 3 can use as a remote, with a .dvc file each in its folder "versions".',
			'"restore" of data leaves what no version holds (models, budgets, archived answers) as it is. It needs the database for itself: close the screen and --watch first. "verify" ends with 70 when an object is broken, and names it.',
		],
		load: () => import('./actions/snapshot.js'),
	}),
	command({
		name: 'compact',
		summary: 'Free room by the rules of retention, after saying what goes.',
		usage: ['crypto-tui compact [--dry-run | --yes] [--json]'],
		arguments: [],
		options: compactOptions,
		examples: [
			{typed: 'crypto-tui compact --dry-run', about: 'what would be freed'},
			{typed: 'crypto-tui compact --yes', about: 'free it without being asked, as from cron'},
		],
		notes: [
			'The rules are settings: raw.keepDays, log.keepDays, snapshot.keep, snapshot.keepDatabases, retention.quotesHourlyAfterDays and retention.quotesDailyAfterDays (both off by default).',
		],
		load: () => import('./actions/compact.js'),
	}),
];

/** What runs without a command. */
export const defaultCommand: Command = commands[0]!;
