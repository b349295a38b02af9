/* SPDX-License-Identifier: ISC */
/**
 * approve - a second person's queue on a phone: what others ask, opened with an
 * officer's key that was made in this browser, shown whole, and answered.
 *
 * A request counts here only if its asker, an officer of the keys in force,
 * signed for exactly this text; whether an answer counts, the vaults decide.
 */
// @ts-check
import { armor, Decrypter, Encrypter } from "./age.js";
import { ask, check, fetchFile, now, signed, signingTime } from "./api.js";
import { checkAuthority, keysOf } from "./authority.js";
import { hex, instant, sha256, text, utf8 } from "./bytes.js";
import { moment } from "./countdown.js";
import { byId, make, onPress, saveButton, say } from "./dom.js";
import { freshLog } from "./envelope.js";
import { loadHome, saveHome } from "./home.js";
import { makeKeys } from "./makekeys.js";
import { beginning, newestKeys } from "./keys.js";
import { Log } from "./log.js";
import { openNote, parseSigner, signNote, vkeyText } from "./note.js";
import { openCheckpoint, parsePolicy, plainPolicy } from "./policy.js";
import { Refused } from "./refused.js";
import { parseStatement, statementText } from "./statement.js";

/**
 * @typedef {import("./home.js").Home} Home
 * @typedef {{id: string, key: string, answer: boolean, expires: string,
 *     sealed: string}} Row
 * @typedef {{row: Row, hash: string, act: string, subject: string,
 *     reason?: string, shown: string, asked: string,
 *     statements: {text: string}[]}} Asked
 */

const SLOT = "officer";
/* what an officer's key signs for a request, and nothing else */
const MAY_SIGN = ["keys", "agreement", "partner", "reader", "early", "move",
	"embargo", "policy", "exception", "finding", "case", "clock"];

const valueOf = (/** @type {string} */ id) =>
    /** @type {HTMLInputElement} */ (byId(id)).value.trim();
const nameOf = (/** @type {string} */ vkey) =>
    vkey.slice(0, vkey.indexOf("+"));

/** @returns {Promise<Home>} */
async function needOfficer() {
	const home = await loadHome(SLOT);

	if (home === null)
		throw new Refused("this browser has no officer's keys",
		    "make them here, and let an officer enrol them");
	return home;
}

/** The log by the key that the officer got by another channel.
 * @param {string} logKey */
async function firstLook(logKey) {
	const key = await parseSigner(logKey);
	const policy = plainPolicy(logKey);
	const note = text(/** @type {Uint8Array} */ (
	    await fetchFile("/checkpoint")));
	const head = await openCheckpoint(await parsePolicy(policy), note);
	const keys = await beginning(new Log(head, fetchFile), key.name,
	    logKey, "");

	return { origin: key.name, policy, checkpoint: note, keys };
}

onPress("make", async () => {
	const name = valueOf("name");

	if (!/^[A-Za-z0-9._-]{1,64}$/.test(name))
		throw new Refused("cannot make keys: a name has letters, " +
		    "digits, '.', '_' and '-'", "a short one will do");
	if (await loadHome(SLOT) !== null)
		throw new Refused("this browser has an officer's keys",
		    "use another browser, or another profile of it");
	await ask("/api/v1/health");
	const log = await firstLook(valueOf("log").replace(/^log /, ""))
	    .catch(cause => {
		throw new Refused("cannot believe the hub's ledger: it is " +
		    "not the one of that key", "copy the line log from " +
		    "telltale.conf of the vault, as an officer gives it",
		    { cause });
	    });
	const keys = await makeKeys();

	await saveHome({ ...log, name, reader: keys.reader, partner: "",
		vkey: await vkeyText(log.origin + "/o/" + name, keys.signKey),
		recipient: keys.recipient, sign: keys.sign, seal: keys.seal,
		invitation: "", statement: "", joined: true, receipts: [],
		slot: SLOT, scanned: 2 });
	showKeys(await needOfficer());
});

/** @param {Home} home */
function showKeys(home) {
	const line = home.name + " " + home.recipient + " " + home.vkey + "\n";

	byId("fingerprint").textContent =
	    home.reader.replace(/(....)(?=.)/g, "$1 ");
	byId("public").replaceChildren(make("pre", {}, line),
	    saveButton("Save " + home.name + ".public", home.name + ".public",
	    utf8(line)));
	byId("made").hidden = false;
	byId("making").hidden = true;
}

/** @param {Home} home @param {string} sealed */
async function unseal(home, sealed) {
	const d = new Decrypter();

	d.addIdentity(home.seal);
	return text(await d.decrypt(armor.decode(sealed), "uint8array"));
}

/** The list in force; what was looked through is not again.
 * @param {Home} home */
async function keysInForce(home) {
	const log = await freshLog(home);

	home.keys = await newestKeys(log, home.keys, home.scanned ?? 2);
	home.scanned = log.head.size;
	await saveHome(home);
	return parseStatement(home.keys, "keys");
}

/** @param {Home} home @param {Row} row @returns {Promise<Asked>} */
async function readRequest(home, row) {
	const plain = await unseal(home, row.sealed), asked = JSON.parse(plain);

	if (asked.format !== "telltale-request/1" || asked.id !== row.id ||
	    nameOf(asked.asker) !== row.key || asked.expires !== row.expires)
		throw new Error("another request than the hub says");
	return { ...asked, row, hash: hex(await sha256(utf8(plain))) };
}

/** Did its asker, an officer in force, sign for this very text?
 * @param {Home} home @param {Asked} a @param {Row[]} rows
 * @param {import("./note.js").Vkey[]} officers */
async function isAskers(home, a, rows, officers) {
	const row = rows.find(r => r.answer && r.id === a.row.id &&
	    r.key === a.row.key);
	const key = officers.find(k => k.name === a.row.key);

	if (row === undefined || key === undefined)
		return false;
	const word = JSON.parse(await unseal(home, row.sealed));
	const said = parseStatement(word.approval, "approval");
	const note = /** @type {import("./note.js").Note} */ (said.note);

	return said.origin === home.origin &&
	    said.get("request") === a.row.id && said.get("shown") === a.hash &&
	    said.get("answer") === "yes" && note.lines.length === 1 &&
	    (await openNote(note, [key]))[0];
}

/** @param {Home} home @returns {Promise<Row[]>} */
async function fetchRows(home) {
	/** @type {Row[]} */
	const rows = [];

	for (let after = 0, more = true; more;) {
		const page = await check(await signed(home, "GET",
		    "/api/v1/requests?after=" + after),
		    "have the queue").json();

		rows.push(...page.requests);
		more = page.requests.length > 0;
		after = more ? page.requests.at(-1).n : after;
	}
	return rows;
}

/** Those that wait, are for this key, and are their asker's.
 * @param {Home} home @returns {Promise<Asked[]>} */
async function queue(home) {
	const officers = await keysOf(await keysInForce(home), "officer");
	const rows = await fetchRows(home), waits = [];

	for (const row of rows.filter(r => !r.answer &&
	    instant(r.expires) > now() && r.key !== nameOf(home.vkey) &&
	    !rows.some(x => x.answer && x.id === r.id &&
	    x.key === nameOf(home.vkey)))) {
		try {
			const a = await readRequest(home, row);

			if (await isAskers(home, a, rows, officers))
				waits.push(a);
		} catch {
			/* sealed to others, or nobody's: not for us to say */
		}
	}
	return waits;
}

/** Officers' keys, by an officer's word. @param {Home} home */
async function team(home) {
	const desk = parseStatement(await check(await signed(home, "GET",
	    "/api/v1/desk"), "ask whom answers are for").text(), "desk");

	await checkAuthority(desk, parseStatement(home.keys, "keys"));
	return desk.all("recipient");
}

/** @param {Home} home @param {Asked} a @param {"yes" | "no"} word */
async function answer(home, a, word) {
	const signer = { vkey: home.vkey, key: home.sign };
	const approval = await signNote(statementText("approval", home.origin,
	    signingTime(), [["request", a.row.id], ["shown", a.hash],
	    ["answer", word]]), signer);
	const lines = [];

	for (const s of word === "yes" ? a.statements : []) {
		if (!MAY_SIGN.some(kind => s.text.startsWith(
		    "telltale/v1/" + kind + "\nlog " + home.origin + "\n")))
			throw new Refused("cannot sign: a text is none that " +
			    "a request may hold", "refuse it; ask who asks");
		lines.push((await signNote(s.text, signer))
		    .slice(s.text.length + 1));
	}
	const e = new Encrypter();

	(await team(home)).forEach(r => e.addRecipient(r));
	const sealed = armor.encode(await e.encrypt(utf8(JSON.stringify({
		approval, format: "telltale-answer/1", lines }))));

	check(await signed(home, "PUT", "/api/v1/request/" + a.row.id +
	    "/answer", utf8(sealed)), "answer");
}

/** @param {Home} home @param {Asked} a */
function showOne(home, a) {
	const box = make("section", { class: "card" },
	    make("h3", {}, a.act + ": " + a.subject),
	    make("p", {}, a.row.key.replace(/^.*\/o\//, "") +
	    " asks" + (a.reason === undefined ? "" : ": " + a.reason)),
	    make("p", {}, "until " + moment(instant(a.row.expires)) +
	    "; unanswered, it expires and nothing of it happens"),
	    make("pre", { tabindex: "0" }, a.shown),
	    ...a.statements.map(s => make("pre", { tabindex: "0" }, s.text)));
	const acts = make("p", { class: "acts" });

	for (const [word, says] of /** @type {const} */ (
	    [["yes", "Sign "], ["no", "Refuse "]])) {
		acts.append(make("button", { type: "button",
			id: word + a.row.id,
			class: word === "no" ? "quiet" : "" },
		    says + a.row.id));
	}
	box.append(acts);
	byId("queue").append(box);
	for (const word of /** @type {const} */ (["yes", "no"]))
		onPress(word + a.row.id, async () => {
			await answer(home, a, word);
			box.remove();
			say(word === "yes" ? "signed; the asker's vault goes " +
			    "on with it" : "refused");
		});
}

onPress("load", async () => {
	const home = await needOfficer();

	say("checking the ledger");
	const waits = await queue(home);

	byId("queue").replaceChildren();
	waits.forEach(a => showOne(home, a));
	say(waits.length + (waits.length === 1 ? " waits" : " wait"));
});

const had = await loadHome(SLOT);

if (had !== null)
	showKeys(had);
