/** What a vault in a thread of its own and its owner say to each other. */

import {Fault, toFault, type FaultCode} from '#domain/fault.js';
import type {Vault} from '#ports/vault.js';
import type {VaultPlace} from './vault-here.js';

/** What can be asked for from another thread. */
export type VaultOperation = Exclude<keyof Vault, 'remote'>;

export type VaultOrder = {
	readonly place: VaultPlace;
	readonly operation: VaultOperation;
	readonly values: unknown[];
};

export type VaultAnswer =
	| {readonly done: true; readonly value: unknown}
	| {
			readonly done: false;
			readonly code: FaultCode;
			readonly message: string;
			readonly hint: string;
			readonly stack: string | undefined;
	  };

/** Runs one operation; never rejects. */
export async function answer(vault: Vault, {operation, values}: VaultOrder): Promise<VaultAnswer> {
	try {
		const method = vault[operation] as (...values: unknown[]) => Promise<unknown>;
		return {done: true, value: await method.apply(vault, values)};
	} catch (error) {
		const {code, message, hint} = toFault(error);
		return {done: false, code, message, hint, stack: error instanceof Error ? error.stack : undefined};
	}
}

/** The value of an answer, or its fault thrown. */
export function settled(reply: VaultAnswer): unknown {
	if (reply.done) return reply.value;
	const {code, message, hint, stack} = reply;
	const cause = code === 'bug' ? Object.assign(new Error(message), {stack}) : undefined;
	throw new Fault(code, message, {hint, cause});
}
