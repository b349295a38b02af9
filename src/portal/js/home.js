/* SPDX-License-Identifier: ISC */
/**
 * home - what this browser keeps of a reader: keys that cannot be exported,
 * the log's policy, the newest checkpoint and the list of keys believed.  It
 * is in IndexedDB, of this site alone; nothing of a bulletin ever is.
 */
// @ts-check
import { Refused } from "./refused.js";

/**
 * @typedef {object} Home
 * @property {string} origin of the log
 * @property {string} reader its id, 32 hex digits
 * @property {string} name @property {string} partner
 * @property {string} vkey @property {string} recipient
 * @property {CryptoKey} sign @property {CryptoKey} seal
 * @property {string} invitation as it came: who began the log
 * @property {string} statement what was signed when joining
 * @property {string} policy @property {string} keys
 * @property {string} checkpoint the newest seen
 * @property {boolean} joined the hub has taken the statement
 * @property {string[]} receipts signed here
 * @property {string} [slot] where it is kept: an officer's beside a reader's
 * @property {number} [scanned] entries looked through for lists of keys
 * @property {string} [desk] the newest word of whom letters are sealed to
 */

const NAME = "telltale", STORE = "home";

/** @returns {Promise<IDBDatabase>} */
function connect() {
	return new Promise((done, fail) => {
		const r = indexedDB.open(NAME, 1);

		r.onupgradeneeded = () => r.result.createObjectStore(STORE);
		r.onsuccess = () => done(r.result);
		r.onerror = () => fail(r.error);
	});
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(s: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function run(mode, act) {
	const db = await connect();

	try {
		return await new Promise((done, fail) => {
			const t = db.transaction(STORE, mode,
			    { durability: "strict" });
			const r = act(t.objectStore(STORE));

			t.oncomplete = () => done(r.result);
			t.onabort = () => fail(t.error);
		});
	} finally {
		db.close();
	}
}

/** @param {string} [slot] @returns {Promise<Home | null>} */
export async function loadHome(slot = "me") {
	return await run("readonly", s => s.get(slot)) ?? null;
}

/** @param {Home} home */
export async function saveHome(home) {
	await run("readwrite", s => s.put(home, home.slot ?? "me"));
	/* or a browser that is short of room may forget the keys */
	await navigator.storage?.persist?.();
}

/** Keys that the hub has refused. */
export async function forgetHome() {
	await run("readwrite", s => s.delete("me"));
}

/** @returns {Promise<Home>} */
export async function needHome() {
	const home = await loadHome();

	if (home === null || !home.joined)
		throw new Refused("this browser has no reader's keys",
		    "join with an invitation, or use the browser that joined");
	return home;
}
