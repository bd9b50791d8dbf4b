/** Faults in the user's language: what happened, and what to do about it on this screen. */

import {toFault, type FaultCode} from '#domain/fault.js';
import {portugueseFaults} from '#domain/fault-sentences.js';
import type {FaultReport} from '#domain/run.js';
import type {Language} from './language.js';

/** What to tell about a failure. */
export type ToldFault = {readonly text: string; readonly hint: string};

/** What to do on this screen, by kind of fault; English comes with the fault. */
const portugueseSteps: Readonly<Record<FaultCode, string>> = {
	unreachable: 'Verifique a rede e o endereço da fonte nas configurações; r tenta de novo.',
	timeout: 'A fonte está lenta ou travada; tente de novo mais tarde com r.',
	truncated: 'Tente de novo com r.',
	'server-error': 'O problema é da fonte; tente de novo em alguns minutos.',
	'rate-limited': 'Aguarde o horário indicado ou reduza o limite de requisições nas configurações.',
	banned: 'Não chame a fonte antes do horário indicado.',
	restricted: 'Use outra fonte com a opção --source.',
	unauthorized:
		'A chave falta, está errada ou é de outro plano; confira a chave e o plano nas configurações.',
	forbidden: 'Confira chave, plano e endereço, e espere antes de tentar de novo.',
	'plan-limit': 'Peça um histórico mais curto ou use a chave de um plano maior.',
	'not-found': 'Confira o id do ativo e o endereço da fonte.',
	'bad-request': 'Pode ser um erro nosso: por favor relate com o registro (crypto-tui logs).',
	'not-json':
		'Algo no caminho respondeu com uma página (login, proxy, firewall); confira a rede e o endereço.',
	'too-large': 'Confira o endereço desta fonte nas configurações.',
	empty: 'Confira o ativo e o período, ou use outra fonte.',
	'contract-violated':
		'Veja as linhas na tela Qualidade, ou mude onInvalid para quarantine nas configurações.',
	'clock-off': 'Acerte o relógio, de preferência pela sincronização automática, e tente de novo com r.',
	'budget-spent': 'Espere o próximo mês ou aumente o limite nas configurações.',
	'key-missing': 'Defina COINCAP_API_KEY, ou deixe a fonte de fora.',
	'unknown-asset': 'Use um id do CoinGecko, como "bitcoin", ou o símbolo de um ativo já coletado.',
	'ambiguous-asset': 'Use o id do ativo.',
	'no-candle-source': 'Escolha outro intervalo.',
	'price-disagrees': 'O preço do par é outro; os candles vêm do CoinGecko.',
	'no-assets': 'Aperte r para coletar ou D para o mercado simulado.',
	busy: 'Espere terminar e tente de novo.',
	'storage-unavailable': 'Verifique se ela existe e pode ser escrita, ou escolha outra com --data-dir.',
	'storage-full': 'Libere espaço e tente de novo; nada ficou pela metade.',
	'storage-busy': 'Feche o outro programa ou tente de novo.',
	'storage-newer': 'Atualize o crypto-tui (npm install -g crypto-tui@latest) ou escolha outro --data-dir.',
	'storage-damaged':
		'Rode "crypto-tui snapshot restore latest", ou restaure uma cópia da pasta "backups" ao lado do banco.',
	'payload-missing': 'Ela passou do prazo de guarda ou foi apagada; busque o período de novo.',
	'training-failed': 'As outras séries continuaram; tente de novo e avise se acontecer duas vezes.',
	'too-few-candles': 'Busque mais histórico com b; onde só há preços por hora, treine os candles diários.',
	'candles-stale': 'Colete de novo com r, e repita.',
	'model-missing': 'Treine um na tela de previsão com m.',
	'model-unusable': 'Treine de novo na tela de previsão com m; nada mais se perdeu.',
	'not-sent': 'Confira o canal nas configurações e rode "crypto-tui alert send-test".',
	'invalid-config': 'Corrija o valor: a tela de configurações (vírgula) mostra os valores aceitos.',
	usage: 'Veja a ajuda com ?.',
	interrupted: 'O que terminou está gravado; repita para continuar.',
	bug: 'Isto é um erro do crypto-tui: por favor relate com o registro (crypto-tui logs).',
};

/** A fault as it is told; what only exists in English (a path, a value) stays behind the sentence. */
export function toldFault(
	{
		code,
		message,
		hint,
		source,
	}: Pick<FaultReport, 'code' | 'message' | 'hint'> & {
		readonly source?: string | null | undefined;
	},
	language: Language,
): ToldFault {
	if (language === 'en') return {text: message, hint};
	const where = source ? ` (${source})` : '';
	const isDetailed = code === 'bug' || code === 'invalid-config' || code === 'usage';
	const text = `${portugueseFaults[code]}${where}${isDetailed ? `: ${message}` : '.'}`;
	return {text, hint: portugueseSteps[code]};
}

/** Anything thrown, as it is told; null for work that was only cancelled. */
export function toldError(error: unknown, language: Language): ToldFault | null {
	const {code, message, hint, source} = toFault(error);
	if (code === 'interrupted') return null;
	const isBug = code === 'bug' && language === 'en';
	return toldFault({code, message: isBug ? `Unexpected error: ${message}` : message, hint, source}, language);
}
