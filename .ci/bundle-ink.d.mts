import type {Plugin} from 'esbuild';

export const inkPlugin: Plugin;
export const productionFacts: Readonly<Record<string, string>>;
