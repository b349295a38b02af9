/* SPDX-License-Identifier: ISC */
/**
 * note - signed notes and the keys that sign them.  specs/ledger.md section 3.
 */
// @ts-check
import { base64, concat, hex, order, same, sha256, unbase64, unhex, utf8 }
    from "./bytes.js";

const NOTE_MAX = 65536, LINES_MAX = 64, SIG = 64, ID = 4;
const SIGN = 1, COSIGN = 4;

/**
 * @typedef {{name: string, id: Uint8Array, raw: Uint8Array}} Line
 * @typedef {{text: string, lines: Line[]}} Note
 * @typedef {{name: string, id: Uint8Array, type: number, key: CryptoKey,
 *     bytes: Uint8Array, text: string}} Vkey
 */

/** @param {string} name */
function nameOk(name) {
	return name !== "" && !/[+\s\u0085]/u.test(name);
}

/** @param {string} name @param {number} type @param {Uint8Array} key */
async function keyId(name, type, key) {
	return (await sha256(utf8(name + "\n"), Uint8Array.of(type), key))
	    .slice(0, ID);
}

/** @param {string} name @param {Uint8Array} key @returns {Promise<string>} */
export async function vkeyText(name, key) {
	return name + "+" + hex(await keyId(name, SIGN, key)) + "+" +
	    base64(concat(Uint8Array.of(SIGN), key));
}

/**
 * Of either type; whoever wants a signing key asks for it.
 * @param {string} text @returns {Promise<Vkey>}
 */
export async function parseVkey(text) {
	const [name, digits, letters, ...more] = splitVkey(text);
	const bytes = unbase64(letters), type = bytes[0], key = bytes.slice(1);

	if (more.length > 0 || !nameOk(name) || key.length !== 32 ||
	    (type !== SIGN && type !== COSIGN))
		throw new SyntaxError("not a key that can be verified here");
	const id = await keyId(name, type, key);

	if (!same(id, unhex(digits, ID)))
		throw new SyntaxError("a key whose id is another");
	return { name, id, type, bytes: key, text,
		key: await crypto.subtle.importKey("raw", key, "Ed25519", true,
		    ["verify"]) };
}

/** Base64 has pluses of its own. @param {string} text */
function splitVkey(text) {
	const first = text.indexOf("+"), second = text.indexOf("+", first + 1);

	if (first < 0 || second < 0)
		throw new SyntaxError("not a key");
	return [text.slice(0, first), text.slice(first + 1, second),
		text.slice(second + 1)];
}

/** @param {string} text @returns {Promise<Vkey>} */
export async function parseSigner(text) {
	const key = await parseVkey(text);

	if (key.type !== SIGN)
		throw new SyntaxError("a key of another type");
	return key;
}

/** @param {string} line @returns {Line} */
function parseLine(line) {
	const parts = line.split(" ");

	if (parts.length !== 3 || parts[0] !== "\u2014" || !nameOk(parts[1]))
		throw new SyntaxError("not a signature line");
	const raw = unbase64(parts[2]);

	if (raw.length <= ID)
		throw new SyntaxError("a signature too short");
	return { name: parts[1], id: raw.slice(0, ID), raw: raw.slice(ID) };
}

/** @param {string} note @returns {Note} */
export function parseNote(note) {
	const cut = note.lastIndexOf("\n\n");
	/* eslint-disable-next-line no-control-regex */
	const bad = /[\u0000-\u0009\u000b-\u001f]/u;

	if (note.length > NOTE_MAX || bad.test(note) || cut < 0 ||
	    !note.endsWith("\n"))
		throw new SyntaxError("not a signed note");
	const lines = note.slice(cut + 2, -1).split("\n");

	if (lines.length > LINES_MAX)
		throw new SyntaxError("too many signatures");
	return { text: note.slice(0, cut + 1), lines: lines.map(parseLine) };
}

/** @param {Line} line @param {Vkey} key */
export function lineIs(line, key) {
	return line.name === key.name && same(line.id, key.id);
}

/** @param {Note} note @param {Line} line @param {Vkey} key */
async function verify(note, line, key) {
	const cosigned = key.type === COSIGN;
	const raw = cosigned ? line.raw.slice(8) : line.raw;
	let message = utf8(note.text);

	if (raw.length !== SIG)
		return false;
	if (cosigned) {
		const time = new DataView(line.raw.buffer,
		    line.raw.byteOffset).getBigUint64(0);

		if (time === 0n || time >= 1n << 63n)
			return false;
		message = utf8("cosignature/v1\ntime " + time + "\n" +
		    note.text);
	}
	return crypto.subtle.verify("Ed25519", key.key,
	    /** @type {BufferSource} */ (raw),
	    /** @type {BufferSource} */ (message));
}

/**
 * Which of the known keys signed; the first line of a key counts.  One that
 * fails refuses the whole note.
 * @param {Note} note @param {Vkey[]} known
 * @returns {Promise<boolean[]>} of each key
 */
export async function openNote(note, known) {
	const yes = [];

	for (const key of known) {
		const line = note.lines.find(l => lineIs(l, key));

		if (line !== undefined && !await verify(note, line, key))
			throw new Error("a signature of " + key.name +
			    " does not verify");
		yes.push(line !== undefined);
	}
	return yes;
}

/** Lines of a statement stand in one order. @param {Note} note */
export function sorted(note) {
	return note.lines.every((l, i) => i === 0 ||
	    order(utf8(note.lines[i - 1].name), utf8(l.name)) < 0 ||
	    (note.lines[i - 1].name === l.name &&
	    order(note.lines[i - 1].id, l.id) < 0));
}

/**
 * @param {string} text ends in a line end
 * @param {{vkey: string, key: CryptoKey}} signer
 * @returns {Promise<string>}
 */
export async function signNote(text, signer) {
	const [name, digits] = splitVkey(signer.vkey);
	const raw = new Uint8Array(await crypto.subtle.sign("Ed25519",
	    signer.key, /** @type {BufferSource} */ (utf8(text))));

	return text + "\n\u2014 " + name + " " +
	    base64(concat(unhex(digits, ID), raw)) + "\n";
}
