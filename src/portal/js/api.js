/* SPDX-License-Identifier: ISC */
/**
 * api - what is asked of the hub, signed by the reader's key as every client
 * signs.  specs/hub.md section 4.
 *
 * What is signed has the time of this machine: a hub must not be able to tell
 * its readers what time they sign for.  What opens when, the hub's clock says;
 * where the two are far apart nothing is signed.
 */
// @ts-check
import { base64, hex, sha256, utf8 } from "./bytes.js";
import { signNote } from "./note.js";
import { Refused } from "./refused.js";
import { statementText } from "./statement.js";

/** Where the hub is: the portal has a host of its own. */
export const base = new URL(import.meta.url).origin;

const APART_MAX_S = 300;
let ahead = 0;	/* seconds, of the hub's clock; of this page */

/** @returns {number} POSIX seconds, by the hub's clock */
export function now() {
	return Math.floor(Date.now() / 1000) + ahead;
}

/** @returns {number} POSIX seconds, to be signed */
export function signingTime() {
	if (Math.abs(ahead) > APART_MAX_S)
		throw new Refused("cannot sign: the hub's clock is " +
		    Math.abs(ahead) + " s " + (ahead > 0 ? "ahead of" :
		    "behind") + " this machine's", "set this machine's clock " +
		    "right; if it is, tell the vendor by another channel");
	return Math.floor(Date.now() / 1000);
}

/**
 * @param {string} path @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export async function ask(path, init = {}) {
	let answer;

	try {
		answer = await fetch(base + path, { redirect: "error",
			cache: "no-store", credentials: "same-origin",
			...init });
	} catch (cause) {
		throw new Refused("cannot reach the hub", "try again later",
		    { cause });
	}
	const at = Date.parse(answer.headers.get("Date") ?? "");

	if (!Number.isNaN(at))
		ahead = Math.round((at - Date.now()) / 1000);
	return answer;
}

/** A public file; null where there is none. @param {string} path */
export async function fetchFile(path) {
	const answer = await ask(path);

	if (answer.status === 404)
		return null;
	check(answer, "read the hub's ledger");
	return new Uint8Array(await answer.arrayBuffer());
}

/** @param {Response} answer @param {string} what */
export function check(answer, what) {
	if (answer.ok)
		return answer;
	if (answer.status === 404 || answer.status === 401)
		throw new Refused("cannot " + what + ": the hub has nothing " +
		    "of the kind for this reader",
		    "it may be too early, or the officer has yet to confirm " +
		    "your fingerprint");
	throw new Refused("cannot " + what + ": the hub answered " +
	    answer.status, answer.status === 409 ?
	    "other terms are in force: load the page again" :
	    "try again later");
}

/** @returns {Promise<string>} 32 hex digits */
export async function challenge() {
	const answer = await ask("/api/v1/challenge");

	return (await check(answer, "ask for a challenge").json()).challenge;
}

/**
 * Any status is an answer.
 * @param {{origin: string, vkey: string, sign: CryptoKey}} home
 * @param {"GET" | "POST" | "PUT"} method @param {string} path
 * @param {Uint8Array} [body]
 */
export async function signed(home, method, path, body = new Uint8Array()) {
	const once = await challenge();
	const note = await signNote(statementText("request", home.origin,
	    signingTime(), [["key", home.vkey.slice(0, home.vkey.indexOf("+"))],
	    ["challenge", once], ["method", method], ["path", path],
	    ["body", hex(await sha256(body))]]),
	    { vkey: home.vkey, key: home.sign });

	return ask(path, { method,
		headers: { Authorization: "Telltale " + base64(utf8(note)) },
		body: method === "GET" ? undefined :
		    /** @type {BodyInit} */ (body) });
}
