/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/reader/converted.h"
#include "cli/say.h"

#define BINDS_MAX	8192	/* bytes of words about the terms */

_Static_assert(EXCHANGE_PARTS_MAX >= TT_ARCHIVE_MEMBERS_MAX,
    "whatever a copy can hold");

int
converted_formats(const char *verb, const struct opt *table,
    const struct opt_values *v, const char *name, unsigned *out)
{
	size_t row = opt_row(table, name);
	enum exchange_format f;
	struct span rest, word;

	*out = 0;
	for (size_t i = 0; i < v->n_list[row]; i++) {
		rest = span_str(v->list[row][i]);
		while (span_word(&rest, ',', &word)) {
			if (!format_parse(word, &f))
				return say_fail(CLI_USAGE, "stix, misp or "
				    "csaf, or several with commas between",
				    "%s: --%s knows no format '%.*s'", verb,
				    name, (int)word.n, word.p);
			*out |= 1u << f;
		}
	}
	return CLI_DONE;
}

/* What whoever gets it must know: whose it is, and the terms in words. */
static void
tell_binds(struct buf *out, const struct parcel *p, int64_t public_s)
{
	const struct tt_terms *terms = &p->envelope->terms;
	char until[INSTANT_LEN + 1], hash[HEX_LEN(sizeof(struct hash)) + 1];
	struct span name, value;

	instant_format(public_s, until);
	hex_encode(hash, terms->hash.b, sizeof(terms->hash.b));
	buf_printf(out, "One reader's own rendering of bulletin %s. Silent "
	    "until %s, under the terms of SHA-256 %s.", p->id, until, hash);
	for (size_t i = 0; i < tt_statement_count(&terms->head, "use"); i++) {
		tt_statement_pair(&terms->head, "use", i, &name, &value);
		buf_printf(out, "%s%.*s: %.*s", i == 0 ?
		    " Until then: " : "; ", (int)name.n, name.p,
		    (int)value.n, value.p);
	}
}

static struct span
use_of(const struct tt_statement *head, const char *which)
{
	struct span name, value;

	for (size_t i = 0; i < tt_statement_count(head, "use"); i++) {
		tt_statement_pair(head, "use", i, &name, &value);
		if (span_is(name, which))
			return value;
	}
	return (struct span){ NULL, 0 };
}

/* An embargo that ended early opens a wave before its instant. */
static int64_t
opened_s(const struct parcel *p)
{
	struct tt_statement receipt;

	if (tt_statement_parse(&receipt, buf_view(&p->receipt), NULL) ==
	    TT_OK && receipt.time < p->envelope->opens_s)
		return receipt.time;
	return p->envelope->opens_s;
}

static struct exchange_about
about(const struct parcel *p)
{
	const struct envelope *d = p->envelope;
	struct span origin = span_str(reader_home_origin(p->home));
	struct exchange_about a = { .id = span_str(p->id), .origin = origin,
		.publisher = origin,
		.revision = tt_statement_number(&d->terms.head, "revision",
		    1),
		.opened_s = opened_s(p),
		.sealed_s = d->part[ENVELOPE_COPIES].opened.statement.time,
		.terms = tlp_of_terms(use_of(&d->terms.head,
		    "tell-colleagues")) };

	a.public_s = parcel_public(p, &a.is_public);
	memcpy(a.reader, p->home->id, sizeof(a.reader));
	return a;
}

static enum tt_err
convert(const struct exchange_about *a, const struct tt_archive *archive,
    struct exchange **out)
{
	struct span name[TT_ARCHIVE_MEMBERS_MAX], text[TT_ARCHIVE_MEMBERS_MAX];

	for (size_t i = 0; i < archive->n; i++) {
		name[i] = archive->member[i].name;
		text[i] = archive->member[i].data;
	}
	return exchange_new(out, a, name, text, archive->n);
}

static int
cannot(const struct parcel *p, enum tt_err e)
{
	return say_err(e, e == TT_ESYNTAX ? "a CSAF document of the author's "
	    "must have a tracking id, a MISP event a UUID; convert to the "
	    "other formats" : "telltale open has the files as they are",
	    "cannot convert %s", p->id);
}

int
converted_make(const struct parcel *p, const struct tt_copy *copy,
    unsigned formats, struct exchange_files *out)
{
	struct exchange_about a = about(p);
	struct exchange *x;
	struct buf binds;
	enum tt_err e;

	if (p->standing.retracted)
		return say_fail(CLI_REFUSED, "destroy what you have of it, in "
		    "your tools too", "cannot convert %s: the vendor "
		    "retracted it", p->id);
	buf_init(&binds, BINDS_MAX);
	tell_binds(&binds, p, a.public_s);
	a.binds = buf_view(&binds);
	if ((e = buf_err(&binds)) == TT_OK &&
	    (e = convert(&a, &copy->archive, &x)) == TT_OK) {
		if ((e = files_make(out, x, formats)) == TT_OK &&
		    x->n_left_out > 0)
			say_note(p->home->cli, "%zu of its files go into no "
			    "format: telltale open has them",
			    x->n_left_out);
		exchange_free(x);
	}
	buf_done(&binds);
	return e == TT_OK ? CLI_DONE : cannot(p, e);
}
