/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "base/json_out.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/delivery.h"
#include "cli/delivery_own.h"
#include "cli/hubproof.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_ledger.h"
#include "store/vault_replaced.h"
#include "telltale/authority.h"
#include "telltale/copy.h"
#include "telltale/terms.h"

#define SET_MAX		((size_t)256 << 20)	/* bytes */
#define BODY_MAX	262144			/* bytes of a share's request */
#define POLL_MS		200
#define WAIT_MORE_S	60	/* over one interval, for the batch */

struct hex {
	char s[HEX_LEN(32) + 1];
};

static struct hex
hex_of(const struct hash *h)
{
	struct hex x;

	hex_encode(x.s, h->b, sizeof(h->b));
	return x;
}

int
delivery_read(struct delivery *d, const char *name, size_t max, struct buf *out)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	sealed_rel(d->record->sealing, name, rel);
	vault_path(d->v, rel, path);
	if ((e = file_read(path, max, out)) != TT_OK)
		return say_err(e, "seal the bulletin again", "cannot read %s",
		    path);
	return CLI_DONE;
}

static int
read_terms(struct delivery *d, const struct vault_wave *w, struct buf *out)
{
	enum tt_err e = sealed_terms(d->v, d->record->sealing, w, out);

	if (e != TT_OK)
		return say_err(e, "seal the bulletin again", "cannot read the "
		    "terms of the wave \"%s\"", w->name);
	return CLI_DONE;
}

/* Who ever had a copy, of any revision: holders' copies stand together. */
struct ever {
	uint64_t holder, copy;	/* the last */
	size_t holders, copies;
};

static enum tt_err
count_ever(void *ctx, const struct vault_copy *c)
{
	struct ever *v = ctx;

	v->holders += v->copies == 0 || v->holder != c->holder;
	v->copies += v->copies == 0 || v->copy != c->number;
	v->holder = c->holder;
	v->copy = c->number;
	return TT_OK;
}

/* Which revision of the terms the sealing was made for. */
static int
read_revision(struct delivery *d)
{
	struct tt_terms *t = malloc(sizeof(*t));
	struct buf file;
	int code;

	if (t == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read the terms");
	if (d->n_waves > 0 &&
	    (code = read_terms(d, &d->wave[0], &file)) != CLI_DONE) {
		free(t);
		return code;
	}
	if (d->n_waves > 0) {
		if (tt_terms_parse(t, buf_view(&file), NULL) == TT_OK)
			d->terms = (unsigned)tt_statement_number(&t->head,
			    "revision", 0);
		buf_done(&file);
	}
	free(t);
	return CLI_DONE;
}

int
delivery_open(struct delivery *d, struct vault *v,
    const struct vault_bulletin *record)
{
	struct hubclient_conf conf = { .url = conf_get(&v->conf, "hub"),
		.pin = conf_get(&v->conf, "pin"), .origin = vault_origin(v),
		.home = v->dir };
	struct ever ever = { .copies = 0 };
	int code;
	enum tt_err e;

	memset(d, 0, sizeof(*d));
	d->v = v;
	d->record = record;
	if ((e = vault_wave_all(v->db, record->sealing, d->wave, TT_WAVES_MAX,
	    &d->n_waves)) != TT_OK ||
	    (e = vault_copy_ever(v->db, record->id, count_ever, &ever)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read the records of %s",
		    record->id);
	d->holders = ever.holders;
	d->copies = ever.copies;
	if ((code = read_revision(d)) != CLI_DONE)
		return code;
	if ((code = vault_publisher(v, &conf.signer)) != CLI_DONE ||
	    (code = hubclient_new(&d->hub, &conf)) != CLI_DONE)
		return code;
	return hubclient_checkpoint(d->hub, NULL);
}

void
delivery_done(struct delivery *d)
{
	hubclient_free(d->hub);
	memset(d, 0, sizeof(*d));
}

static int
put(struct delivery *d, const char *kind, const struct hash *name,
    struct span body)
{
	char path[128], what[64];
	struct hubclient_call call = { .verb = HTTP_PUT, .path = path,
		.body = body, .content_type = "application/octet-stream" };
	struct http_answer a;
	int code;

	snprintf(path, sizeof(path), "/api/v1/%s/%s", kind, hex_of(name).s);
	snprintf(what, sizeof(what), "hand over a %s", kind);
	if ((code = hubclient_do(d->hub, &call, what, &a)) == CLI_DONE)
		http_answer_done(&a);
	return code;
}

struct upload {
	struct delivery *d;
	struct progress bar;
	uint64_t done;
	int code;
};

static enum tt_err
put_copy(void *ctx, const struct vault_copy *c)
{
	struct upload *u = ctx;
	char name[80];
	struct buf file;

	if (c->reader[0] == '\0')
		return TT_OK;	/* the public rendering is not sealed */
	progress_at(&u->bar, u->done++);
	snprintf(name, sizeof(name), "copies/%s", hex_of(&c->sha256).s);
	if ((u->code = delivery_read(u->d, name, TT_COPY_MAX,
	    &file)) != CLI_DONE)
		return TT_ENOENT;
	u->code = put(u->d, "copy", &c->sha256, buf_view(&file));
	buf_done(&file);
	return u->code == CLI_DONE ? TT_OK : TT_ENET;
}

int
delivery_upload(struct delivery *d)
{
	struct upload u = { .d = d };
	char name[32];
	struct buf file;
	enum tt_err e;

	progress_start(&u.bar, d->v->cli, "handing over", d->copies);
	e = vault_copy_each(d->v->db, d->record->sealing, put_copy, &u);
	progress_end(&u.bar);
	if (u.code != CLI_DONE)
		return u.code;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read who has which copy");
	for (size_t i = 0; i < d->n_waves && u.code == CLI_DONE; i++) {
		snprintf(name, sizeof(name), "set-%zu", i);
		if ((u.code = delivery_read(d, name, SET_MAX,
		    &file)) != CLI_DONE)
			break;
		u.code = put(d, "set", &d->wave[i].root, buf_view(&file));
		buf_done(&file);
		if (u.code != CLI_DONE ||
		    (u.code = read_terms(d, &d->wave[i], &file)) != CLI_DONE)
			break;
		u.code = put(d, "terms", &d->wave[i].terms, buf_view(&file));
		buf_done(&file);
	}
	return u.code;
}

/* What the hub answered; TT_EUNSIGNED: too few witnesses have cosigned. */
static enum tt_err
read_proof(struct delivery *d, enum tt_kind kind, const struct hash *leaf,
    json_t *root, struct hubproof *proof)
{
	struct tt_opened *opened = malloc(sizeof(*opened));
	enum tt_err e;

	if (opened == NULL)
		return TT_ENOMEM;
	if ((e = hubproof_parse(proof, root, NULL)) == TT_OK)
		e = hubproof_check(proof, kind, leaf,
		    hubclient_policy(d->hub), opened);
	free(opened);
	return e;
}

static int
say_proof(enum tt_err e)
{
	if (e == TT_EUNSIGNED)
		return say_fail(CLI_LATER, "telltale publish again: it goes "
		    "on where it stopped, once they have", "cannot go on: too "
		    "few witnesses have cosigned the ledger with the "
		    "statements yet");
	return say_fail(CLI_ALARM, "keep what you have and look at telltale "
	    "log verify", "cannot go on: the hub's proof of a statement does "
	    "not hold (%s)", tt_err_text(e));
}

/* One question: CLI_DONE with root and proof; *again: not yet. */
static int
ask_proof(struct delivery *d, enum tt_kind kind, const struct hash *leaf,
    json_t **root, struct hubproof *proof, bool *again)
{
	char path[128];
	struct hubclient_call call = { .verb = HTTP_GET, .path = path };
	struct http_answer a;
	enum tt_err e;

	*again = false;
	snprintf(path, sizeof(path), "/api/v1/statement/%s", hex_of(leaf).s);
	if ((e = hubclient_try(d->hub, &call, &a)) != TT_OK)
		return hubclient_say(d->hub, e, NULL, "wait for the ledger");
	if (a.status == 507)
		hubclient_say(d->hub, TT_OK, &a, "wait for the ledger");
	if (a.status != 200) {
		*again = a.status != 507;
		http_answer_done(&a);
		return CLI_LATER;
	}
	e = json_in_parse(buf_view(&a.body), a.body.n, root, NULL);
	http_answer_done(&a);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the hub's proof");
	if ((e = read_proof(d, kind, leaf, *root, proof)) == TT_OK)
		return CLI_DONE;
	json_decref(*root);
	*root = NULL;
	if (e != TT_EUNSIGNED)
		return say_proof(e);
	*again = true;
	d->unwitnessed = true;
	return CLI_LATER;
}

/* The statement with its proofs, waited for and checked. */
static int
await(struct delivery *d, enum tt_kind kind, const struct hash *leaf,
    json_t **root, struct hubproof *proof)
{
	int64_t until = clock_ms() + 1000 * (d->wait_s > 0 ? d->wait_s :
	    vault_interval_s(d->v) + WAIT_MORE_S);
	bool again;
	int code;

	d->unwitnessed = false;
	for (;;) {
		code = ask_proof(d, kind, leaf, root, proof, &again);
		if (!again)
			return code;
		if (clock_ms() > until)
			break;
		clock_sleep_ms(POLL_MS);
	}
	if (d->unwitnessed)
		return say_proof(TT_EUNSIGNED);
	return say_fail(CLI_LATER, "telltale publish again: it goes on where "
	    "it stopped", "cannot go on: the ledger has no batch with the "
	    "statements yet");
}

static void
put_member(struct json_out *j, const char *key, struct span value)
{
	json_out_key(j, key);
	json_out_span(j, value);
}

static enum tt_err
write_offer(struct buf *body, struct span share, const struct hubproof *p)
{
	struct json_out *j = json_out_new(body, JSON_CANONICAL);
	char *text = malloc(B64_LEN(share.n) + 1);
	enum tt_err e = TT_ENOMEM;

	if (j != NULL && text != NULL) {
		b64_encode(text, share.p, share.n);
		json_out_object(j);
		json_out_key(j, "share");
		json_out_str(j, text);
		put_member(j, "set_proof", p->opening.set_proof);
		put_member(j, "batch", p->opening.batch);
		put_member(j, "tlog_proof", p->opening.tlog_proof);
		json_out_object_end(j);
		e = json_out_end(j);
	}
	free(text);
	return e == TT_OK ? buf_err(body) : e;
}

bool
delivery_is_held(const struct vault *v, struct span answer, unsigned keeper,
    const struct hash *leaf, int64_t opens_s, const struct hash *share)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct tt_note_signed by;
	struct tt_vkey key;
	struct span line;
	struct hash wave, got;
	const char *row;
	bool held = false;

	row = conf_nth(&v->conf, "keeper", keeper - 1);
	line = span_str(row != NULL ? row : "");
	if (s != NULL && span_word(&line, ' ', &(struct span){ NULL, 0 }) &&
	    span_word(&line, ' ', &(struct span){ NULL, 0 }) &&
	    tt_vkey_parse(&key, line) == TT_OK &&
	    tt_statement_parse(s, answer, NULL) == TT_OK &&
	    s->kind == TT_HELD && tt_note_open(&s->note, &key, 1, &by) ==
	    TT_OK && tt_statement_hash(s, "wave", &wave) &&
	    tt_statement_hash(s, "share", &got))
		held = memcmp(&wave, leaf, sizeof(wave)) == 0 &&
		    (share == NULL ||
		    memcmp(&got, share, sizeof(got)) == 0) &&
		    tt_statement_number(s, "index", 0) == keeper &&
		    tt_statement_instant(s, "opens", 0) == opens_s;
	free(s);
	return held;
}

static int
offer(struct delivery *d, const struct vault_wave *w, unsigned keeper,
    const struct hubproof *proof)
{
	char name[64], path[64];
	struct hubclient_call call = { .verb = HTTP_POST, .path = path };
	struct http_answer a;
	struct buf share, body;
	struct hash file;
	int code;
	enum tt_err e;

	snprintf(name, sizeof(name), "share-%u-%02u.age", w->n, keeper);
	snprintf(path, sizeof(path), "/api/v1/keeper/%02u/share", keeper);
	if ((code = delivery_read(d, name, TT_NOTE_MAX, &share)) != CLI_DONE)
		return code;
	sha256(file.b, share.p, share.n);
	buf_init(&body, BODY_MAX);
	if ((e = write_offer(&body, buf_view(&share), proof)) != TT_OK)
		code = say_err(e, NULL, "cannot write to keeper %u", keeper);
	call.body = buf_view(&body);
	if (code == CLI_DONE && (e = hubclient_try(d->hub, &call, &a)) !=
	    TT_OK)
		code = hubclient_say(d->hub, e, NULL, "reach the keeper");
	else if (code == CLI_DONE) {
		if (a.status == 409 || a.status == 422)
			code = say_fail(CLI_TROUBLE, "seal the bulletin again",
			    "cannot publish: keeper %u refuses its share; "
			    "nothing is visible", keeper);
		else if (a.status != 200)
			code = hubclient_say(d->hub, TT_OK, &a,
			    "hand a share to its keeper");
		else if (!delivery_is_held(d->v, buf_view(&a.body), keeper,
		    &w->leaf, w->opens_s, &file))
			code = say_fail(CLI_ALARM, NULL, "cannot publish: "
			    "keeper %u signed for something else", keeper);
		http_answer_done(&a);
	}
	buf_done(&body);
	buf_done(&share);
	return code;
}

/* In the ledger, by a proof that holds. */
static int
await_one(struct delivery *d, enum tt_kind kind, const struct hash *leaf)
{
	struct hubproof proof;
	json_t *root;
	int code;

	if ((code = await(d, kind, leaf, &root, &proof)) == CLI_DONE)
		json_decref(root);
	return code;
}

/* A batch may be cut between any two statements: each is waited for. */
static int
await_all(struct delivery *d)
{
	int code = await_one(d, TT_CODEBOOK, &d->record->codebook);

	for (size_t i = 0; i < d->n_waves && code == CLI_DONE; i++)
		code = await_one(d, TT_COPIES, &d->wave[i].copies);
	return code;
}

int
delivery_shares(struct delivery *d)
{
	struct hubproof proof;
	json_t *root;
	int code;

	if ((code = await_all(d)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < d->n_waves; i++) {
		if ((code = await(d, TT_WAVE, &d->wave[i].leaf, &root,
		    &proof)) != CLI_DONE)
			return code;
		for (unsigned k = 1; code == CLI_DONE &&
		    conf_nth(&d->v->conf, "keeper", k - 1) != NULL; k++)
			code = offer(d, &d->wave[i], k, &proof);
		json_decref(root);
		if (code != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static enum tt_err
write_waves(struct delivery *d, struct buf *body)
{
	char old[VAULT_BULLETIN_LEN + 1];
	struct json_out *j;
	enum tt_err e;

	if ((e = vault_replaces_get(d->v->db, d->record->id, old)) != TT_OK)
		return e;
	if ((j = json_out_new(body, JSON_CANONICAL)) == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	put_member(j, "codebook", span_str(hex_of(&d->record->codebook).s));
	if (old[0] != '\0')
		put_member(j, "replaces", span_str(old));
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < d->n_waves; i++) {
		json_out_object(j);
		put_member(j, "wave", span_str(hex_of(&d->wave[i].leaf).s));
		put_member(j, "copies",
		    span_str(hex_of(&d->wave[i].copies).s));
		put_member(j, "terms", span_str(hex_of(&d->wave[i].terms).s));
		json_out_key(j, "prefetch");
		json_out_bool(j, d->wave[i].prefetch);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_object_end(j);
	e = json_out_end(j);
	return e == TT_OK ? buf_err(body) : e;
}

/* 404 and 409: not yet, which is no trouble. */
int
delivery_shown(struct delivery *d, bool *shown)
{
	char path[64];
	struct hubclient_call call = { .verb = HTTP_GET, .path = path };
	struct http_answer a;
	json_t *root = NULL;
	int code = CLI_DONE;
	enum tt_err e;

	*shown = false;
	if (d->record->revision > 1)
		return CLI_DONE;	/* the hub shows the one before */
	snprintf(path, sizeof(path), "/api/v1/publish/%s", d->record->id);
	if ((e = hubclient_try(d->hub, &call, &a)) != TT_OK)
		return hubclient_say(d->hub, e, NULL, "ask what is published");
	if (a.status == 200 &&
	    json_in_parse(buf_view(&a.body), a.body.n, &root, NULL) == TT_OK)
		*shown = json_is_true(json_object_get(root, "visible"));
	else if (a.status != 404 && a.status != 409)
		code = hubclient_say(d->hub, TT_OK, &a,
		    "ask what is published");
	json_decref(root);
	http_answer_done(&a);
	return code;
}

int
delivery_show(struct delivery *d)
{
	char path[64];
	struct hubclient_call call = { .verb = HTTP_POST, .path = path };
	struct http_answer a;
	struct buf body;
	int code;
	enum tt_err e;

	snprintf(path, sizeof(path), "/api/v1/publish/%s", d->record->id);
	buf_init(&body, 65536);
	if ((e = write_waves(d, &body)) != TT_OK)
		code = say_err(e, NULL, "cannot publish");
	else {
		call.body = buf_view(&body);
		code = hubclient_do(d->hub, &call, "publish", &a);
		if (code == CLI_DONE)
			http_answer_done(&a);
	}
	buf_done(&body);
	return code;
}
