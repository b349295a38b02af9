/* SPDX-License-Identifier: ISC */
/* evidence_rows - what of the codebook, and of the text, a bundle opens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/roster_file.h"
#include "audit/row_file.h"
#include "base/hex.h"
#include "base/secret.h"
#include "cli/audit/evidence.h"
#include "cli/say.h"
#include "telltale/commitment.h"

static int
add_key(struct evidence *x, const char *name, const uint8_t *key, size_t n)
{
	char hex[HEX_LEN(TT_KEY_LEN) + 1];
	struct buf b;

	buf_init_secret(&b, sizeof(hex) + 1);
	hex_encode(hex, key, n);
	buf_printf(&b, "%s\n", hex);
	secret_wipe(hex, sizeof(hex));
	return bundle_take(&x->b, name, &b);
}

/* A text as marked: the finding's, or one of a revision before it. */
static int
add_text(struct evidence *x, size_t k)
{
	const struct draft *d = &x->revision[k].s.draft;
	char folder[32] = "", name[BUNDLE_NAME_MAX];
	struct buf parts;
	int code = CLI_DONE;

	if (k + 1 < x->n_revisions)
		snprintf(folder, sizeof(folder), "before/%zu/", k + 1);
	buf_init_secret(&parts, TT_ARCHIVE_MEMBER_MAX);
	for (size_t i = 0; i < d->n_parts && code == CLI_DONE; i++) {
		const struct tt_part_text *p = &d->part[i];

		buf_printf(&parts, "%s %.*s\n", tt_part_kind_name(
		    d->manifest->parts[i].kind), (int)p->name.n, p->name.p);
		snprintf(name, sizeof(name), "%stext/%.*s", folder,
		    (int)p->name.n, p->name.p);
		code = bundle_add(&x->b, name, p->text);
	}
	if (code != CLI_DONE) {
		buf_done(&parts);
		return code;
	}
	snprintf(name, sizeof(name), "%sparts", folder);
	return bundle_take(&x->b, name, &parts);
}

static int
add_vector(struct evidence *x, const char *name,
    const struct tt_observations *o)
{
	struct buf b;
	enum tt_err e;

	buf_init_secret(&b, TT_ARCHIVE_MEMBER_MAX);
	if ((e = tt_observations_write(o, &b)) != TT_OK) {
		buf_done(&b);
		return say_err(e, NULL, "cannot write what was read");
	}
	return bundle_take(&x->b, name, &b);
}

/* As they were logged: before a search told which values it met. */
static enum tt_err
before_search(const struct tt_observations *o, struct tt_observations **out)
{
	struct tt_observation *all = calloc(o->n + 1, sizeof(*all));
	enum tt_err e;

	if (all == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < o->n; i++) {
		all[i] = o->at[i];
		if (all[i].kind == TT_OBS_VALUES && !all[i].whole)
			all[i].n_values = 0;
	}
	e = tt_observations_new(out, all, o->n);
	free(all);
	return e;
}

static bool
is_logged(const struct evidence *x, const struct tt_observations *o)
{
	struct vault_observed row;
	const char *s = text_str(x->reading, "specimen");
	struct hash specimen, observations;

	return hex_decode(specimen.b, sizeof(specimen.b), s, strlen(s)) &&
	    tt_observations_hash(o, observations.b) == TT_OK &&
	    (vault_observed_get(x->v->db, x->s->record.id, &specimen,
	    &observations, x->d.c.id, &row) == TT_OK ||
	    vault_observed_like(x->v->db, x->s->record.id, &observations,
	    x->d.c.id, &row) == TT_OK);
}

static int
add_observations(struct evidence *x)
{
	struct tt_observations *logged = NULL;
	enum tt_err e;
	int code;

	if (is_logged(x, x->observations))
		return add_vector(x, "observations", x->observations);
	if ((e = before_search(x->observations, &logged)) != TT_OK)
		return say_err(e, NULL, "cannot write what was read");
	if (!is_logged(x, logged))
		code = say_fail(CLI_TROUBLE, "trace it in the case again",
		    "cannot make the bundle: what was read is not what was "
		    "logged");
	else if ((code = add_vector(x, "observations", logged)) == CLI_DONE)
		code = add_vector(x, "matches", x->observations);
	tt_observations_free(logged);
	return code;
}

/* Which parts of its revision's text a copy has; a preview has them all. */
static uint64_t
profiles_of(const struct evidence *x, const struct vault_copy *c)
{
	size_t k = c->revision - 1;
	uint64_t all = 0;

	if (c->reader[0] == '\0')
		return row_bit(k, TT_PROFILE_PUBLIC);
	if (c->wave != VAULT_WAVE_NONE)
		return row_bit(k, evidence_wave(x, c)->profile);
	for (enum tt_profile p = 0; p < TT_PROFILE_COUNT; p++)
		all |= row_bit(k, p);
	return all;
}

/* What goes along with a row: whose, and which parts it had. */
static bool
describe(const struct evidence *x, enum tt_site_level level, uint64_t number,
    struct row_file *r)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n_copies; i++) {
		const struct vault_copy *c = &x->copy[i];

		if ((level == TT_SITE_HOLDER ? c->holder : c->number) !=
		    number)
			continue;
		r->profiles |= profiles_of(x, c);
		n += n == 0 || r->only != c->number;
		r->only = c->number;
		r->holder = c->holder;
	}
	r->has_only = level == TT_SITE_HOLDER && n == 1;
	return n > 0;
}

static int
add_row(struct evidence *x, enum tt_site_level level, uint64_t number)
{
	struct row_file r = { .holder = 0 };
	char name[64];
	struct buf b;
	enum tt_err e;
	int code;

	snprintf(name, sizeof(name), "%s-key/%llu", tt_level_name(level),
	    (unsigned long long)number);
	for (size_t i = 0; i < x->b.n; i++)
		if (strcmp(x->b.name[i], name) == 0)
			return CLI_DONE;
	if (!describe(x, level, number, &r))
		return say_err(TT_EINTEGRITY, NULL, "cannot open %s", name);
	if ((e = tt_codebook_open(x->s->codebook, level, number,
	    level == TT_SITE_HOLDER ? x->s->record.depth_holders :
	    x->s->record.depth_copies, &r.opening)) != TT_OK)
		return say_err(e, NULL, "cannot open %s", name);
	buf_init_secret(&b, ROW_FILE_MAX);
	row_file_format(&r, &b);
	code = bundle_take(&x->b, name, &b);
	secret_wipe(&r.opening.key, sizeof(r.opening.key));
	return code == CLI_DONE && r.has_only ?
	    add_row(x, TT_SITE_COPY, r.only) : code;
}

/* The suspect's, and of those known beside it. */
static int
add_shown(struct evidence *x, enum tt_site_level level)
{
	const struct evidence_finding *f = &x->finding[level];
	struct span line, w;
	uint64_t number;
	int code;

	if ((code = add_row(x, level, f->number)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < tt_statement_count(f->s, "out"); i++) {
		line = tt_statement_nth(f->s, "out", i);
		if (!span_word(&line, ' ', &w) || span_u64(w, UINT64_MAX,
		    &number) != TT_OK || number != f->number)
			continue;
		for (int k = 0; k < 2; k++)	/* log_e_out, model */
			(void)span_word(&line, ' ', &w);
		while (span_word(&line, ' ', &w))
			if (span_u64(w, UINT64_MAX, &number) != TT_OK ||
			    (code = add_row(x, level, number)) != CLI_DONE)
				return code != CLI_DONE ? code :
				    say_err(TT_ESYNTAX, NULL,
				    "cannot read the finding");
	}
	return CLI_DONE;
}

static int
add_rows(struct evidence *x)
{
	struct tt_bias_key bias;
	int code;

	tt_codebook_bias_key(x->s->codebook, &bias);
	code = add_key(x, "bias-key", bias.b, sizeof(bias.b));
	secret_wipe(&bias, sizeof(bias));
	if (code != CLI_DONE || (code = add_row(x, TT_SITE_HOLDER,
	    x->accused->holder)) != CLI_DONE ||
	    (code = add_row(x, TT_SITE_COPY, x->accused->number)) != CLI_DONE)
		return code;
	for (int l = 0; l < EVIDENCE_LEVELS; l++)
		if (x->finding[l].accuses && (code = add_shown(x,
		    (enum tt_site_level)l)) != CLI_DONE)
			return code;
	return CLI_DONE;
}

/* The row of a copy: what it has of all revisions. */
static size_t
add_copy(const struct evidence *x, size_t i, struct buf *b)
{
	uint64_t number = x->copy[i].number, profiles = 0;

	for (; i < x->n_copies && x->copy[i].number == number; i++)
		profiles |= profiles_of(x, &x->copy[i]);
	roster_file_copy(number, profiles, b);
	return i;
}

static int
add_roster(struct evidence *x)
{
	const struct roster_head head = { x->s->record.depth_holders,
		x->s->record.depth_copies };
	const struct vault_copy *last = NULL;
	struct buf b;

	buf_init_secret(&b, ROSTER_FILE_MAX);
	roster_file_head(&head, &b);
	for (size_t i = 0; i < x->n_copies;) {
		const struct vault_copy *c = &x->copy[i];
		const struct tt_holder h = { c->holder,
			c->partner[0] == '\0' && x->is_public };

		if (last == NULL || last->holder != c->holder)
			roster_file_holder(&h, &b);
		last = c;
		i = add_copy(x, i, &b);
	}
	return bundle_take(&x->b, "roster", &b);
}

static int
add_sites(struct evidence *x)
{
	struct buf b;
	int code;

	buf_init_secret(&b, TT_ARCHIVE_MEMBER_MAX);
	tt_slots_write(x->s->slots, x->s->n_slots, &b);
	if ((code = bundle_take(&x->b, "sites", &b)) != CLI_DONE)
		return code;
	return bundle_add(&x->b, "beacon", SPAN(TT_BEACON_NONE "\n"));
}

int
evidence_rows(struct evidence *x)
{
	int code = CLI_DONE;

	for (size_t k = 0; k < x->n_revisions && code == CLI_DONE; k++)
		code = add_text(x, k);
	if (code != CLI_DONE || (code = add_observations(x)) != CLI_DONE)
		return code;
	if (x->accused == NULL && !x->ask->whole)
		return CLI_DONE;
	if ((code = add_sites(x)) != CLI_DONE ||
	    (x->accused != NULL && (code = add_rows(x)) != CLI_DONE) ||
	    !x->ask->whole)
		return code;
	if ((code = add_roster(x)) != CLI_DONE)
		return code;
	return add_key(x, "codebook-key", x->s->secrets->key.b,
	    sizeof(x->s->secrets->key.b));
}

/* What the hub serves, as a file of the bundle. */
static int
fetch(struct evidence *x, const char *name, const char *path, size_t max,
    bool plain)
{
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = max, .plain = plain };
	struct http_answer a;
	int code;

	if ((code = hubclient_do(x->b.hub, &call, name, &a)) != CLI_DONE)
		return code;
	code = bundle_take(&x->b, name, &a.body);
	http_answer_done(&a);
	return code;
}

int
evidence_copy(struct evidence *x)
{
	char hex[HEX_LEN(32) + 1], path[128];
	struct tt_age_file_key key;
	int code;

	hex_encode(hex, x->accused->sha256.b, sizeof(x->accused->sha256.b));
	snprintf(path, sizeof(path), "/api/v1/copy/%s", hex);
	if ((code = fetch(x, "copy.age", path, TT_COPY_MAX, false)) !=
	    CLI_DONE)
		return code;
	hex_encode(hex, evidence_wave(x, x->accused)->leaf.b, 32);
	snprintf(path, sizeof(path), "/wave/%s/key", hex);
	if ((code = fetch(x, "wave.key", path, TT_AGE_IDENTITY_FILE_MAX,
	    true)) != CLI_DONE)
		return code;
	tt_copy_file_key(&key, &evidence_sealed(x, x->accused)->secrets->run,
	    x->accused->key);
	code = add_key(x, "file.key", key.b, sizeof(key.b));
	secret_wipe(&key, sizeof(key));
	return code;
}
