import {expect, test} from 'vitest';
import {configKeys, describeKey} from '#contracts/config.js';
import {aboutSetting, allowedValues} from '#tui/i18n/settings.js';

test('every setting is explained in Portuguese', () => {
	const english = configKeys.filter(key => {
		const {about} = describeKey(key);
		return aboutSetting(key, about, 'pt-BR') === about;
	});
	expect(english).toEqual([]);
});

test('what a setting may be is said in Portuguese, words to type stay as they are', () => {
	const sentences = configKeys
		.map(key => describeKey(key).allowed)
		.filter(allowed => /^(an?|the|ids|addresses) /.test(allowed));
	expect(sentences.filter(allowed => allowedValues(allowed, 'pt-BR') === allowed)).toEqual([]);
	expect(allowedValues('a whole number from 0 to 36500', 'pt-BR')).toBe('um número inteiro de 0 a 36500');
	expect(allowedValues('auto, dark, light', 'pt-BR')).toBe('auto, dark, light');
});

test('English stays as the table of settings has it', () => {
	const {about, allowed} = describeKey('coingecko.rpm');
	expect(aboutSetting('coingecko.rpm', about, 'en')).toBe(about);
	expect(allowedValues(allowed, 'en')).toBe(allowed);
});
