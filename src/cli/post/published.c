/* SPDX-License-Identifier: ISC */
/* published - whom a bulletin that was published is told of, and when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/people/agreement_need.h"
#include "cli/post/notice.h"
#include "cli/replaced.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_standing.h"
#include "telltale/terms.h"

#define LINES_MAX	60	/* of an agreement's difference, in a notice */
#define LINE_MAX	320	/* bytes of one of them */

/* What the readers of one wave are told, and nothing of other waves. */
struct wave {
	struct vault_wave record;
	struct buf file;
	char wave[VAULT_BULLETIN_LEN + 1];
	char opens[OUT_MOMENT_LEN], public[OUT_MOMENT_LEN];
	char respond_by[OUT_MOMENT_LEN], terms[HEX_LEN(32) + 1];
	char agreement[VAULT_ID_MAX + 1];
	struct buf uses;
};

/* A copy's reader, kept while nothing is written. */
struct told {
	char reader[VAULT_ID_MAX + 1];
	unsigned wave;
	bool before;		/* had an earlier revision */
};

struct telling {
	struct vault *v;
	const struct vault_bulletin *b;
	int64_t now_s;
	struct wave *wave;
	size_t n_waves;
	struct told *told;
	size_t n;
	struct agreement_versions *versions;
	struct replaced replaced;
	char last[VAULT_ID_MAX + 1];	/* who had an earlier one */
};

static void
add_uses(const struct tt_terms *t, struct buf *out)
{
	size_t n = tt_statement_count(&t->head, "use");
	struct span name, value;

	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(&t->head, "use", i, &name, &value);
		buf_printf(out, "%s  %.*s: %.*s", i > 0 ? "\n" : "",
		    (int)name.n, name.p, (int)value.n, value.p);
	}
	if (n == 0)
		buf_str(out, "  nothing but what your agreement allows");
}

/* All from the terms that this wave's readers sign. */
static enum tt_err
read_wave(const struct telling *k, struct wave *w, struct tt_terms *t)
{
	enum tt_err e;

	if ((e = sealed_terms(k->v, k->b->sealing, &w->record, &w->file)) !=
	    TT_OK ||
	    (e = tt_terms_parse(t, buf_view(&w->file), NULL)) != TT_OK ||
	    (e = span_copy(tt_statement_get(&t->head, "wave"), w->wave,
	    sizeof(w->wave))) != TT_OK ||
	    (e = span_copy(tt_statement_get(&t->head, "agreement"),
	    w->agreement, sizeof(w->agreement))) != TT_OK)
		return e;
	out_moment(w->opens, w->record.opens_s, k->now_s);
	out_moment(w->public, tt_statement_instant(&t->head, "public", 0),
	    k->now_s);
	out_moment(w->respond_by, tt_statement_instant(&t->head,
	    "respond-by", 0), k->now_s);
	hex_encode(w->terms, t->hash.b, sizeof(t->hash.b));
	buf_init(&w->uses, NOTICE_TEXT_MAX);
	add_uses(t, &w->uses);
	return buf_err(&w->uses);
}

static enum tt_err
read_waves(struct telling *k)
{
	struct vault_wave *rows = calloc(TT_WAVES_MAX, sizeof(*rows));
	struct tt_terms *t = malloc(sizeof(*t));
	enum tt_err e = TT_ENOMEM;

	if (rows != NULL && t != NULL)
		e = vault_wave_all(k->v->db, k->b->sealing, rows, TT_WAVES_MAX,
		    &k->n_waves);
	if (e == TT_OK && (k->wave = calloc(k->n_waves + 1,
	    sizeof(*k->wave))) == NULL)
		e = TT_ENOMEM;
	if (e != TT_OK)
		k->n_waves = 0;
	for (size_t i = 0; i < k->n_waves && e == TT_OK; i++) {
		k->wave[i].record = rows[i];
		e = read_wave(k, &k->wave[i], t);
	}
	free(t);
	free(rows);
	return e;
}

/* A reader's copies stand together, by rising revision. */
static enum tt_err
add_told(void *ctx, const struct vault_copy *c)
{
	struct telling *k = ctx;
	struct told *at;

	if (c->reader[0] == '\0' || c->revision > k->b->revision)
		return TT_OK;
	if (c->revision < k->b->revision) {
		memcpy(k->last, c->reader, sizeof(k->last));
		return TT_OK;
	}
	if (c->wave >= k->n_waves)
		return TT_EINTEGRITY;
	if ((at = reallocarray(k->told, k->n + 1, sizeof(*at))) == NULL)
		return TT_ENOMEM;
	k->told = at;
	at = &k->told[k->n++];
	memcpy(at->reader, c->reader, sizeof(at->reader));
	at->wave = c->wave;
	at->before = strcmp(k->last, c->reader) == 0;
	return TT_OK;
}

static int
add_difference(const struct telling *k, const char *was, const char *is,
    struct buf *out)
{
	struct buf lines;
	struct span rest, line;
	size_t n = 0;
	int code;

	if ((code = agreement_difference(k->v, was, is, &lines)) ==
	    CLI_DONE) {
		rest = buf_view(&lines);
		for (; n < LINES_MAX && span_line(&rest, &line); n++) {
			if (line.n <= LINE_MAX && utf8_printable(line.p,
			    line.n))
				buf_printf(out, "\n  %.*s", (int)line.n,
				    line.p);
			else
				buf_printf(out, "\n  %c a line of %zu bytes",
				    line.p[0], line.n);
		}
		if (rest.n > 0)
			buf_str(out, "\n  and more: ask the vendor for it");
	}
	buf_done(&lines);
	return code;
}

/* The version that the terms name, and what differs from what was signed. */
static int
say_agreement(const struct telling *k, const struct wave *w,
    const struct vault_reader *r, struct buf *out)
{
	struct vault_standing s;
	struct vault_partner p;
	enum tt_err e;

	if ((e = vault_partner_get(k->v->db, span_str(r->partner), &p)) !=
	    TT_OK || (e = vault_standing_get(k->v->db, p.id, &s)) != TT_OK)
		return say_err(e, NULL, "cannot read the partner %s",
		    r->partner);
	buf_printf(out, "These terms name version %s of the agreement",
	    w->agreement);
	if (s.staff || agreement_meets(k->versions, w->agreement,
	    p.agreement)) {
		buf_str(out, "; what you are\nbound by is enough.");
		return CLI_DONE;
	}
	buf_printf(out, ", and your\norganisation has signed version %s. "
	    "Nobody of it can sign for the bulletin\nbefore it has signed "
	    "that version: telltale agreement sign %s FILE.\nWhat "
	    "differs:\n", p.agreement[0] != '\0' ? p.agreement : "none",
	    w->agreement);
	return add_difference(k, p.agreement, w->agreement, out);
}

static int
invite(const struct telling *k, const struct wave *w,
    const struct vault_reader *r)
{
	struct notice_new n = { .event = NOTICE_INVITATION,
		.about = k->b->id, .bulletin = k->b->id };
	struct buf agreement;
	int code;

	n.facts[NOTICE_BULLETIN] = span_str(k->b->id);
	n.facts[NOTICE_WAVE] = span_str(w->wave);
	n.facts[NOTICE_OPENS] = span_str(w->opens);
	n.facts[NOTICE_PUBLIC] = span_str(w->public);
	n.facts[NOTICE_RESPOND_BY] = span_str(w->respond_by);
	n.facts[NOTICE_TERMS_HASH] = span_str(w->terms);
	n.facts[NOTICE_USES] = buf_view(&w->uses);
	buf_init(&agreement, NOTICE_TEXT_MAX);
	if ((code = say_agreement(k, w, r, &agreement)) == CLI_DONE) {
		/* nobody else learns that there was another one */
		if (replaced_had(&k->replaced, r->id))
			buf_printf(&agreement, "\n\nIt replaces the bulletin "
			    "%s, of which a copy was made for you.",
			    k->replaced.id);
		n.facts[NOTICE_AGREEMENT] = buf_view(&agreement);
		code = notice_reader(k->v, &n, r);
	}
	buf_done(&agreement);
	return code;
}

/* Who was invited before hears that there is another revision. */
static int
tell_revised(const struct telling *k, const struct wave *w,
    const struct vault_reader *r)
{
	char about[VAULT_BULLETIN_LEN + 32];
	struct notice_new n = { .event = NOTICE_REVISED, .about = about,
		.bulletin = k->b->id };

	snprintf(about, sizeof(about), "%s revision %u", k->b->id,
	    k->b->revision);
	n.facts[NOTICE_BULLETIN] = span_str(k->b->id);
	n.facts[NOTICE_OPENS] = span_str(w->opens);
	n.facts[NOTICE_PUBLIC] = span_str(w->public);
	n.facts[NOTICE_SIGN] = k->b->editorial ? SPAN("Its terms are the ones "
	    "that you have: a word was put right, no more.") :
	    SPAN("Look at its terms first: they are new, too.");
	n.facts[NOTICE_TERMS_HASH] = span_str(w->terms);
	return notice_reader(k->v, &n, r);
}

static int
tell_open(const struct telling *k, const struct wave *w,
    const struct vault_reader *r)
{
	struct notice_new n = { .event = NOTICE_OPEN, .about = k->b->id,
		.bulletin = k->b->id, .due_s = w->record.opens_s };
	char opens[OUT_MOMENT_LEN], public[OUT_MOMENT_LEN];

	/* relative to when it will be read */
	out_moment(opens, w->record.opens_s, w->record.opens_s);
	out_moment(public, k->b->public_s, w->record.opens_s);
	n.facts[NOTICE_BULLETIN] = span_str(k->b->id);
	n.facts[NOTICE_OPENS] = span_str(opens);
	n.facts[NOTICE_PUBLIC] = span_str(public);
	return notice_reader(k->v, &n, r);
}

static int
tell(const struct telling *k, const struct told *t)
{
	const struct wave *w = &k->wave[t->wave];
	struct vault_reader r;
	enum tt_err e;
	int code;

	if ((e = vault_reader_get(k->v->db, span_str(t->reader), &r)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read the reader %s",
		    t->reader);
	if ((code = t->before ? tell_revised(k, w, &r) : invite(k, w, &r)) !=
	    CLI_DONE)
		return code;
	return tell_open(k, w, &r);
}

/* All of them in one transaction: a stopped verb queues all or none. */
static int
tell_all(const struct telling *k)
{
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = db_begin(k->v->db)) != TT_OK)
		return say_err(e, NULL, "cannot queue the notices");
	for (size_t i = 0; i < k->n && code == CLI_DONE; i++)
		code = tell(k, &k->told[i]);
	if (code != CLI_DONE) {
		db_rollback(k->v->db);
		return code;
	}
	return (e = db_commit(k->v->db)) == TT_OK ? CLI_DONE :
	    say_err(e, NULL, "cannot queue the notices");
}

int
notice_published(struct vault *v, const struct vault_bulletin *b)
{
	struct telling k = { .v = v, .b = b, .now_s = clock_now() };
	enum tt_err e;
	int code;

	if ((k.versions = calloc(1, sizeof(*k.versions))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot queue the notices");
	if ((code = agreement_versions(v, k.versions)) != CLI_DONE) {
		free(k.versions);
		return code;
	}
	if ((e = read_waves(&k)) == TT_OK &&
	    (e = replaced_of(&k.replaced, v->db, b->id)) == TT_OK)
		e = vault_copy_ever(v->db, b->id, add_told, &k);
	code = e == TT_OK ? tell_all(&k) : say_err(e,
	    "telltale publish again: it goes on where it stopped",
	    "cannot queue the notices of %s", b->name);
	for (size_t i = 0; i < k.n_waves; i++) {
		buf_done(&k.wave[i].file);
		buf_done(&k.wave[i].uses);
	}
	replaced_done(&k.replaced);
	free(k.wave);
	free(k.told);
	free(k.versions);
	return code;
}
