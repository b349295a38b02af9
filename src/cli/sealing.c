/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/clock.h"
#include "cli/plan_lots.h"
#include "cli/say.h"
#include "store/vault_rules.h"
#include "cli/sealing.h"
#include "cli/sealing_run.h"
#include "store/vault_embargo.h"
#include "store/vault_replaced.h"
#include "telltale/commitment.h"
#include "telltale/set.h"
#include "telltale/terms.h"

#define SEALING_MARK	"sealing"	/* a file of a bulletin's folder */

enum tt_err
sealing_keep(struct sealing *r, const char *name, struct span bytes)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];

	snprintf(rel, sizeof(rel), "%s/%s", r->rel, name);
	vault_path(r->v, rel, path);
	return file_create(path, bytes.p, bytes.n, 0600);
}

enum tt_err
sealing_state(struct sealing *r, const char *name, struct tt_statement_out *o,
    struct hash *leaf)
{
	const struct tt_signer *signers[] = { r->publisher };
	struct tt_salt salt;
	struct buf text;
	enum tt_err e;

	rng_fill(r->rng, salt.b, sizeof(salt.b));
	buf_init(&text, TT_SALT_LEN + TT_STATEMENT_MAX);
	buf_add(&text, salt.b, sizeof(salt.b));
	if ((e = tt_statement_sign(o, signers, 1, &text)) == TT_OK &&
	    (e = buf_err(&text)) == TT_OK) {
		tt_leaf_hash(leaf, &salt, span_of(text.p + TT_SALT_LEN,
		    text.n - TT_SALT_LEN));
		e = sealing_keep(r, name, buf_view(&text));
	}
	buf_done(&text);
	return e;
}

/* Numbers stay whose they were; who is new draws from the others. */
static enum tt_err
start_numbers(struct sealing *r)
{
	const struct revision *was = r->before;
	enum tt_err e;

	if (!was->any) {
		if ((e = numbers_init(&r->holders, TT_SITE_HOLDER,
		    r->p->granted + 1)) != TT_OK)
			return e;
		return numbers_init(&r->copies, TT_SITE_COPY,
		    r->p->granted + 1);
	}
	if ((e = numbers_again(&r->holders, was->before.depth_holders)) !=
	    TT_OK || (e = numbers_again(&r->copies,
	    was->before.depth_copies)) != TT_OK)
		return e;
	for (size_t i = 0; i < was->n_copies; i++) {
		numbers_take(&r->holders, was->copy[i].holder);
		numbers_take(&r->copies, was->copy[i].number);
	}
	return TT_OK;
}

static enum tt_err
number_holder(struct sealing *r, const char *partner, uint64_t *out)
{
	const struct vault_copy *was = revision_holder(r->before, partner);

	if (was == NULL)
		return numbers_draw(&r->holders, r->rng, out);
	*out = was->holder;
	return TT_OK;
}

static enum tt_err
number_copy(struct sealing *r, const char *reader, uint64_t *out)
{
	const struct vault_copy *was = revision_copy(r->before, reader);

	if (was == NULL)
		return numbers_draw(&r->copies, r->rng, out);
	*out = was->number;
	return TT_OK;
}

/* A number for each partner that has a copy, for each copy, and for the
 * public rendering, which is a holder like any other. */
static enum tt_err
draw_numbers(struct sealing *r)
{
	const struct plan *p = r->p;
	const char *last = "";
	struct vault_copy *c;
	size_t k = 0;
	enum tt_err e;

	if ((e = start_numbers(r)) != TT_OK)
		return e;
	for (size_t i = 0; i < p->n; i++) {
		const struct plan_reader *row = &p->row[i];
		const char *partner = p->partner[row->of].p.id;

		if (!row->granted)
			continue;
		c = &r->copy[k];
		if (strcmp(last, partner) == 0)
			c->holder = r->copy[k - 1].holder;
		else if ((e = number_holder(r, partner,
		    &c->holder)) != TT_OK)
			return e;
		if ((e = number_copy(r, row->id, &c->number)) != TT_OK)
			return e;
		last = partner;
		memcpy(c->partner, partner, sizeof(c->partner));
		memcpy(c->reader, row->id, sizeof(c->reader));
		memcpy(c->key, row->key, sizeof(c->key));
		c->wave = (unsigned)row->wave;
		k++;
	}
	c = &r->copy[k];
	if ((e = number_holder(r, "", &c->holder)) != TT_OK)
		return e;
	return number_copy(r, "", &c->number);
}

static enum tt_err
make_codebook(struct sealing *r)
{
	enum tt_err e;

	if ((e = revision_carry(r->before, r->d, &r->slots)) != TT_OK)
		return e;
	if (r->before->any)
		r->secrets->key = r->before->sealed->secrets->key;
	else
		rng_fill(r->rng, r->secrets->key.b,
		    sizeof(r->secrets->key.b));
	tt_seal_run_generate(&r->secrets->run, r->rng);
	if ((r->row = calloc(r->slots->n_slots + 1, sizeof(*r->row))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_codebook_new(&r->codebook, &r->secrets->key,
	    r->slots->slots, r->slots->n_slots, NULL)) != TT_OK)
		return e;
	r->record.depth_holders = r->holders.depth;
	r->record.depth_copies = r->copies.depth;
	draft_text_hash(r->d, r->record.text.b);
	return TT_OK;
}

static enum tt_err
state_codebook(struct sealing *r)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_commitment_parts parts;
	struct hash commitment;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	if ((e = tt_codebook_commit(r->codebook, r->holders.depth,
	    r->copies.depth, span_str(TT_BEACON_NONE), &parts)) == TT_OK) {
		tt_commitment_hash(&parts, &commitment);
		tt_statement_begin(o, TT_CODEBOOK, r->origin, r->now_s);
		tt_statement_put_str(o, "bulletin", r->record.id);
		tt_statement_put_hash(o, "commitment", &commitment);
		tt_statement_put_hash(o, "text", &r->record.text);
		e = sealing_state(r, "codebook", o, &r->record.codebook);
	}
	free(o);
	return e;
}

static enum tt_err
add_copies(struct sealing *r)
{
	const char *id = r->record.sealing;
	enum tt_err e = TT_OK;

	for (size_t k = 0; k <= r->p->granted && e == TT_OK; k++) {
		const struct vault_copy *c = &r->copy[k];

		if (k == 0 || c->holder != r->copy[k - 1].holder)
			e = vault_holder_add(r->v->db, id, c->holder,
			    c->partner);
		if (e == TT_OK)
			e = vault_copy_add(r->v->db, id, c);
	}
	return e;
}

/* In a folder that the records may not know: sweep looks for it. */
static enum tt_err
unmark(const char *folder)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, folder, SEALING_MARK)) != TT_OK)
		return e;
	return file_remove(path);
}

/* The folder of what nobody will hear of any more. */
static void
replaced(const struct sealing *r, char out[FILE_PATH_MAX])
{
	char rel[64];

	snprintf(rel, sizeof(rel), "bulletins/%s",
	    r->before->before.sealing);
	vault_path(r->v, rel, out);
}

/* Its records go; its folder is marked, for the time after the commit. */
static enum tt_err
begin_replacing(const struct sealing *r)
{
	char path[FILE_PATH_MAX], mark[FILE_PATH_MAX];
	enum tt_err e;

	if (!r->before->replaces)
		return TT_OK;
	replaced(r, path);
	if ((e = file_path(mark, path, SEALING_MARK)) != TT_OK ||
	    (e = file_write(mark, "", 0, 0600)) != TT_OK)
		return e;
	if ((e = vault_stagger_drop(r->v->db, r->record.id,
	    r->record.revision)) != TT_OK)
		return e;
	return vault_bulletin_drop(r->v->db, r->before->before.sealing);
}

static void
end_replacing(const struct sealing *r)
{
	char path[FILE_PATH_MAX];

	if (!r->before->replaces)
		return;
	replaced(r, path);
	if (file_remove_tree(path) != TT_OK)
		say_warn("%s is left over and may be removed", path);
}

/*
 * The folder takes its place, then the records say that it is there; only
 * then it loses its mark.
 */
static enum tt_err
finish(struct sealing *r)
{
	char rel[64], from[FILE_PATH_MAX], to[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(r->v, r->rel, from);
	snprintf(rel, sizeof(rel), "bulletins/%s", r->record.sealing);
	vault_path(r->v, rel, to);
	if ((e = db_begin(r->v->db)) != TT_OK)
		return e;
	if ((e = begin_replacing(r)) == TT_OK)
		e = vault_bulletin_add(r->v->db, &r->record);
	for (size_t i = 0; i < r->p->n_waves && e == TT_OK; i++)
		e = vault_wave_add(r->v->db, r->record.sealing,
		    &r->wave[i]);
	if (e == TT_OK)
		e = plan_lots_keep(r->p, r->d, r->v->db, &r->record);
	if (e == TT_OK)
		e = vault_replaces_set(r->v->db, r->record.id,
		    r->p->replaced.id);
	if (e == TT_OK)
		e = add_copies(r);
	if (e == TT_OK && (e = file_rename(from, to)) == TT_OK) {
		if ((e = db_commit(r->v->db)) == TT_OK) {
			end_replacing(r);
			if (unmark(to) != TT_OK)
				say_warn("%s/" SEALING_MARK " is left over "
				    "and may be removed", to);
			return TT_OK;
		}
		if (file_remove_tree(to) != TT_OK)
			say_warn("%s is left over and may be removed", to);
	}
	db_rollback(r->v->db);
	return e;
}

static enum tt_err
make_folder(struct sealing *r)
{
	char path[FILE_PATH_MAX], copies[FILE_PATH_MAX], rel[80];
	enum tt_err e;

	vault_path(r->v, "bulletins", path);
	if ((e = file_mkdirs(path)) != TT_OK)
		return e;
	vault_path(r->v, r->rel, path);
	snprintf(rel, sizeof(rel), "%s/copies", r->rel);
	vault_path(r->v, rel, copies);
	if ((e = file_mkdir(path)) != TT_OK ||
	    (e = file_mkdir(copies)) != TT_OK)
		return e;
	return sealing_keep(r, SEALING_MARK, SPAN(""));
}

static bool
ends_new(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".new") == 0;
}

/*
 * One folder in bulletins.  What has no mark and no place in the records
 * stays: it may be the records that are missing something.
 */
static enum tt_err
sweep_one(struct sealing *r, const char *dir, const char *name)
{
	char path[FILE_PATH_MAX], mark[FILE_PATH_MAX];
	size_t waves = 0;
	enum tt_err e;

	if ((e = file_path(path, dir, name)) != TT_OK ||
	    (e = file_path(mark, path, SEALING_MARK)) != TT_OK)
		return e;
	if (ends_new(name))
		return file_remove_tree(path);
	if (!file_exists(mark))
		return TT_OK;
	if ((e = vault_wave_all(r->v->db, name, r->wave, TT_WAVES_MAX,
	    &waves)) != TT_OK)
		return e;
	return waves == 0 ? file_remove_tree(path) : unmark(path);
}

/* What an interrupted run left: never recorded, never handed out. */
static enum tt_err
sweep(struct sealing *r)
{
	char dir[FILE_PATH_MAX];
	struct file_list files;
	enum tt_err e;

	vault_path(r->v, "bulletins", dir);
	if (!file_exists(dir))
		return TT_OK;
	if ((e = file_list(dir, 1000000, &files)) != TT_OK)
		return e;
	for (size_t i = 0; i < files.n && e == TT_OK; i++)
		e = sweep_one(r, dir, files.name[i]);
	file_list_free(&files);
	return e;
}

/* What the terms say that are to be published. */
static int
prepare_terms(struct sealing *r)
{
	const struct tt_manifest *m = r->d->manifest;
	struct embargo_now now;
	enum use u;
	enum tt_err e;

	if ((e = vault_embargo_now(r->v->db, r->record.id, r->now_s,
	    &now)) != TT_OK)
		return say_err(e, NULL, "cannot read the embargo of %s",
		    m->id);
	r->terms = now.revision + 1;
	for (size_t i = 0; i < m->n_uses; i++)
		if (!use_parse(span_str(m->uses[i].name), &u) ||
		    !use_value_parse(u, span_str(m->uses[i].value),
		    &r->uses[u]))
			return say_fail(CLI_USAGE, "docs/embargo.md has the "
			    "table of permitted uses", "cannot seal %s: there "
			    "is no permitted use '%s' of the value '%s'",
			    m->id, m->uses[i].name, m->uses[i].value);
	return CLI_DONE;
}

/* The id that it has: of what was sealed, or kept for it, or a new one. */
static enum tt_err
keep_id(struct sealing *r)
{
	enum tt_err e;

	memcpy(r->record.id, r->record.sealing, sizeof(r->record.id));
	if (r->before->any) {
		memcpy(r->record.id, r->before->before.id,
		    sizeof(r->record.id));
		return TT_OK;
	}
	e = vault_reserved_get(r->v->db, r->d->manifest->id, r->record.id);
	return e == TT_ENOENT ? TT_OK : e;
}

static int
prepare(struct sealing *r, const char *folder)
{
	char path[FILE_PATH_MAX];
	uint8_t id[8];
	int code;
	enum tt_err e;

	if ((code = vault_publisher(r->v, &r->publisher)) != CLI_DONE)
		return code;
	if ((e = wavekey_keepers(&r->v->conf, &r->keepers)) != TT_OK)
		return say_err(e, "its telltale.conf has a line `keeper` for "
		    "each", "cannot find the vault's keepers");
	vault_path(r->v, "embargo.txt", path);
	if ((e = file_read(path, TT_TERMS_MAX, &r->embargo)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if ((e = sweep(r)) != TT_OK)
		return say_err(e, NULL, "cannot clear the vault's bulletins");
	rng_fill(r->rng, id, sizeof(id));
	hex_encode(r->record.sealing, id, sizeof(id));
	if ((e = keep_id(r)) != TT_OK)
		return say_err(e, NULL, "cannot read the vault's bulletins");
	r->record.revision = !r->before->any ? 1 :
	    r->before->before.revision + !r->before->replaces;
	r->record.editorial = r->before->editorial;
	snprintf(r->rel, sizeof(r->rel), "bulletins/%s.new",
	    r->record.sealing);
	memcpy(r->record.name, r->d->manifest->id, sizeof(r->record.name));
	memcpy(r->record.title, r->d->manifest->title,
	    sizeof(r->record.title));
	if (realpath(folder, r->record.folder) == NULL)
		return say_err(TT_EIO, NULL, "cannot find %s", folder);
	if ((code = prepare_terms(r)) != CLI_DONE)
		return code;
	r->record.public_s = r->d->manifest->public_at_s;
	r->record.sealed_s = r->now_s;
	r->secrets = SECRET_NEW(struct sealed_secrets);
	r->symbols = calloc(r->d->bulletin->n_sites + 1, sizeof(*r->symbols));
	r->copy = calloc(r->p->granted + 1, sizeof(*r->copy));
	for (size_t i = 0; i < r->d->n_parts; i++)
		buf_init(&r->text[i], TT_RENDERING_MAX);
	if (r->secrets == NULL || r->symbols == NULL || r->copy == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot seal");
	return CLI_DONE;
}

static int
make(struct sealing *r)
{
	char path[FILE_PATH_MAX];
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = make_folder(r)) == TT_OK &&
	    (e = draw_numbers(r)) == TT_OK &&
	    (e = make_codebook(r)) == TT_OK &&
	    (e = state_codebook(r)) == TT_OK)
		code = sealed_write(r->v, r->rel, r->secrets, r->slots, r->d);
	progress_start(&r->bar, r->v->cli, "sealing", r->p->granted);
	for (unsigned i = 0; i < r->p->n_waves && e == TT_OK &&
	    code == CLI_DONE; i++)
		e = sealing_wave(r, i);
	progress_end(&r->bar);
	if (e == TT_OK && code == CLI_DONE)
		e = finish(r);
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot seal; nothing was kept");
	if (code != CLI_DONE) {
		vault_path(r->v, r->rel, path);
		if (file_remove_tree(path) != TT_OK)
			say_warn("%s is left over and may be removed", path);
	}
	return code;
}

static void
forget(struct sealing *r)
{
	tt_codebook_free(r->codebook);
	secret_free(r->secrets);
	numbers_done(&r->holders);
	numbers_done(&r->copies);
	buf_done(&r->embargo);
	for (size_t i = 0; i < TT_PARTS_MAX; i++)
		buf_done(&r->text[i]);
	tt_carry_free(r->slots);
	free(r->row);
	free(r->symbols);
	free(r->copy);
	free(r->sealed);
}

int
sealing_run(struct vault *v, const struct sealing_ask *ask, struct rng rng,
    struct sealing_result *out)
{
	struct sealing *r = calloc(1, sizeof(*r));
	size_t granted = ask->plan->granted;
	int code;

	if (r == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot seal");
	r->v = v;
	r->d = ask->draft;
	r->p = ask->plan;
	r->before = ask->before;
	r->rng = rng;
	r->now_s = clock_now();
	r->origin = span_str(vault_origin(v));
	out->hashes = calloc(granted + 1, sizeof(*out->hashes));
	if ((code = prepare(r, ask->folder)) == CLI_DONE)
		code = make(r);
	if (code == CLI_DONE && out->hashes != NULL) {
		memcpy(out->id, r->record.id, sizeof(out->id));
		memcpy(out->sealing, r->record.sealing, sizeof(out->sealing));
		out->revision = r->record.revision;
		for (size_t k = 0; k < granted; k++)
			memcpy(out->hashes[k], r->copy[k].sha256.b, 32);
	}
	forget(r);
	free(r);
	return code;
}
