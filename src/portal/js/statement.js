/* SPDX-License-Identifier: ISC */
/**
 * statement - lines of text that say one thing each: those kinds that a
 * reader's page meets, by the same table as the programs have.
 * specs/ledger.md section 7.  Parse then format is the identity or refused.
 */
// @ts-check
import { instant, instantText, number, order, unhex, utf8 }
    from "./bytes.js";
import { parseNote, sorted } from "./note.js";

const TEXT_MAX = 1024, FIELDS_MAX = 256, BYTES_MAX = 16384;

/** What a value of each type is: throws where it is none. */
const types = {
	text: () => {},
	number,
	instant,
	hash: (/** @type {string} */ v) => unhex(v, 32),
	id: (/** @type {string} */ v) => unhex(v, 16),
	bulletin: (/** @type {string} */ v) => unhex(v, 8),
	hex: (/** @type {string} */ v) => unhex(v, v.length >> 1),
	vkey: (/** @type {string} */ v) =>
	    match(v, /^[^\s+]+\+[0-9a-f]{8}\+.+$/),
	recipient: (/** @type {string} */ v) => match(v, /^age1[0-9a-z]{58}$/),
	pair: (/** @type {string} */ v) => match(v, /^[0-9a-z-]+ \S/),
};

/** @param {string} v @param {RegExp} form */
function match(v, form) {
	if (!form.test(v))
		throw new SyntaxError("not of its form");
}

/**
 * "name type", with ? what may be absent, with * what repeats.
 * @type {Record<string, {timed: boolean, signed: boolean, fields: string[]}>}
 */
const kinds = {
	programme: kind("name text, interval number, depth number, " +
	    "log-key vkey, predecessor? text, predecessor-size? number, " +
	    "predecessor-root? hash"),
	keys: kind("number number, interval? number, small-team? text, " +
	    "key* pair"),
	batch: kind("number number, keys hash, depth number, set hash, " +
	    "urgent? text", true, false),
	reader: kind("partner id, reader id, sign vkey, seal recipient, " +
	    "state text"),
	codebook: kind("bulletin bulletin, commitment hash, text hash"),
	wave: kind("bulletin bulletin, wave text, profile text, " +
	    "opens instant, recipient recipient, threshold number, " +
	    "coefficient* pair, keeper* pair"),
	copies: kind("bulletin bulletin, wave hash, codebook hash, " +
	    "beacon? hex, set hash, depth number, bytes number"),
	move: kind("wave hash, number number, opens instant"),
	consent: kind("bulletin bulletin, reader id, terms hash, " +
	    "until instant, state text"),
	receipt: kind("bulletin bulletin, reader id, terms hash, " +
	    "until instant, copies hash, copy hash"),
	copy: kind("bulletin bulletin, number number, holder number, " +
	    "reader id, copy hash", false, false),
	sighting: kind("seen instant, source text, evidence hash, " +
	    "bulletin? bulletin, case? text"),
	letter: kind("key text, about text, bulletin? bulletin, re? hash, " +
	    "since? instant, until? instant, place? text, " +
	    "confidence? text, to? text, version? text, document? hash, " +
	    "reader? id, reason? text"),
	desk: kind("recipient* recipient"),
	approval: kind("request bulletin, shown hash, answer text, " +
	    "reason? text"),
	request: kind("key text, challenge id, method text, path text, " +
	    "body hash"),
	invitation: kind("hub text, pin? hash, log-key vkey, officer vkey, " +
	    "admin? vkey, partner id, name text, email text, token hash, " +
	    "expires instant"),
	terms: kind("bulletin bulletin, revision number, public instant, " +
	    "opens instant, wave bulletin, agreement text, " +
	    "respond-by instant, use* pair", false, false),
};

/** @param {string} fields */
function kind(fields, timed = true, signed = true) {
	return { timed, signed, fields: fields.split(", ") };
}

/** @param {string} rule */
function ruleOf(rule) {
	const [name, type] = rule.split(" ");

	return { name: name.replace(/[?*]$/, ""), type,
		maybe: /[?*]$/.test(name), many: name.endsWith("*") };
}

export class Statement {
	/**
	 * @param {string} kind @param {string} origin @param {number} time
	 * @param {[string, string][]} fields @param {string} text unsigned
	 */
	constructor(kind, origin, time, fields, text) {
		this.kind = kind;
		this.origin = origin;
		this.time = time;
		this.fields = fields;
		this.text = text;
		/** @type {import("./note.js").Note | null} */
		this.note = null;
		/** @type {string} with its signatures */
		this.whole = text;
	}

	/** The first; "" where there is none. @param {string} name */
	get(name) {
		return this.fields.find(f => f[0] === name)?.[1] ?? "";
	}

	/** @param {string} name @returns {string[]} */
	all(name) {
		return this.fields.filter(f => f[0] === name).map(f => f[1]);
	}

	/** @param {string} name */
	number(name) {
		return number(this.get(name));
	}

	/** @param {string} name @returns {number} POSIX seconds */
	instant(name) {
		return instant(this.get(name));
	}

	/** Of 32 bytes. @param {string} name */
	hash(name) {
		return unhex(this.get(name), 32);
	}
}

/** @param {string} value @param {string} type */
function checkValue(value, type) {
	/* eslint-disable-next-line no-control-regex */
	const control = /[\u0000-\u001f\u007f-\u009f]/u;

	if (value === "" || value.startsWith(" ") || value.endsWith(" ") ||
	    control.test(value) || utf8(value).length > TEXT_MAX)
		throw new SyntaxError("not a value");
	types[/** @type {keyof typeof types} */ (type)](value);
}

/** @param {string} line @returns {[string, string]} */
function nameAndValue(line) {
	const at = line.indexOf(" ");

	if (at < 1)
		throw new SyntaxError("not a line of name and value");
	return [line.slice(0, at), line.slice(at + 1)];
}

/** @param {[string, string][]} fields @param {string[]} rules */
function checkFields(fields, rules) {
	let at = 0;

	if (fields.length > FIELDS_MAX)
		throw new SyntaxError("too many fields");
	for (const r of rules.map(ruleOf)) {
		const from = at;

		for (; at < fields.length && fields[at][0] === r.name; at++) {
			checkValue(fields[at][1], r.type);
			if (at > from && (!r.many || order(
			    utf8(fields[at - 1][1]), utf8(fields[at][1])) >= 0))
				throw new SyntaxError(r.name + " out of order");
		}
		if (at === from && !r.maybe)
			throw new SyntaxError(r.name + " is missing");
	}
	if (at < fields.length)
		throw new SyntaxError(fields[at][0] + " is not expected");
}

/** Without signatures. @param {string} text @returns {Statement} */
function parseText(text) {
	const lines = text.split("\n");
	const name = lines[0].replace(/^telltale\/v1\//, "");
	const rule = Object.hasOwn(kinds, name) ? kinds[name] : null;

	if (rule === null || lines.pop() !== "" || name === lines[0])
		throw new SyntaxError("not a kind of statement");
	const fields = lines.slice(1).map(nameAndValue);
	const [log, origin] = fields.shift() ?? ["", ""];

	if (log !== "log" || origin === "")
		throw new SyntaxError("no log is named");
	const [, at] = rule.timed ? fields.shift() ?? ["", ""] : ["", ""];

	checkFields(fields, rule.fields);
	return new Statement(name, origin, rule.timed ? instant(at) : 0, fields,
	    text);
}

/**
 * @param {string} whole with its signatures, if the kind has some
 * @param {string} want the kind
 * @returns {Statement}
 */
export function parseStatement(whole, want) {
	if (utf8(whole).length > BYTES_MAX)
		throw new SyntaxError("too long");
	if (!kinds[want].signed) {
		const s = parseText(whole);

		return sameKind(s, want);
	}
	const note = parseNote(whole), s = sameKind(parseText(note.text), want);

	if (!sorted(note))
		throw new SyntaxError("signatures out of order");
	s.note = note;
	s.whole = whole;
	return s;
}

/** @param {Statement} s @param {string} want */
function sameKind(s, want) {
	if (s.kind !== want || writeText(s.kind, s.origin, s.time,
	    s.fields) !== s.text)
		throw new SyntaxError("not a statement of kind " + want);
	return s;
}

/**
 * @param {string} kind @param {string} origin @param {number} time
 * @param {[string, string][]} fields
 */
function writeText(kind, origin, time, fields) {
	const head = [["log", origin]];

	if (kinds[kind].timed)
		head.push(["time", instantText(time)]);
	return "telltale/v1/" + kind + "\n" + [...head, ...fields]
	    .map(([name, value]) => name + " " + value + "\n").join("");
}

/**
 * The text of a new one, to be signed.
 * @param {string} kind @param {string} origin @param {number} time
 * @param {[string, string][]} fields
 */
export function statementText(kind, origin, time, fields) {
	checkFields(fields, kinds[kind].fields);
	return writeText(kind, origin, time, fields);
}

/**
 * A head, an empty line, and a text as it stands.
 * @param {string} file @returns {{head: Statement, text: string}}
 */
export function parseTerms(file) {
	const cut = file.indexOf("\n\n");

	if (cut < 0 || file.length > 262144)
		throw new SyntaxError("not terms");
	return { head: parseStatement(file.slice(0, cut + 1), "terms"),
		text: file.slice(cut + 2) };
}
