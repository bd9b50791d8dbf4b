/** Faults in the user's language: what happened, and what to do about it on this screen. */

import {toFault, type FaultCode} from '#domain/fault.js';
import type {FaultReport} from '#domain/run.js';
import type {Language} from './language.js';

/** What to tell about a failure. */
export type ToldFault = {readonly text: string; readonly hint: string};

/** English comes with the fault, more exactly than any table could say it. */
const portuguese: Readonly<Record<FaultCode, ToldFault>> = {
	unreachable: {
		text: 'A fonte não pôde ser alcançada',
		hint: 'Verifique a rede e o endereço da fonte nas configurações; r tenta de novo.',
	},
	timeout: {
		text: 'A fonte demorou demais',
		hint: 'A fonte está lenta ou travada; tente de novo mais tarde com r.',
	},
	truncated: {text: 'A resposta chegou cortada', hint: 'Tente de novo com r.'},
	'server-error': {
		text: 'A fonte teve um erro próprio',
		hint: 'O problema é da fonte; tente de novo em alguns minutos.',
	},
	'rate-limited': {
		text: 'A fonte pediu para esperar: requisições demais',
		hint: 'Aguarde o horário indicado ou reduza o limite de requisições nas configurações.',
	},
	banned: {
		text: 'A fonte bloqueou este endereço por um tempo',
		hint: 'Não chame a fonte antes do horário indicado.',
	},
	restricted: {
		text: 'A fonte não atende o seu país',
		hint: 'Use outra fonte com a opção --source.',
	},
	unauthorized: {
		text: 'A fonte recusou a chave',
		hint: 'A chave falta, está errada ou é de outro plano; confira a chave e o plano nas configurações.',
	},
	forbidden: {
		text: 'A fonte recusou a requisição',
		hint: 'Confira chave, plano e endereço, e espere antes de tentar de novo.',
	},
	'plan-limit': {
		text: 'O seu plano não alcança tão longe no passado',
		hint: 'Peça um histórico mais curto ou use a chave de um plano maior.',
	},
	'not-found': {
		text: 'A fonte não conhece este ativo, par ou endereço',
		hint: 'Confira o id do ativo e o endereço da fonte.',
	},
	'bad-request': {
		text: 'A fonte não aceitou a pergunta',
		hint: 'Pode ser um erro nosso: por favor relate com o registro (crypto-tui logs).',
	},
	'not-json': {
		text: 'A resposta não era da fonte',
		hint: 'Algo no caminho respondeu com uma página (login, proxy, firewall); confira a rede e o endereço.',
	},
	'too-large': {
		text: 'A resposta era maior do que qualquer resposta real',
		hint: 'Confira o endereço desta fonte nas configurações.',
	},
	empty: {
		text: 'A fonte respondeu sem nenhuma linha',
		hint: 'Confira o ativo e o período, ou use outra fonte.',
	},
	'contract-violated': {
		text: 'A resposta quebrou o contrato e nada dela foi gravado',
		hint: 'Veja as linhas na tela Qualidade, ou mude onInvalid para quarantine nas configurações.',
	},
	'clock-off': {
		text: 'O relógio desta máquina está errado: nada da resposta foi gravado',
		hint: 'Acerte o relógio, de preferência pela sincronização automática, e tente de novo com r.',
	},
	'budget-spent': {
		text: 'Os créditos do mês desta fonte acabaram',
		hint: 'Espere o próximo mês ou aumente o limite nas configurações.',
	},
	'key-missing': {
		text: 'Esta fonte só responde com uma chave',
		hint: 'Defina COINCAP_API_KEY, ou deixe a fonte de fora.',
	},
	'unknown-asset': {
		text: 'Este ativo não é conhecido',
		hint: 'Use um id do CoinGecko, como "bitcoin", ou o símbolo de um ativo já coletado.',
	},
	'ambiguous-asset': {text: 'Mais de um ativo tem este símbolo', hint: 'Use o id do ativo.'},
	'no-candle-source': {
		text: 'Nenhuma fonte tem candles deste intervalo para este ativo',
		hint: 'Escolha outro intervalo.',
	},
	'price-disagrees': {
		text: 'O par com este símbolo é de outra moeda',
		hint: 'O preço do par é outro; os candles vêm do CoinGecko.',
	},
	'no-assets': {
		text: 'Ainda não há nada gravado',
		hint: 'Aperte r para coletar ou D para o mercado simulado.',
	},
	busy: {
		text: 'Outro crypto-tui já está fazendo isso',
		hint: 'Espere terminar e tente de novo.',
	},
	'storage-unavailable': {
		text: 'A pasta de dados não pode ser usada',
		hint: 'Verifique se ela existe e pode ser escrita, ou escolha outra com --data-dir.',
	},
	'storage-full': {
		text: 'O disco está cheio',
		hint: 'Libere espaço e tente de novo; nada ficou pela metade.',
	},
	'storage-busy': {
		text: 'Outro programa está usando o banco de dados',
		hint: 'Feche o outro programa ou tente de novo.',
	},
	'storage-newer': {
		text: 'O banco de dados é de uma versão mais nova',
		hint: 'Atualize o crypto-tui (npm install -g crypto-tui@latest) ou escolha outro --data-dir.',
	},
	'storage-damaged': {
		text: 'O banco de dados está danificado',
		hint: 'Rode "crypto-tui snapshot restore latest", ou restaure uma cópia da pasta "backups" ao lado do banco.',
	},
	'payload-missing': {
		text: 'A resposta arquivada não existe mais',
		hint: 'Ela passou do prazo de guarda ou foi apagada; busque o período de novo.',
	},
	'training-failed': {
		text: 'O treino de um modelo falhou',
		hint: 'As outras séries continuaram; tente de novo e avise se acontecer duas vezes.',
	},
	'too-few-candles': {
		text: 'Ainda há poucos candles para prever',
		hint: 'Busque mais histórico com b.',
	},
	'candles-stale': {
		text: 'Os candles gravados são velhos demais para isto',
		hint: 'Colete de novo com r, e repita.',
	},
	'model-missing': {
		text: 'Ainda não há modelo para esta série',
		hint: 'Treine um na tela de previsão com m.',
	},
	'model-unusable': {
		text: 'O modelo guardado não pode ser usado',
		hint: 'Treine de novo na tela de previsão com m; nada mais se perdeu.',
	},
	'not-sent': {
		text: 'O alerta não pôde ser enviado',
		hint: 'Confira o canal nas configurações e rode "crypto-tui alert send-test".',
	},
	'invalid-config': {
		text: 'Uma configuração tem um valor que não vale',
		hint: 'Corrija o valor: a tela de configurações (vírgula) mostra os valores aceitos.',
	},
	usage: {text: 'O pedido não faz sentido assim', hint: 'Veja a ajuda com ?.'},
	interrupted: {text: 'Interrompido', hint: 'O que terminou está gravado; repita para continuar.'},
	bug: {
		text: 'Erro inesperado',
		hint: 'Isto é um erro do crypto-tui: por favor relate com o registro (crypto-tui logs).',
	},
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
	const {text, hint: step} = portuguese[code];
	const where = source ? ` (${source})` : '';
	const isDetailed = code === 'bug' || code === 'invalid-config' || code === 'usage';
	return {text: `${text}${where}${isDetailed ? `: ${message}` : '.'}`, hint: step};
}

/** Anything thrown, as it is told; null for work that was only cancelled. */
export function toldError(error: unknown, language: Language): ToldFault | null {
	const {code, message, hint, source} = toFault(error);
	if (code === 'interrupted') return null;
	const isBug = code === 'bug' && language === 'en';
	return toldFault({code, message: isBug ? `Unexpected error: ${message}` : message, hint, source}, language);
}
