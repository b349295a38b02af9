/* SPDX-License-Identifier: ISC */
/**
 * archive - a copy's ustar, of which one writing is accepted: each header is
 * written again and compared.  specs/sealing.md section 5.
 */
// @ts-check
import { same, text, utf8 } from "./bytes.js";

const BLOCK = 512, MEMBERS_MAX = 256, MEMBER_MAX = 64 << 20,
    DATA_MAX = 192 << 20, PADDING_MAX = 1 << 20;
const COMPONENT = /^[A-Za-z0-9_+@][A-Za-z0-9._+@-]{0,99}$/;
const DEVICE = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

/** @typedef {{name: string, data: Uint8Array}} Member */

/** @param {string} name */
function nameOk(name) {
	const parts = name.split("/");

	return name.length <= 255 && parts.length <= 8 && parts.every(p =>
	    COMPONENT.test(p) && !p.endsWith(".") &&
	    !DEVICE.test(p.split(".")[0]));
}

/** Bytes of the prefix field: the last slash that lets both parts fit. */
function splitAt(/** @type {string} */ name) {
	if (name.length <= 100)
		return 0;
	for (let i = name.length - 1; i > 0; i--)
		if (name[i] === "/" && i <= 155 && name.length - i - 1 <= 100)
			return i;
	throw new Error("name");
}

/** @param {string} type @param {string} name @param {number} size */
function header(type, name, size) {
	const b = new Uint8Array(BLOCK), cut = splitAt(name);
	const put = (/** @type {number} */ at, /** @type {string} */ s) =>
	    b.set(utf8(s), at);

	put(0, name.slice(cut > 0 ? cut + 1 : 0));
	put(100, "0000644");
	put(108, "0000000");
	put(116, "0000000");
	put(124, size.toString(8).padStart(11, "0"));
	put(136, "00000000000");
	put(148, "        ");
	put(156, type);
	put(257, "ustar\u000000");
	put(329, "0000000");
	put(337, "0000000");
	put(345, name.slice(0, cut));
	const sum = b.reduce((n, v) => n + v, 0);

	put(148, sum.toString(8).padStart(6, "0") + "\u0000 ");
	return b;
}

/** Up to the first NUL. @param {Uint8Array} field */
function field(field) {
	const nul = field.indexOf(0);

	return text(nul < 0 ? field : field.slice(0, nul));
}

const isZero = (/** @type {Uint8Array} */ b) => b.every(v => v === 0);
const blocks = (/** @type {number} */ n) => Math.ceil(n / BLOCK) * BLOCK;

/** @param {Uint8Array} data */
function isPadding(data) {
	const n = data.length, head = utf8(n + " comment=");

	return n >= BLOCK && n <= PADDING_MAX && n % BLOCK === 0 &&
	    same(data.slice(0, head.length), head) && data[n - 1] === 10 &&
	    data.subarray(head.length, n - 1).every(v => v === 32);
}

/** @param {Member[]} have @param {string} name */
function checkPlace(have, name) {
	const low = name.toLowerCase();

	for (const m of have) {
		const other = m.name.toLowerCase();

		if (other === low || low.startsWith(other + "/") ||
		    other.startsWith(low + "/"))
			throw new Error("duplicate");
	}
	/* names are ASCII: the order of units is that of bytes */
	if (have.length > 0 && have[have.length - 1].name >= name)
		throw new Error("order");
	if (have.length === MEMBERS_MAX)
		throw new Error("limit");
}

/** @param {Uint8Array} tar @param {number} at @param {boolean} first */
function readOne(tar, at, first) {
	const block = tar.slice(at, at + BLOCK);
	const type = String.fromCharCode(block[156]);
	const prefix = field(block.slice(345, 500));
	const name = (prefix !== "" ? prefix + "/" : "") +
	    field(block.slice(0, 100));
	const digits = field(block.slice(124, 136));
	const size = parseInt(digits, 8);

	if (type !== (first ? "g" : "0"))
		throw new Error(type === "0" ? "padding" : "type");
	if (!nameOk(name))
		throw new Error("name");
	if (!/^[0-7]{11}$/.test(digits) || !same(block, header(type, name, size)))
		throw new Error("header");
	if (size > MEMBER_MAX || at + BLOCK + blocks(size) > tar.length)
		throw new Error(size > MEMBER_MAX ? "limit" : "truncated");
	const from = at + BLOCK;

	if (!isZero(tar.subarray(from + size, from + blocks(size))))
		throw new Error("trailing");
	return { name, data: tar.slice(from, from + size),
		next: from + blocks(size) };
}

/** @param {Uint8Array} tar @returns {Member[]} */
export function readArchive(tar) {
	const pad = readOne(tar, 0, true);
	/** @type {Member[]} */
	const members = [];
	let at = pad.next, total = 0;

	if (pad.name !== "padding" || !isPadding(pad.data))
		throw new Error("padding");
	while (at + BLOCK <= tar.length &&
	    !isZero(tar.subarray(at, at + BLOCK))) {
		const { name, data, next } = readOne(tar, at, false);

		checkPlace(members, name);
		if ((total += data.length) > DATA_MAX)
			throw new Error("limit");
		members.push({ name, data });
		at = next;
	}
	if (at + 2 * BLOCK > tar.length ||
	    !isZero(tar.subarray(at, at + 2 * BLOCK)))
		throw new Error("truncated");
	if (at + 2 * BLOCK !== tar.length)
		throw new Error("trailing");
	return members;
}
