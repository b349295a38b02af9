/* SPDX-License-Identifier: ISC */
/**
 * dom - elements and texts; no markup is ever made of a text.
 */
// @ts-check
import { utf8 } from "./bytes.js";
import { Refused } from "./refused.js";

/** One that the page has. @param {string} id @returns {HTMLElement} */
export function byId(id) {
	return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} name @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function make(name, attributes = {}, ...children) {
	const e = document.createElement(name);

	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.append(...children);
	return e;
}

/**
 * One that saves bytes under that name.
 * @param {string} says @param {string} name @param {Uint8Array} bytes
 */
export function saveButton(says, name, bytes) {
	const button = make("button", { type: "button", class: "quiet" }, says);

	button.addEventListener("click", () => {
		const url = URL.createObjectURL(new Blob(
		    [/** @type {BlobPart} */ (bytes)],
		    { type: "application/octet-stream" }));

		make("a", { href: url, download: name }).click();
		setTimeout(() => URL.revokeObjectURL(url), 60000);
	});
	return button;
}

/** To whoever cannot see it, too. @param {string} text */
export function say(text) {
	byId("status").textContent = text;
}

/** What went wrong: the cause, and what to do. @param {unknown} error */
export function showProblem(error) {
	const box = byId("problem"), known = error instanceof Refused;
	const cause = known && error.cause instanceof Error ?
	    " (" + error.cause.message + ")" : "";

	say("");
	const evidence = known && error.evidence !== "" ?
	    [saveButton("Save the evidence", "evidence.txt",
	    utf8(error.evidence))] : [];

	box.replaceChildren(
	    make("h2", {}, known ? error.message + cause :
	    "something is wrong with this page: " + error),
	    make("p", {}, known ? error.remedy :
	    "load it again, or use telltale"), ...evidence);
	box.hidden = false;
}

/**
 * What a button does; while it does it cannot be pressed again.
 * @param {string} id @param {() => Promise<void>} act
 */
export function onPress(id, act) {
	const button = document.getElementById(id);
	let busy = false;	/* not disabled: that would lose the focus */

	button?.addEventListener("click", async () => {
		if (busy)
			return;
		busy = true;
		byId("problem").hidden = true;
		button.setAttribute("aria-busy", "true");
		try {
			await act();
		} catch (e) {
			showProblem(e);
		} finally {
			busy = false;
			button.removeAttribute("aria-busy");
		}
	});
}
