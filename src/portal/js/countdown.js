/* SPDX-License-Identifier: ISC */
/**
 * countdown - instants in local time, and how far they are, as they go by.
 * Whoever listens is told once a minute at most.
 */
// @ts-check
import { ask, now } from "./api.js";
import { instant } from "./bytes.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** In the two largest units. @param {number} s seconds */
export function length(s) {
	const d = Math.floor(s / DAY), h = Math.floor(s / HOUR) % 24;
	const m = Math.floor(s / MINUTE) % 60;

	if (d > 0)
		return d + " d" + (h > 0 ? " " + h + " h" : "");
	if (h > 0)
		return h + " h" + (m > 0 ? " " + m + " min" : "");
	return (m > 0 ? m + " min " : "") + Math.floor(s % MINUTE) + " s";
}

/** @param {number} at @param {number} t now; both seconds */
export function away(at, t) {
	return at > t ? "in " + length(at - t) :
	    at === t ? "now" : length(t - at) + " ago";
}

/** "2026-12-08 18:00:00Z, 19:00 CET, in 5 d 3 h" @param {number} at */
export function moment(at) {
	const date = new Date(1000 * at), zone = date.toLocaleString("en-GB",
	    { hour: "2-digit", minute: "2-digit", timeZoneName: "short",
		weekday: "short" });

	return date.toISOString().replace("T", " ").replace(".000", "") + ", " +
	    (date.getTimezoneOffset() !== 0 ? zone + ", " : "") +
	    away(at, now());
}

/** @param {NodeListOf<HTMLTimeElement>} times */
function tick(times) {
	for (const t of times) {
		const said = moment(instant(t.dateTime));

		if (t.textContent !== said)
			t.textContent = said;
	}
}

/** From now on, all of the page. */
export async function start() {
	const times = document.querySelectorAll("time");

	try {
		await ask("/api/v1/health");	/* for the hub's clock */
	} catch {
		/* the machine's will do */
	}
	tick(times);
	setInterval(() => tick(document.querySelectorAll("time")), 1000);
}

start();
