import {expect, test} from 'vitest';
import {nearest} from '#domain/nearest.js';

test('nearest names beginnings and small slips, and nothing far away', () => {
	const known = ['status', 'export', 'quarantine'];
	expect(nearest('quar', known)).toEqual(['quarantine']);
	expect(nearest('exprot', known)).toEqual(['export']);
	expect(nearest('STATUS', known)).toEqual(['status']);
	expect(nearest('banana', known)).toEqual([]);
	expect(nearest('', known)).toEqual([]);
});
