/* SPDX-License-Identifier: ISC */
/**
 * letter - what a reader tells the vendor of a bulletin: signed here, sealed
 * to the officers' keys; the hub sees that there is one.  Of a sighting the
 * ledger gets the letter's hash.
 */
// @ts-check
import { check, now, signed } from "./api.js";
import { hex, instant, instantText, sha256, utf8 } from "./bytes.js";
import { byId, onPress, say } from "./dom.js";
import { needHome } from "./home.js";
import { LETTER_MAX, recipients, seal, sign } from "./post.js";
import { Refused } from "./refused.js";

const FUTURE_S = 300;	/* that clocks may differ */
const HUMAN =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

const valueOf = (/** @type {string} */ id) =>
    /** @type {HTMLInputElement} */ (byId(id)).value.trim();

/** @param {string} id @param {string} otherwise @returns {string} */
function readInstant(id, otherwise) {
	const v = valueOf(id);

	if (v === "")
		return otherwise;
	const ms = HUMAN.test(v) ? Date.parse(v) : NaN;

	if (Number.isNaN(ms))
		throw new Refused("cannot send it: '" + v + "' is no instant " +
		    "with its zone", "write it as 2026-12-03T09:30:00Z, or " +
		    "with an offset such as +01:00");
	if (ms / 1000 > now() + FUTURE_S)
		throw new Refused("cannot send it: " + v + " is still to come",
		    "a sighting is of what has happened");
	return instantText(ms / 1000);
}

/** @param {string} about @param {string} since */
function fields(about, since) {
	const until = readInstant("until", since);

	if ((about === "sighting") !== (since !== ""))
		throw new Refused("cannot send it: a sighting says when it " +
		    "was seen, and nothing else does", "fill in, or empty, " +
		    "the field seen");
	if (until !== "" && instant(until) < instant(since))
		throw new Refused("cannot send it: it ends before it begins",
		    "seen, at the latest comes after seen");
	return /** @type {[string, string][]} */ ([["since", since],
		["until", until], ["place", valueOf("place")],
		["confidence", since === "" ? "" : valueOf("confidence")]])
	    .filter(([, v]) => v !== "");
}

onPress("send", async () => {
	const home = await needHome(), to = await recipients(home);
	const bulletin = byId("letter").dataset.bulletin ?? "";
	const about = valueOf("about"), since = readInstant("since", "");
	const words = valueOf("words").replace(/\r/g, "") + "\n";
	const letter = await sign(home, "letter", [
	    ["key", home.vkey.slice(0, home.vkey.indexOf("+"))],
	    ["about", about], ["bulletin", bulletin],
	    ...fields(about, since)], words);

	if (words === "\n" || letter.length > LETTER_MAX)
		throw new Refused("cannot send it: it has no words, or too " +
		    "many", "say in some words what it is");
	if (since !== "")
		check(await signed(home, "POST", "/api/v1/sighting", utf8(
		    await sign(home, "sighting", [["seen", since],
		    ["source", "reader"], ["evidence",
		    hex(await sha256(utf8(letter)))],
		    ["bulletin", bulletin]]))),
		    "put the sighting on record");
	await seal(home, letter, to);
	say("sent, and nobody but the vendor's officers can open it");
});
