/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/utf8.h"
#include "exchange/exchange.h"
#include "exchange/prose.h"

#define SEED_MAX	1024	/* bytes */

/* Rules of all files, so that what is written has a bound. */
static enum tt_err
check_rules(const struct exchange *x)
{
	struct span rest, rule;
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++) {
		if (part_rule(x->part[i].kind)->stix == NULL)
			continue;
		rest = x->part[i].text;
		while (part_next_rule(x->part[i].kind, &rest, &rule))
			if (++n > EXCHANGE_RULES_MAX)
				return TT_ELIMIT;
	}
	return TT_OK;
}

static bool
is_readable(struct span text)
{
	return text.n > 0 && memchr(text.p, '\0', text.n) == NULL &&
	    utf8_valid(text.p, text.n);
}

static void
choose_advisory(struct exchange *x)
{
	unsigned best = 0, rank;

	for (size_t i = 0; i < x->n; i++) {
		rank = is_readable(x->part[i].text) ?
		    part_rank(x->part[i].kind, x->part[i].name) : 0;
		if (rank > best) {
			best = rank;
			x->advisory = &x->part[i];
		}
	}
}

static void
count_left_out(struct exchange *x)
{
	for (size_t i = 0; i < x->n; i++)
		x->n_left_out += x->part[i].kind == PART_OTHER &&
		    &x->part[i] != x->advisory;
}

static void
set_label(struct exchange *x)
{
	x->label = x->about.is_public ? TLP_CLEAR : x->about.terms;
	if (x->facts.labelled && x->facts.label > x->label)
		x->label = x->facts.label;
}

static void
set_times(struct exchange *x)
{
	const struct exchange_about *a = &x->about;

	x->changed_s = a->opened_s;
	if (a->sealed_s > x->changed_s)
		x->changed_s = a->sealed_s;
	if (a->is_public && a->public_s > x->changed_s)
		x->changed_s = a->public_s;
}

static enum tt_err
read_advisory(struct exchange *x)
{
	enum tt_err e = TT_OK;

	choose_advisory(x);
	if (x->advisory != NULL && x->advisory->kind == PART_CSAF) {
		e = prose_of_csaf(&x->made, x->advisory->json);
		x->prose = buf_view(&x->made);
	} else if (x->advisory != NULL)
		x->prose = x->advisory->text;
	if (x->prose.n == 0)
		x->prose = (struct span){ "", 0 };	/* never NULL */
	facts_read(&x->facts, x->prose, x->advisory != NULL &&
	    x->advisory->kind == PART_OTHER ? FACTS_DATA : FACTS_TEXT);
	x->title = x->facts.title.n > 0 ? x->facts.title : x->about.id;
	return e;
}

enum tt_err
exchange_new(struct exchange **out, const struct exchange_about *about,
    const struct span *name, const struct span *text, size_t n)
{
	struct exchange *x;
	enum tt_err e;

	if (n > EXCHANGE_PARTS_MAX)
		return TT_ELIMIT;
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return TT_ENOMEM;
	x->about = *about;
	buf_init_secret(&x->made, EXCHANGE_FILE_MAX);
	for (x->n = 0; x->n < n; x->n++) {
		struct exchange_part *p = &x->part[x->n];

		p->name = name[x->n];
		p->text = text[x->n];
		p->kind = part_kind(p->name, p->text, &p->json);
	}
	if ((e = check_rules(x)) == TT_OK)
		e = read_advisory(x);
	if (e != TT_OK) {
		exchange_free(x);
		return e;
	}
	count_left_out(x);
	set_label(x);
	set_times(x);
	*out = x;
	return TT_OK;
}

void
exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	for (size_t i = 0; i < x->n; i++)
		json_decref(x->part[i].json);
	buf_done(&x->made);
	free(x);
}

struct uuid
exchange_uuid(const struct exchange *x, const char *kind, struct span file,
    size_t index)
{
	char reader[HEX_LEN(TT_READER_ID_LEN) + 1];
	struct buf seed;
	struct uuid u;

	hex_encode(reader, x->about.reader, sizeof(x->about.reader));
	buf_init(&seed, SEED_MAX);
	buf_printf(&seed, "%s %.*s %s %zu ", kind, (int)x->about.id.n,
	    x->about.id.p, reader, index);
	buf_span(&seed, file);
	u = uuid_v5(uuid_ours, buf_view(&seed));
	buf_done(&seed);
	return u;
}

struct uuid
exchange_publisher(const struct exchange *x)
{
	struct buf seed;
	struct uuid u;

	buf_init(&seed, SEED_MAX);
	buf_str(&seed, "publisher ");
	buf_span(&seed, x->about.origin);
	u = uuid_v5(uuid_ours, buf_view(&seed));
	buf_done(&seed);
	return u;
}

bool
exchange_is_prose(const struct exchange *x, const struct exchange_part *p)
{
	return p == x->advisory || p->kind == PART_TEXT;
}

struct span
exchange_words(const struct exchange *x, const struct exchange_part *p)
{
	return p == x->advisory ? x->prose : p->text;
}

void
exchange_uri(const struct exchange *x, const char *path, struct buf *out)
{
	buf_str(out, "https://");
	buf_span(out, x->about.origin);
	if (path != NULL)
		buf_str(out, path);
}
