/* SPDX-License-Identifier: ISC */
/* delivery_state - what a delivery puts into the ledger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/delivery.h"
#include "cli/delivery_own.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_ledger.h"

/* Salt and statement as seal kept them, into the outbox, once. */
static int
queue(struct delivery *d, enum tt_kind kind, const char *name)
{
	struct vault_statement s = { .kind = kind, .queued_s = clock_now() };
	struct buf file;
	int code;
	enum tt_err e;

	if ((code = delivery_read(d, name, TT_SALT_LEN + TT_STATEMENT_MAX,
	    &file)) != CLI_DONE)
		return code;
	if (file.n > TT_SALT_LEN) {
		memcpy(s.salt.b, file.p, TT_SALT_LEN);
		s.bytes = span_of(file.p + TT_SALT_LEN, file.n - TT_SALT_LEN);
		tt_leaf_hash(&s.leaf, &s.salt, s.bytes);
		e = vault_statement_add(d->v->db, &s);
	} else
		e = TT_EINTEGRITY;
	buf_done(&file);
	if (e != TT_OK && e != TT_EEXIST)
		return say_err(e, NULL, "cannot queue the statement %s", name);
	return CLI_DONE;
}

/* Made once, signed, and kept as those are that seal made. */
static int
make(struct delivery *d, const char *name, struct tt_statement_out *o,
    const struct tt_signer *signer)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct tt_salt salt;
	struct buf text;
	enum tt_err e;

	sealed_rel(d->record->sealing, name, rel);
	vault_path(d->v, rel, path);
	rng_fill(rng_system(), salt.b, sizeof(salt.b));
	buf_init(&text, TT_SALT_LEN + TT_STATEMENT_MAX);
	buf_add(&text, salt.b, sizeof(salt.b));
	if ((e = tt_statement_sign(o, &signer, 1, &text)) == TT_OK)
		e = file_create(path, text.p, text.n, 0600);
	buf_done(&text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot keep %s", path);
	return CLI_DONE;
}

static bool
is_made(const struct delivery *d, const char *name)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];

	sealed_rel(d->record->sealing, name, rel);
	vault_path(d->v, rel, path);
	return file_exists(path);
}

/* How many were rendered so far. */
static int
make_rendered(struct delivery *d)
{
	const struct tt_signer *signer;
	struct tt_statement_out *o;
	int code;

	if (is_made(d, "rendered"))
		return CLI_DONE;
	if ((code = vault_publisher(d->v, &signer)) != CLI_DONE)
		return code;
	if ((o = calloc(1, sizeof(*o))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot sign");
	tt_statement_begin(o, TT_RENDERED, span_str(vault_origin(d->v)),
	    clock_now());
	tt_statement_put_hash(o, "codebook", &d->record->codebook);
	tt_statement_put_number(o, "holders", d->holders);
	tt_statement_put_number(o, "copies", d->copies);
	code = make(d, "rendered", o, signer);
	free(o);
	return code;
}

void
delivery_terms(const struct delivery *d, struct tt_statement_out *o)
{
	tt_statement_put_str(o, "bulletin", d->record->id);
	tt_statement_put_number(o, "revision", d->terms);
	for (size_t i = 0; i < d->n_waves; i++)
		tt_statement_put_hash(o, "terms", &d->wave[i].terms);
	tt_statement_put_instant(o, "public", d->record->public_s);
	tt_statement_put_str(o, "state", "active");
}

/* The terms that come into force with it; an editorial revision has none. */
static int
make_embargo(struct delivery *d)
{
	const struct tt_signer *signer;
	struct tt_statement_out *o;
	int code;

	if (d->record->editorial || is_made(d, "embargo"))
		return CLI_DONE;
	if ((code = vault_officer(d->v, &signer)) != CLI_DONE)
		return code;
	if ((o = calloc(1, sizeof(*o))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot sign");
	tt_statement_begin(o, TT_EMBARGO, span_str(vault_origin(d->v)),
	    clock_now());
	delivery_terms(d, o);
	code = make(d, "embargo", o, signer);
	free(o);
	return code;
}

int
delivery_state(struct delivery *d)
{
	char name[32];
	int code;

	if ((code = make_rendered(d)) != CLI_DONE ||
	    (code = make_embargo(d)) != CLI_DONE ||
	    (code = queue(d, TT_CODEBOOK, "codebook")) != CLI_DONE)
		return code;
	for (size_t i = 0; i < d->n_waves; i++) {
		snprintf(name, sizeof(name), "wave-%zu", i);
		if ((code = queue(d, TT_WAVE, name)) != CLI_DONE)
			return code;
		snprintf(name, sizeof(name), "copies-%zu", i);
		if ((code = queue(d, TT_COPIES, name)) != CLI_DONE)
			return code;
	}
	if ((code = queue(d, TT_RENDERED, "rendered")) != CLI_DONE ||
	    (!d->record->editorial &&
	    (code = queue(d, TT_EMBARGO, "embargo")) != CLI_DONE))
		return code;
	return vault_post(d->v);
}
