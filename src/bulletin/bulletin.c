/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "bulletin/body.h"
#include "bulletin/encoding.h"
#include "bulletin/grow.h"
#include "bulletin/label.h"
#include "bulletin/lex.h"
#include "telltale/bulletin.h"

static const char say_close[] = "write }} at its end, or \\{{ if it is text";
static const char say_split[] = "split the bulletin";

/* The bulletin with what it owns; b is first, so that one gives the other. */
struct whole {
	struct tt_bulletin b;
	struct tt_part *parts;
	struct tt_site *sites;
	struct tt_place *places;
	struct span *alternatives;	/* of all choices, in a row */
	char **stores;			/* of each part, its text */
	size_t cap_sites, cap_places, n_alternatives, cap_alternatives;
};

/* What only reading needs. */
struct builder {
	struct whole *w;
	struct tt_diags *diags;
	struct labels labels;
	struct tt_where at;	/* the part, and a place in it */
	uint32_t part;
	/* the part's store: plain text from the front, sites from the back */
	char *store;
	size_t plain, back;
	bool full;		/* a limit was told */
};

#define REFUSE(b, remedy, ...)						\
	tt_diags_add((b)->diags, TT_ERROR, (b)->at, remedy, __VA_ARGS__)

static enum tt_err
add_place(struct builder *b, uint32_t site)
{
	struct whole *w = b->w;
	enum tt_err e = grow((void **)&w->places, &w->cap_places,
	    w->b.n_places, sizeof(*w->places), TT_PLACES_MAX);

	if (e == TT_OK)
		w->places[w->b.n_places++] = (struct tt_place){ b->part, site,
			b->plain, b->at.line, b->at.column };
	return e;
}

static enum tt_err
add_alternatives(struct whole *w, struct tt_site *s, const struct span *a)
{
	for (uint64_t i = 0; i < s->n; i++) {
		enum tt_err e = grow((void **)&w->alternatives,
		    &w->cap_alternatives, w->n_alternatives,
		    sizeof(*w->alternatives), (size_t)TT_SITES_MAX * TT_Q_MAX);

		if (e != TT_OK)
			return e;
		w->alternatives[w->n_alternatives++] = a[i];
		if (a[i].n > s->longest)
			s->longest = a[i].n;
	}
	return TT_OK;
}

/* A data site's greatest value is a longest one. */
static enum tt_err
measure_data(struct tt_site *s)
{
	enum tt_err e;
	struct buf text;

	buf_init(&text, TT_HEX_MAX);
	if ((e = tt_site_text(s, s->n - 1, &text)) == TT_OK)
		s->longest = text.n;
	buf_done(&text);
	return e;
}

static enum tt_err
add_site(struct builder *b, const struct body *body)
{
	struct whole *w = b->w;
	struct tt_site *s;
	enum tt_err e;

	e = grow((void **)&w->sites, &w->cap_sites, w->b.n_sites,
	    sizeof(*w->sites), TT_SITES_MAX);
	if (e != TT_OK)
		return e;
	s = &w->sites[w->b.n_sites];
	*s = body->site;
	s->number = (uint32_t)w->b.n_sites;
	s->label = body->label;
	s->part = b->part;
	s->line = b->at.line;
	s->column = b->at.column;
	s->n_places = 1;
	e = s->kind == TT_SITE_CHOICE ?
	    add_alternatives(w, s, body->alternatives) : measure_data(s);
	if (e != TT_OK || (e = add_place(b, s->number)) != TT_OK)
		return e;
	w->b.n_sites++;
	return TT_OK;
}

static enum tt_err
add_body(struct builder *b, const struct body *body)
{
	uint32_t number = (uint32_t)b->w->b.n_sites;
	enum tt_err e = TT_OK;

	switch (body->kind) {
	case BODY_AGAIN:
		e = labels_use(&b->labels, body->label, b->w->b.n_places,
		    b->at);
		return e == TT_OK ? add_place(b, 0) : e;
	case BODY_SITE:
		e = add_site(b, body);
		break;
	case BODY_BAD:
		number = LABEL_NO_SITE;
	}
	if (e != TT_OK || body->label.n == 0)
		return e;
	return labels_define(&b->labels, body->label, number, b->at);
}

static int
balance(struct span s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] == '{') - (s.p[i] == '}');
	return n;
}

/* {{a|{b}}}: the first }} closes, and leaves a } outside. */
static void
look_behind(struct builder *b, const struct body *body, const struct lexer *l)
{
	size_t next = l->at.offset;

	if (body->kind == BODY_SITE && body->site.kind == TT_SITE_CHOICE &&
	    next < l->text.n && l->text.p[next] == '}' &&
	    balance(body->alternatives[0]) == 0 &&
	    balance(body->alternatives[body->site.n - 1]) == 1)
		tt_diags_add(b->diags, TT_WARNING, b->at,
		    "let another alternative be the last",
		    "the site closes at the first }}, the } after it is text");
}

static enum tt_err
read_site(struct builder *b, struct token t, const struct lexer *l)
{
	struct body body;

	b->back -= t.text.n;
	body_read(&body, t.text, b->at, b->store + b->back, b->diags);
	look_behind(b, &body, l);
	return add_body(b, &body);
}

static enum tt_err
read_token(struct builder *b, struct token t, const struct lexer *l)
{
	b->at.line = t.at.line;
	b->at.column = t.at.column;
	switch (t.kind) {
	case TOKEN_PLAIN:
		memcpy(b->store + b->plain, t.text.p, t.text.n);
		b->plain += t.text.n;
		break;
	case TOKEN_SITE:
		return read_site(b, t, l);
	case TOKEN_NESTED:
		REFUSE(b, "write its combinations out as alternatives",
		    "a site within a site");
		break;
	case TOKEN_UNCLOSED:
		REFUSE(b, say_close, "a site that is not closed");
		break;
	case TOKEN_BRACES:
		REFUSE(b, "write \\{{ for a plain {{",
		    "more than three { in a row");
		break;
	case TOKEN_END:
		break;
	}
	return TT_OK;
}

static enum tt_err
read_text(struct builder *b, struct span text)
{
	enum tt_err e = TT_OK;
	struct lexer l;
	struct token t;

	lexer_init(&l, text);
	do {
		t = lexer_next(&l);
		e = read_token(b, t, &l);
	} while (e == TT_OK && t.kind != TOKEN_END);
	if (e == TT_ELIMIT && !b->full) {
		REFUSE(b, say_split,
		    "more than %u sites, or %u places of them, in all",
		    TT_SITES_MAX, TT_PLACES_MAX);
		b->full = true;
	}
	return e == TT_ELIMIT ? TT_OK : e;
}

static enum tt_err
read_part(struct builder *b, uint32_t i, struct tt_part_text in)
{
	struct whole *w = b->w;
	struct tt_part *part = &w->parts[i];
	enum tt_err e = TT_OK;

	b->part = i;
	b->at = (struct tt_where){ .file = in.name, .order = i };
	if (in.text.n > TT_PART_MAX) {
		REFUSE(b, "16 MiB are allowed", "%zu bytes", in.text.n);
		return TT_OK;
	}
	b->store = malloc(in.name.n + in.text.n + 1);
	if ((w->stores[i] = b->store) == NULL)
		return TT_ENOMEM;
	b->plain = 0;
	b->back = in.text.n;
	*part = (struct tt_part){ .first_place = w->b.n_places };
	part->binary = !encoding_is_text(in.text, b->at, b->diags);
	if (!part->binary) {
		e = read_text(b, in.text);
	} else {
		memcpy(b->store, in.text.p, in.text.n);
		b->plain = in.text.n;
	}
	part->plain = (struct span){ b->store, b->plain };
	part->name = (struct span){ b->store + in.text.n, in.name.n };
	if (in.name.n > 0)
		memcpy(b->store + in.text.n, in.name.p, in.name.n);
	part->n_places = w->b.n_places - part->first_place;
	return e;
}

static void
set_levels(struct whole *w)
{
	struct tt_bulletin *b = &w->b;

	b->n_value = b->n_holder = b->n_copy = 0;
	for (size_t i = 0; i < b->n_sites; i++)
		b->n_value += tt_site_is_value(&w->sites[i]);
	for (size_t i = 0; i < b->n_sites; i++) {
		struct tt_site *s = &w->sites[i];
		bool only = b->n_value == 1 && tt_site_is_value(s);

		if (!s->level_declared)
			s->level = b->n_sites >= TT_SITES_FOR_COPIES && !only &&
			    i % 3 == 2 ? TT_SITE_COPY : TT_SITE_HOLDER;
		b->n_holder += s->level == TT_SITE_HOLDER;
		b->n_copy += s->level == TT_SITE_COPY;
	}
	for (size_t i = 0; i < b->n_sites; i++) {
		struct tt_site *s = &w->sites[i];

		s->flat = !tt_site_is_value(s) && (s->flat_declared ||
		    b->n_holder < TT_HOLDER_SITES_FOR_PEAKS);
	}
}

/* Pointers into arrays that do not grow any more. */
static void
join(struct whole *w)
{
	size_t at = 0;

	for (size_t i = 0; i < w->b.n_sites; i++) {
		struct tt_site *s = &w->sites[i];

		if (s->kind != TT_SITE_CHOICE)
			continue;
		s->alternatives = w->alternatives + at;
		at += s->n;
	}
	w->b.parts = w->parts;
	w->b.sites = w->sites;
	w->b.places = w->places;
}

static void
measure(struct builder *b)
{
	struct whole *w = b->w;

	for (size_t i = 0; i < w->b.n_parts; i++) {
		struct tt_part *part = &w->parts[i];

		part->longest = part->plain.n;	/* at most 2^24 + 2^32 */
		for (size_t k = 0; k < part->n_places; k++)
			part->longest += w->sites[
			    w->places[part->first_place + k].site].longest;
		b->at = (struct tt_where){ part->name, (uint32_t)i, 0, 0 };
		if (part->longest > TT_RENDERING_MAX)
			REFUSE(b, "64 MiB are allowed",
			    "a rendering may have %zu bytes", part->longest);
	}
}

static struct whole *
new_whole(size_t n_parts)
{
	struct whole *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->b.n_parts = n_parts;
	w->parts = calloc(n_parts + 1, sizeof(*w->parts));
	w->stores = calloc(n_parts + 1, sizeof(*w->stores));
	if (w->parts == NULL || w->stores == NULL) {
		tt_bulletin_free(&w->b);
		return NULL;
	}
	return w;
}

enum tt_err
tt_bulletin_parse(struct tt_bulletin **out, const struct tt_part_text *parts,
    size_t n, struct tt_diags *diags)
{
	struct builder b = { .diags = diags };
	size_t errors = diags->n_errors, rows = diags->n;
	enum tt_err e = TT_OK;

	if (n > TT_PARTS_MAX)
		return TT_ELIMIT;
	if ((b.w = new_whole(n)) == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < n && e == TT_OK; i++)
		e = read_part(&b, i, parts[i]);
	if (e != TT_OK)
		goto out;
	if (!b.full)
		labels_resolve(&b.labels, b.w->places, b.w->sites, diags);
	if (diags->n_errors == errors)
		measure(&b);
	tt_diags_sort(diags, rows);
	if (diags->n_errors > errors) {
		e = TT_ESYNTAX;
		goto out;
	}
	set_levels(b.w);
	join(b.w);
	*out = &b.w->b;
	b.w = NULL;	/* transferred */
out:
	labels_done(&b.labels);
	if (b.w != NULL)
		tt_bulletin_free(&b.w->b);
	return e;
}

void
tt_bulletin_free(struct tt_bulletin *b)
{
	struct whole *w = (struct whole *)b;

	if (w == NULL)
		return;
	for (size_t i = 0; w->stores != NULL && i < w->b.n_parts; i++)
		free(w->stores[i]);
	free(w->stores);
	free(w->parts);
	free(w->sites);
	free(w->places);
	free(w->alternatives);
	free(w);
}

enum tt_err
tt_bulletin_render(const struct tt_bulletin *b, size_t part,
    const uint64_t *symbols, struct buf *out)
{
	const struct tt_part *p;
	const struct tt_place *place;
	size_t at = 0;
	enum tt_err e;

	if (part >= b->n_parts)
		return TT_ERANGE;
	p = &b->parts[part];
	if (p->plain.n == 0 && p->n_places == 0)
		return buf_err(out);
	place = p->n_places > 0 ? &b->places[p->first_place] : NULL;
	for (size_t i = 0; i < p->n_places; i++)
		if (symbols[place[i].site] >= b->sites[place[i].site].n)
			return TT_ERANGE;
	for (size_t i = 0; i < p->n_places; i++) {
		const struct tt_site *s = &b->sites[place[i].site];

		if (place[i].offset > at)
			buf_add(out, p->plain.p + at, place[i].offset - at);
		at = place[i].offset;
		if ((e = tt_site_text(s, symbols[s->number], out)) != TT_OK)
			return e;
	}
	if (p->plain.n > at)
		buf_add(out, p->plain.p + at, p->plain.n - at);
	return buf_err(out);
}

size_t
tt_bulletin_part(const struct tt_bulletin *b, struct span name)
{
	size_t i = 0;

	while (i < b->n_parts && !span_eq(b->parts[i].name, name))
		i++;
	return i;
}
