/* SPDX-License-Identifier: ISC */
/**
 * log - the log itself, by its tiles: entries, and whether a newer checkpoint
 * goes on where an older one was.  specs/ledger.md sections 1, 2 and 6.
 *
 * Nothing that a tile says is believed: what is made of tiles is a proof, and
 * that leads to a signed root or not.
 */
// @ts-check
import { text } from "./bytes.js";
import { follows, included, leafHash, nodeHash } from "./merkle.js";

const WIDTH = 256, HASH = 32;

/** @param {number} n @returns {string} 1234067 is x001/x234/067 */
function tileName(n) {
	let name = String(n % 1000).padStart(3, "0");

	for (n = Math.floor(n / 1000); n > 0; n = Math.floor(n / 1000))
		name = "x" + String(n % 1000).padStart(3, "0") + "/" + name;
	return name;
}

/** The greatest power of two below n. @param {number} n */
function below(n) {
	let k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

/** @param {Uint8Array[]} h a power of two of them */
async function rootOf(h) {
	let row = h;

	while (row.length > 1)
		row = await Promise.all(Array.from({ length: row.length / 2 },
		    (_, i) => nodeHash(row[2 * i], row[2 * i + 1])));
	return row[0];
}

export class Log {
	/**
	 * @param {import("./policy.js").Checkpoint} head verified
	 * @param {(path: string) => Promise<Uint8Array | null>} fetchFile
	 *     null: absent
	 */
	constructor(head, fetchFile) {
		this.head = head;
		this.fetchFile = fetchFile;
		/** @type {Map<string, Uint8Array>} */
		this.tiles = new Map();
		/** @type {Map<string, Promise<Uint8Array>>} */
		this.roots = new Map();
	}

	/** @param {string} level @param {number} n @param {number} most */
	async tile(level, n, most) {
		const path = "/tile/" + level + "/" + tileName(n);
		let tile = this.tiles.get(path);

		if (tile === undefined) {
			tile = (most < WIDTH ? await this.fetchFile(path +
			    ".p/" + most) : null) ??
			    await this.fetchFile(path) ?? undefined;
			if (tile === undefined)
				throw new Error("the log lacks " + path);
			this.tiles.set(path, tile);
		}
		return tile;
	}

	/** Of the 2^level leaves from index * 2^level on.
	 * @param {number} level @param {number} index */
	async hash(level, index) {
		const high = Math.floor(level / 8), n = 2 ** (level % 8);
		const first = index * n, at = first % WIDTH;
		const whole = Math.floor(this.head.size / WIDTH ** high);
		const nth = Math.floor(first / WIDTH);
		const tile = await this.tile(String(high), nth,
		    Math.min(WIDTH, whole - nth * WIDTH));

		if (tile.length < (at + n) * HASH)
			throw new Error("a tile of the log is too short");
		return rootOf(Array.from({ length: n }, (_, i) =>
		    tile.slice((at + i) * HASH, (at + i + 1) * HASH)));
	}

	/** Of the leaves from lo up to hi; each is made once.
	 * @param {number} lo @param {number} hi
	 * @returns {Promise<Uint8Array>} */
	root(lo, hi) {
		const key = lo + "-" + hi;
		const made = this.roots.get(key) ?? this.makeRoot(lo, hi);

		this.roots.set(key, made);
		return made;
	}

	/** @param {number} lo @param {number} hi
	 * @returns {Promise<Uint8Array>} */
	async makeRoot(lo, hi) {
		const n = hi - lo, level = Math.log2(n);

		if (Number.isInteger(level))
			return this.hash(level, lo / n);
		const k = below(n);

		return nodeHash(await this.root(lo, lo + k),
		    await this.root(lo + k, hi));
	}

	/** @param {number} index @param {number} lo @param {number} hi
	 * @returns {Promise<Uint8Array[]>} */
	async pathTo(index, lo, hi) {
		if (hi - lo === 1)
			return [];
		const k = lo + below(hi - lo);

		return index < k ?
		    [...await this.pathTo(index, lo, k),
			await this.root(k, hi)] :
		    [...await this.pathTo(index, k, hi),
			await this.root(lo, k)];
	}

	/** RFC 6962, section 2.1.2: SUBPROOF.
	 * @param {number} m @param {number} lo @param {number} hi
	 * @param {boolean} known @returns {Promise<Uint8Array[]>} */
	async subproof(m, lo, hi, known) {
		if (m === hi - lo)
			return known ? [] : [await this.root(lo, hi)];
		const k = below(hi - lo);

		return m <= k ?
		    [...await this.subproof(m, lo, lo + k, known),
			await this.root(lo + k, hi)] :
		    [...await this.subproof(m - k, lo + k, hi, false),
			await this.root(lo, lo + k)];
	}

	/** Whether this log goes on where the older head was.
	 * @param {import("./policy.js").Checkpoint} older */
	async continues(older) {
		const { size, root } = this.head;

		if (older.origin !== this.head.origin || older.size > size)
			return false;
		return older.size === 0 || follows(older.size, older.root, size,
		    root, older.size === size ? [] :
		    await this.subproof(older.size, 0, size, true));
	}

	/** @param {number} index @returns {Promise<string>} */
	async entry(index) {
		const n = Math.floor(index / WIDTH);
		const bundle = await this.tile("entries", n,
		    Math.min(WIDTH, this.head.size - n * WIDTH));
		let at = 0;

		for (let i = 0; i < index % WIDTH; i++)
			at += 2 + bundle[at] * 256 + bundle[at + 1];
		const entry = bundle.slice(at + 2,
		    at + 2 + bundle[at] * 256 + bundle[at + 1]);

		if (!await included(await leafHash(entry), index,
		    this.head.size, await this.pathTo(index, 0, this.head.size),
		    this.head.root))
			throw new Error("an entry that the log does not have");
		return text(entry);
	}
}
