/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "store/vault_standing.h"
#include "telltale/note.h"

#define ADDRESSES_MAX	64	/* of our own people */

static int
cannot(const struct vault *v, enum tt_err e, enum notice_event event)
{
	return say_err(e, NULL, "cannot queue the notice '%s': %s",
	    notice_rule(event)->name, db_text(v->db));
}

/*
 * Words that no notice outside the house has: titles and names of bulletins,
 * ids and names of partners other than the one it is for.
 */
struct words {
	struct span *at;
	char **own;
	size_t n;
	const char *except;	/* a partner's id, or NULL */
};

static enum tt_err
add_word(struct words *w, const char *s)
{
	char **own = reallocarray(w->own, w->n + 1, sizeof(*own));

	if (own == NULL)
		return TT_ENOMEM;
	w->own = own;
	if ((own[w->n] = strdup(s)) == NULL)
		return TT_ENOMEM;
	w->n++;
	return TT_OK;
}

static enum tt_err
add_bulletin(void *ctx, const struct vault_bulletin *b)
{
	enum tt_err e = add_word(ctx, b->name);

	return e == TT_OK ? add_word(ctx, b->title) : e;
}

static enum tt_err
add_partner(void *ctx, const struct vault_partner *p)
{
	struct words *w = ctx;
	enum tt_err e;

	if (w->except != NULL && strcmp(w->except, p->id) == 0)
		return TT_OK;
	e = add_word(w, p->id);
	return e == TT_OK ? add_word(w, p->name) : e;
}

static void
words_done(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->own[i]);
	free(w->own);
	free(w->at);
}

/* What people wrote themselves; the rest is ours, or drawn at random. */
static int
look_through(struct vault *v, const struct notice_new *n, const char *except)
{
	struct words w = { .except = except };
	struct span found = { NULL, 0 };
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = vault_bulletin_each(v->db, add_bulletin, &w)) == TT_OK)
		e = vault_partner_each(v->db, add_partner, &w);
	if (e == TT_OK && (w.at = calloc(w.n + 1, sizeof(*w.at))) == NULL)
		e = TT_ENOMEM;
	for (size_t i = 0; e == TT_OK && i < w.n; i++)
		w.at[i] = span_str(w.own[i]);
	for (enum notice_fact f = 0; e == TT_OK && code == CLI_DONE &&
	    f < NOTICE_FACTS; f++)
		if (n->facts[f].p != NULL && notice_fact_typed(f) &&
		    !notice_clean(n->facts[f], w.at, w.n, &found))
			code = say_fail(CLI_REFUSED, "say it without: mail is "
			    "read on the way", "cannot queue the notice '%s': "
			    "its '%s' says \"%.*s\"",
			    notice_rule(n->event)->name, notice_fact_name(f),
			    (int)found.n, found.p);
	words_done(&w);
	return e == TT_OK ? code : cannot(v, e, n->event);
}

/* The note's text: what it is, to whom, and the notice. */
static enum tt_err
write_text(const struct vault *v, const struct notice_new *n,
    struct vault_notice *row, struct buf *text)
{
	struct notice_new filled = *n;
	const char *about = NULL;
	char now[INSTANT_LEN + 1];
	struct buf subject, body;
	enum tt_err e;

	if (notice_rule(n->event)->facts >> NOTICE_HUB & 1)
		filled.facts[NOTICE_HUB] = span_str(conf_get(&v->conf,
		    "hub"));
	buf_init(&subject, NOTICE_SUBJECT_MAX);
	buf_init(&body, NOTICE_TEXT_MAX);
	e = notice_fill(n->event, filled.facts, &subject, &body, &about);
	if (e == TT_OK)
		e = span_copy(buf_view(&subject), row->subject,
		    sizeof(row->subject));
	instant_format(row->queued_s, now);
	if (e == TT_OK) {
		buf_printf(text, "telltale/v1/notice\nlog %s\ntime %s\n"
		    "event %s\nto %s\nsubject %s\n\n", vault_origin(v), now,
		    notice_rule(n->event)->name, row->address, row->subject);
		buf_span(text, buf_view(&body));
		e = buf_err(text);
	} else if (about != NULL)
		say_warn("the notice '%s' has no good '%s'",
		    notice_rule(n->event)->name, about);
	buf_done(&subject);
	buf_done(&body);
	return e;
}

static int
keep(struct vault *v, const struct notice_new *n, struct vault_notice *row)
{
	const struct tt_signer *officer;
	uint8_t id[VAULT_NOTICE_ID_LEN / 2];
	struct buf text, note;
	bool added;
	enum tt_err e;
	int code;

	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	rng_fill(rng_system(), id, sizeof(id));
	hex_encode(row->message, id, sizeof(id));
	buf_init(&text, TT_NOTE_MAX);
	buf_init(&note, TT_NOTE_MAX);
	if ((e = write_text(v, n, row, &text)) == TT_OK &&
	    (e = tt_note_sign(&note, buf_view(&text), &officer, 1)) ==
	    TT_OK) {
		row->text = buf_view(&note);
		e = vault_notice_add(v->db, row, &added);
	}
	buf_done(&note);
	buf_done(&text);
	return e == TT_OK ? CLI_DONE : cannot(v, e, n->event);
}

static int
queue(struct vault *v, const struct notice_new *n, const char *reader,
    const char *address)
{
	struct vault_notice row = { .event = n->event,
		.queued_s = clock_now() };
	enum tt_err e = TT_OK;
	bool known = false;

	row.due_s = n->due_s != 0 ? n->due_s : row.queued_s;
	if (!import_email_ok(span_str(address)))
		return say_fail(CLI_TROUBLE, NULL, "cannot queue a notice for "
		    "'%s': that is no address", address);
	if (snprintf(row.what, sizeof(row.what), "%s %s %s",
	    notice_rule(n->event)->name, n->about, reader != NULL ? reader :
	    address) >= VAULT_NOTICE_WHAT_NEW)
		e = TT_ELIMIT;
	if (e == TT_OK && n->bulletin != NULL)
		e = span_copy(span_str(n->bulletin), row.bulletin,
		    sizeof(row.bulletin));
	if (e == TT_OK && reader != NULL)
		e = span_copy(span_str(reader), row.reader,
		    sizeof(row.reader));
	if (e == TT_OK)
		e = span_copy(span_str(address), row.address,
		    sizeof(row.address));
	if (e == TT_OK)
		e = vault_notice_known(v->db, row.what, &known);
	if (e != TT_OK)
		return cannot(v, e, n->event);
	if (n->lacks != NULL)
		*n->lacks += !known;
	return known || n->lacks != NULL ? CLI_DONE : keep(v, n, &row);
}

int
notice_reader(struct vault *v, const struct notice_new *n,
    const struct vault_reader *r)
{
	int code;

	if (!notice_rule(n->event)->inside &&
	    (code = look_through(v, n, r->partner)) != CLI_DONE)
		return code;
	return queue(v, n, r->id, r->email);
}

/*
 * Active readers of a partner, collected before anything is written: its
 * admins, or all while none was met.
 */
struct readers {
	struct db *db;
	struct vault_reader *at;
	size_t n;
	bool admins;
};

static enum tt_err
add_active(void *ctx, const struct vault_reader *r)
{
	struct readers *l = ctx;
	struct vault_reader *at;
	struct vault_role role;
	enum tt_err e;

	if (r->state != READER_ACTIVE)
		return TT_OK;
	if ((e = vault_role_get(l->db, r->id, &role)) != TT_OK)
		return e;
	if (l->admins && !role.admin)
		return TT_OK;
	if (role.admin && !l->admins) {
		l->admins = true;
		l->n = 0;
	}
	if ((at = reallocarray(l->at, l->n + 1, sizeof(*at))) == NULL)
		return TT_ENOMEM;
	l->at = at;
	l->at[l->n++] = *r;
	return TT_OK;
}

int
notice_partner(struct vault *v, const struct notice_new *n,
    const char *partner)
{
	struct readers l = { .db = v->db };
	enum tt_err e = vault_reader_each(v->db, partner, add_active, &l);
	int code = e == TT_OK ? look_through(v, n, partner) :
	    cannot(v, e, n->event);

	for (size_t i = 0; i < l.n && code == CLI_DONE; i++)
		code = queue(v, n, l.at[i].id, l.at[i].email);
	free(l.at);
	return code;
}

static int
to_conf(struct vault *v, const struct notice_new *n, const char *key,
    size_t *told)
{
	const char *address;
	int code = CLI_DONE;

	for (size_t i = 0; i < ADDRESSES_MAX && code == CLI_DONE &&
	    (address = conf_nth(&v->conf, key, i)) != NULL; i++) {
		code = queue(v, n, NULL, address);
		++*told;
	}
	return code;
}

bool
notice_own_address(const struct vault *v)
{
	return conf_get(&v->conf, NOTICE_CONF_OFFICER) != NULL ||
	    conf_get(&v->conf, NOTICE_CONF_COUNSEL) != NULL ||
	    conf_get(&v->conf, NOTICE_CONF_OPERATOR) != NULL;
}

int
notice_own(struct vault *v, const struct notice_new *n)
{
	size_t told = 0;
	int code = to_conf(v, n, NOTICE_CONF_OFFICER, &told);

	if (code == CLI_DONE && notice_rule(n->event)->to !=
	    NOTICE_TO_OFFICERS)
		code = to_conf(v, n, NOTICE_CONF_COUNSEL, &told);
	else if (code == CLI_DONE)
		code = to_conf(v, n, NOTICE_CONF_OPERATOR, &told);
	if (code == CLI_DONE && told == 0)
		say_warn("nobody is told of '%s' by mail: telltale.conf has "
		    "no " NOTICE_CONF_OFFICER, notice_rule(n->event)->name);
	return code;
}

int
notice_cancel(struct vault *v, enum notice_event event, const char *bulletin)
{
	enum tt_err e = vault_notice_cancel(v->db, event, bulletin,
	    clock_now());

	return e == TT_OK ? CLI_DONE : cannot(v, e, event);
}

int
notice_reader_changed(struct vault *v, enum notice_event event,
    const struct vault_reader *r)
{
	char when[OUT_MOMENT_LEN], about[VAULT_ID_MAX + 40];
	int64_t now_s = clock_now();
	struct notice_new n = { .event = event, .about = about };

	out_moment(when, now_s, now_s);
	snprintf(about, sizeof(about), "%s %lld", r->id, (long long)now_s);
	n.facts[NOTICE_WHO] = span_str(r->name);
	n.facts[NOTICE_WHEN] = span_str(when);
	n.facts[NOTICE_UNDO] = SPAN("tell the programme's officers at once.");
	return notice_partner(v, &n, r->partner);
}

