import {describe, expect, test} from 'vitest';
import {Fault} from '#domain/fault.js';
import {toldError, toldFault} from '#tui/i18n/faults.js';

const fault = new Fault('rate-limited', 'Binance answered 429 until 12:05.', {source: 'binance'});

describe('a fault', () => {
	test('is told in English as it is', () => {
		expect(toldError(fault, 'en')).toEqual({text: fault.message, hint: fault.hint});
	});

	test('is told in Portuguese with its source and the next step', () => {
		expect(toldError(fault, 'pt-BR')).toEqual({
			text: 'A fonte pediu para esperar: requisições demais (binance).',
			hint: 'Aguarde o horário indicado ou reduza o limite de requisições nas configurações.',
		});
	});

	test('of too few candles names training days in Portuguese, too, where no history would help', () => {
		const few = new Fault('too-few-candles', 'The hours are made of prices alone.');
		expect(toldError(few, 'pt-BR')!.hint).toContain('treine os candles diários');
	});

	test('keeps what only its message knows, where a person must correct it', () => {
		const bad = {code: 'invalid-config', message: 'x is "y"', hint: '', source: null} as const;
		expect(toldFault(bad, 'pt-BR').text).toBe('Uma configuração tem um valor que não vale: x is "y"');
	});
});

describe('anything thrown', () => {
	test('that is no fault is our bug', () => {
		expect(toldError(new TypeError('x is not a function'), 'en')!.text).toBe(
			'Unexpected error: x is not a function',
		);
		expect(toldError(new TypeError('x is not a function'), 'pt-BR')).toMatchObject({
			text: 'Erro inesperado: x is not a function',
			hint: expect.stringContaining('relate') as string,
		});
	});

	test('by cancelled work is silent', () => {
		expect(toldError(new Fault('interrupted', 'Interrupted.'), 'en')).toBeNull();
		expect(toldError(new DOMException('gone', 'AbortError'), 'en')).toBeNull();
	});
});
