/* SPDX-License-Identifier: ISC */
/**
 * people - the readers of an admin's own partner: shown with names that only
 * this browser can open, invited, and stopped.  specs/stories.md PA-2.
 */
// @ts-check
import { Decrypter } from "./age.js";
import { check, now, signed } from "./api.js";
import { keysOf } from "./authority.js";
import { hex, instantText, sha256, text, unbase64, utf8 } from "./bytes.js";
import { byId, make, onPress, saveButton, say, showProblem } from "./dom.js";
import { loadHome, needHome } from "./home.js";
import { openNote, parseNote } from "./note.js";
import { LETTER_MAX, recipients, seal, sign } from "./post.js";
import { alarm, Refused } from "./refused.js";
import { parseStatement } from "./statement.js";

/** @typedef {import("./home.js").Home} Home */
/**
 * @typedef {{reader: string, state: string, since: string, admin: boolean,
 *     receipts: {bulletin: string, at: string, public: string}[]}} Row
 * @typedef {{id: string, name: string, email: string,
 *     answers: string | null}} Called
 */

const EXPIRES_S = 14 * 86400, VALUE_MAX = 1024;

const valueOf = (/** @type {string} */ id) =>
    /** @type {HTMLInputElement} */ (byId(id)).value.trim();
const nameOf = (/** @type {Home} */ home) =>
    home.vkey.slice(0, home.vkey.indexOf("+"));
const groups = (/** @type {string} */ id) =>
    id.replace(/(....)(?=.)/g, "$1 ");

/** By an officer of the keys believed here, to this reader.
 * @param {Home} home @param {string} letter @returns {Promise<string>} */
async function wordsOf(home, letter) {
	const note = parseNote(letter), cut = note.text.indexOf("\n\n");
	const head = note.text.slice(0, cut).split("\n");
	const known = await keysOf(parseStatement(home.keys, "keys"),
	    "officer");
	const by = known.filter((k, i) => note.lines[0]?.name === k.name &&
	    known.findIndex(o => o.name === k.name) === i);

	if (cut < 0 || head[0] !== "telltale/v1/letter" ||
	    head[1] !== "log " + home.origin ||
	    !head.includes("about people") ||
	    !head.includes("reader " + home.reader) ||
	    note.lines.length !== 1 || by.length !== 1 ||
	    !(await openNote(note, by))[0])
		throw new Error("a list that no officer has signed");
	return note.text.slice(cut + 2);
}

/** @param {Home} home @param {string} names base64 of an age file
 * @returns {Promise<Map<string, Called>>} */
async function openNames(home, names) {
	try {
		const d = new Decrypter();

		d.addIdentity(home.seal);
		const list = JSON.parse(await wordsOf(home, text(
		    await d.decrypt(unbase64(names), "uint8array"))));

		return new Map(list.people.map(
		    (/** @type {Called & {reader: string}} */ p) =>
		    [p.reader, p]));
	} catch (cause) {
		throw alarm("who is who at this partner", cause);
	}
}

/** @param {Home} home */
async function fetchPeople(home) {
	/** @type {Row[]} */
	const rows = [];
	let names = "", after = "";

	do {
		const page = await check(await signed(home, "GET",
		    "/api/v1/people" + (after === "" ? "" : "?after=" +
		    after)), "see who is at this partner").json();

		if (page.next !== undefined && page.next <= after)
			throw alarm("who is at this partner",
			    new Error("it goes round in circles"));
		rows.push(...page.people);
		names = page.names;
		after = page.next ?? "";
	} while (after !== "");
	return { rows, called: await openNames(home, names) };
}

/** @param {Row} r @param {Called | undefined} c */
function show(r, c) {
	const role = c?.answers ? "a machine, for which answers " + c.answers :
	    r.admin ? "admin" : "reader";

	return make("li", { class: "card" },
	    make("h3", {}, c === undefined ? groups(r.reader) :
	    c.name + " (" + c.id + ")"),
	    make("p", {}, role + ", " + r.state + " since " + r.since),
	    make("p", {}, "Fingerprint ", make("code", {}, groups(r.reader))),
	    make("p", {}, r.receipts.length === 0 ? "No copy signed for." :
	    "Signed for: " + r.receipts.map(x => x.bulletin + " at " + x.at +
	    ", public " + x.public).join("; ") + "."));
}

/** @param {string} id @param {[string, string][]} choices */
function fill(id, choices) {
	byId(id).replaceChildren(...choices.map(([value, words]) =>
	    make("option", { value }, words)));
}

/** @param {Home} home */
async function load(home) {
	const { rows, called } = await fetchPeople(home);
	const words = (/** @type {Row} */ r) =>
	    called.get(r.reader)?.id ?? groups(r.reader);
	const may = rows.filter(r => r.state === "active");

	byId("people").replaceChildren(...rows.map(r =>
	    show(r, called.get(r.reader))));
	fill("who", rows.filter(r => r.state === "active" ||
	    r.state === "pending").map(r => [r.reader, words(r)]));
	fill("answers", [["", "it is a person"], ...may.filter(r =>
	    !called.get(r.reader)?.answers).map(r =>
	    /** @type {[string, string]} */ ([r.reader,
	    "a machine; " + words(r) + " answers for it"]))]);
}

/** Its id typed, as for every act that cannot be undone. */
function chosen() {
	const who = /** @type {HTMLSelectElement} */ (byId("who"));
	const words = who.selectedOptions[0]?.text ?? "";

	if (words === "" || valueOf("confirm") !== words)
		throw new Refused("cannot stop a reader: what was typed is " +
		    "not \"" + words + "\"", "type the name that the list " +
		    "above the field shows");
	return { reader: who.value, words };
}

onPress("stop", async () => {
	const home = await needHome(), { reader, words } = chosen();
	const letter = await sign(home, "letter", [["key", nameOf(home)],
	    ["about", "revoke"], ["reader", reader],
	    ["reason", valueOf("reason")]],
	    "This reader of ours is to be one no longer, as of now.\n");
	const answer = await signed(home, "POST", "/api/v1/people/" + reader +
	    "/revoke", utf8(letter));

	if (answer.status === 409)
		throw new Refused("cannot stop " + words + ": this is the " +
		    "last admin", "ask the officer who invited you");
	check(answer, "stop a reader");
	await load(home);
	say(words + " is stopped, from the next request on");
});

/** What the vendor is told, as programs write it.
 * @param {string} token its SHA-256 @param {string} expires */
function person(token, expires) {
	const name = valueOf("name"), email = valueOf("email");

	if (name === "" || utf8(name).length > VALUE_MAX ||
	    !/^[^\s@]+@[^\s@]+$/.test(email))
		throw new Refused("cannot invite: the name or the address is " +
		    "missing, or is none", "fill in both");
	return { answers: valueOf("answers") || null, email, expires,
		format: "telltale-person/1", name, token };
}

/** @param {Home} home @param {string} token
 * @param {{name: string, email: string, expires: string}} p */
function invitation(home, token, p) {
	const mine = parseStatement(home.invitation, "invitation");
	const pin = mine.get("pin");

	return sign(home, "invitation", [["hub", mine.get("hub")],
	    .../** @type {[string, string][]} */ (pin === "" ? [] :
	    [["pin", pin]]), ["log-key", mine.get("log-key")],
	    ["officer", mine.get("officer")], ["admin", home.vkey],
	    ["partner", home.partner], ["name", p.name], ["email", p.email],
	    ["token", token], ["expires", p.expires]]);
}

onPress("invite", async () => {
	const home = await needHome(), to = await recipients(home);
	const token = crypto.getRandomValues(new Uint8Array(32));
	const hash = hex(await sha256(token));
	const p = person(hash, instantText(now() + EXPIRES_S));
	const note = await invitation(home, hex(token), p);
	const letter = await sign(home, "letter", [["key", nameOf(home)],
	    ["about", "reader"]], JSON.stringify(p) + "\n");

	if (letter.length > LETTER_MAX)
		throw new Refused("cannot invite: the name is too long",
		    "shorten it");
	check(await signed(home, "PUT", "/api/v1/people/invitation/" + hash,
	    utf8(JSON.stringify({ partner: home.partner,
		expires: p.expires }))), "tell the hub of an invitation");
	await seal(home, letter, to);
	byId("invitation").replaceChildren(saveButton("Save the invitation",
	    "invitation", utf8(note)));
	say(p.name + " is invited: the invitation is a secret until it was " +
	    "used");
});

try {
	const home = await loadHome();

	if (home === null || !home.joined)
		say("The names are sealed to the keys of the browser that " +
		    "joined, and this is another.");
	else
		await load(home);
} catch (e) {
	showProblem(e);
}
