/* SPDX-License-Identifier: ISC */
/**
 * authority - whether a statement bears the signatures that it must, by the
 * list of keys in force.  specs/ledger.md section 7, last column, of the kinds
 * that a reader's page meets.
 */
// @ts-check
import { lineIs, openNote, parseSigner } from "./note.js";

/** @typedef {import("./statement.js").Statement} Statement */

/** @type {Record<string, {role: string, most: number}>} */
const needs = {
	programme: { role: "officer", most: Infinity },
	keys: { role: "officer", most: 2 },
	codebook: { role: "publisher", most: 1 },
	wave: { role: "publisher", most: 1 },
	copies: { role: "publisher", most: 1 },
	move: { role: "officer", most: 2 },
	desk: { role: "officer", most: 1 },
};

/** @param {Statement} keys @param {string} role */
export async function keysOf(keys, role) {
	return Promise.all(keys.all("key").filter(k =>
	    k.startsWith(role + " ")).map(k =>
	    parseSigner(k.slice(role.length + 1))));
}

/** @param {Statement} s */
function isFirst(s) {
	return s.kind === "programme" ||
	    (s.kind === "keys" && s.get("number") === "1");
}

/**
 * Throws unless exactly those signed who may and must.
 * @param {Statement} s @param {Statement} keys those in force before it; of
 *     the first two entries the first list itself
 */
export async function checkAuthority(s, keys) {
	const need = needs[s.kind], known = await keysOf(keys, need.role);
	const note = /** @type {import("./note.js").Note} */ (s.note);
	const most = isFirst(s) ? known.length : need.most;
	const small = !isFirst(s) && keys.get("small-team") === "yes";
	const least = small ? Math.min(1, most) : most;

	if (s.origin !== keys.origin ||
	    !note.lines.every(l => known.some(k => lineIs(l, k))))
		throw new Error("a signature of somebody who has no say");
	const n = (await openNote(note, known)).filter(yes => yes).length;

	if (n !== note.lines.length || n < least || n > most || n === 0)
		throw new Error("not the signatures that it must bear");
}
