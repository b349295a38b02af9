/* SPDX-License-Identifier: ISC */
/**
 * makekeys - keys that never leave the browser: one signs, one opens.
 */
// @ts-check
import { identityToRecipient } from "./age.js";
import { concat, hex, sha256, utf8 } from "./bytes.js";

/** Two pairs, of which the private halves stay where they are. */
export async function makeKeys() {
	const sign = /** @type {CryptoKeyPair} */ (
	    await crypto.subtle.generateKey("Ed25519", false,
	    ["sign", "verify"]));
	const seal = /** @type {CryptoKeyPair} */ (
	    await crypto.subtle.generateKey({ name: "X25519" }, false,
	    ["deriveBits"]));
	const raw = async (/** @type {CryptoKey} */ key) =>
	    new Uint8Array(await crypto.subtle.exportKey("raw", key));
	const publics = [await raw(sign.publicKey), await raw(seal.publicKey)];

	return { sign: sign.privateKey, seal: seal.privateKey,
		signKey: publics[0], recipient:
		    await identityToRecipient(seal.privateKey),
		reader: hex((await sha256(utf8("telltale/v1/reader-id\n"),
		    concat(...publics))).slice(0, 16)) };
}
