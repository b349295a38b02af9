/* SPDX-License-Identifier: ISC */
/*
 * JSON: members that people read, of CSAF, CVE and OSV records.
 *
 * jansson keeps no places, so the text is walked here, with a stack of the
 * names on the way.  A draft that is broken is read up to the fault.
 */
#include <string.h>

#include "wording/cutting.h"

#define DEPTH		64	/* levels; deeper is left alone */
#define FORBIDDEN	"\"\\\n\r\t"
#define ANY		NULL

/*
 * What is prose: the member's name, and those of the two that hold it (an
 * array counts by its name); ANY is any.  Sources: CSAF 2.0 sections 3.2.1
 * and 3.2.3, CVE record format 5.1, OSV 1.6.
 */
static const struct {
	const char *name, *in, *above;
	enum tt_prose_block_kind kind;
} members[] = {
	{ "text", "notes", ANY, TT_BLOCK_FIELD },
	{ "details", "remediations", ANY, TT_BLOCK_FIELD },
	{ "details", "threats", ANY, TT_BLOCK_FIELD },
	{ "details", "restart_required", "remediations", TT_BLOCK_FIELD },
	{ "summary", "revision_history", "tracking", TT_BLOCK_FIELD },
	{ "summary", "acknowledgments", ANY, TT_BLOCK_FIELD },
	{ "title", "document", "", TT_BLOCK_HEADING },
	{ "title", "vulnerabilities", "", TT_BLOCK_HEADING },
	{ "value", "descriptions", ANY, TT_BLOCK_FIELD },
	{ "value", "description_data", "description", TT_BLOCK_FIELD },
	{ "value", "rejectedReasons", ANY, TT_BLOCK_FIELD },
	{ "value", "solutions", ANY, TT_BLOCK_FIELD },
	{ "value", "workarounds", ANY, TT_BLOCK_FIELD },
	{ "value", "exploits", ANY, TT_BLOCK_FIELD },
	{ "value", "configurations", ANY, TT_BLOCK_FIELD },
	{ "value", "timeline", ANY, TT_BLOCK_FIELD },
	{ "title", "cna", "containers", TT_BLOCK_HEADING },
	{ "title", "adp", "containers", TT_BLOCK_HEADING },
	{ "summary", "", ANY, TT_BLOCK_HEADING },
	{ "details", "", ANY, TT_BLOCK_FIELD },
};

/* Arrays whose order says nothing. */
static const char *const free_order[] = { "references", "tags" };

struct level {
	char open;		/* { or [ */
	struct span name;	/* of the member that it is; of an item of an
				 * array, the array's */
	bool prose;		/* false: nothing below is */
	bool is_list;		/* of free_order */
	struct cutting_piece items[CUTTING_LIST_MAX + 1];
	size_t n_items;
};

struct reading {
	struct cutting *c;
	struct span s;
	size_t at;
	struct level level[DEPTH];
	size_t depth;
	struct span name;	/* of the member whose value comes */
};

static size_t
skip_white(struct span s, size_t at)
{
	while (at < s.n && s.p[at] != '\0' && strchr(" \t\r\n", s.p[at]) !=
	    NULL)
		at++;
	return at;
}

/* Behind the string at `at`; s.n + 1 if it does not end. */
static size_t
string_end(struct span s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		if (s.p[at] == '\\')
			at++;
	return at < s.n ? at + 1 : s.n + 1;
}

/* What is between the quotes of the string at..end. */
static struct span
inside(struct span s, size_t at, size_t end)
{
	return (struct span){ s.p + at + 1, end - at - 2 };
}

/*
 * The text of member key in the object that opens at `at`, if it is a plain
 * string and stands before anything nested.
 */
static struct span
sibling(struct span s, size_t at, const char *key)
{
	struct span name = { NULL, 0 };
	size_t end;
	bool value = false;

	for (at++; at < s.n; at = end) {
		end = at + 1;
		if (s.p[at] == '{' || s.p[at] == '}' || s.p[at] == '[')
			break;
		if (s.p[at] == ':' || s.p[at] == ',')
			value = s.p[at] == ':';
		if (s.p[at] != '"')
			continue;
		if ((end = string_end(s, at)) > s.n)
			break;
		if (value && span_is(name, key))
			return inside(s, at, end);
		if (!value)
			name = inside(s, at, end);
	}
	return (struct span){ "", 0 };
}

/* Legal notices stay, and what is not in English. */
static bool
may_hold_prose(struct span s, size_t at)
{
	struct span lang = sibling(s, at, "lang");

	return !span_is(sibling(s, at, "category"), "legal_disclaimer") &&
	    (lang.n == 0 || span_starts(lang, "en"));
}

static struct span
name_above(const struct reading *r, size_t up)
{
	return r->depth > up ? r->level[r->depth - 1 - up].name :
	    (struct span){ "", 0 };
}

/* The names that hold a member, arrays and their items as one. */
static void
holders(const struct reading *r, struct span *in, struct span *above)
{
	size_t up = 0;

	*in = name_above(r, up++);
	if (r->depth >= 2 && r->level[r->depth - 2].open == '[')
		up++;
	*above = name_above(r, up);
}

static bool
is_prose(const struct reading *r, enum tt_prose_block_kind *kind)
{
	struct span in, above;

	if (r->depth == 0 || !r->level[r->depth - 1].prose ||
	    r->level[r->depth - 1].open != '{')
		return false;
	holders(r, &in, &above);
	for (size_t i = 0; i < N_ROWS(members); i++)
		if (span_is(r->name, members[i].name) &&
		    span_is(in, members[i].in) &&
		    (in.n > 0 || r->depth == 1) &&
		    (members[i].above == ANY ||
		    span_is(above, members[i].above))) {
			*kind = members[i].kind;
			return true;
		}
	return false;
}

/*
 * Behind an escape, *gap as before it and then as after it: \n is white
 * space, two of them end the paragraph.
 */
static size_t
cut_escape(struct cutting *c, size_t at, enum tt_prose_block_kind kind,
    enum tt_prose_gap *gap)
{
	size_t n = 0;

	if (c->mask[at + 1] == '"') {	/* quotes, as flat.h finds out */
		cutting_add(c, at + 1, at + 2, *gap);
		*gap = TT_GAP_NOTHING;
		return at + 2;
	}
	if (c->mask[at + 1] != 'n' && c->mask[at + 1] != 'r' &&
	    c->mask[at + 1] != 't') {
		*gap = TT_GAP_WORD;
		return at + (c->mask[at + 1] == 'u' ? 6 : 2);
	}
	while (c->mask[at] == '\\' && strchr("nrt", c->mask[at + 1]) != NULL &&
	    c->mask[at + 1] != '\0') {
		n += c->mask[at + 1] == 'n';
		at += 2;
	}
	if (n > 1)
		cutting_open(c, kind, FORBIDDEN, false);
	*gap = TT_GAP_SPACE;
	return at;
}

/* The characters at..end of a string. */
static void
cut_string(struct cutting *c, size_t at, size_t end,
    enum tt_prose_block_kind kind)
{
	enum tt_prose_gap gap = TT_GAP_SPACE;
	size_t from = at;

	cutting_open(c, kind, FORBIDDEN, false);
	while (at < end) {
		if (c->mask[at] != '\\') {
			at++;
			continue;
		}
		cutting_add(c, from, at, gap);
		gap = from < at ? TT_GAP_NOTHING : gap;
		at = cut_escape(c, at, kind, &gap);
		at = at < end ? at : end;
		if (gap == TT_GAP_WORD)
			cutting_gap(c, at, gap);
		from = at;
	}
	cutting_add(c, from, end, gap);
	cutting_close(c);
}

/* A value of the array at hand stands from..to. */
static void
add_item(struct reading *r, size_t from, size_t to)
{
	struct level *l = r->depth == 0 ? NULL : &r->level[r->depth - 1];

	if (l != NULL && l->is_list && l->n_items <= CUTTING_LIST_MAX)
		l->items[l->n_items++] = (struct cutting_piece){ from, to,
			TT_GAP_SPACE };
}

static bool
take_string(struct reading *r)
{
	size_t end = string_end(r->s, r->at), colon;
	enum tt_prose_block_kind kind;

	if (end > r->s.n)
		return false;
	colon = skip_white(r->s, end);
	if (r->depth > 0 && r->level[r->depth - 1].open == '{' &&
	    colon < r->s.n && r->s.p[colon] == ':') {
		r->name = inside(r->s, r->at, end);
		r->at = colon + 1;
		return true;
	}
	if (is_prose(r, &kind))
		cut_string(r->c, r->at + 1, end - 1, kind);
	add_item(r, r->at, end);
	r->at = end;
	return true;
}

static bool
take_open(struct reading *r)
{
	struct level *up = r->depth == 0 ? NULL : &r->level[r->depth - 1];
	struct level *l = &r->level[r->depth];

	if (r->depth == DEPTH)
		return false;
	memset(l, 0, sizeof(*l));
	l->open = r->s.p[r->at];
	l->name = up == NULL ? (struct span){ "", 0 } :
	    up->open == '[' ? up->name : r->name;
	l->prose = (up == NULL || up->prose) && (l->open == '[' ||
	    may_hold_prose(r->s, r->at));
	for (size_t i = 0; i < N_ROWS(free_order); i++)
		l->is_list |= l->open == '[' && span_is(l->name,
		    free_order[i]);
	if (up != NULL && up->is_list && up->n_items <= CUTTING_LIST_MAX)
		up->items[up->n_items].from = r->at;
	r->depth++;
	r->at++;
	return true;
}

static bool
take_close(struct reading *r)
{
	if (r->depth == 0)
		return false;
	r->depth--;
	r->at++;
	if (r->level[r->depth].is_list)
		cutting_list(r->c, r->level[r->depth].items,
		    r->level[r->depth].n_items);
	if (r->depth > 0 && r->level[r->depth - 1].n_items <=
	    CUTTING_LIST_MAX)
		add_item(r, r->level[r->depth - 1].items[
		    r->level[r->depth - 1].n_items].from, r->at);
	return true;
}

static bool
take_scalar(struct reading *r)
{
	size_t from = r->at;

	while (r->at < r->s.n && strchr(",]}{[\":", r->s.p[r->at]) == NULL &&
	    skip_white(r->s, r->at) == r->at)
		r->at++;
	if (r->at == from)
		return false;
	add_item(r, from, r->at);
	return true;
}

void
cut_json(struct cutting *c)
{
	struct reading r = { .c = c, .s = c->masked };
	bool going = true;

	while (going && c->err == TT_OK &&
	    (r.at = skip_white(r.s, r.at)) < r.s.n) {
		switch (r.s.p[r.at]) {
		case '"':
			going = take_string(&r);
			break;
		case '{':
		case '[':
			going = take_open(&r);
			break;
		case '}':
		case ']':
			going = take_close(&r);
			break;
		case ',':
		case ':':
			r.at++;
			break;
		default:
			going = take_scalar(&r);
		}
	}
}
