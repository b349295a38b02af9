/* SPDX-License-Identifier: ISC */
/**
 * bytes - texts and bytes, in the one writing of each that is accepted.
 * Whatever is not of that writing is refused: SyntaxError.
 */
// @ts-check

/** @param {string} text @returns {Uint8Array} */
export function utf8(text) {
	return new TextEncoder().encode(text);
}

/** @param {Uint8Array} bytes @returns {string} */
export function text(bytes) {
	return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
	    .decode(bytes);
}

/** @param {Uint8Array} bytes @returns {string} lower-case digits */
export function hex(bytes) {
	return Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("");
}

/** @param {string} digits @param {number} n bytes
 * @returns {Uint8Array<ArrayBuffer>} */
export function unhex(digits, n) {
	if (digits.length !== 2 * n || !/^[0-9a-f]*$/.test(digits))
		throw new SyntaxError("not " + n + " bytes in hex");
	return Uint8Array.from({ length: n },
	    (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** With padding. @param {Uint8Array} bytes @returns {string} */
export function base64(bytes) {
	return btoa(Array.from(bytes, b => String.fromCharCode(b)).join(""));
}

/** Canonical only. @param {string} letters @returns {Uint8Array} */
export function unbase64(letters) {
	let raw;

	try {
		raw = atob(letters);
	} catch {
		throw new SyntaxError("not base64");
	}
	if (btoa(raw) !== letters)
		throw new SyntaxError("not canonical base64");
	return Uint8Array.from(raw, c => c.charCodeAt(0));
}

/** @param {...Uint8Array} parts @returns {Uint8Array<ArrayBuffer>} */
export function concat(...parts) {
	const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
	let at = 0;

	for (const p of parts) {
		out.set(p, at);
		at += p.length;
	}
	return out;
}

/** @param {Uint8Array} a @param {Uint8Array} b @returns {boolean} */
export function same(a, b) {
	return a.length === b.length && a.every((v, i) => v === b[i]);
}

/** By bytes. @param {Uint8Array} a @param {Uint8Array} b @returns {number} */
export function order(a, b) {
	const n = Math.min(a.length, b.length);

	for (let i = 0; i < n; i++)
		if (a[i] !== b[i])
			return a[i] - b[i];
	return a.length - b.length;
}

/** @param {...Uint8Array} parts @returns {Promise<Uint8Array>} */
export async function sha256(...parts) {
	return new Uint8Array(await crypto.subtle.digest("SHA-256",
	    /** @type {BufferSource} */ (concat(...parts))));
}

/** Big-endian. @param {bigint} v @returns {Uint8Array} 8 bytes */
export function be64(v) {
	const out = new Uint8Array(8);

	new DataView(out.buffer).setBigUint64(0, v);
	return out;
}

/** Decimal without leading zeroes. @param {string} digits @returns {number} */
export function number(digits) {
	const v = Number(digits);

	if (!/^(0|[1-9][0-9]{0,15})$/.test(digits) || !Number.isSafeInteger(v))
		throw new SyntaxError("not a number");
	return v;
}

/** @param {string} s YYYY-MM-DDThh:mm:ssZ @returns {number} POSIX seconds */
export function instant(s) {
	const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(s) ?
	    Date.parse(s) : NaN;

	if (Number.isNaN(ms) || instantText(ms / 1000) !== s)
		throw new SyntaxError("not an instant");
	return ms / 1000;
}

/** @param {number} seconds @returns {string} */
export function instantText(seconds) {
	return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
