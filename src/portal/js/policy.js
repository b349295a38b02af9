/* SPDX-License-Identifier: ISC */
/**
 * policy - which keys count for a checkpoint, and how many: C2SP's tlog-policy
 * lines, as the reader got them when joining; never as a page brings them.
 * specs/ledger.md section 3.
 */
// @ts-check
import { number, unbase64 } from "./bytes.js";
import { openNote, parseNote, parseVkey } from "./note.js";

const POLICY_MAX = 65536, NODES_MAX = 64;

/**
 * @typedef {import("./note.js").Vkey} Vkey
 * @typedef {{name: string, key: Vkey | null, k: number, members: string[]}}
 *     Node
 * @typedef {{logs: Vkey[], witnesses: Vkey[], nodes: Node[],
 *     quorum: string}} Policy
 * @typedef {{origin: string, size: number, root: Uint8Array, note: string}}
 *     Checkpoint
 */

/** @param {string} text @param {number} type */
async function readKey(text, type) {
	const key = await parseVkey(text);

	if (key.type !== type)
		throw new SyntaxError("a key of another type");
	return key;
}

/** @param {Policy} p @param {string} name */
function checkNew(p, name) {
	if (name === undefined || name === "none" ||
	    p.nodes.some(n => n.name === name) ||
	    p.nodes.length === NODES_MAX)
		throw new SyntaxError("the name is taken");
}

/** @param {Policy} p @param {string} name @param {string[]} rest */
function readGroup(p, name, [k, ...members]) {
	checkNew(p, name);
	const n = members.length;
	const least = k === "any" ? 1 : k === "all" ? n : number(k);

	if (least < 1 || least > n || new Set(members).size !== n ||
	    !members.every(m => p.nodes.some(node => node.name === m)))
		throw new SyntaxError("a group that cannot be");
	p.nodes.push({ name, key: null, k: least, members });
}

/** @param {Policy} p @param {string} name @param {string} vkey */
async function readWitness(p, name, vkey) {
	checkNew(p, name);
	const key = await readKey(vkey, 4);

	p.witnesses.push(key);
	p.nodes.push({ name, key, k: 0, members: [] });
}

/** @param {Policy} p @param {string} name */
function readQuorum(p, name) {
	if (p.quorum !== "" ||
	    (name !== "none" && !p.nodes.some(n => n.name === name)))
		throw new SyntaxError("a quorum that cannot be");
	p.quorum = name;
}

/** @param {string} file @returns {Promise<Policy>} */
export async function parsePolicy(file) {
	/** @type {Policy} */
	const p = { logs: [], witnesses: [], nodes: [], quorum: "" };

	if (file.length > POLICY_MAX || !file.endsWith("\n"))
		throw new SyntaxError("not a policy");
	for (const line of file.slice(0, -1).split("\n")) {
		const [word, ...rest] = line.split(/[ \t]+/).filter(w => w);

		if (word === undefined || word.startsWith("#"))
			continue;
		if (word === "log")
			p.logs.push(await readKey(rest[0], 1));
		else if (word === "witness")
			await readWitness(p, rest[0], rest[1]);
		else if (word === "group")
			readGroup(p, rest[0], rest.slice(1));
		else if (word === "quorum")
			readQuorum(p, rest[0]);
		else
			throw new SyntaxError("not a line of a policy");
	}
	if (p.quorum === "" || p.logs.length === 0)
		throw new SyntaxError("a policy without log or quorum");
	return p;
}

/** The policy of a reader whom nobody gave another. @param {string} log */
export function plainPolicy(log) {
	return "log " + log + "\nquorum none\n";
}

/** @param {string} text @returns {Omit<Checkpoint, "note">} */
function parseCheckpoint(text) {
	const [origin, size, root, ...more] = text.split("\n");

	if (more.length !== 1 || more[0] !== "" || origin === "")
		throw new SyntaxError("not a checkpoint");
	const hash = unbase64(root);

	if (hash.length !== 32)
		throw new SyntaxError("not a checkpoint");
	return { origin, size: number(size), root: hash };
}

/** @param {Policy} p @param {boolean[]} yes of the witnesses */
function hasQuorum(p, yes) {
	/** @type {Map<string, boolean>} */
	const held = new Map();

	for (const n of p.nodes)
		held.set(n.name, n.key !== null ?
		    yes[p.witnesses.indexOf(n.key)] :
		    n.members.filter(m => held.get(m)).length >= n.k);
	return p.quorum === "none" || held.get(p.quorum) === true;
}

/**
 * A checkpoint that a log of the policy signed and its quorum cosigned.
 * @param {Policy} p @param {string} note @returns {Promise<Checkpoint>}
 */
export async function openCheckpoint(p, note) {
	const parsed = parseNote(note), cp = parseCheckpoint(parsed.text);
	const yes = await openNote(parsed, [...p.logs, ...p.witnesses]);

	if (!p.logs.some((key, i) => yes[i] && key.name === cp.origin))
		throw new Error("no log of the policy signed the checkpoint");
	if (!hasQuorum(p, yes.slice(p.logs.length)))
		throw new Error("too few witnesses cosigned the checkpoint");
	return { ...cp, note };
}
