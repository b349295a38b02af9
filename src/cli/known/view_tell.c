/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/known/view_make.h"
#include "cli/known/view_tell.h"
#include "cli/post/letter.h"
#include "cli/say.h"
#include "store/vault_party.h"
#include "telltale/letter.h"

struct telling {
	struct vault *v;
	struct vault_party_key *key;
	size_t n, cap, waiting;
	struct view view;
};

static enum tt_err
add(void *ctx, const struct vault_party_key *k)
{
	struct vault_party_key *grown;
	struct telling *t = ctx;
	size_t cap = t->cap > 0 ? t->cap * 2 : 16;

	if (t->n == t->cap) {
		if ((grown = reallocarray(t->key, cap, sizeof(*grown))) ==
		    NULL)
			return TT_ENOMEM;
		t->key = grown;
		t->cap = cap;
	}
	t->key[t->n++] = *k;
	return TT_OK;
}

/* What they are to have, and whether they have it. */
static enum tt_err
compare(struct telling *t, struct vault_party_key *k, struct vault_reader *r,
    struct buf *text, bool *changed)
{
	struct vault_bulletin b;
	struct hash now;
	enum tt_err e;

	*changed = false;
	if ((e = vault_reader_get(t->v->db, span_str(k->reader), r)) !=
	    TT_OK || r->state != READER_ACTIVE || !r->keyed ||
	    (e = vault_bulletin_told(t->v->db, span_str(k->bulletin), &b)) !=
	    TT_OK || (e = view_make(t->v, &b, k->name, clock_now(),
	    &t->view)) != TT_OK || (e = view_format(&t->view, text)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	sha256(now.b, text->p, text->n);
	*changed = !k->told ||
	    memcmp(now.b, k->told_view.b, sizeof(now.b)) != 0 ||
	    memcmp(r->key, k->told_to, sizeof(r->key)) != 0;
	k->told_view = now;
	memcpy(k->told_to, r->key, sizeof(k->told_to));
	return TT_OK;
}

static enum tt_err
write_letter(struct vault *v, const struct vault_party_key *k,
    const struct buf *text, const struct tt_signer *officer, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_LETTER, span_str(vault_origin(v)),
	    clock_now());
	tt_statement_put_str(o, "about", "report");
	tt_statement_put_str(o, "bulletin", k->bulletin);
	e = tt_letter_sign(o, buf_view(text), officer, out);
	free(o);
	return e;
}

/* CLI_LATER: the hub is away, or does not know the key yet. */
static int
hand_over(struct telling *t, const struct vault_party_key *k,
    const struct vault_reader *r, const struct buf *text)
{
	const struct tt_signer *officer;
	struct buf letter;
	enum tt_err e;
	int code;

	if ((code = vault_officer(t->v, &officer)) != CLI_DONE)
		return code;
	buf_init_secret(&letter, TT_LETTER_MAX);
	if ((e = write_letter(t->v, k, text, officer, &letter)) == TT_OK)
		code = letter_to_reader(t->v, r, buf_view(&letter), true);
	else
		code = say_err(e, NULL, "cannot write what %s is told",
		    k->name);
	buf_done(&letter);
	return code;
}

static int
tell_one(struct telling *t, struct vault_party_key *k, bool send)
{
	struct vault_reader r;
	struct buf text;
	bool changed;
	enum tt_err e;
	int code = CLI_DONE;

	buf_init_secret(&text, VIEW_MAX);
	e = compare(t, k, &r, &text, &changed);
	if (e == TT_OK && changed)
		code = send ? hand_over(t, k, &r, &text) : CLI_LATER;
	if (e == TT_OK && changed && code == CLI_DONE)
		e = vault_party_key_told(t->v->db, k);
	if (code == CLI_LATER)
		t->waiting++;
	buf_done(&text);
	return e == TT_OK ? code : say_err(e, NULL, "cannot tell %s where "
	    "their report stands", k->name);
}

/* One whom the hub does not take is no reason to leave out the others. */
enum tt_err
view_tell(struct vault *v, size_t *waiting)
{
	bool send = vault_officer_at_hand(v) && !v->away;
	struct telling t = { .v = v };
	enum tt_err e;
	int code;

	*waiting = 0;
	if (v->use != VAULT_WRITE || v->may_be_old || v->is_old ||
	    v->alarmed)
		return TT_OK;
	e = vault_party_key_each(v->db, add, &t);
	for (size_t i = 0; e == TT_OK && i < t.n; i++) {
		code = tell_one(&t, &t.key[i], send);
		if (code == CLI_ALARM)
			break;
		send = send && !v->away;
	}
	*waiting = t.waiting;
	free(t.key);
	return e;
}

void
view_tell_by_the_way(struct vault *v)
{
	size_t n;
	enum tt_err e = view_tell(v, &n);

	if (e != TT_OK)
		(void)say_err(e, NULL, "cannot read who is told of reports");
	if (n > 0)
		say_note(v->cli, "%zu finder%s or coordinator%s to be told "
		    "where their report stands, at the next visit to the hub",
		    n, n == 1 ? "" : "s", n == 1 ? " is" : "s are");
}
