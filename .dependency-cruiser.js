/** Which floor may stand on which, and which packages each may use. The rules are generated from these two tables. */
const floors = {
	domain: [],
	contracts: ['domain'],
	ports: ['domain'],
	adapters: ['ports', 'contracts', 'domain'],
	pipeline: ['ports', 'domain'],
	app: ['pipeline', 'adapters', 'ports', 'contracts', 'domain'],
	desk: ['app', 'pipeline', 'ports', 'contracts', 'domain'],
	tui: ['desk', 'pipeline', 'ports', 'domain'],
	cli: ['tui', 'desk', 'app', 'pipeline', 'ports', 'contracts', 'domain'],
};
/** Settings come before the app, logs, exports and schedules stand beside it: the only adapters a shell may name. */
const beside = ['^source/adapters/(settings|log-reader|event-log)\\.ts$', '^source/adapters/exporters/'];
const doors = {desk: beside, cli: [...beside, '^source/adapters/schedules/']};
const packages = {
	domain: '^$',
	contracts: '(^|/)node_modules/zod/',
	ports: '^$',
	pipeline: '^$',
	tui: '(^|/)node_modules/(ink|react|asciichart|big\\.js|@leeoniya/ufuzzy|get-east-asian-width|cli-boxes|cli-truncate|wrap-ansi|@types)/',
};
/** Only these parts of the screen meet the machine: the terminal, what is painted on it, and the start. */
const machines = {tui: '^source/tui/((terminal|paint)/|start\\.tsx?$)'};
const within = names => `^source/(${names.join('|')})(/|\\.ts$)`;

export default {
	forbidden: [
		{name: 'no-cycles', severity: 'error', from: {}, to: {circular: true}},
		{name: 'no-unresolved', severity: 'error', from: {}, to: {couldNotResolve: true}},
		...Object.entries(floors).map(([floor, below]) => ({
			name: `${floor}-looks-down-only`,
			severity: 'error',
			from: {path: within([floor])},
			to: {path: '^source', pathNot: [within([floor, ...below]), ...(doors[floor] ?? [])]},
		})),
		...Object.entries(packages).map(([floor, allowed]) => ({
			name: `${floor}-packages`,
			severity: 'error',
			from: {path: within([floor]), ...(machines[floor] ? {pathNot: machines[floor]} : {})},
			to: {pathNot: `^source|${allowed}`},
		})),
		{
			name: 'adapter-families-stand-alone',
			severity: 'error',
			from: {path: '^source/adapters/([^/]+)/'},
			to: {path: '^source/adapters/[^/]+/', pathNot: '^source/adapters/($1|http)/'},
		},
		{
			name: 'screens-stand-alone',
			severity: 'error',
			from: {path: '^source/tui/screens/([^/]+)/'},
			to: {path: '^source/tui/screens/', pathNot: '^source/tui/screens/$1/'},
		},
		{
			name: 'app-loads-lazily',
			comment: '--version and --help must not load SQLite, undici or zod.',
			severity: 'error',
			from: {path: '^source/cli/(main|commands|help)\\.ts$'},
			to: {
				path: '^source/(app\\.ts|adapters|pipeline|contracts)',
				dynamic: false,
				dependencyTypesNot: ['type-only'],
			},
		},
	],
	options: {
		doNotFollow: {path: 'node_modules'},
		tsPreCompilationDeps: true,
		tsConfig: {fileName: 'tsconfig.json'},
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['source', 'import', 'node', 'default'],
			extensions: ['.ts', '.tsx', '.js'],
		},
	},
};
