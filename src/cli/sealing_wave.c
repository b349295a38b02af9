/* SPDX-License-Identifier: ISC */
/*
 * sealing_wave - one wave of a sealing: its terms, its key, its copies, the
 * set that commits to them, and the shares of the key.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "cli/plan_lots.h"
#include "cli/sealing_run.h"
#include "programme/schedule.h"
#include "telltale/set.h"
#include "telltale/terms.h"

#define SET_TEXT_MAX	((size_t)256 << 20)	/* bytes of set-N */

/* An editorial revision is under the very terms of the one before. */
static enum tt_err
keep_terms(struct sealing *r, struct vault_wave *w)
{
	const struct vault_wave *was = revision_wave(r->before, w->name,
	    w->profile, w->slot);
	char name[32];
	struct buf file;
	enum tt_err e;

	if (was == NULL)
		return TT_ESTATE;
	if ((e = sealed_terms(r->v, r->before->before.sealing, was, &file)) !=
	    TT_OK)
		return e;
	w->terms = was->terms;
	snprintf(name, sizeof(name), "terms-%u", w->n);
	e = sealing_keep(r, name, buf_view(&file));
	buf_done(&file);
	return e;
}

/* The file that receipts of a wave sign for; it says nothing of others. */
static enum tt_err
make_terms(struct sealing *r, struct vault_wave *w)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	char name[32], random[HEX_LEN(8) + 1];
	struct buf file;
	uint8_t bytes[8];
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	rng_fill(r->rng, bytes, sizeof(bytes));
	hex_encode(random, bytes, sizeof(bytes));
	buf_init(&file, TT_TERMS_MAX);
	tt_statement_begin(o, TT_TERMS, r->origin, 0);
	tt_statement_put_str(o, "bulletin", r->record.id);
	tt_statement_put_number(o, "revision", r->terms);
	tt_statement_put_instant(o, "public", r->record.public_s);
	tt_statement_put_instant(o, "opens", w->opens_s);
	tt_statement_put_str(o, "wave", random);
	tt_statement_put_str(o, "agreement", r->p->agreement);
	tt_statement_put_instant(o, "respond-by", schedule_respond_by(
	    r->d->manifest->respond_by_s, r->now_s, w->opens_s,
	    r->record.public_s));
	for (enum use u = 0; u < USES; u++)
		tt_statement_put_pair(o, "use", span_str(use_rule(u)->name),
		    span_str(use_rule(u)->value[r->uses[u]]));
	if ((e = tt_terms_write(o, buf_view(&r->embargo), &file)) == TT_OK) {
		sha256(w->terms.b, file.p, file.n);
		snprintf(name, sizeof(name), "terms-%u", w->n);
		e = sealing_keep(r, name, buf_view(&file));
	}
	buf_done(&file);
	free(o);
	return e;
}

static enum tt_err
state_wave(struct sealing *r, struct vault_wave *w, const struct wavekey *key)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	char name[32];
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_WAVE, r->origin, r->now_s);
	tt_statement_put_str(o, "bulletin", r->record.id);
	tt_statement_put_str(o, "wave", w->name);
	tt_statement_put_str(o, "profile", tt_profile_name(w->profile));
	tt_statement_put_instant(o, "opens", w->opens_s);
	wavekey_put(key, o);
	snprintf(name, sizeof(name), "wave-%u", w->n);
	e = sealing_state(r, name, o, &w->leaf);
	free(o);
	return e;
}

static enum tt_err
keep_shares(struct sealing *r, const struct vault_wave *w,
    const struct wavekey *key)
{
	char name[64];
	struct buf file;
	enum tt_err e = TT_OK;

	for (unsigned i = 0; i < r->keepers.n && e == TT_OK; i++) {
		buf_init(&file, TT_NOTE_MAX);
		snprintf(name, sizeof(name), "share-%u-%02u.age", w->n, i + 1);
		if ((e = wavekey_share(key, i, &w->leaf, r->origin, r->now_s,
		    w->opens_s, r->publisher, r->rng, &file)) == TT_OK)
			e = sealing_keep(r, name, buf_view(&file));
		buf_done(&file);
	}
	return e;
}

/* The reader's rendering of every part that the profile carries. */
static enum tt_err
render(struct sealing *r, enum tt_profile profile, const struct vault_copy *c)
{
	enum tt_err e;

	r->n_members = 0;
	tt_codebook_copy(r->codebook, c->holder, c->number, r->row);
	for (size_t i = 0; i < r->slots->n_sites; i++)
		r->symbols[i] = r->row[r->slots->slot_of[i]];
	for (size_t i = 0; i < r->d->n_parts; i++) {
		if (!plan_carries(r->d, i, profile))
			continue;
		buf_clear(&r->text[i]);
		if ((e = tt_bulletin_render(r->d->bulletin, i, r->symbols,
		    &r->text[i])) != TT_OK)
			return e;
		r->members[r->n_members].name = r->d->bulletin->parts[i].name;
		r->members[r->n_members++].data = buf_view(&r->text[i]);
	}
	tt_archive_sort(r->members, r->n_members);
	return TT_OK;
}

/* Opened again as it will be: the rendering is what is inside. */
static enum tt_err
open_again(struct sealing *r, size_t size, const struct vault_copy *c,
    const struct wavekey *key)
{
	struct tt_age_file_key *outer = SECRET_NEW(struct tt_age_file_key);
	struct tt_copy_opener by = { .outer_key = outer,
		.wave = key->identity, .hash = c->sha256.b };
	struct tt_copy *copy = NULL;
	enum tt_err e;

	if (outer == NULL)
		return TT_ENOMEM;
	tt_copy_file_key(outer, &r->secrets->run, c->key);
	e = tt_copy_open(&copy, span_of(r->sealed, size), &by, NULL);
	if (e == TT_OK && copy->archive.n != r->n_members)
		e = TT_EINTEGRITY;
	for (size_t i = 0; e == TT_OK && i < r->n_members; i++)
		if (!span_eq(copy->archive.member[i].data, r->members[i].data))
			e = TT_EINTEGRITY;
	tt_copy_free(copy);
	secret_free(outer);
	return e;
}

static enum tt_err
keep_copy(struct sealing *r, struct vault_copy *c, size_t size)
{
	char name[80] = "copies/";

	hex_encode(name + strlen(name), c->sha256.b, sizeof(c->sha256.b));
	return sealing_keep(r, name, span_of(r->sealed, size));
}

/* All copies of one wave; the first is opened again. */
static enum tt_err
seal_copies(struct sealing *r, const struct vault_wave *w,
    const struct wavekey *key)
{
	struct tt_copy_sealer *sealer;
	struct tt_age_recipient to;
	size_t k = 0, size = (size_t)w->bytes;
	bool first = true;
	enum tt_err e;

	free(r->sealed);
	if ((r->sealed = malloc(size)) == NULL)
		return TT_ENOMEM;
	if ((e = tt_copy_sealer_new(&sealer, &key->identity->recipient,
	    &r->secrets->run, r->p->wave[w->n].archive_size)) != TT_OK)
		return e;
	for (size_t i = 0; i < r->p->n && e == TT_OK; i++) {
		struct vault_copy *c = &r->copy[k];

		if (!r->p->row[i].granted)
			continue;
		k++;
		if (c->wave != w->n)
			continue;
		progress_at(&r->bar, r->done++);
		if ((e = tt_age_recipient_parse(&to,
		    span_str(r->p->row[i].seal))) == TT_OK &&
		    (e = render(r, w->profile, c)) == TT_OK &&
		    (e = tt_copy_seal(sealer, &to, c->key, r->members,
		    r->n_members, r->rng, r->sealed, c->sha256.b)) == TT_OK &&
		    (!first || (e = open_again(r, size, c, key)) == TT_OK))
			e = keep_copy(r, c, size);
		first = false;
	}
	tt_copy_sealer_free(sealer);
	return e;
}

/* The leaf that says whose copy has which hash. */
static enum tt_err
write_leaf(struct sealing *r, const struct vault_copy *c, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_COPY, r->origin, 0);
	tt_statement_put_str(o, "bulletin", r->record.id);
	tt_statement_put_number(o, "number", c->number);
	tt_statement_put_number(o, "holder", c->holder);
	tt_statement_put_bytes(o, "reader", c->key, sizeof(c->key));
	tt_statement_put_hash(o, "copy", &c->sha256);
	e = tt_statement_end(o, out);
	free(o);
	return e;
}

struct leaves {
	struct hash *hash;
	uint64_t *place;	/* rising */
	const struct vault_copy **copy;
	size_t n;
	unsigned depth;
	struct tt_padding_key key;
};

static int
by_place(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Places at random, rising; and who is at which, at random too. */
static enum tt_err
place_leaves(struct sealing *r, unsigned w, struct leaves *l)
{
	size_t at = 0;
	enum tt_err e;

	if ((e = tt_set_depth(l->n, &l->depth)) != TT_OK ||
	    (e = tt_set_draw(l->place, l->n, l->depth, r->rng)) != TT_OK)
		return e;
	qsort(l->place, l->n, sizeof(*l->place), by_place);
	for (size_t k = 0; k < r->p->granted; k++)
		if (r->copy[k].wave == w)
			l->copy[at++] = &r->copy[k];
	for (size_t i = l->n; i > 1; i--) {
		size_t k = (size_t)rng_below(r->rng, i);
		const struct vault_copy *c = l->copy[i - 1];

		l->copy[i - 1] = l->copy[k];
		l->copy[k] = c;
	}
	return TT_OK;
}

/* Leaves of a wave's copies, and the text that tells the hub of them. */
static enum tt_err
write_set(struct sealing *r, struct leaves *l, struct buf *out)
{
	char hex[HEX_LEN(32) + 1], salt_text[B64_LEN(TT_SALT_LEN) + 1];
	struct tt_salt salt;
	struct buf leaf;
	enum tt_err e = TT_OK;

	hex_encode(hex, l->key.b, sizeof(l->key.b));
	buf_printf(out, "telltale/v1/copy-set\ndepth %u\npadding-key %s\n\n",
	    l->depth, hex);
	buf_init(&leaf, TT_STATEMENT_MAX);
	for (size_t i = 0; i < l->n && e == TT_OK; i++) {
		buf_clear(&leaf);
		if ((e = write_leaf(r, l->copy[i], &leaf)) != TT_OK)
			break;
		rng_fill(r->rng, salt.b, sizeof(salt.b));
		tt_leaf_hash(&l->hash[i], &salt, buf_view(&leaf));
		b64_encode(salt_text, salt.b, sizeof(salt.b));
		buf_printf(out, "leaf %" PRIu64 " %s %zu\n", l->place[i],
		    salt_text, leaf.n);
		buf_span(out, buf_view(&leaf));
		e = buf_err(out);
	}
	buf_done(&leaf);
	return e;
}

static enum tt_err
state_copies(struct sealing *r, struct vault_wave *w, const struct leaves *l)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_set *set;
	char name[32];
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	if ((e = tt_set_new(&set, l->depth, l->hash, l->place, l->n,
	    &l->key)) == TT_OK) {
		tt_set_root(set, &w->root);
		tt_set_free(set);
		tt_statement_begin(o, TT_COPIES, r->origin, r->now_s);
		tt_statement_put_str(o, "bulletin", r->record.id);
		tt_statement_put_hash(o, "wave", &w->leaf);
		tt_statement_put_hash(o, "codebook", &r->record.codebook);
		tt_statement_put_hash(o, "set", &w->root);
		tt_statement_put_number(o, "depth", l->depth);
		tt_statement_put_number(o, "bytes", w->bytes);
		snprintf(name, sizeof(name), "copies-%u", w->n);
		e = sealing_state(r, name, o, &w->copies);
	}
	free(o);
	return e;
}

/* At random; of a wave whose slots were just drawn, what commits to that. */
static void
draw_padding(struct sealing *r, unsigned n, struct tt_padding_key *out)
{
	const struct plan_lots *l = plan_lots_of(r->p, r->p->wave[n].wave);

	if (l != NULL && l->fresh)
		stagger_padding(out->b, l->commitment.b, n);
	else
		rng_fill(r->rng, out->b, sizeof(out->b));
}

static enum tt_err
commit_copies(struct sealing *r, struct vault_wave *w)
{
	struct leaves l = { .n = r->p->wave[w->n].copies };
	char name[32];
	struct buf text;
	enum tt_err e;

	buf_init(&text, SET_TEXT_MAX);
	l.hash = calloc(l.n, sizeof(*l.hash));
	l.place = calloc(l.n, sizeof(*l.place));
	l.copy = calloc(l.n, sizeof(*l.copy));
	draw_padding(r, w->n, &l.key);
	snprintf(name, sizeof(name), "set-%u", w->n);
	if (l.hash == NULL || l.place == NULL || l.copy == NULL)
		e = TT_ENOMEM;
	else if ((e = place_leaves(r, w->n, &l)) == TT_OK &&
	    (e = write_set(r, &l, &text)) == TT_OK &&
	    (e = state_copies(r, w, &l)) == TT_OK)
		e = sealing_keep(r, name, buf_view(&text));
	free(l.hash);
	free(l.place);
	free(l.copy);
	buf_done(&text);
	secret_wipe(&l.key, sizeof(l.key));
	return e;
}

enum tt_err
sealing_wave(struct sealing *r, unsigned n)
{
	const struct plan_wave *pw = &r->p->wave[n];
	const struct tt_wave *mw = &r->d->manifest->waves[pw->wave];
	struct vault_wave *w = &r->wave[n];
	struct wavekey key;
	enum tt_err e;

	w->n = n;
	memcpy(w->name, mw->name, sizeof(w->name));
	w->profile = pw->profile;
	w->slot = pw->slot;
	w->opens_s = pw->opens_s;
	w->bytes = tt_copy_size(pw->archive_size);
	w->prefetch = mw->prefetch;
	if ((e = wavekey_draw(&key, &r->keepers, r->rng)) == TT_OK &&
	    (e = r->before->editorial ? keep_terms(r, w) :
	    make_terms(r, w)) == TT_OK &&
	    (e = state_wave(r, w, &key)) == TT_OK &&
	    (e = seal_copies(r, w, &key)) == TT_OK &&
	    (e = commit_copies(r, w)) == TT_OK &&
	    (e = keep_shares(r, w, &key)) == TT_OK)
		e = tt_shares_prove(&key.commitment, key.shares,
		    &key.identity->recipient);
	wavekey_done(&key);
	return e;
}
