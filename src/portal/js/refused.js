/* SPDX-License-Identifier: ISC */
/**
 * refused - why something is not believed or not done: what it is about, the
 * cause, and what to do.  An alarm is about integrity: somebody's word was
 * broken, and nothing of it is shown.
 */
// @ts-check

export class Refused extends Error {
	/**
	 * @param {string} what "cannot open the copy: its hash differs"
	 * @param {string} remedy
	 * @param {{alarm?: boolean, cause?: unknown, evidence?: string}}
	 *     [more] evidence: what anybody can be shown, as a file
	 */
	constructor(what, remedy, more = {}) {
		super(what, { cause: more.cause });
		this.name = "Refused";
		this.remedy = remedy;
		this.alarm = more.alarm === true;
		this.evidence = more.evidence ?? "";
	}
}

/**
 * What does not hold in something that the hub hands out.
 * @param {string} what @param {unknown} [cause] @param {string} [evidence]
 */
export function alarm(what, cause, evidence) {
	return new Refused("alarm: cannot believe what the hub delivers: " +
	    what, "nothing was signed or opened; ask the vendor by another " +
	    "channel, and try telltale on a machine of your own",
	    { alarm: true, cause, evidence });
}
