/** Quote currencies and exchange venues that only decorate the simulated market. */

import type {Market} from './market.js';

/** US dollars for one unit of a fiat currency. Fixed: the simulation is about coins. */
export const fiats = [
	{code: 'usd', id: 'united-states-dollar', sign: '$', rate: 1},
	{code: 'eur', id: 'euro', sign: '€', rate: 1.0842},
	{code: 'gbp', id: 'british-pound-sterling', sign: '£', rate: 1.2731},
	{code: 'brl', id: 'brazilian-real', sign: 'R$', rate: 0.1793},
	{code: 'jpy', id: 'japanese-yen', sign: '¥', rate: 0.00668},
	{code: 'chf', id: 'swiss-franc', sign: 'CHF', rate: 1.1214},
	{code: 'cad', id: 'canadian-dollar', sign: '$', rate: 0.7327},
	{code: 'aud', id: 'australian-dollar', sign: '$', rate: 0.6611},
	{code: 'inr', id: 'indian-rupee', sign: '₹', rate: 0.01187},
	{code: 'mxn', id: 'mexican-peso', sign: '$', rate: 0.0541},
	{code: 'try', id: 'turkish-lira', sign: '₺', rate: 0.0292},
	{code: 'stn', id: 'são-tomé-and-príncipe-dobra', sign: null, rate: 0.0443},
] as const;

/** Coins that prices can be quoted in, by CoinGecko id. */
export const quoteCoins = [
	{code: 'btc', id: 'bitcoin'},
	{code: 'eth', id: 'ethereum'},
	{code: 'bnb', id: 'binancecoin'},
] as const;

/** US dollars for one unit of a currency code at an instant; undefined when the code is unknown. */
export function dollarsPer(market: Market, code: string, ts: number): number | undefined {
	const fiat = fiats.find(row => row.code === code);
	if (fiat !== undefined) return fiat.rate;
	const coin = quoteCoins.find(row => row.code === code);
	const place = coin === undefined ? undefined : market.places.get(coin.id);
	return place === undefined ? undefined : market.dollarsAt(place, ts);
}

const named = [
	'Simulated Prime',
	'Tideway',
	'Kontor Nord',
	'Bazaar 9',
	'Lumière Échange',
	'Ponte Vecchio Markets',
	'Sable Exchange',
	'Harbour & Vane',
	'Quayside Digital',
	'Nine Dragons',
	'Agora Pacific',
	'Copper Street',
	'Meseta',
	'Fjord Spot',
	'Open Ledger House',
	'Monsoon',
	'Baltic Coin Hall',
	'Rialto',
	'Southern Cross Trade',
	'Lantern Swap',
	'Maré Alta',
	'Polder Exchange',
	'Signal Hill',
	'Cascade Spot',
];

/** Trading venues, largest first. `share` is the part of all volume; `listed` how deep in the ranking their pairs go. */
export const venues = named.map((name, i) => ({
	id: name
		.toLowerCase()
		.normalize('NFD')
		.replaceAll(/[^a-z0-9]+/g, '-'),
	name,
	share: 0.3 * 0.74 ** i,
	listed: Math.max(12, 260 - 11 * i),
	year: 2012 + ((i * 5) % 11),
	/** Some venues do not say where they are, or whether they stream. */
	country: i % 7 === 3 ? null : ['Malta', 'Singapore', 'Brazil', 'Estonia', 'Japan'][i % 5]!,
	socket: i % 6 === 5 ? null : i % 2 === 0,
}));
