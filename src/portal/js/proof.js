/* SPDX-License-Identifier: ISC */
/**
 * proof - that a statement is in a batch, and the batch in the log.
 * specs/ledger.md section 7, "Opening".
 */
// @ts-check
import { concat, hex, number, sha256, unbase64, utf8 } from "./bytes.js";
import { included, leafHash } from "./merkle.js";
import { openCheckpoint } from "./policy.js";
import { parseStatement } from "./statement.js";

const DEPTH_MAX = 24, HASH = 32, LEAF = utf8("telltale/v1/leaf\n");

/** @param {string} letters */
function hash(letters) {
	const h = unbase64(letters);

	if (h.length !== HASH)
		throw new SyntaxError("not a hash");
	return h;
}

/** @param {string} line @param {string} name */
function value(line, name) {
	if (line === undefined || !line.startsWith(name + " "))
		throw new SyntaxError(name + " is missing");
	return line.slice(name.length + 1);
}

/** Head and body, at the first empty line. @param {string} file */
function split(file) {
	const cut = file.indexOf("\n\n");

	if (cut < 0)
		throw new SyntaxError("not a proof");
	return { lines: file.slice(0, cut).split("\n"),
		body: file.slice(cut + 2) };
}

/**
 * The leaf's hash and what it says, if it is in that set.
 * @param {string} file @param {string} kind
 * @param {import("./statement.js").Statement} set has the fields depth, set
 */
export async function openSetProof(file, kind, set) {
	const { lines, body } = split(file);
	const [first, salt, index, ...hashes] = lines;
	const depth = set.number("depth");

	if (first !== "telltale/v1/set-proof" || depth > DEPTH_MAX ||
	    hashes.length !== depth)
		throw new SyntaxError("not a proof of that set");
	const leaf = await leafHash(concat(LEAF, hash(value(salt, "salt")),
	    utf8(body)));

	if (!await included(leaf, number(value(index, "index")), 2 ** depth,
	    hashes.map(hash), set.hash("set")))
		throw new Error("a proof that leads elsewhere");
	return { leaf: hex(leaf), statement: parseStatement(body, kind) };
}

/**
 * The checkpoint, and where the entry stands below it.
 * @param {string} file @param {string} entry
 * @param {import("./policy.js").Policy} policy
 */
export async function openLogProof(file, entry, policy) {
	const { lines, body } = split(file);
	const [first, index, ...hashes] = lines;

	if (first !== "c2sp.org/tlog-proof@v1")
		throw new SyntaxError("not a proof of an entry");
	const head = await openCheckpoint(policy, body);
	const at = number(value(index, "index"));

	if (!await included(await leafHash(utf8(entry)), at, head.size,
	    hashes.map(hash), head.root))
		throw new Error("a proof that leads elsewhere");
	return { head, index: at };
}

/**
 * A statement as the hub hands it out, with its batch and the keys in force.
 * @param {any} part @param {string} kind
 * @param {import("./policy.js").Policy} policy
 */
export async function openStatement(part, kind, policy) {
	const batch = parseStatement(part.batch, "batch");
	const log = await openLogProof(part.tlog_proof, part.batch, policy);
	const { leaf, statement } = await openSetProof(part.set_proof, kind,
	    batch);
	const keysLog = await openLogProof(part.keys.tlog_proof,
	    part.keys.entry, policy);

	if (leaf !== part.leaf || batch.origin !== log.head.origin ||
	    statement.origin !== batch.origin ||
	    keysLog.head.origin !== batch.origin ||
	    hex(await sha256(utf8(part.keys.entry))) !== batch.get("keys"))
		throw new Error("what belongs together does not");
	return { leaf, statement, heads: [log.head, keysLog.head],
		keys: parseStatement(part.keys.entry, "keys") };
}
