/* SPDX-License-Identifier: ISC */
/**
 * post - a reader's signed words to the vendor: whom they are sealed to, and
 * how they get there.
 */
// @ts-check
import { Encrypter } from "./age.js";
import { check, signed, signingTime } from "./api.js";
import { checkAuthority } from "./authority.js";
import { hex, sha256, utf8 } from "./bytes.js";
import { saveHome } from "./home.js";
import { signNote } from "./note.js";
import { alarm } from "./refused.js";
import { parseStatement, statementText } from "./statement.js";

/** @typedef {import("./home.js").Home} Home */

export const LETTER_MAX = 32768;
const RECIPIENTS_MAX = 64;

/** Whom letters are sealed to, by an officer's word and no older than the
 * last.  @param {Home} home */
export async function recipients(home) {
	const text = await check(await signed(home, "GET", "/api/v1/desk"),
	    "ask whom letters are for").text();

	try {
		const desk = parseStatement(text, "desk");
		const had = home.desk === undefined ? null :
		    parseStatement(home.desk, "desk");
		const to = desk.all("recipient");

		await checkAuthority(desk, parseStatement(home.keys, "keys"));
		if (had !== null && desk.time < had.time)
			throw new Error("older than the last");
		if (to.length === 0 || to.length > RECIPIENTS_MAX)
			throw new Error("so many recipients");
		home.desk = text;
		await saveHome(home);
		return to;
	} catch (cause) {
		throw alarm("whom it names for letters", cause);
	}
}

/** @param {Home} home @param {string} kind
 * @param {[string, string][]} values @param {string} [words] */
export function sign(home, kind, values, words) {
	const text = statementText(kind, home.origin, signingTime(), values);

	return signNote(words === undefined ? text : text + "\n" + words,
	    { vkey: home.vkey, key: home.sign });
}

/** @param {Home} home @param {string} letter @param {string[]} to */
export async function seal(home, letter, to) {
	const e = new Encrypter();

	to.forEach(r => e.addRecipient(r));
	const sealed = await e.encrypt(utf8(letter));

	check(await signed(home, "PUT", "/api/v1/letter/" +
	    hex(await sha256(sealed)), sealed), "send the letter");
}
