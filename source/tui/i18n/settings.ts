/** What settings are for, in Portuguese: the table of settings itself speaks English. */

import type {Language} from './language.js';

const portuguese: Readonly<Record<string, string>> = {
	dataDir: 'Pasta do banco de dados, dos registros e dos backups.',
	'coingecko.url': 'URL base do CoinGecko.',
	'coingecko.key': 'Chave de API do CoinGecko; funciona sem ela, mas mais devagar.',
	'coingecko.plan': 'Plano ao qual a chave do CoinGecko pertence.',
	'coingecko.rpm': 'Requisições por minuto ao CoinGecko.',
	'coingecko.monthlyCredits': 'Créditos por mês (UTC) no CoinGecko.',
	'coincap.url': 'URL base da CoinCap.',
	'coincap.key': 'Chave de API da CoinCap; sem ela a CoinCap fica de fora.',
	'coincap.rpm': 'Requisições por minuto à CoinCap.',
	'coincap.monthlyCredits': 'Créditos por mês (UTC) na CoinCap.',
	'binance.url': 'URL base da Binance, com a versão no fim.',
	'binance.streamUrl': 'URL base dos fluxos ao vivo da Binance.',
	'binance.weight': 'Peso das requisições por minuto na Binance.',
	'http.timeoutSeconds':
		'Quanto esperar pela conexão, pelos cabeçalhos e entre partes da resposta, em segundos.',
	'watch.seconds': 'Segundos entre dois ciclos de coleta.',
	'watch.top': 'Quantos ativos acompanhar quando a lista de acompanhamento está vazia: os maiores.',
	watchlist: 'Ativos cujos candles cada ciclo mantém em dia.',
	'forecast.retrain':
		'Se um ciclo treina de novo os modelos vencidos: os por hora todo dia, os diários toda semana.',
	'snapshot.top': 'Ativos na coleta do mercado: os maiores.',
	'raw.keepDays': 'Dias que as respostas brutas ficam no arquivo.',
	'email.to': 'Quem recebe os alertas por e-mail.',
	'email.from': 'Remetente dos alertas por e-mail.',
	'email.user': 'Usuário no servidor de e-mail.',
	'email.password': 'Senha no servidor de e-mail; muitas vezes uma feita para programas.',
	'smtp.url': 'Servidor de e-mail num endereço só; com ele, smtp.host e smtp.port não são usados.',
	'smtp.host': 'Servidor de e-mail. A conexão é cifrada, a não ser que ele rode nesta máquina.',
	'smtp.port': 'Porta do servidor de e-mail; a 465 é cifrada desde o início.',
	'alerts.webhookUrl': 'Endereço que recebe os alertas em JSON; os do Slack e do Discord funcionam.',
	'alerts.sourceDownCycles': 'Ciclos seguidos que uma fonte precisa ficar fora do ar até um alerta avisar.',
	'alerts.diskFreeMb':
		'Espaço livre na pasta de dados, em megabytes, abaixo do qual um alerta avisa; 0 não avisa.',
	'log.keepDays': 'Dias que os registros antigos ficam; "crypto-tui compact" remove os mais velhos.',
	'snapshot.everyDays': 'Dias entre duas versões dos dados que --watch e a tela fazem.',
	'snapshot.databaseEveryDays': 'Dias entre duas cópias do banco inteiro que --watch e a tela fazem.',
	'snapshot.keep': 'Quantas versões dos dados ficam.',
	'snapshot.keepDatabases': 'Quantas cópias do banco inteiro ficam.',
	'snapshot.remote':
		'Pasta das versões dos dados: qualquer pasta, como um disco montado; um remoto do DVC 3.',
	'retention.quotesHourlyAfterDays':
		'Dias depois dos quais "crypto-tui compact" guarda uma cotação por hora.',
	'retention.quotesDailyAfterDays': 'Dias depois dos quais "crypto-tui compact" guarda uma cotação por dia.',
	onInvalid: 'O que acontece com um lote com valores impossíveis.',
	'log.level': 'Os eventos menos importantes que o registro guarda.',
	language: 'Idioma do programa; "auto" usa o do sistema.',
	timeZone: 'Fuso horário das datas mostradas.',
	'ui.theme': 'Cores da tela; "auto" segue o fundo do terminal.',
	'ui.currency': 'Moeda em que a tela mostra preços e valores.',
	'ui.ascii': 'Desenha só com ASCII; "auto" vê o que o terminal consegue mostrar.',
	'ui.mouse': 'Se a tela usa o mouse.',
	'ui.motion': 'Se preços que mudam piscam e se o progresso é animado.',
	'ui.swapColours': 'Mostra altas em vermelho e quedas em verde.',
	'ui.linear': 'Mostra cada tela como frases simples, para leitores de tela.',
	'ui.keys': 'Teclas dos comandos, no lugar das de costume.',
};

/** What a value may be, by its English words; the longer ones first. */
const phrases: readonly (readonly [english: string, portuguese: string])[] = [
	['a whole number from', 'um número inteiro de'],
	['a number from', 'um número de'],
	[
		'an http:// or https:// URL up to and including the API version, without query, user name or password',
		'uma URL http:// ou https:// até a versão da API, sem parâmetros, usuário ou senha',
	],
	[
		'a ws:// or wss:// URL without query, user name or password',
		'uma URL ws:// ou wss:// sem parâmetros, usuário ou senha',
	],
	['an http:// or https:// URL', 'uma URL http:// ou https://'],
	['the key as the provider shows it, without spaces', 'a chave como o provedor a mostra, sem espaços'],
	['the password as the provider shows it', 'a senha como o provedor a mostra'],
	['the name as the provider shows it', 'o nome como o provedor o mostra'],
	['ids or symbols, separated by commas', 'ids ou símbolos, separados por vírgulas'],
	[
		'addresses such as me@example.org, separated by commas',
		'endereços como eu@exemplo.com.br, separados por vírgulas',
	],
	['an address such as me@example.org', 'um endereço como eu@exemplo.com.br'],
	[
		'smtp://host:587 or smtps://host:465, with user:password@ in front of the host where needed',
		'smtp://host:587 ou smtps://host:465, com usuario:senha@ antes do host onde for preciso',
	],
	['the name of a host', 'o nome de um servidor'],
	['system, or an IANA name such as America/Sao_Paulo', 'system, ou um nome IANA como America/Sao_Paulo'],
	[
		'a currency code of three letters such as USD, BRL or BTC',
		'um código de moeda de três letras, como USD, BRL ou BTC',
	],
	[
		'a JSON object of lists of keys by command, such as {"market.sort-next": ["s"]}',
		'um objeto JSON de listas de teclas por comando, como {"market.sort-next": ["s"]}',
	],
	['a path', 'um caminho'],
	['0 keeps every quote', '0 guarda todas as cotações'],
	['0 keeps them', '0 guarda todos'],
	['0 keeps all', '0 guarda todas'],
	['0 makes none', '0 não faz nenhuma'],
	[', or "none"', ', ou "none"'],
	[' to ', ' a '],
];

/** What a setting is for, in the language of the screen; `about` is its English text. */
export const aboutSetting = (key: string, about: string, language: Language): string =>
	language === 'en' ? about : (portuguese[key] ?? about);

/** What a value may be, in the language of the screen; `allowed` is its English text. */
export const allowedValues = (allowed: string, language: Language): string =>
	language === 'en'
		? allowed
		: phrases.reduce((text, [english, translated]) => text.replace(english, translated), allowed);
