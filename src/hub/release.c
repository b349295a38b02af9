/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/secret.h"
#include "hub/keepers.h"
#include "hub/release.h"
#include "hub/served.h"
#include "hub/statements.h"
#include "store/crash.h"
#include "store/hub_event.h"
#include "telltale/authority.h"
#include "telltale/share.h"

#define KEY_FILE_MAX	1024	/* bytes */

/* What is collected from keepers.  Secret: in memory from secret_new. */
struct shares {
	struct tt_share share[TT_SHARES_MAX];
};

struct release {
	char			hex[HEX_LEN(32) + 1];	/* of the wave */
	struct hash		leaf;
	struct tt_wave_commitment commitment;
	struct tt_age_recipient	recipient;
	struct shares		*shares;
	size_t			n;
};

static bool
read_coefficient(const struct tt_statement *s, size_t i, uint8_t out[32])
{
	struct span index, hex;
	char want[3];

	tt_statement_pair(s, "coefficient", i, &index, &hex);
	snprintf(want, sizeof(want), "%02u", (unsigned)(i % 100));
	return span_is(index, want) &&
	    hex_decode(out, TT_COMMITMENT_LEN, hex.p, hex.n);
}

static enum tt_err
read_wave(const struct tt_statement *s, struct release *r)
{
	struct tt_wave_commitment *c = &r->commitment;
	uint64_t k = tt_statement_number(s, "threshold", 0);
	size_t n = tt_statement_count(s, "keeper");

	if (k < 1 || k > n || n > TT_SHARES_MAX ||
	    tt_statement_count(s, "coefficient") != k ||
	    !tt_statement_recipient(s, "recipient", &r->recipient))
		return TT_EINTEGRITY;
	c->k = (unsigned)k;
	c->n = (unsigned)n;
	for (size_t i = 0; i < k; i++)
		if (!read_coefficient(s, i, c->c[i]))
			return TT_EINTEGRITY;
	return tt_wave_commitment_check(c);
}

static enum tt_err
begin(struct hub *h, const struct hub_wave *w, struct release *r)
{
	struct hub_event ev = { .n = 0 };
	struct tt_statement s;
	enum tt_err e;

	*r = (struct release){ .leaf = w->leaf };
	hex_encode(r->hex, w->leaf.b, sizeof(w->leaf.b));
	hub_lock(h);
	e = hub_event_by_leaf(h->db, &w->leaf, &ev);
	hub_unlock(h);
	if (e != TT_OK)
		return e;
	if ((e = tt_statement_parse(&s, buf_view(&ev.statement), NULL)) ==
	    TT_OK)
		e = s.kind == TT_WAVE ? read_wave(&s, r) : TT_EINTEGRITY;
	hub_event_done(&ev);
	if (e == TT_OK && (r->shares = SECRET_NEW(struct shares)) == NULL)
		e = TT_ENOMEM;
	return e;
}

/* A statement of that kind about this wave, signed as it must be. */
static enum tt_err
check(struct hub *h, const struct release *r, enum tt_kind kind,
    struct span text, struct tt_statement *s)
{
	const struct tt_authority a = { .keys = &h->keys.statement,
		.keepers = kind == TT_RELEASE ? r->commitment.k : 1 };
	struct hash wave;
	enum tt_err e;

	if ((e = tt_statement_parse(s, text, NULL)) != TT_OK)
		return e;
	if (s->kind != kind || !span_is(s->origin, h->origin) ||
	    !tt_statement_hash(s, "wave", &wave) ||
	    memcmp(wave.b, r->leaf.b, sizeof(wave.b)) != 0)
		return TT_EREFUSED;
	hub_lock(h);
	e = tt_authority_check(s, &a);
	hub_unlock(h);
	return e;
}

/* What a keeper has at /WHAT/LEAF.  TT_EAGAIN: nothing yet. */
static enum tt_err
ask(const struct hub_keeper *k, const char *what, const struct release *r,
    struct http_answer *out)
{
	char target[96];
	enum tt_err e;

	snprintf(target, sizeof(target), "/%s/%s", what, r->hex);
	if ((e = keeper_call(k, HTTP_GET, target, SPAN(""), out)) != TT_OK)
		return e;
	if (out->status == 200)
		return TT_OK;
	http_answer_done(out);
	return TT_EAGAIN;
}

static enum tt_err
take_share(struct hub *h, struct release *r, const struct hub_keeper *k)
{
	struct tt_share *share = &r->shares->share[r->n];
	struct http_answer a;
	struct tt_statement s;
	enum tt_err e;

	if ((e = ask(k, "share", r, &a)) != TT_OK)
		return e;
	e = check(h, r, TT_SHOWN, buf_view(&a.body), &s);
	if (e == TT_OK && tt_statement_number(&s, "index", 0) != k->number)
		e = TT_EREFUSED;
	if (e == TT_OK) {
		share->index = k->number;
		tt_statement_bytes(&s, "value", share->value,
		    sizeof(share->value));
		e = tt_share_check(&r->commitment, share);
	}
	http_answer_done(&a);
	if (e == TT_OK)
		r->n++;
	return e;
}

static enum tt_err
collect(struct hub *h, struct release *r)
{
	enum tt_err e;

	for (size_t i = 0; i < h->n_keepers && r->n < r->commitment.k; i++) {
		const struct hub_keeper *k = &h->keeper[i];
		char number[4];

		if (k->number > r->commitment.n)
			continue;
		e = take_share(h, r, k);
		if (e == TT_OK || e == TT_EAGAIN)
			continue;
		snprintf(number, sizeof(number), "%02u", k->number);
		log_line(LOG_LEVEL_WARN, "a keeper gave no good share",
		    "keeper", number, "why", tt_err_text(e), NULL);
	}
	return r->n == r->commitment.k ? TT_OK : TT_EAGAIN;
}

static enum tt_err
write_key(struct hub *h, const struct release *r,
    const struct tt_age_identity *id)
{
	char name[SERVED_WAVE_MAX], path[FILE_PATH_MAX], dir[FILE_PATH_MAX];
	char recipient[TT_AGE_RECIPIENT_LEN + 1];
	char key[TT_AGE_IDENTITY_LEN + 1];
	struct buf text;
	enum tt_err e;

	served_wave_name(&r->leaf, name);
	if ((e = file_path(path, h->ledger.tiles.dir, name)) != TT_OK)
		return e;
	memcpy(dir, path, sizeof(dir));
	*strrchr(dir, '/') = '\0';
	tt_age_recipient_format(recipient, &id->recipient);
	tt_age_identity_format(key, id);
	buf_init_secret(&text, KEY_FILE_MAX);
	buf_printf(&text, "# telltale wave key\n# wave %s\n"
	    "# public key: %s\n%s\n", r->hex, recipient, key);
	secret_wipe(key, sizeof(key));
	/* there may be what a crash left of an earlier try */
	if ((e = buf_err(&text)) == TT_OK &&
	    (e = file_mkdirs(dir)) == TT_OK &&
	    (e = file_tidy(dir)) == TT_OK)
		e = file_keep(path, text.p, text.n, 0600);
	buf_done(&text);
	crash_point("wave-key");
	return e;
}

static enum tt_err
combine(struct hub *h, const struct release *r)
{
	struct tt_age_identity *id = SECRET_NEW(struct tt_age_identity);
	enum tt_err e;

	if (id == NULL)
		return TT_ENOMEM;
	e = tt_share_combine(id, &r->commitment, r->shares->share, r->n,
	    NULL);
	if (e == TT_OK && memcmp(id->recipient.u, r->recipient.u,
	    sizeof(id->recipient.u)) != 0)
		e = TT_EKEY;
	if (e == TT_OK)
		e = write_key(h, r, id);
	secret_free(id);
	return e;
}

static bool
line_before(const struct tt_note_line *a, const struct tt_note_line *b)
{
	int order = span_cmp(a->name, b->name);

	return order != 0 ? order < 0 : memcmp(a->id, b->id, sizeof(a->id)) < 0;
}

/* k notes over one text become one note, its lines sorted. */
static enum tt_err
merge(const struct tt_note *const *note, size_t n, struct buf *out)
{
	const struct tt_note *order[TT_SHARES_MAX];

	for (size_t i = 0; i < n; i++) {
		size_t at = i;

		for (; at > 0 && line_before(&note[i]->line[0],
		    &order[at - 1]->line[0]); at--)
			order[at] = order[at - 1];
		order[at] = note[i];
	}
	buf_span(out, note[0]->text);
	buf_char(out, '\n');
	for (size_t i = 0; i < n; i++)
		buf_span(out, order[i]->lines);
	return buf_err(out);
}

/* What keepers say of the release, those that say anything. */
struct words {
	struct http_answer	answer[HUB_KEEPERS_MAX];
	struct tt_note		note[HUB_KEEPERS_MAX];
	size_t			n;
	bool			all;	/* no keeper is silent */
};

static void
words_done(struct words *w)
{
	while (w->n > 0)
		http_answer_done(&w->answer[--w->n]);
	free(w);
}

static enum tt_err
ask_words(struct hub *h, const struct release *r, struct words *w)
{
	enum tt_err e;

	w->all = true;
	for (size_t i = 0; i < h->n_keepers; i++) {
		if (h->keeper[i].number > r->commitment.n)
			continue;
		e = ask(&h->keeper[i], "release", r, &w->answer[w->n]);
		if (e == TT_EAGAIN || e == TT_ENET) {
			w->all = false;
			continue;
		}
		if (e != TT_OK)
			return e;
		e = tt_note_parse(&w->note[w->n],
		    buf_view(&w->answer[w->n].body));
		if (e == TT_OK && w->note[w->n].n == 1)
			w->n++;
		else
			http_answer_done(&w->answer[w->n]);
	}
	return TT_OK;
}

/* k of them over one text, or none: some may open early, some by the clock. */
static size_t
pick(const struct words *w, size_t k, const struct tt_note **out)
{
	for (size_t i = 0; i < w->n; i++) {
		size_t n = 0;

		for (size_t j = i; j < w->n && n < k; j++)
			if (span_eq(w->note[j].text, w->note[i].text))
				out[n++] = &w->note[j];
		if (n == k)
			return n;
	}
	return 0;
}

static enum tt_err
keep_release(struct hub *h, const struct release *r, struct span text)
{
	char own[HUB_OWN_MAX];
	struct tt_statement s;
	struct tt_salt salt;
	struct hash leaf;
	enum tt_err e;

	if ((e = check(h, r, TT_RELEASE, text, &s)) != TT_OK)
		return e;
	snprintf(own, sizeof(own), "release %s", r->hex);
	rng_fill(h->rng, salt.b, sizeof(salt.b));
	hub_lock(h);
	if ((e = statement_keep(h, &s, &salt, own, NULL, &leaf)) == TT_OK)
		e = hub_wave_released(h->db, &r->leaf);
	hub_unlock(h);
	return e;
}

/* The key is out; what is lacking is only the keepers' common word. */
static enum tt_err
no_word(struct hub *h, const struct release *r, bool all)
{
	enum tt_err e;

	if (!all)
		return TT_EAGAIN;
	log_line(LOG_LEVEL_ERROR, "keepers tell a release differently: it is "
	    "not in the ledger", "wave", r->hex, NULL);
	hub_lock(h);
	e = hub_wave_released(h->db, &r->leaf);
	hub_unlock(h);
	return e;
}

static enum tt_err
record(struct hub *h, const struct release *r)
{
	struct words *w = calloc(1, sizeof(*w));
	const struct tt_note *picked[HUB_KEEPERS_MAX];
	struct buf text;
	size_t n;
	enum tt_err e;

	if (w == NULL)
		return TT_ENOMEM;
	buf_init(&text, TT_STATEMENT_MAX);
	if ((e = ask_words(h, r, w)) == TT_OK) {
		n = pick(w, r->commitment.k, picked);
		if (n == 0)
			e = no_word(h, r, w->all);
		else if ((e = merge(picked, n, &text)) == TT_OK)
			e = keep_release(h, r, buf_view(&text));
	}
	buf_done(&text);
	words_done(w);
	return e;
}

enum tt_err
release_wave(struct hub *h, const struct hub_wave *w)
{
	struct release r;
	enum tt_err e;

	if ((e = begin(h, w, &r)) == TT_OK &&
	    (e = collect(h, &r)) == TT_OK &&
	    (e = combine(h, &r)) == TT_OK)
		e = record(h, &r);
	secret_free(r.shares);
	return e;
}

/* A missed opening is made up for, and says by how much it is late. */
static void
say_open(const struct hub_wave *w, int64_t now_s)
{
	char late[24];

	snprintf(late, sizeof(late), "%lld", now_s > w->opens_s ?
	    (long long)(now_s - w->opens_s) : 0);
	log_line(LOG_LEVEL_INFO, "a wave is open", "late_s", late, NULL);
}

enum tt_err
release_due(struct hub *h, unsigned *left)
{
	struct hub_wave w = { .n = 0 };
	unsigned not_yet = 0;
	enum tt_err e;

	for (;;) {
		hub_lock(h);
		e = hub_wave_due(h->db, hub_now(h), w.n, &w);
		hub_unlock(h);
		if (e != TT_OK)
			break;
		if ((e = release_wave(h, &w)) == TT_OK) {
			say_open(&w, hub_now(h));
			continue;
		}
		not_yet++;
		if (e != TT_EAGAIN)
			log_line(LOG_LEVEL_ERROR, "cannot open a wave", "why",
			    tt_err_text(e), NULL);
	}
	*left = not_yet;
	return e == TT_ENOENT ? TT_OK : e;
}
