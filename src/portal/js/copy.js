/* SPDX-License-Identifier: ISC */
/**
 * copy - a sealed copy opened: its hash first, then the reader's layer, then
 * the wave's, then the archive.  specs/sealing.md sections 2 and 7.  All of it
 * in memory.
 */
// @ts-check
import { Decrypter, identityToRecipient } from "./age.js";
import { hex, sha256, text } from "./bytes.js";
import { fetchFile, now } from "./api.js";
import { readArchive } from "./archive.js";
import { Refused } from "./refused.js";

const SPREAD_S = 5, AGAIN_S = 5, AGAIN_MAX_S = 60, LOOK_S = 600;
const KEY_MAX = 65536;	/* bytes of a key file */

const sleep = (/** @type {number} */ s) =>
    new Promise(done => setTimeout(done, 1000 * s));

/** The one identity of a wave's key file, or null. @param {Uint8Array} file */
function identityOf(file) {
	if (file.length > KEY_MAX)
		return null;
	const lines = text(file).split("\n").filter(l => l !== "" &&
	    !l.startsWith("#"));

	return lines.length === 1 &&
	    /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/.test(lines[0]) ? lines[0] : null;
}

/** A wrong file can only delay, and so can a line that breaks.
 * @param {import("./envelope.js").Envelope} e */
async function tryKey(e) {
	try {
		const file = await fetchFile("/wave/" + e.wave + "/key");
		const identity = file === null ? null : identityOf(file);

		return identity !== null && await identityToRecipient(
		    identity) === e.recipient ? identity : null;
	} catch {
		return null;
	}
}

/** How long until it is asked for again. @param {number} left seconds
 * @param {number} again */
function pause(left, again) {
	if (left <= 0)
		return again;
	return left > LOOK_S ? LOOK_S : left + Math.random() * SPREAD_S;
}

/**
 * Until the wave's key is there: now and then before the instant, since an
 * embargo may end early; at it, a moment later so that not all ask at once;
 * then ever more rarely.
 * @param {import("./envelope.js").Envelope} e
 * @param {() => void} waiting
 */
export async function waveKey(e, waiting) {
	let again = AGAIN_S, identity;

	while ((identity = await tryKey(e)) === null) {
		const left = e.opens - now();

		waiting();
		await sleep(pause(left, again));
		if (left <= 0)
			again = Math.min(2 * again, AGAIN_MAX_S);
	}
	return identity;
}

/** @param {string | CryptoKey} identity @param {Uint8Array} file */
function decrypt(identity, file) {
	const d = new Decrypter();

	d.addIdentity(identity);
	return d.decrypt(file, "uint8array");
}

/** By now the receipt is signed.
 * @param {string} what @param {unknown} [cause] */
function alarm(what, cause) {
	return new Refused("alarm: " + what, "nothing was opened, though the " +
	    "receipt is signed; show this to the vendor by another channel",
	    { alarm: true, cause });
}

/**
 * @param {import("./envelope.js").Envelope} e @param {Uint8Array} copy
 */
export async function checkCopy(e, copy) {
	if (copy.length !== e.bytes || hex(await sha256(copy)) !== e.copy)
		throw alarm("the hub handed out a copy that is not the one " +
		    "in the ledger");
}

/**
 * @param {import("./envelope.js").Envelope} e @param {Uint8Array} copy checked
 * @param {CryptoKey} seal @param {string} wave
 */
export async function openCopy(e, copy, seal, wave) {
	let at = "the outer file";

	try {
		const inner = await decrypt(seal, copy);

		at = "the inner file, to the wave's key";
		const tar = await decrypt(wave, inner);

		at = "the archive";
		return readArchive(tar);
	} catch (cause) {
		throw alarm("the copy is the one that the ledger names, and " +
		    "does not open: " + at, cause);
	}
}
