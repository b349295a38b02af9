/* SPDX-License-Identifier: ISC */
/**
 * envelope - what the hub says a bulletin is, checked whole before anything is
 * signed or opened: wave, copies, codebook, own leaf, terms, and the log.
 * specs/ledger.md section 7, "A reader's receipt".
 */
// @ts-check
import { checkAuthority } from "./authority.js";
import { hex, sha256, text, utf8 } from "./bytes.js";
import { fetchFile } from "./api.js";
import { saveHome } from "./home.js";
import { firstKeys, followKeys } from "./keys.js";
import { Log } from "./log.js";
import { openCheckpoint, parsePolicy } from "./policy.js";
import { openSetProof, openStatement } from "./proof.js";
import { alarm, Refused } from "./refused.js";
import { parseStatement, parseTerms } from "./statement.js";

const COPY_MAX = 256 << 20;

/**
 * @typedef {import("./home.js").Home} Home
 * @typedef {import("./policy.js").Checkpoint} Checkpoint
 * @typedef {Awaited<ReturnType<typeof openStatement>>} Proven
 * @typedef {{id: string, opens: number, until: number, terms: string,
 *     consent: string, embargo: string}} Row of the inbox
 * @typedef {{id: string, wave: string, recipient: string, copies: string,
 *     copy: string, number: number, bytes: number, opens: number,
 *     until: number, terms: string,
 *     said: ReturnType<typeof parseTerms>}} Envelope
 */

/**
 * Says what does not hold, whatever the error was.
 * @template T
 * @param {string} what @param {() => Promise<T> | T} act @returns {Promise<T>}
 */
async function holds(what, act) {
	try {
		return await act();
	} catch (e) {
		throw e instanceof Refused ? e : alarm(what, e);
	}
}

/** @param {boolean} yes @param {string} what @param {string} [evidence] */
function must(yes, what, evidence) {
	if (!yes)
		throw alarm(what, undefined, evidence);
}

/** A log that lacks what it had goes on nowhere; one out of reach may.
 * @param {Log} log @param {Checkpoint} seen */
async function continues(log, seen) {
	try {
		return await log.continues(seen);
	} catch (e) {
		if (e instanceof Refused)
			throw e;
		return false;
	}
}

/**
 * The hub's checkpoint goes on where the one that was seen last was, and is
 * kept.  @param {Home} home @returns {Promise<Log>}
 */
export async function freshLog(home) {
	const policy = await parsePolicy(home.policy);
	const bytes = await fetchFile("/checkpoint");

	must(bytes !== null, "it has no ledger any more");
	const note = await holds("its checkpoint",
	    () => text(/** @type {Uint8Array} */ (bytes)));
	const head = await holds("its checkpoint",
	    () => openCheckpoint(policy, note));
	const log = new Log(head, fetchFile);

	if (home.checkpoint !== "") {
		const seen = await openCheckpoint(policy, home.checkpoint);
		const both = "seen before:\n\n" + home.checkpoint +
		    "\noffered now:\n\n" + note;

		must(head.size >= seen.size, "its ledger has " + head.size +
		    " entries, and had " + seen.size + ": it was rolled back",
		    both);
		must(await continues(log, seen), "its ledger does not " +
		    "continue the one that was seen before: it forks", both);
	}
	if (note !== home.checkpoint) {
		home.checkpoint = note;
		await saveHome(home);
	}
	return log;
}

/**
 * Heads of proofs are heads of this log.  The hub may have gone on meanwhile.
 * @param {Home} home @param {Log} log @param {Checkpoint[]} heads
 */
async function checkHeads(home, log, heads) {
	const newest = Math.max(...heads.map(h => h.size));
	const now = newest > log.head.size ? await freshLog(home) : log;

	for (const h of new Map(heads.map(h => [h.note, h])).values())
		must(await holds("a checkpoint", () => now.continues(h)),
		    "a checkpoint that is not of its ledger");
	return now;
}

/** @param {Home} home @param {Log} log @param {Proven[]} parts */
async function checkKeys(home, log, parts) {
	for (const { keys, statement } of parts) {
		const newest = await holds("its list of keys", () =>
		    followKeys(log, home.keys, keys.whole,
		    () => firstKeys(log, parseStatement(home.invitation,
		    "invitation"))));

		if (newest !== home.keys) {
			home.keys = newest;
			await saveHome(home);
		}
		await holds("the signatures of the " + statement.kind,
		    () => checkAuthority(statement, keys));
	}
}

/**
 * @param {Home} home @param {any} json @param {Row} row
 * @param {Proven} copies
 */
async function ownCopy(home, json, row, copies) {
	const { statement } = await holds("the copy's place among the copies",
	    () => openSetProof(json.copy.set_proof, "copy",
	    copies.statement));

	must(statement.origin === home.origin &&
	    statement.get("bulletin") === row.id &&
	    statement.get("reader") === home.reader, "whose copy it is");
	return statement;
}

/**
 * @param {Home} home @param {any} json @param {Row} row
 * @param {number} opens @param {string} hash
 */
function checkTerms(home, json, row, opens, hash) {
	const said = parseTerms(json.terms), { head } = said;

	must(head.origin === home.origin && head.get("bulletin") === row.id,
	    "the bulletin that the terms are of");
	must(head.instant("opens") === opens && row.opens === opens,
	    "the opening instant, which is told in two ways");
	must(head.instant("public") === row.until,
	    "the public instant, which is told in two ways");
	must(hash === row.terms, "the terms, of which the inbox names others");
	return said;
}

/**
 * @param {Home} home @param {any} json the answer @param {Row} row
 * @returns {Promise<Envelope>}
 */
export async function readEnvelope(home, json, row) {
	const policy = await parsePolicy(home.policy);
	const part = (/** @type {string} */ name) => holds("the place of the " +
	    name + " in the ledger", () => openStatement(json[name], name,
	    policy));
	const codebook = await part("codebook"), wave = await part("wave");
	const copies = await part("copies");
	const moved = json.move === undefined ? [] : [await part("move")];
	const parts = [codebook, wave, copies, ...moved];

	must(json.id === row.id && [codebook, wave, copies].every(p =>
	    p.statement.get("bulletin") === row.id), "the bulletin's id");
	must(parts.every(p => p.statement.origin === home.origin),
	    "whose ledger it is");
	must(moved.every(p => p.statement.get("wave") === wave.leaf),
	    "the move, which is another wave's");
	must(copies.statement.get("wave") === wave.leaf &&
	    copies.statement.get("codebook") === codebook.leaf &&
	    json.wave_leaf === wave.leaf,
	    "the link from the copies to wave and codebook");
	const log = await checkHeads(home, await freshLog(home),
	    parts.flatMap(p => p.heads));

	await checkKeys(home, log, parts);
	const own = await ownCopy(home, json, row, copies);
	const bytes = copies.statement.number("bytes");
	const opens = (moved[0] ?? wave).statement.instant("opens");
	const terms = hex(await sha256(utf8(json.terms)));

	must(json.size === bytes && bytes <= COPY_MAX, "the size of the copy");
	return { id: row.id, wave: wave.leaf, copies: copies.leaf, bytes, opens,
		recipient: wave.statement.get("recipient"),
		copy: own.get("copy"), number: own.number("number"),
		until: row.until, terms,
		said: await holds("the terms", () => checkTerms(home, json, row,
		    opens, terms)) };
}
