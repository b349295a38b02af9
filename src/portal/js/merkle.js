/* SPDX-License-Identifier: ISC */
/**
 * merkle - trees of RFC 6962: hashes of leaves and nodes, and whether a proof
 * leads to a root.  specs/ledger.md section 1.  Sizes are below 2^53.
 */
// @ts-check
import { concat, same, sha256 } from "./bytes.js";

const LEAF = Uint8Array.of(0), NODE = Uint8Array.of(1);
const PROOF_MAX = 63;

/** @param {Uint8Array} entry */
export function leafHash(entry) {
	return sha256(LEAF, entry);
}

/** @param {Uint8Array} left @param {Uint8Array} right */
export function nodeHash(left, right) {
	return sha256(NODE, left, right);
}

const half = (/** @type {number} */ v) => Math.floor(v / 2);

/**
 * @param {Uint8Array} leaf @param {number} index @param {number} size
 * @param {Uint8Array[]} proof @param {Uint8Array} root
 * @returns {Promise<boolean>}
 */
export async function included(leaf, index, size, proof, root) {
	let fn = index, sn = size - 1, r = leaf;

	if (index >= size || proof.length > PROOF_MAX)
		return false;
	for (const p of proof) {
		if (sn === 0)
			return false;
		if (fn % 2 === 1 || fn === sn) {
			r = await nodeHash(p, r);
			for (; fn % 2 === 0 && fn !== 0; fn = half(fn))
				sn = half(sn);
		} else {
			r = await nodeHash(r, p);
		}
		fn = half(fn);
		sn = half(sn);
	}
	return sn === 0 && same(r, root);
}

const isPower = (/** @type {number} */ v) => Number.isInteger(Math.log2(v));

/**
 * Whether the tree of n leaves begins with the one of m; 0 < m <= n.
 * @param {number} m @param {Uint8Array} rootM
 * @param {number} n @param {Uint8Array} rootN
 * @param {Uint8Array[]} proof
 * @returns {Promise<boolean>}
 */
export async function follows(m, rootM, n, rootN, proof) {
	if (m > n || m === 0 || proof.length > PROOF_MAX)
		return false;
	if (m === n)
		return proof.length === 0 && same(rootM, rootN);
	const path = isPower(m) ? [rootM, ...proof] : proof;
	let fn = m - 1, sn = n - 1;

	if (proof.length === 0)
		return false;
	for (; fn % 2 === 1; fn = half(fn))
		sn = half(sn);
	let fr = path[0], sr = path[0];
	for (const c of path.slice(1)) {
		if (sn === 0)
			return false;
		if (fn % 2 === 1 || fn === sn) {
			fr = await nodeHash(c, fr);
			sr = await nodeHash(c, sr);
			for (; fn % 2 === 0 && fn !== 0; fn = half(fn))
				sn = half(sn);
		} else {
			sr = await nodeHash(sr, c);
		}
		fn = half(fn);
		sn = half(sn);
	}
	return same(fr, rootM) && same(sr, rootN) && sn === 0;
}
