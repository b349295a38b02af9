/* SPDX-License-Identifier: ISC */
/*
 * keeper_kit - a keeper in a folder of its own, a small ledger made here, and
 * clocks that the test sets.
 *
 * Include after test.h and temp.h.
 */
#ifndef TEST_KEEPER_KIT_H
#define TEST_KEEPER_KIT_H

#include <sodium.h>

#include "base/b64.h"
#include "base/rng.h"
#include "base/sha256.h"
#include "keeper/create.h"
#include "keeper/keeper.h"
#include "telltale/age_file.h"
#include "telltale/checkpoint.h"
#include "telltale/origin.h"
#include "telltale/set.h"
#include "telltale/set_proof.h"
#include "telltale/tlog_proof.h"

#define ORIGIN	"psirt.example.com"
#define OPENS	1800000000
#define DEPTH	4

static int64_t wall_now, boot_now;

static __attribute__((unused)) int64_t
wall_s(void *ctx)
{
	(void)ctx;
	return wall_now;
}

static __attribute__((unused)) int64_t
boot_s(void *ctx)
{
	(void)ctx;
	return boot_now;
}

static const struct keeper_clock test_clock = { wall_s, boot_s, NULL };

/* Everything that stands around a keeper. */
struct world {
	struct rng_seeded state;
	struct rng rng;
	const char *dir;
	struct tt_signer log, officer, officer2, publisher;
	bool team;		/* not a small one: two must sign */
	struct tt_age_recipient keeper;
	struct tt_vkey keeper_key;
	struct buf keys, wave, batch, set_proof, tlog_proof, sealed, note;
	struct hash leaf;
	struct tt_wave_secret secret;
	struct tt_wave_commitment commitment;
	struct tt_age_recipient recipient;
	struct keeper_offer offer;
	struct keeper *k;
};

static __attribute__((unused)) void
sign(struct tt_statement_out *o, const struct tt_signer *s, struct buf *out)
{
	const struct tt_signer *signers[] = { s };

	assert_int_equal(TT_OK, tt_statement_sign(o, signers, 1, out));
}

static __attribute__((unused)) void
sign_both(struct tt_statement_out *o, const struct tt_signer *a,
    const struct tt_signer *b, struct buf *out)
{
	const struct tt_signer *signers[] = { a, b };

	assert_int_equal(TT_OK, tt_statement_sign(o, signers, 2, out));
}

static __attribute__((unused)) void
make_keys(struct world *w, struct tt_statement_out *o)
{
	char text[TT_VKEY_TEXT_MAX + 1];
	const struct {
		const char *role;
		const struct tt_vkey *key;
	} rows[] = { { "keeper", &w->keeper_key }, { "log", &w->log.vkey },
		{ "officer", &w->officer.vkey },
		{ "officer", &w->officer2.vkey },
		{ "publisher", &w->publisher.vkey } };

	tt_statement_begin(o, TT_KEYS, SPAN(ORIGIN), OPENS - 900000);
	tt_statement_put_number(o, "number", 1);
	if (!w->team)
		tt_statement_put_str(o, "small-team", "yes");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		tt_vkey_format(rows[i].key, text);
		tt_statement_put_pair(o, "key", span_str(rows[i].role),
		    span_str(text));
	}
	sign_both(o, &w->officer, &w->officer2, &w->keys);
}

static __attribute__((unused)) void
make_wave(struct world *w, struct tt_statement_out *o)
{
	struct tt_age_identity *id = sodium_malloc(sizeof(*id));
	char hex[65], age[TT_AGE_RECIPIENT_LEN + 1];

	assert_int_equal(TT_OK, tt_wave_secret_draw(&w->secret, 1, w->rng));
	assert_int_equal(TT_OK, tt_wave_commit(&w->commitment, &w->secret, 1));
	assert_int_equal(TT_OK, tt_wave_identity(id, &w->secret));
	w->recipient = id->recipient;
	sodium_free(id);
	tt_statement_begin(o, TT_WAVE, SPAN(ORIGIN), OPENS - 800000);
	tt_statement_put_str(o, "bulletin", "6f1d0c92b4e87a35");
	tt_statement_put_str(o, "wave", "early");
	tt_statement_put_str(o, "profile", "full");
	tt_statement_put_instant(o, "opens", OPENS);
	tt_statement_put_recipient(o, "recipient", &w->recipient);
	tt_statement_put_number(o, "threshold", 1);
	sodium_bin2hex(hex, sizeof(hex), w->commitment.c[0], 32);
	tt_statement_put_pair(o, "coefficient", SPAN("00"), span_str(hex));
	tt_age_recipient_format(age, &w->keeper);
	tt_statement_put_pair(o, "keeper", SPAN("01"), span_str(age));
	sign(o, &w->publisher, &w->wave);
}

/* A log of keys and one batch that has the wave's statement. */
static __attribute__((unused)) void
prove_wave(struct world *w, struct tt_statement_out *o)
{
	const struct tt_padding_key padding = { .b = { 7 } };
	struct tt_salt salt = { .b = { 9 } };
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = 2 };
	struct tt_set_proof proof;
	struct tt_tlog_proof in_log = { .index = 1, .n = 1 };
	struct hash root, keys, leaves[2];
	uint64_t place = 5;
	char text[TT_CHECKPOINT_TEXT_MAX + 1];
	const struct tt_signer *log[] = { &w->log };
	struct tt_set *set;

	tt_leaf_hash(&w->leaf, &salt, buf_view(&w->wave));
	assert_int_equal(TT_OK, tt_set_new(&set, DEPTH, &w->leaf, &place, 1,
	    &padding));
	assert_int_equal(TT_OK, tt_set_proof_make(&proof, set, place, &salt,
	    buf_view(&w->wave)));
	assert_int_equal(TT_OK, tt_set_proof_format(&proof, &w->set_proof));
	tt_set_root(set, &root);
	tt_set_free(set);

	sha256(keys.b, w->keys.p, w->keys.n);
	tt_statement_begin(o, TT_BATCH, SPAN(ORIGIN), OPENS - 700000);
	tt_statement_put_number(o, "number", 1);
	tt_statement_put_hash(o, "keys", &keys);
	tt_statement_put_number(o, "depth", DEPTH);
	tt_statement_put_hash(o, "set", &root);
	assert_int_equal(TT_OK, tt_statement_end(o, &w->batch));

	merkle_leaf(&leaves[0], w->keys.p, w->keys.n);
	merkle_leaf(&leaves[1], w->batch.p, w->batch.n);
	merkle_root(&root, leaves, 2);
	cp.root = root;
	assert_int_equal(TT_OK, tt_checkpoint_format(&cp, text, sizeof(text)));
	assert_int_equal(TT_OK, tt_note_sign(&w->note, span_str(text), log, 1));
	in_log.proof[0] = leaves[0];
	in_log.checkpoint = buf_view(&w->note);
	assert_int_equal(TT_OK, tt_tlog_proof_format(&in_log, &w->tlog_proof));
}

/* What a vault hands over; with wrong, a value off the polynomial. */
static __attribute__((unused)) void
seal_share(struct world *w, struct tt_statement_out *o, int64_t opens,
    int wrong)
{
	const struct tt_age_target to = { .recipients = &w->keeper,
		.n_recipients = 1 };
	struct tt_share share;
	struct buf text;

	assert_int_equal(TT_OK, tt_share_make(&share, &w->secret, 1));
	share.value[0] ^= (uint8_t)wrong;
	buf_init_secret(&text, TT_STATEMENT_MAX);
	tt_statement_begin(o, TT_SHARE, SPAN(ORIGIN), OPENS - 700000);
	tt_statement_put_hash(o, "wave", &w->leaf);
	tt_statement_put_number(o, "index", 1);
	tt_statement_put_number(o, "threshold", 1);
	tt_statement_put_number(o, "shares", 1);
	tt_statement_put_instant(o, "opens", opens);
	tt_statement_put_bytes(o, "value", share.value, sizeof(share.value));
	sign(o, &w->publisher, &text);
	buf_clear(&w->sealed);
	assert_int_equal(TT_OK, tt_age_file_seal(&w->sealed, &to,
	    buf_view(&text), w->rng));
	buf_done(&text);
	w->offer.share = buf_view(&w->sealed);
}

/* The checkpoint over the wave's batch, from what the keeper may know. */
static __attribute__((unused)) enum tt_err
hear(struct world *w, uint64_t old)
{
	struct buf body;
	enum tt_err e;

	buf_init(&body, 65536);
	buf_printf(&body, "old %llu\n\n", (unsigned long long)old);
	buf_span(&body, buf_view(&w->note));
	e = keeper_hear(w->k, buf_view(&body));
	buf_done(&body);
	return e;
}

/* A start, before the hub has said anything. */
static __attribute__((unused)) void
start_deaf(struct world *w)
{
	const char *what;

	keeper_close(w->k);
	w->k = NULL;
	assert_int_equal(TT_OK, keeper_open(&w->k, w->dir, &test_clock, &what));
}

static __attribute__((unused)) void
start(struct world *w)
{
	struct keeper_health h;

	start_deaf(w);
	assert_int_equal(TT_OK, keeper_tick(w->k, &h));
	assert_false(h.heard);
	assert_int_equal(TT_OK, hear(w, h.size));
}

static __attribute__((unused)) void
new_signer(struct world *w, struct tt_signer *s, const char *name)
{
	assert_int_equal(TT_OK, tt_signer_new(s, span_str(name), TT_KEY_SIGN,
	    w->rng));
}

static __attribute__((unused)) struct world *
world_of(void **state, bool team)
{
	struct world *w = calloc(1, sizeof(*w));
	struct tt_statement_out *o = malloc(sizeof(*o));
	char log[TT_VKEY_TEXT_MAX + 1], policy[TT_VKEY_TEXT_MAX + 64];
	struct keeper_params p = { .origin = ORIGIN, .number = 1,
		.now_s = OPENS - 900000 };
	const uint8_t seed[32] = { 3 };
	static unsigned worlds;
	char name[24];

	assert_true(sodium_init() >= 0);
	assert_non_null(w);
	assert_non_null(o);
	w->team = team;
	w->rng = rng_seeded(&w->state, seed);
	snprintf(name, sizeof(name), "keeper-%u", worlds++);
	w->dir = temp_path(state, name);
	p.dir = w->dir;
	new_signer(w, &w->log, ORIGIN);
	new_signer(w, &w->officer, ORIGIN "/o/anna");
	new_signer(w, &w->officer2, ORIGIN "/o/bert");
	new_signer(w, &w->publisher, ORIGIN "/p/anna");
	assert_int_equal(TT_OK, keeper_create(&p, w->rng, &w->keeper,
	    &w->keeper_key));
	buf_init(&w->keys, TT_STATEMENT_MAX);
	buf_init(&w->wave, TT_STATEMENT_MAX);
	buf_init(&w->batch, TT_STATEMENT_MAX);
	buf_init(&w->set_proof, 65536);
	buf_init(&w->tlog_proof, 65536);
	buf_init(&w->sealed, 65536);
	buf_init(&w->note, TT_NOTE_MAX);
	make_keys(w, o);
	make_wave(w, o);
	prove_wave(w, o);
	tt_vkey_format(&w->log.vkey, log);
	snprintf(policy, sizeof(policy), "log %s\nquorum none\n", log);
	assert_int_equal(TT_OK, keeper_trust(w->dir, span_str(policy),
	    buf_view(&w->keys)));
	w->offer.wave.set_proof = buf_view(&w->set_proof);
	w->offer.wave.batch = buf_view(&w->batch);
	w->offer.wave.tlog_proof = buf_view(&w->tlog_proof);
	seal_share(w, o, OPENS, 0);
	free(o);
	wall_now = OPENS - 600000;
	boot_now = 1000;
	start(w);
	return w;
}

static __attribute__((unused)) struct world *
world_new(void **state)
{
	return world_of(state, false);
}

static __attribute__((unused)) void
world_free(struct world *w)
{
	keeper_close(w->k);
	buf_done(&w->keys);
	buf_done(&w->wave);
	buf_done(&w->batch);
	buf_done(&w->set_proof);
	buf_done(&w->tlog_proof);
	buf_done(&w->sealed);
	buf_done(&w->note);
	free(w);
}

static __attribute__((unused)) void
pass(int64_t wall, int64_t boot)
{
	wall_now += wall;
	boot_now += boot;
}

static __attribute__((unused)) enum tt_err
take(struct world *w)
{
	struct buf held;
	enum tt_err e;

	buf_init(&held, TT_STATEMENT_MAX);
	e = keeper_take(w->k, &w->offer, &held);
	assert_true((e == TT_OK) == (held.n > 0));
	buf_done(&held);
	return e;
}

static __attribute__((unused)) enum tt_err
ask(struct world *w)
{
	struct buf shown;
	enum tt_err e;

	buf_init(&shown, TT_STATEMENT_MAX);
	e = keeper_shown(w->k, &w->leaf, &shown);
	assert_true((e == TT_OK) == (shown.n > 0));
	buf_done(&shown);
	return e;
}

#endif
