/* SPDX-License-Identifier: ISC */
/**
 * keys - which list of keys is believed: the first, by the officer who invited;
 * each next one, because officers of the list before signed it.
 * specs/ledger.md section 7.
 */
// @ts-check
import { checkAuthority, keysOf } from "./authority.js";
import { same } from "./bytes.js";
import { parseSigner } from "./note.js";
import { parseStatement } from "./statement.js";

/**
 * The first two entries: of that log, and, if one is named, with that officer.
 * @param {import("./log.js").Log} log
 * @param {string} origin @param {string} logKey @param {string} officer
 * @returns {Promise<string>} the list
 */
export async function beginning(log, origin, logKey, officer) {
	const programme = parseStatement(await log.entry(0), "programme");
	const entry = await log.entry(1), keys = parseStatement(entry, "keys");
	const by = officer === "" ? null : await parseSigner(officer);
	const officers = await keysOf(keys, "officer");

	if (keys.get("number") !== "1" || programme.origin !== origin ||
	    keys.origin !== origin || programme.get("log-key") !== logKey ||
	    (by !== null && !officers.some(k => k.name === by.name &&
	    same(k.bytes, by.bytes))))
		throw new Error("the log was not begun by the officer who " +
		    "invited");
	await checkAuthority(programme, keys);
	await checkAuthority(keys, keys);
	return entry;
}

/**
 * As the invitation says who began the log.
 * @param {import("./log.js").Log} log
 * @param {import("./statement.js").Statement} invitation
 */
export function firstKeys(log, invitation) {
	return beginning(log, invitation.origin, invitation.get("log-key"),
	    invitation.get("officer"));
}

/**
 * The newest list there is, from one that is believed and an entry on.
 * @param {import("./log.js").Log} log
 * @param {string} believed @param {number} from
 */
export async function newestKeys(log, believed, from) {
	let entry = believed;

	for (let i = from; i < log.head.size; i++)
		entry = await step(entry, await log.entry(i));
	return entry;
}

/**
 * From the list that is believed to the one that is wanted, which may be an
 * earlier one; every list on the way is one of the log.
 * @param {import("./log.js").Log} log
 * @param {string} believed @param {string} wanted
 * @param {() => Promise<string>} first the log's first list
 * @returns {Promise<string>} the newest of them
 */
export async function followKeys(log, believed, wanted, first) {
	if (wanted === believed)
		return believed;
	const had = parseStatement(believed, "keys").number("number");
	const want = parseStatement(wanted, "keys").number("number");
	let entry = want > had ? believed : await first();

	for (let i = 2; i < log.head.size && entry !== wanted; i++)
		entry = await step(entry, await log.entry(i));
	if (entry !== wanted)
		throw new Error("a list of keys that does not follow from " +
		    "the one that is believed");
	return want > had ? wanted : believed;
}

/** @param {string} entry the list so far @param {string} next any entry */
async function step(entry, next) {
	if (!next.startsWith("telltale/v1/keys\n"))
		return entry;
	const keys = parseStatement(entry, "keys");
	const list = parseStatement(next, "keys");

	if (list.number("number") <= keys.number("number"))
		return entry;
	if (list.number("number") !== keys.number("number") + 1)
		throw new Error("a list of keys is left out");
	await checkAuthority(list, keys);
	return next;
}
