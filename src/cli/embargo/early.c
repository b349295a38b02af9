/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "cli/clock.h"
#include "cli/delivery_own.h"
#include "cli/embargo/act.h"
#include "cli/embargo/early.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"
#include "store/vault_sighting.h"
#include "store/vault_team.h"

#define EARLY_S	(24 * 3600)

static bool
has_poc(const struct sealed *s)
{
	for (size_t i = 0; i < s->draft.manifest->n_parts; i++)
		if (s->draft.manifest->parts[i].kind == TT_PART_POC)
			return true;
	return false;
}

/* Why a second officer is asked. */
struct early {
	bool poc;		/* it goes out over a day ahead */
	bool attacked;		/* attacks are known */
	const char *reason;	/* of that; or NULL */
};

static int
look_at_poc(const struct delivery *d, bool *out)
{
	struct sealed s = { .secrets = NULL };
	bool early = false;
	int code;

	for (size_t i = 0; i < d->n_waves; i++)
		early = early || d->record->public_s - d->wave[i].opens_s >
		    EARLY_S;
	if (!early)
		return CLI_DONE;
	if ((code = sealed_open(&s, d->v, d->record)) == CLI_DONE)
		*out = has_poc(&s);
	sealed_done(&s);
	return code;
}

/* The first terms of a flaw that is attacked take a reason. */
static int
look(const struct delivery *d, struct early *y)
{
	int64_t first;
	enum tt_err e;

	if (d->terms == 1 && !d->record->editorial) {
		e = vault_sighting_earliest(d->v->db, d->record->id, &first);
		if (e != TT_OK && e != TT_ENOENT)
			return say_err(e, NULL, "cannot read what was seen of "
			    "%s", d->record->name);
		y->attacked = e == TT_OK;
	}
	if (y->attacked && y->reason == NULL)
		return say_fail(CLI_REFUSED, "telltale publish --reason TEXT, "
		    "or --urgent", "cannot publish %s without saying why: "
		    "attacks are known already", d->record->name);
	return look_at_poc(d, &y->poc);
}

static void
tell(const struct delivery *d, const void *ctx, int64_t now_s,
    struct buf *out)
{
	const struct early *y = ctx;
	char at[OUT_MOMENT_LEN];

	out_moment(at, d->record->public_s, now_s);
	buf_printf(out, "%s, %s%s%s\n%zu copies at %zu holders; public %s\n",
	    d->record->id, d->record->name,
	    y->attacked ? ": attacks are known already" : "",
	    y->poc ? ": a proof of concept goes out over a day ahead" : "",
	    d->copies - 1, d->holders - 1, at);
	for (size_t i = 0; i < d->n_waves; i++) {
		out_moment(at, d->wave[i].opens_s, now_s);
		buf_printf(out, "wave %s, %s, opens %s\n", d->wave[i].name,
		    tt_profile_name(d->wave[i].profile), at);
	}
}

int
early_request(struct delivery *d, const struct early_asking *q)
{
	struct act *a = calloc(1, sizeof(*a));
	struct tt_statement_out *o;
	struct request_made made;
	int code;

	if (a == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot publish");
	act_begin(a, d->v, q->act, d->record->id, q->why);
	act_put_str(a, "sealing", d->record->sealing);
	if (q->stated && (o = act_state(a, TT_EMBARGO)) != NULL) {
		delivery_terms(d, o);
		if (q->attacked)
			tt_statement_put_str(o, "reason", EARLY_ATTACKS);
		act_state_end(a);
	}
	q->tell(d, q->ctx, a->now_s, &a->shown);
	if ((code = act_ask(a, &made)) == CLI_DONE)
		code = request_said(d->v, &a->ask, &made);
	act_done(a);
	free(a);
	return code;
}

static int
ask(struct delivery *d, const struct early *y)
{
	int code = early_request(d, &(struct early_asking){
		.act = APPROVAL_PUBLISH_EARLY, .why = y->reason,
		.attacked = y->attacked, .stated = !d->record->editorial,
		.tell = tell, .ctx = y });

	if (code == CLI_LATER)
		say_hint("then telltale publish %s again", d->record->id);
	return code;
}

/* Cleared: what was held back goes out with the rest of it. */
static int
let_go(struct delivery *d)
{
	struct hash leaf;
	bool stated;
	enum tt_err e;

	if ((e = vault_cleared(d->v->db, d->record->sealing, &leaf,
	    &stated)) == TT_ENOENT)
		return CLI_LATER;
	if (e == TT_OK && stated)
		e = vault_statement_free(d->v->db, &leaf);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read who let %s go out",
		    d->record->name);
	return CLI_DONE;
}

int
early_ask(struct delivery *d, const char *reason)
{
	struct early y = { .reason = reason };
	int code;

	if ((code = look(d, &y)) != CLI_DONE || (!y.poc && !y.attacked))
		return code;
	if ((code = vault_greet(d->v)) != CLI_DONE ||
	    (code = let_go(d)) != CLI_LATER)
		return code;
	if ((code = ask(d, &y)) != CLI_DONE)
		return code;
	return let_go(d);
}

int
early_apply(struct vault *v, const struct request_done *r)
{
	const struct hash *leaf = r->n == 1 ? &r->leaf[0] : NULL;
	char sealing[VAULT_BULLETIN_LEN + 1];
	enum tt_err e = TT_OK;

	if (r->n > 1 || !act_get_str(r->effect, "sealing", sealing,
	    sizeof(sealing)) || !sealed_is_name(sealing))
		return act_unclear(r);
	if (leaf != NULL)
		e = early_keep_terms(v, sealing, leaf);
	if (e != TT_OK || (e = vault_cleared_set(v->db, sealing, leaf,
	    r->at_s)) != TT_OK)
		return say_err(e, NULL, "cannot note that %s may go out",
		    r->subject);
	return CLI_DONE;
}

/* Another officer's vault may not have the sealing yet: it comes with it. */
enum tt_err
early_keep_terms(struct vault *v, const char *sealing,
    const struct hash *leaf)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct vault_statement s;
	struct buf file;
	enum tt_err e;

	if ((e = vault_statement_of_leaf(v->db, leaf, &s)) != TT_OK ||
	    (e = vault_statement_hold(v->db, leaf)) != TT_OK)
		return e;
	sealed_rel(sealing, "codebook", rel);
	vault_path(v, rel, path);
	if (!file_exists(path))
		return TT_OK;
	sealed_rel(sealing, "embargo", rel);
	vault_path(v, rel, path);
	buf_init(&file, TT_SALT_LEN + TT_STATEMENT_MAX);
	buf_add(&file, s.salt.b, sizeof(s.salt.b));
	buf_span(&file, s.bytes);
	if ((e = buf_err(&file)) == TT_OK)
		e = file_write(path, file.p, file.n, 0600);
	buf_done(&file);
	return e;
}
