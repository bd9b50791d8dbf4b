/** The way into the screen: from the launcher with the few options it knows, or from the command line with all of them. */

import {homedir} from 'node:os';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {toFault} from '#domain/fault.js';
import type {ReadableVersion} from '#desk/place.js';
import {start, type StartOptions} from '#tui/start.js';
import {noLaunch, type Launch} from '#tui/terminal/launch.js';
import {exitCodeOfFault, faultText} from './failure.js';
import {chosenSettings} from './screen-options.js';
import {version} from './version.js';

/** Where the desk's thread begins: in `dist` as compiled, bundled with compiled code from the cache. */
const worker = new URL(
	import.meta.url.endsWith('/cli/interactive.js') ? '../desk/worker.js' : '../../bin/desk.js',
	import.meta.url,
);

/** What to tell about an error that ends the screen: faults as everywhere, bugs with their stack. */
function explain(error: unknown): {readonly text: string; readonly code: number} {
	const fault = toFault(error);
	const code = exitCodeOfFault(fault);
	if (fault.code !== 'bug') return {text: faultText(fault), code};
	const cause = fault.cause instanceof Error ? fault.cause : fault;
	const text = faultText({message: `Unexpected error: ${fault.message}`, hint: fault.hint});
	return {text: `${text}${cause.stack ?? ''}\n`, code};
}

export type InteractiveOptions = Pick<StartOptions, 'demo' | 'chosen' | 'screen'> & {
	readonly dataDir: string | undefined;
	/** The version to look at in place of what is stored now. */
	readonly asOf?: ReadableVersion | null;
	readonly launch?: Launch;
};

/** Runs the screen in this process's terminal; ends the process. */
export const openScreen = ({
	dataDir,
	asOf = null,
	launch = noLaunch,
	...options
}: InteractiveOptions): Promise<never> =>
	start({
		...options,
		launch,
		worker,
		explain,
		place: {
			version: version(),
			dataDir,
			asOf,
			// oxlint-disable-next-line node/no-process-env -- the screen has no other surroundings
			environment: {...process.env},
			folder: process.cwd(),
			home: homedir(),
			platform: process.platform,
		},
	});

/** Called by the launcher, which lets through only these options. */
export async function main(argv: readonly string[], launch: Launch): Promise<never> {
	const {values} = parseArgs({
		args: [...argv],
		options: {demo: {type: 'boolean'}, ascii: {type: 'boolean'}, 'data-dir': {type: 'string'}},
	});
	return openScreen({
		demo: values.demo ?? false,
		dataDir: values['data-dir'],
		chosen: chosenSettings({ascii: values.ascii ?? false}),
		launch,
	});
}
