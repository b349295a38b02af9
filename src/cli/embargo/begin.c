/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/embargo/answer.h"
#include "cli/embargo/begin.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "programme/schedule.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"
#include "store/vault_outlook.h"
#include "telltale/set.h"
#include "telltale/terms.h"

#define SLACK_S	3600	/* between sealing and publishing */

/* Of the statement that delivery_state queued. */
static bool
leaf_of(const struct delivery *d, struct hash *leaf)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct tt_salt salt;
	struct buf file;
	bool whole;

	sealed_rel(d->record->sealing, "embargo", rel);
	vault_path(d->v, rel, path);
	if (file_read(path, TT_SALT_LEN + TT_STATEMENT_MAX, &file) != TT_OK)
		return false;
	whole = file.n > TT_SALT_LEN;
	if (whole) {
		memcpy(salt.b, file.p, TT_SALT_LEN);
		tt_leaf_hash(leaf, &salt, span_of(file.p + TT_SALT_LEN,
		    file.n - TT_SALT_LEN));
	}
	buf_done(&file);
	return whole;
}

/* Whoever was promised a say is asked about the first terms, too. */
static int
parties_agree(const struct delivery *d)
{
	struct vault_party p[VAULT_PARTIES_MAX];
	char hint[VAULT_PARTY_NAME_MAX + 128];
	size_t n = 0;
	enum tt_err e;
	int code;

	if ((code = answer_hear(d->v)) != CLI_DONE)
		return code;
	e = vault_party_all(d->v->db, d->record->id, p, VAULT_PARTIES_MAX, &n);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read who agrees to the terms "
		    "of %s", d->record->name);
	for (size_t i = 0; i < n; i++) {
		/* an answer is about one instant; not said: of old records */
		if (p[i].accepts && p[i].revision >= d->terms &&
		    (p[i].public_s == 0 ||
		    p[i].public_s == d->record->public_s))
			continue;
		snprintf(hint, sizeof(hint), "telltale embargo answer %s '%s' "
		    "--accept, once they do; who has a key answers by it",
		    d->record->id, p[i].name);
		return say_fail(CLI_REFUSED, hint, "cannot publish %s: %s, a "
		    "terms party, has not accepted its terms",
		    d->record->name, p[i].name);
	}
	return CLI_DONE;
}

int
begin_check(const struct delivery *d, int64_t now_s)
{
	const struct vault_bulletin *b = d->record;
	struct embargo_now now;
	unsigned want;
	enum tt_err e;

	if (b->published_s != 0)
		return CLI_DONE;
	if ((e = vault_embargo_now(d->v->db, b->id, now_s, &now)) != TT_OK)
		return say_err(e, NULL, "cannot read the embargo of %s",
		    b->name);
	want = now.revision + !b->editorial;
	if (now.state == EMBARGO_ENDED)
		return say_fail(CLI_REFUSED, "a successor is a bulletin of "
		    "its own", "cannot publish %s: its embargo has ended",
		    b->name);
	if (now.state == EMBARGO_REVISING)
		return say_fail(CLI_REFUSED, "telltale slip goes on with it, "
		    "or drops it", "cannot publish %s: another public instant "
		    "is proposed", b->name);
	if (d->terms != want || (now.revision > 0 &&
	    b->public_s != now.public_s))
		return say_fail(CLI_REFUSED, "telltale seal it again",
		    "cannot publish %s: other terms came into force after it "
		    "was sealed", b->name);
	return now.revision == 0 ? parties_agree(d) : CLI_DONE;
}

static enum tt_err
read_head(const struct delivery *d, const char *sealing,
    const struct vault_wave *w, struct buf *file, struct tt_terms **out)
{
	enum tt_err e;

	if ((*out = malloc(sizeof(**out))) == NULL)
		return TT_ENOMEM;
	if ((e = sealed_terms(d->v, sealing, w, file)) != TT_OK)
		return e;
	return tt_terms_parse(*out, buf_view(file), NULL);
}

static bool
same_uses(const struct tt_statement *a, const struct tt_statement *b)
{
	size_t n = tt_statement_count(a, "use");

	for (size_t i = 0; i < n && i < tt_statement_count(b, "use"); i++)
		if (!span_eq(tt_statement_nth(a, "use", i),
		    tt_statement_nth(b, "use", i)))
			return false;
	return n == tt_statement_count(b, "use");
}

/* Against those in force, of the text that is out: nobody is carried then. */
static enum tt_err
uses_changed(const struct delivery *d, bool *changed)
{
	struct vault_wave was[TT_WAVES_MAX];
	struct tt_terms *a = NULL, *b = NULL;
	struct buf fa = { .n = 0 }, fb = { .n = 0 };
	struct vault_bulletin out;
	size_t n = 0;
	enum tt_err e;

	*changed = false;
	e = vault_bulletin_told(d->v->db, span_str(d->record->id), &out);
	if (e != TT_OK || out.published_s == 0 || d->n_waves == 0)
		return e;
	if ((e = vault_wave_all(d->v->db, out.sealing, was, TT_WAVES_MAX,
	    &n)) == TT_OK && n > 0 &&
	    (e = read_head(d, out.sealing, &was[0], &fa, &a)) == TT_OK &&
	    (e = read_head(d, d->record->sealing, &d->wave[0], &fb, &b)) ==
	    TT_OK)
		*changed = !same_uses(&a->head, &b->head) ||
		    !span_eq(tt_statement_get(&a->head, "agreement"),
		    tt_statement_get(&b->head, "agreement"));
	free(a);
	free(b);
	buf_done(&fa);
	buf_done(&fb);
	return e;
}

/* Asked for by terms as they were sealed; the notice goes out only now. */
static enum tt_err
warn_respond_by(const struct delivery *d, const struct vault_wave *w,
    int64_t now_s)
{
	struct tt_terms *t = NULL;
	struct buf file = { .n = 0 };
	int64_t asked_s, least_s;
	enum tt_err e;

	if ((e = read_head(d, d->record->sealing, w, &file, &t)) == TT_OK) {
		asked_s = tt_statement_instant(&t->head, "respond-by", 0);
		least_s = schedule_respond_by(asked_s, now_s, w->opens_s,
		    d->record->public_s);
		if (!d->record->editorial && w->opens_s > now_s &&
		    asked_s + SLACK_S < least_s)
			say_warn("wave %s has less than half of its lead to "
			    "answer: it was sealed a while ago; telltale seal "
			    "it again for more", w->name);
	}
	free(t);
	buf_done(&file);
	return e;
}

static enum tt_err
record(const struct delivery *d, int64_t now_s)
{
	const struct vault_bulletin *b = d->record;
	struct vault_embargo said = { .respond_by_s = b->public_s,
		.entry = { EMBARGO_SAID_ACTIVE, d->terms, b->public_s, now_s,
		0 } };
	const char *officer = conf_get(&d->v->conf, "officer");
	enum tt_err e;

	snprintf(said.officers, sizeof(said.officers), "%s",
	    officer != NULL ? officer : "");
	said.stated = leaf_of(d, &said.leaf);
	if ((e = uses_changed(d, &said.uses_changed)) != TT_OK)
		return e;
	if ((e = vault_bulletin_published(d->v->db, b->sealing, now_s)) !=
	    TT_OK ||
	    (e = vault_reach_add(d->v->db, b->id, b->sealing)) != TT_OK)
		return e;
	for (size_t i = 0; i < d->n_waves && e == TT_OK; i++)
		if ((e = vault_terms_add(d->v->db, b->id, d->terms,
		    &d->wave[i].leaf, &d->wave[i].terms)) == TT_OK)
			e = warn_respond_by(d, &d->wave[i], now_s);
	if (e == TT_OK && !b->editorial)
		e = vault_embargo_add(d->v->db, b->id, &said);
	return e;
}

enum tt_err
begin_record(const struct delivery *d, int64_t now_s)
{
	enum tt_err e;

	if ((e = db_begin(d->v->db)) != TT_OK)
		return e;
	if ((e = record(d, now_s)) == TT_OK)
		return db_commit(d->v->db);
	db_rollback(d->v->db);
	return e;
}
