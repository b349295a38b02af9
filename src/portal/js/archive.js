/* SPDX-License-Identifier: ISC */
/**
 * archive - a copy's ustar, of which one writing is accepted: each header is
 * written again and compared.  specs/sealing.md section 5.
 */
// @ts-check
import { same, utf8 } from "./bytes.js";

const BLOCK = 512, MEMBERS_MAX = 256, MEMBER_MAX = 64 << 20,
    DATA_MAX = 192 << 20, PADDING_MAX = 1 << 20;
const MAGIC = "ustar\u000000";
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

/** The sum of all bytes, the checksum's own as spaces.
 * @param {Uint8Array} b */
function checksum(b) {
	const sum = b.reduce((n, v, i) =>
	    n + (i >= 148 && i < 156 ? 32 : v), 0);

	return utf8(sum.toString(8).padStart(6, "0") + "\u0000 ");
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
	put(156, type);
	put(257, MAGIC);
	put(329, "0000000");
	put(337, "0000000");
	put(345, name.slice(0, cut));
	b.set(checksum(b), 148);
	return b;
}

/** Up to the first NUL, after which there is nothing else; in ASCII.
 * @param {Uint8Array} bytes @param {string} word */
function field(bytes, word) {
	const nul = bytes.indexOf(0), n = nul < 0 ? bytes.length : nul;

	if (!isZero(bytes.subarray(n)))
		throw new Error(word);
	return String.fromCharCode(...bytes.subarray(0, n));
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

/** @param {Uint8Array} block @param {boolean} first */
function checkHead(block, first) {
	const type = String.fromCharCode(block[156]);

	if (!same(block.slice(148, 156), checksum(block)) ||
	    !same(block.slice(257, 265), utf8(MAGIC)))
		throw new Error("header");
	if (type !== "0" && !(type === "g" && first))
		throw new Error("type");
	if (first && type === "0")
		throw new Error("padding");
	return type;
}

/** @param {Uint8Array} block */
function readName(block) {
	const rest = field(block.slice(0, 100), "name");
	const prefix = field(block.slice(345, 500), "name");
	const name = (prefix !== "" ? prefix + "/" : "") + rest;

	if (!nameOk(name) || splitAt(name) !== prefix.length)
		throw new Error("name");
	return name;
}

/** @param {Uint8Array} tar @param {number} at @param {boolean} first */
function readOne(tar, at, first) {
	const block = tar.slice(at, at + BLOCK), from = at + BLOCK;
	const type = checkHead(block, first), name = readName(block);
	const digits = String.fromCharCode(...block.slice(124, 135));
	const size = parseInt(digits, 8);

	if (!/^[0-7]{11}$/.test(digits) ||
	    !same(block, header(type, name, size)))
		throw new Error("header");
	if (from + blocks(size) > tar.length)
		throw new Error("truncated");
	if (!isZero(tar.subarray(from + size, from + blocks(size))))
		throw new Error("trailing");
	if (!first && size > MEMBER_MAX)
		throw new Error("limit");
	return { name, data: tar.slice(from, from + size),
		next: from + blocks(size) };
}

/** The first member says nothing but how long it is.
 * @param {Uint8Array} tar */
function readPadding(tar) {
	if (tar.length < BLOCK)
		throw new Error("truncated");
	if (isZero(tar.subarray(0, BLOCK)))
		throw new Error("padding");
	const pad = readOne(tar, 0, true);

	if (pad.name !== "padding" || !isPadding(pad.data))
		throw new Error("padding");
	return pad.next;
}

/** @param {Uint8Array} tar @returns {Member[]} */
export function readArchive(tar) {
	/** @type {Member[]} */
	const members = [];
	let at = readPadding(tar), total = 0;

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
