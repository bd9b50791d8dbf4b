/** `crypto-tui replay`: the tables again, from the archive. */

import {exitCodeOf} from '#domain/run.js';
import type {Typed} from '../option.js';
import type {replayOptions} from '../options.js';
import type {Surroundings} from '../surroundings.js';
import {withPipeline} from '../workshop.js';

/** Replays and prints what differed; `--json` prints the run report with `differences` and a `sample` of them. */
export async function run(
	{values}: Typed<typeof replayOptions>,
	surroundings: Surroundings,
): Promise<number> {
	return withPipeline('replay', values, surroundings, async ({app, config, format, print}) => {
		const result = await app.pipeline.replay(
			{
				...(values.run === undefined ? {} : {run: values.run}),
				...(values.since === undefined ? {} : {since: values.since}),
				onInvalid: values['on-invalid'] ?? config.onInvalid,
			},
			surroundings.signal,
		);
		const {report, differences, sample} = result;
		await print({...report, differences, sample}, ({replayText}) => replayText(result, format));
		return exitCodeOf(report);
	});
}
