/* SPDX-License-Identifier: ISC */
/**
 * open - a bulletin's page: its terms answered, its copy received and opened.
 *
 * All checks come before the signature, the signature before the copy, the
 * copy's hash before any key is used.  What was opened is in this page alone
 * and goes with it; what a reader saves is theirs to keep.
 */
// @ts-check
import { check, now, signed, signingTime } from "./api.js";
import { instant, instantText, text, utf8 } from "./bytes.js";
import { checkCopy, openCopy, waveKey } from "./copy.js";
import { moment } from "./countdown.js";
import { byId, make, onPress, saveButton, say } from "./dom.js";
import { readEnvelope } from "./envelope.js";
import { needHome, saveHome } from "./home.js";
import { signNote } from "./note.js";
import { Refused } from "./refused.js";
import { statementText } from "./statement.js";

/**
 * @typedef {import("./home.js").Home} Home
 * @typedef {import("./envelope.js").Envelope} Envelope
 * @typedef {import("./archive.js").Member} Member
 */

const { bulletin: id = "", partner = "" } = byId("acts").dataset;
const SHOWN_MAX = 1 << 20;	/* bytes of a part that is shown as text */

/** @param {Home} home @returns {Promise<import("./envelope.js").Row>} */
async function inboxRow(home) {
	const answer = check(await signed(home, "GET", "/api/v1/inbox"),
	    "ask for the inbox");
	const row = (await answer.json()).bulletins.find(
	    (/** @type {any} */ b) => b.id === id);

	if (row === undefined)
		throw new Refused("the hub has no bulletin " + id + " for " +
		    home.name, "sign in as the reader whose keys this " +
		    "browser has");
	return { ...row, opens: instant(row.opens), until: instant(row.until) };
}

/** @param {Home} home @returns {Promise<Envelope>} */
async function fetchEnvelope(home) {
	const row = await inboxRow(home);
	const answer = check(await signed(home, "GET", "/api/v1/bulletin/" +
	    id), "ask for the bulletin");

	say("checking the ledger");
	return readEnvelope(home, await answer.json(), row);
}

/** @param {Home} home @param {string} kind
 * @param {[string, string][]} fields */
function sign(home, kind, fields) {
	return signNote(statementText(kind, home.origin, signingTime(), fields),
	    { vkey: home.vkey, key: home.sign });
}

/** The same as was signed before, if it was: asking again changes nothing.
 * @param {Home} home @param {Envelope} e */
async function receiptFor(home, e) {
	const had = home.receipts.find(r => r.includes("\ncopies " + e.copies +
	    "\n") && r.includes("\nterms " + e.terms + "\n"));

	if (had !== undefined)
		return had;
	const receipt = await sign(home, "receipt", [["bulletin", e.id],
	    ["reader", home.reader], ["terms", e.terms],
	    ["until", instantText(e.until)], ["copies", e.copies],
	    ["copy", e.copy]]);

	home.receipts.push(receipt);
	await saveHome(home);
	return receipt;
}

/** @param {Home} home @param {Envelope} e */
async function receive(home, e) {
	const answer = check(await signed(home, "POST", "/api/v1/receipt",
	    utf8(await receiptFor(home, e))), "have the copy");
	const copy = new Uint8Array(await answer.arrayBuffer());

	await checkCopy(e, copy);
	return copy;
}

/** @param {Member} m @returns {Node} */
function shown(m) {
	try {
		if (m.data.length > SHOWN_MAX)
			throw new Error("too long");
		return make("pre", { tabindex: "0", "data-part": m.name },
		    text(m.data));
	} catch {
		return make("p", {}, m.data.length +
		    " bytes that are no text to show; save them");
	}
}

/** @param {Home} home @param {Envelope} e @param {Member[]} members */
function show(home, e, members) {
	const box = byId("copy");

	box.replaceChildren(make("h2", {}, "Your copy"),
	    make("p", { class: "banner" }, "marked for " + home.name +
	    " of " + partner + ", copy " + e.number +
	    ": its wording is yours alone"),
	    ...members.flatMap(m => [make("h3", {}, m.name),
		saveButton("Save " + m.name, m.name.replaceAll("/", "_"),
		m.data), shown(m)]));
	box.hidden = false;
	box.focus();
	say("opened; silent until " + moment(e.until));
}

/** The vendor's census has who opened what. Nothing fails by it.
 * @param {Home} home @param {Envelope} e */
async function report(home, e) {
	try {
		await signed(home, "POST", "/api/v1/opened/" + e.id + "/" +
		    e.copies + "?at=" + instantText(now()));
	} catch {
		/* it proves nothing where it is missing */
	}
}

/** Said when it changes, and once a minute. @param {Envelope} e */
function sayWaiting(e) {
	say(now() < e.opens ?
	    "everything holds; it opens " + moment(e.opens) :
	    "the instant has come; waiting for the keepers to show the " +
	    "wave's key, asking again");
}

onPress("open", async () => {
	const home = await needHome(), e = await fetchEnvelope(home);
	const ticking = setInterval(() => sayWaiting(e), 60000);

	try {
		const wave = await waveKey(e, () => sayWaiting(e));

		say("everything holds; signing the receipt");
		const copy = await receive(home, e);

		show(home, e, await openCopy(e, copy, home.seal, wave));
		await report(home, e);
	} finally {
		clearInterval(ticking);
	}
});

/** @param {"signatory" | "declined" | "withdrawn"} state */
async function consent(state) {
	const home = await needHome(), e = await fetchEnvelope(home);
	const statement = await sign(home, "consent", [["bulletin", e.id],
	    ["reader", home.reader], ["terms", e.terms],
	    ["until", instantText(e.until)], ["state", state]]);

	check(await signed(home, "POST", "/api/v1/consent", utf8(statement)),
	    "answer");
	location.reload();
}

onPress("accept", () => consent("signatory"));
onPress("decline", () => consent(
    byId("decline").textContent === "Withdraw" ? "withdrawn" : "declined"));
