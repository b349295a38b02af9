/* SPDX-License-Identifier: ISC */
/*
 * Witnesses that the policy names: which of them have not cosigned the newest
 * checkpoint, since when, and whether the others are enough.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/post/outlook.h"
#include "store/vault_outlook.h"
#include "telltale/note.h"
#include "telltale/policy.h"

#define ASKED_S		60	/* that the hub gives one, and asks it again */

struct signing {
	struct looking *l;
	const struct tt_policy *policy;
	struct tt_vkey key[TT_POLICY_NODES_MAX];
	struct tt_note_signed by[TT_POLICY_NODES_MAX];
	size_t n;
};

/* How long it may lack in silence: two batches, each with its asking. */
static int64_t
patience_s(const struct looking *l)
{
	return 2 * (vault_interval_s(l->v) + ASKED_S);
}

static void
add_late(struct signing *w, const struct tt_vkey *key, enum tt_err known,
    int64_t last_s)
{
	struct looking *l = w->l;

	if (known == TT_ENOENT)
		outlook_add(l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, NULL,
		    "witness %s cosigned no checkpoint that this vault has "
		    "seen", key->name);
	else if (l->now_s - last_s > patience_s(l))
		outlook_add(l->out, OUTLOOK_FAILING, last_s, NULL,
		    "witness %s has not cosigned the ledger's newest "
		    "checkpoint; it last cosigned one", key->name);
}

static enum tt_err
look_at_one(struct signing *w, size_t i)
{
	char text[TT_VKEY_TEXT_MAX + 1];
	int64_t last_s = 0;
	enum tt_err e;

	tt_vkey_format(&w->key[i], text);
	if (w->by[i].yes)
		return w->l->v->use == VAULT_WRITE ? vault_witness_saw(
		    w->l->v->db, text, (int64_t)w->by[i].time) : TT_OK;
	e = vault_witness_get(w->l->v->db, text, &last_s);
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	add_late(w, &w->key[i], e, last_s);
	return TT_OK;
}

static void
look_at_quorum(struct signing *w, const struct tt_policy_verdict *p)
{
	if (tt_policy_needs_witnesses(w->policy) && !p->quorum)
		outlook_add(w->l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, NULL,
		    "the ledger's newest checkpoint, of %llu entries, is "
		    "cosigned by %zu of %zu witnesses: too few for the policy",
		    (unsigned long long)p->checkpoint.size, p->witnesses,
		    w->n);
}

static enum tt_err
read_note(struct signing *w, struct span note)
{
	struct tt_policy_verdict verdict;
	struct tt_note parsed;
	enum tt_err e;

	w->n = tt_policy_witnesses(w->policy);
	for (size_t i = 0; i < w->n; i++) {
		struct span url;

		w->key[i] = *tt_policy_witness(w->policy, i, &url);
	}
	if ((e = tt_policy_open(w->policy, note, &verdict)) != TT_OK ||
	    (e = tt_note_parse(&parsed, note)) != TT_OK)
		return e;
	e = tt_note_open(&parsed, w->key, w->n, w->by);
	if (e == TT_EUNSIGNED)
		memset(w->by, 0, sizeof(w->by));
	else if (e != TT_OK)
		return e;
	for (size_t i = 0; i < w->n; i++)
		if ((e = look_at_one(w, i)) != TT_OK)
			return e;
	look_at_quorum(w, &verdict);
	return TT_OK;
}

void
look_at_witnesses(struct looking *l)
{
	struct signing *w = calloc(1, sizeof(*w));
	char path[FILE_PATH_MAX];
	struct hubclient *h;
	struct buf note;
	enum tt_err e = w == NULL ? TT_ENOMEM : TT_OK;

	if (e == TT_OK && l->fetched && vault_hub(l->v, &h) == CLI_DONE &&
	    tt_policy_witnesses(hubclient_policy(h)) > 0) {
		w->l = l;
		w->policy = hubclient_policy(h);
		vault_path(l->v, "checkpoint", path);
		if ((e = file_read(path, TT_NOTE_MAX, &note)) == TT_OK) {
			e = read_note(w, buf_view(&note));
			buf_done(&note);
		}
	}
	free(w);
	if (e != TT_OK)
		looking_cannot(l, e, "who cosigned the newest checkpoint");
}
