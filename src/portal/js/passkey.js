/* SPDX-License-Identifier: ISC */
/**
 * passkey - a passkey made, and one used: what the browser's authenticator
 * says goes to the hub as it is.
 */
// @ts-check
import { challenge } from "./api.js";
import { base64, concat, hex, unhex, utf8 } from "./bytes.js";
import { Refused } from "./refused.js";

const OWN = 16;	/* bytes of the challenge that are the browser's */
const ES256 = -7, EDDSA = -8;

async function newChallenge() {
	return concat(unhex(await challenge(), 16),
	    crypto.getRandomValues(new Uint8Array(OWN)));
}

/** @param {ArrayBuffer} b */
const bytes = b => base64(new Uint8Array(b));

/**
 * @template T
 * @param {string} what @param {() => Promise<T | null>} act
 * @returns {Promise<T>}
 */
async function withAuthenticator(what, act) {
	if (!window.PublicKeyCredential)
		throw new Refused("cannot " + what + ": this browser has no " +
		    "passkeys", "use another, or telltale");
	try {
		const answer = await act();

		if (answer !== null)
			return answer;
	} catch (cause) {
		throw new Refused("cannot " + what, "try again; whoever uses " +
		    "it must be verified, by a PIN or a fingerprint",
		    { cause });
	}
	throw new Refused("cannot " + what, "try again");
}

/**
 * @param {string} name of the reader @param {string} reader id, hex digits
 * @returns {Promise<Uint8Array>} the body for the hub
 */
export async function makePasskey(name, reader) {
	const once = await newChallenge();
	const made = /** @type {PublicKeyCredential} */ (
	    await withAuthenticator("register a passkey", () =>
	    navigator.credentials.create({ publicKey: {
		challenge: once,
		rp: { id: location.hostname, name:
			document.querySelector(".site")?.textContent ??
			location.hostname },
		user: { id: unhex(reader, 16), name, displayName: name },
		pubKeyCredParams: [EDDSA, ES256].map(alg =>
		    ({ type: "public-key", alg })),
		authenticatorSelection: { residentKey: "required",
			userVerification: "required" },
		attestation: "none" } })));
	const said = /** @type {AuthenticatorAttestationResponse} */ (
	    made.response);

	return utf8(JSON.stringify({ challenge: hex(once),
		client_data: bytes(said.clientDataJSON),
		auth_data: bytes(said.getAuthenticatorData()) }));
}

/** Whichever of this site the user picks. @returns {Promise<string>} JSON */
export async function usePasskey() {
	const once = await newChallenge();
	const used = /** @type {PublicKeyCredential} */ (
	    await withAuthenticator("use a passkey", () =>
	    navigator.credentials.get({ publicKey: {
		challenge: once, rpId: location.hostname,
		userVerification: "required", allowCredentials: [] } })));
	const said = /** @type {AuthenticatorAssertionResponse} */ (
	    used.response);

	return JSON.stringify({ challenge: hex(once),
		credential: bytes(used.rawId),
		client_data: bytes(said.clientDataJSON),
		auth_data: bytes(said.authenticatorData),
		signature: bytes(said.signature) });
}
