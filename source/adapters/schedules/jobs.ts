/** What is run by itself, when, and how the command line of it is written down. */

/** The program as a scheduler has to call it: absolute paths, since it knows neither PATH nor the current folder. */
export type Program = {
	readonly node: string;
	readonly script: string;
	/** Folder of the data, where it is not the usual one. */
	readonly dataDir: string | null;
	/** Variables that decide where settings are found. */
	readonly variables: Readonly<Record<string, string>>;
};

export type Job = {
	/** Part of the names of units. */
	readonly name: string;
	readonly about: string;
	readonly args: readonly string[];
	/** The five fields of crontab, and OnCalendar of systemd; both in local time. */
	readonly cron: string;
	readonly calendar: string;
};

export const jobs: readonly Job[] = [
	{
		name: 'collect',
		about: 'Collect the market at 09:00, 13:00 and 18:00',
		args: ['--headless', '--quiet'],
		cron: '0 9,13,18 * * *',
		calendar: '*-*-* 09,13,18:00:00',
	},
	{
		name: 'snapshot',
		about: 'Keep a version of the data every Sunday',
		args: ['snapshot', 'create'],
		cron: '30 3 * * 0',
		calendar: 'Sun *-*-* 03:30:00',
	},
	{
		name: 'compact',
		about: 'Give room back on the first of every month',
		args: ['compact', '--yes'],
		cron: '30 4 1 * *',
		calendar: '*-*-01 04:30:00',
	},
];

/** The words of the command line of a job. */
export const commandOf = ({node, script, dataDir}: Program, {args}: Job): readonly string[] => [
	node,
	script,
	...args,
	...(dataDir === null ? [] : ['--data-dir', dataDir]),
];
