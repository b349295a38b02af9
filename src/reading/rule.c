/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/rule.h"

#define REACH		4096	/* bytes of a line that are looked at */
#define OPTIONS_LEAST	4	/* of a line that is a rule */

/* The offset of what element stands for, in its part's plain text. */
static size_t
source_of(const struct docket *d, uint32_t element)
{
	const struct element *e = &d->l->elements.at[element];
	const struct chain *c = &d->l->chains.at[e->first];

	return element_is_site(e) ? d->b->places[e->place].offset :
	    d->l->nodes.at[c->first].source;
}

static uint32_t
part_of(const struct docket *d, uint32_t element)
{
	const struct stretch *s = d->l->stretches.at;
	size_t lo = 0, hi = d->l->stretches.n, mid;

	/* the last stretch whose core does not begin behind it */
	while (hi - lo > 1) {
		mid = (lo + hi) / 2;
		if (s[mid].core <= element)
			lo = mid;
		else
			hi = mid;
	}
	return s[lo].part;
}

struct range {
	size_t from, to;
};

/* The line of text in which byte at is. */
static struct range
line_at(struct span text, size_t at)
{
	struct range r = { at, at };

	while (r.from > 0 && text.p[r.from - 1] != '\n' && at - r.from < REACH)
		r.from--;
	while (r.to < text.n && text.p[r.to] != '\n' && r.to - at < REACH)
		r.to++;
	return r;
}

static struct range
marked_line(const struct docket *d, uint32_t element)
{
	return line_at(d->b->parts[part_of(d, element)].plain,
	    source_of(d, element));
}

/* Byte i of text is behind the end of a rule: a chat has many in a line. */
static bool
ends_rule(struct span text, size_t i)
{
	return i >= 2 && text.p[i - 1] == ')' && text.p[i - 2] == ';';
}

/* The line of the piece in which byte at is, as far as it is one rule. */
static struct range
rule_at(struct span text, size_t at)
{
	struct range line = line_at(text, at), r = { at, at };

	while (r.from > line.from && !ends_rule(text, r.from))
		r.from--;
	while (r.to < line.to && (r.to == at || !ends_rule(text, r.to)))
		r.to++;
	return r;
}

/* The bytes of the normal text in the rule of the piece with from..to. */
static struct range
found_line(const struct docket *d, uint32_t from, uint32_t to)
{
	const struct tt_normal *t = d->t;
	struct range raw = rule_at(d->specimen, t->at[from]);
	struct range all = { from, to };

	while (all.from > 0 && t->at[all.from - 1] >= raw.from)
		all.from--;
	while (all.to < t->n && t->at[all.to] < raw.to)
		all.to++;
	return all;
}

/* Of the bytes of all: those of the marked line's part, in it or out of it. */
static size_t
count_bytes(const struct search *s, uint32_t element, struct range all,
    bool in)
{
	const struct docket *d = &s->docket;
	struct range line = marked_line(d, element);
	uint32_t part = part_of(d, element), owner, last = OWNER_NONE;
	bool counts = false;
	size_t n = 0, source;

	for (size_t i = all.from; i < all.to; i++) {
		owner = owners_at(s->owners, i);
		if (owner == OWNER_NONE)
			continue;
		if (owner != last) {
			source = source_of(d, owner);
			counts = part_of(d, owner) == part && in ==
			    (source >= line.from && source < line.to);
			last = owner;
		}
		n += counts;
	}
	return n;
}

size_t
rule_support(const struct search *s, uint32_t element, uint32_t from,
    uint32_t to)
{
	return count_bytes(s, element, found_line(&s->docket, from, to),
	    true);
}

static bool
is_rule(struct span text, struct range line)
{
	struct span l = { text.p + line.from, line.to - line.from };
	size_t n = 0;

	for (size_t i = 0; i < l.n; i++)
		n += l.p[i] == ';';
	return n >= OPTIONS_LEAST && memchr(l.p, '(', l.n) != NULL;
}

bool
rule_denies(const struct search *s, const struct opinion *o)
{
	const struct docket *d = &s->docket;
	struct range all;
	size_t others;

	if (!is_rule(d->b->parts[part_of(d, o->element)].plain,
		marked_line(d, o->element)))
		return false;
	all = found_line(d, o->from, o->to);
	others = count_bytes(s, o->element, all, false);
	return others > 0 &&
	    count_bytes(s, o->element, all, true) <= 2 * others;
}
