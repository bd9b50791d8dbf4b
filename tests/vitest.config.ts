import {defineConfig} from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const shared = {
	root,
	restoreMocks: true,
	unstubEnvs: true,
	expect: {requireAssertions: true},
	env: {TZ: 'UTC', FORCE_COLOR: '0', CRYPTO_TUI_TEST: '1'},
	// Many tests have a whole machine around them; where nobody watches they may run twice, and are listed as such.
	retry: process.env['CI'] ? 1 : 0,
} as const;

/** `source` reads TypeScript directly; `built` runs what `npm run build` left in dist, as a user would. */
export default defineConfig({
	root,
	test: {
		projects: [
			{
				resolve: {conditions: ['source']},
				ssr: {resolve: {conditions: ['source'], externalConditions: ['node']}},
				test: {
					...shared,
					name: 'source',
					include: ['tests/**/*.test.{ts,tsx}'],
					exclude: ['tests/built/**'],
					testTimeout: 20_000,
				},
			},
			{
				test: {
					...shared,
					name: 'built',
					include: ['tests/built/**/*.test.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
		],
		coverage: {
			provider: 'v8',
			include: ['source/**/*.{ts,tsx}'],
			reporter: ['text-summary', 'json-summary'],
		},
	},
});
