import {expect, it} from 'vitest';
import {qualityOf} from '#domain/quality.js';

it('judges a run by the rows that lacked a value, the rows that broke a rule, and its age', () => {
	expect(qualityOf({extracted: 200, incomplete: 10, violating: 1}, 1000, 61_000)).toEqual({
		completeness: 0.95,
		rejectRate: 0.005,
		ageMs: 60_000,
	});
});

it('knows nothing about a run that read nothing or has not ended', () => {
	expect(qualityOf({extracted: 0, incomplete: 0, violating: 0}, null, 5)).toEqual({
		completeness: null,
		rejectRate: null,
		ageMs: null,
	});
});

it('takes a run that ended in the future for one that ended now', () => {
	expect(qualityOf({extracted: 1, incomplete: 0, violating: 0}, 10, 5).ageMs).toBe(0);
});
