/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/secret.h"
#include "hub/hub.h"
#include "hub/keepers.h"
#include "hub/startup.h"
#include "hub/upgrade.h"
#include "hub/uploads.h"
#include "store/hub_log.h"
#include "store/hub_sql.h"

#define CHALLENGE_FILE_MAX	128	/* bytes */

static int64_t
real_clock(void *ctx)
{
	struct timespec t;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec;
}

int64_t
hub_now(const struct hub *h)
{
	return h->now_s(h->now_ctx);
}

void
hub_lock(struct hub *h)
{
	pthread_mutex_lock(&h->lock);
}

void
hub_unlock(struct hub *h)
{
	pthread_mutex_unlock(&h->lock);
}

void
hub_wake(struct hub *h)
{
	pthread_mutex_lock(&h->wake_lock);
	pthread_cond_broadcast(&h->wake);
	pthread_mutex_unlock(&h->wake_lock);
}

static void
say(struct hub_diag *diag, const char *what, const char *why)
{
	snprintf(diag->text, sizeof(diag->text), "%.200s: %.200s", what, why);
}

static enum tt_err
said(struct hub_diag *diag, const char *what, enum tt_err e)
{
	if (e != TT_OK)
		say(diag, what, e == TT_ENOENT ? "missing" : tt_err_text(e));
	return e;
}

static enum tt_err
load_keepers(struct hub *h, struct hub_diag *diag)
{
	const char *row;
	enum tt_err e;

	for (size_t i = 0; (row = conf_nth(&h->conf, "keeper", i)) != NULL;
	    i++) {
		if (h->n_keepers == HUB_KEEPERS_MAX)
			return said(diag, "telltale.conf: keepers",
			    TT_ELIMIT);
		e = keeper_parse(span_str(row), &h->keeper[i]);
		if (e != TT_OK)
			return said(diag, "telltale.conf: keeper", e);
		h->keeper[h->n_keepers].heard_s =
		    &h->meter.keeper_heard_s[h->n_keepers];
		h->n_keepers++;
	}
	return TT_OK;
}

static enum tt_err
load_conf(struct hub *h, struct hub_diag *diag)
{
	struct conf_diag cd = { .line = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_HUB, h->dir, &h->conf, &cd)) != TT_OK) {
		snprintf(diag->text, sizeof(diag->text),
		    "%.200s/telltale.conf, line %d: %s", h->dir, cd.line,
		    cd.text);
		return e;
	}
	if ((e = places_find(&h->conf, h->dir, &h->places)) != TT_OK)
		return said(diag, e == TT_ESYNTAX ? "telltale.conf: origin" :
		    "telltale.conf: a path", e);
	memcpy(h->origin, h->places.origin, sizeof(h->origin));
	return load_keepers(h, diag);
}

static enum tt_err
load_challenge(struct hub *h)
{
	char path[FILE_PATH_MAX];
	struct buf b = { .n = 0 };
	struct span line;
	enum tt_err e;

	if ((h->challenge = SECRET_NEW(struct challenge_key)) == NULL)
		return TT_ENOMEM;
	if ((e = file_path(path, h->dir, "challenge.key")) != TT_OK ||
	    (e = file_read_secret(path, CHALLENGE_FILE_MAX, &b)) != TT_OK)
		return e;
	line = span_trim(buf_view(&b));
	if (!hex_decode(h->challenge->b, sizeof(h->challenge->b), line.p,
	    line.n))
		e = TT_ESYNTAX;
	buf_done(&b);
	return e;
}

/* What there is to say of migrations before they run. */
static enum tt_err
keep_before(const char *where, struct hub_diag *diag)
{
	struct upgrade u;
	char from[24], to[24];
	enum tt_err e;

	e = upgrade_prepare(where, &u);
	if (e == TT_ENOENT || e == TT_EVERSION || e == TT_EINTEGRITY)
		return TT_OK;	/* db_open says it */
	if (e != TT_OK)
		return said(diag, "a copy of the database, before it is "
		    "upgraded", e);
	if (u.at < 0 || u.at == u.to)
		return TT_OK;
	snprintf(from, sizeof(from), "%lld", (long long)u.at);
	snprintf(to, sizeof(to), "%lld", (long long)u.to);
	log_line(LOG_LEVEL_INFO, u.stopped ? "an upgrade that was stopped "
	    "goes on" : "upgrading the database", "from", from, "to", to,
	    NULL);
	return TT_OK;
}

static enum tt_err
open_db(struct hub *h, struct hub_diag *diag)
{
	const struct db_schema schema = hub_schema();
	const char *where = h->places.db;
	struct db_diag dd = { .text = "" };
	enum tt_err e;

	if ((e = keep_before(where, diag)) != TT_OK)
		return e;
	if ((e = db_open(&h->db, where, DB_EXISTING, &schema, &dd)) != TT_OK) {
		say(diag, where, e == TT_ENOENT ? "missing; a ledger is made "
		    "by \"telltale init\" only" : e == TT_EFULL ?
		    tt_err_text(e) : dd.text);
		return e;
	}
	if ((e = db_check(h->db)) != TT_OK)
		say(diag, where, db_text(h->db));
	return e;
}

enum tt_err
hub_load_keys(struct hub *h)
{
	struct hub_entry keys = { .index = 0 }, first = { .index = 0 };
	struct tt_statement programme;
	enum tt_err e;

	if ((e = hub_entry_get(h->db, 0, &first)) != TT_OK)
		return e;
	if ((e = tt_statement_parse(&programme, buf_view(&first.bytes),
	    NULL)) != TT_OK || programme.kind != TT_PROGRAMME ||
	    !span_is(programme.origin, h->origin)) {
		hub_entry_done(&first);
		return TT_EINTEGRITY;
	}
	h->depth = (unsigned)tt_statement_number(&programme, "depth", 0);
	h->interval_s = (int64_t)tt_statement_number(&programme, "interval",
	    0);
	hub_entry_done(&first);
	if ((e = hub_entry_newest(h->db, TT_KEYS, &keys)) != TT_OK)
		return e;
	buf_done(&h->keys.text);
	h->keys.text = keys.bytes;	/* transferred */
	h->keys.index = keys.index;
	if (tt_statement_parse(&h->keys.statement, buf_view(&h->keys.text),
	    NULL) != TT_OK)
		return TT_EINTEGRITY;
	h->interval_s = (int64_t)tt_statement_number(&h->keys.statement,
	    "interval", (uint64_t)h->interval_s);
	return h->interval_s > 0 && h->depth <= TT_SET_DEPTH_MAX ? TT_OK :
	    TT_EINTEGRITY;
}

/* What the database itself was signed for last. */
static enum tt_err
newest_signed(struct hub *h, struct past *p)
{
	struct hub_checkpoint row = { .size = 0 };
	enum tt_err e;

	if ((e = hub_checkpoint_newest(h->db, &row)) != TT_OK)
		return e;
	p->said.size = row.size;
	p->said.root = row.root;
	hub_checkpoint_done(&row);
	return TT_OK;
}

/* Every word about the past against the database, then the log's files. */
static enum tt_err
open_ledger(struct hub *h, struct notary *notary, struct hub_diag *diag)
{
	struct past pasts[] = { { .who = "the notary" },
		{ .who = "the published checkpoint" },
		{ .who = "the newest signed checkpoint" } };
	const char *dir = h->places.ledger, *published = h->places.checkpoint;
	char missing[FILE_PATH_MAX];
	uint64_t size;
	enum tt_err e;

	pasts[0].said = *notary_last(notary);
	e = said(diag, published, startup_published(published,
	    notary_key(notary), &pasts[1].said));
	if (e != TT_OK)
		goto out;
	e = said(diag, "the newest signed checkpoint",
	    newest_signed(h, &pasts[2]));
	for (size_t i = 0; i < N_ROWS(pasts) && e == TT_OK; i++)
		e = startup_compare(h->db, &pasts[i], diag);
	if (e != TT_OK)
		goto out;
	if ((e = said(diag, dir, ledger_open(&h->ledger, dir, h->origin,
	    notary /* transferred */, pasts[2].said.size,
	    &pasts[2].said.root))) != TT_OK)
		return e;
	e = tiles_check(&h->ledger.tiles, pasts[2].said.size, missing);
	if ((e = said(diag, missing, e)) != TT_OK ||
	    (e = hub_entry_count(h->db, &size)) != TT_OK)
		return e;
	return said(diag, dir, tiles_sweep(&h->ledger.tiles,
	    pasts[2].said.size, size));
out:
	notary_close(notary);
	return e;
}

static enum tt_err
open_notary(struct hub *h, struct notary **out, struct hub_diag *diag)
{
	return said(diag, "the notary's state or key", notary_open(out,
	    h->places.notary, h->places.key, h->origin));
}

/* Uploads that a crash cut off; the folder is ours alone by now. */
static enum tt_err
tidy(struct hub *h, struct hub_diag *diag)
{
	static const char *const folders[] = { ".", UPLOAD_COPIES,
		UPLOAD_TERMS, "ledger" };
	char path[FILE_PATH_MAX];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(folders) && e == TT_OK; i++)
		if ((e = file_path(path, h->dir, folders[i])) == TT_OK)
			e = said(diag, path, file_tidy(path));
	return e;
}

/* And what they had said of the head that is served. */
static enum tt_err
open_witnesses(struct hub *h)
{
	struct buf head;
	enum tt_err e;

	if ((e = witnesses_new(&h->ledger.witnesses, &h->conf)) != TT_OK ||
	    (e = file_read(h->places.checkpoint, TT_NOTE_MAX, &head)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	e = witnesses_recall(h->ledger.witnesses, buf_view(&head));
	buf_done(&head);
	return e;
}

static enum tt_err
open_all(struct hub *h, struct hub_diag *diag)
{
	struct notary *notary;
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = load_conf(h, diag)) != TT_OK)
		return e;
	if ((e = file_path(path, h->dir, "lock")) != TT_OK ||
	    (e = said(diag, "another hub has this folder",
	    file_lock(path, &h->folder_lock))) != TT_OK ||
	    (e = tidy(h, diag)) != TT_OK ||
	    (e = said(diag, "challenge.key", load_challenge(h))) != TT_OK ||
	    (e = open_db(h, diag)) != TT_OK ||
	    (e = open_notary(h, &notary, diag)) != TT_OK ||
	    (e = open_ledger(h, notary, diag)) != TT_OK ||
	    (e = said(diag, "the witnesses in telltale.conf",
	    open_witnesses(h))) != TT_OK ||
	    (e = said(diag, "programme and keys", hub_load_keys(h))) != TT_OK)
		return e;
	return said(diag, "the ledger", ledger_advance(&h->ledger, h->db,
	    &h->lock, hub_now(h)));
}

enum tt_err
hub_open(struct hub **out, const struct hub_params *p, struct hub_diag *diag)
{
	struct hub *h = calloc(1, sizeof(*h));
	enum tt_err e;

	if (h == NULL)
		return said(diag, "start", TT_ENOMEM);
	h->folder_lock = -1;
	h->now_s = p->now_s != NULL ? p->now_s : real_clock;
	h->now_ctx = p->now_ctx;
	h->rng = p->rng;
	pthread_mutex_init(&h->lock, NULL);
	pthread_mutex_init(&h->cut_lock, NULL);
	pthread_mutex_init(&h->wake_lock, NULL);
	pthread_cond_init(&h->wake, NULL);
	e = span_copy(span_str(p->dir), h->dir, sizeof(h->dir));
	if (e == TT_OK)
		e = open_all(h, diag);
	if (e != TT_OK) {
		hub_close(h);
		return e;
	}
	*out = h;
	return TT_OK;
}

void
hub_close(struct hub *h)
{
	if (h == NULL)
		return;
	ledger_close(&h->ledger);
	trees_done(&h->trees);
	buf_done(&h->keys.text);
	db_close(h->db);
	secret_free(h->challenge);
	conf_done(&h->conf);
	file_unlock(h->folder_lock);
	pthread_cond_destroy(&h->wake);
	pthread_mutex_destroy(&h->wake_lock);
	pthread_mutex_destroy(&h->cut_lock);
	pthread_mutex_destroy(&h->lock);
	free(h);
}
