/* SPDX-License-Identifier: ISC */
/**
 * join - an invitation becomes a reader's keys in this browser: made here,
 * never exported; the hub gets their public halves and the token.
 * specs/hub.md section 2.
 */
// @ts-check
import { ask, base, check, fetchFile, now, signed, signingTime }
    from "./api.js";
import { text } from "./bytes.js";
import { byId, onPress, saveButton, say } from "./dom.js";
import { forgetHome, loadHome, needHome, saveHome } from "./home.js";
import { firstKeys } from "./keys.js";
import { Log } from "./log.js";
import { makeKeys } from "./makekeys.js";
import { openNote, parseSigner, signNote, vkeyText } from "./note.js";
import { makePasskey } from "./passkey.js";
import { openCheckpoint, parsePolicy, plainPolicy } from "./policy.js";
import { Refused } from "./refused.js";
import { parseStatement, statementText } from "./statement.js";

/** @typedef {import("./home.js").Home} Home */

const noGood = (/** @type {unknown} */ cause) => new Refused("cannot join " +
    "with this invitation: it was used, has expired, or was altered",
    "ask whoever sent it for a new one", { cause });

/** Signed by the officer whom it names, an officer of that log by name; or,
 * if it names one, by an admin of the partner.
 * @param {string} invitation */
async function readInvitation(invitation) {
	try {
		const s = parseStatement(invitation, "invitation");
		const officer = await parseSigner(s.get("officer"));
		const admin = s.get("admin") === "" ? null :
		    await parseSigner(s.get("admin"));
		const log = await parseSigner(s.get("log-key"));
		const note = /** @type {import("./note.js").Note} */ (s.note);

		if (log.name !== s.origin || note.lines.length !== 1 ||
		    !officer.name.startsWith(s.origin + "/o/") ||
		    (admin !== null &&
		    !admin.name.startsWith(s.origin + "/r/")) ||
		    !(await openNote(note, [admin ?? officer]))[0] ||
		    now() >= s.instant("expires"))
			throw new Error("not what an invitation is");
		return s;
	} catch (e) {
		throw noGood(e);
	}
}

/** @param {import("./statement.js").Statement} invitation */
function checkPlace(invitation) {
	const hub = invitation.get("hub").replace(/\/+$/, "");
	const at = (/** @type {string} */ url) =>
	    URL.canParse(url) ? new URL(url).origin : "";

	if (at(hub) !== base || at("https://" + invitation.origin) !== base)
		throw new Refused("cannot join here: the invitation is for " +
		    "another hub, " + hub, "open " + hub + "/portal/join");
}

/** The log that the invitation speaks of, from its beginning.
 * @param {import("./statement.js").Statement} invitation
 * @param {string} policy */
async function checkLog(invitation, policy) {
	const rules = await parsePolicy(policy);

	if (!rules.logs.some(k => k.text === invitation.get("log-key")))
		throw new Refused("cannot join: your policy names another log",
		    "it must have the line log " + invitation.get("log-key"));
	const note = await fetchFile("/checkpoint");

	try {
		const head = await openCheckpoint(rules,
		    text(/** @type {Uint8Array} */ (note)));

		return { checkpoint: head.note,
			keys: await firstKeys(new Log(head, fetchFile),
			    invitation) };
	} catch (cause) {
		throw new Refused("alarm: the hub's ledger was not begun by " +
		    "the officer who invited", "show the invitation to the " +
		    "officer who sent it, by another channel",
		    { alarm: true, cause });
	}
}

/** @param {import("./statement.js").Statement} invitation
 * @param {{checkpoint: string, keys: string}} log @param {string} policy
 * @returns {Promise<Home>} */
async function makeHome(invitation, log, policy) {
	const keys = await makeKeys(), { origin } = invitation;
	const vkey = await vkeyText(origin + "/r/" + keys.reader,
	    keys.signKey);
	const statement = await signNote(statementText("reader", origin,
	    signingTime(),
	    [["partner", invitation.get("partner")], ["reader", keys.reader],
	    ["sign", vkey], ["seal", keys.recipient], ["state", "active"]]),
	    { vkey, key: keys.sign });

	return { origin, reader: keys.reader, vkey, recipient: keys.recipient,
		name: invitation.get("name"), sign: keys.sign, seal: keys.seal,
		partner: invitation.get("partner"), statement, policy,
		invitation: invitation.whole, keys: log.keys,
		checkpoint: log.checkpoint, joined: false, receipts: [] };
}

/** The same bytes again, if an answer was lost. @param {Home} home */
async function register(home) {
	const token = parseStatement(home.invitation, "invitation")
	    .get("token");
	const answer = await ask("/api/v1/join", { method: "POST",
		body: JSON.stringify({ token, reader: home.statement }) });

	if (answer.status === 404) {
		await forgetHome();	/* of no use to anybody */
		throw noGood(null);
	}
	if (!answer.ok)
		throw new Refused("cannot join: the hub answered " +
		    answer.status, "the keys wait here; press again later");
	home.joined = true;
	await saveHome(home);
}

/** @param {Home} home */
function showJoined(home) {
	byId("fingerprint").textContent =
	    home.reader.replace(/(....)(?=.)/g, "$1 ");
	byId("joined").hidden = false;
	byId("joining").hidden = true;
	say("This browser has the keys of " + home.name + ".");
}

/** @returns {Promise<string>} */
async function given() {
	const file = /** @type {HTMLInputElement} */ (byId("file")).files?.[0];
	const area = /** @type {HTMLTextAreaElement} */ (byId("invitation"));

	return file !== undefined && area.value === "" ? file.text() :
	    area.value.replace(/\r/g, "").trim() + "\n";
}

/** Keys that were made for this very invitation are used again.
 * @param {string} whole */
async function homeFor(whole) {
	const had = await loadHome();

	if (had !== null && had.invitation === whole)
		return had;
	if (had !== null)
		throw new Refused("cannot join: this browser has keys that " +
		    "were made for another invitation", "finish with that " +
		    "one, or use another browser, or another profile of it");
	const invitation = await readInvitation(whole);

	checkPlace(invitation);
	const own = /** @type {HTMLTextAreaElement} */ (byId("policy")).value;
	const policy = own.trim() === "" ?
	    plainPolicy(invitation.get("log-key")) : own.trim() + "\n";
	const home = await makeHome(invitation,
	    await checkLog(invitation, policy), policy);

	await saveHome(home);
	return home;
}

onPress("join", async () => {
	say("making keys");
	const whole = await given();

	await ask("/api/v1/health");	/* for the hub's clock */
	const home = await homeFor(whole);

	await register(home);
	showJoined(home);
	byId("passkey").focus();
});

onPress("passkey", async () => {
	const home = /** @type {Home} */ (await loadHome());

	say("waiting for the passkey");
	const body = await makePasskey(home.name, home.reader);
	const answer = await signed(home, "POST", "/api/v1/passkey", body);

	if (!answer.ok)
		throw new Refused("cannot register the passkey: the hub " +
		    "answered " + answer.status, "a reader may have eight; " +
		    "else try again");
	say("The passkey is registered. Once your fingerprint is confirmed, " +
	    "sign in with it.");
});

onPress("receipts", async () => {
	const answer = check(await signed(await needHome(), "GET",
	    "/api/v1/receipts"), "have the receipts");

	saveButton("", "receipts.json", new Uint8Array(
	    await answer.arrayBuffer())).click();
	say("saved; with their proofs anybody can check them");
});

const home = await loadHome();

if (home !== null && home.joined)
	showJoined(home);
