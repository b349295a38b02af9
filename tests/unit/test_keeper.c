/* SPDX-License-Identifier: ISC */
/*
 * A keeper in a folder of its own, a small ledger made here, and clocks that
 * the test sets.
 */
#include "test.h"
#include "temp.h"

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

static int64_t
wall_s(void *ctx)
{
	(void)ctx;
	return wall_now;
}

static int64_t
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
	struct tt_signer log, officer, publisher;
	struct tt_age_recipient keeper;
	struct tt_vkey keeper_key;
	struct buf keys, wave, batch, set_proof, tlog_proof, sealed;
	struct hash leaf;
	struct tt_wave_secret secret;
	struct tt_wave_commitment commitment;
	struct tt_age_recipient recipient;
	struct keeper_offer offer;
	struct keeper *k;
};

static void
sign(struct tt_statement_out *o, const struct tt_signer *s, struct buf *out)
{
	const struct tt_signer *signers[] = { s };

	assert_int_equal(TT_OK, tt_statement_sign(o, signers, 1, out));
}

static void
make_keys(struct world *w, struct tt_statement_out *o)
{
	char text[TT_VKEY_TEXT_MAX + 1];
	const struct {
		const char *role;
		const struct tt_vkey *key;
	} rows[] = { { "keeper", &w->keeper_key }, { "log", &w->log.vkey },
		{ "officer", &w->officer.vkey },
		{ "publisher", &w->publisher.vkey } };

	tt_statement_begin(o, TT_KEYS, SPAN(ORIGIN), OPENS - 900000);
	tt_statement_put_number(o, "number", 1);
	tt_statement_put_str(o, "small-team", "yes");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		tt_vkey_format(rows[i].key, text);
		tt_statement_put_pair(o, "key", span_str(rows[i].role),
		    span_str(text));
	}
	sign(o, &w->officer, &w->keys);
}

static void
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
static void
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
	struct buf note;
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
	buf_init(&note, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_note_sign(&note, span_str(text), log, 1));
	in_log.proof[0] = leaves[0];
	in_log.checkpoint = buf_view(&note);
	assert_int_equal(TT_OK, tt_tlog_proof_format(&in_log, &w->tlog_proof));
	buf_done(&note);
}

/* What a vault hands over; with wrong, a value off the polynomial. */
static void
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

static void
start(struct world *w)
{
	const char *what;

	keeper_close(w->k);
	w->k = NULL;
	assert_int_equal(TT_OK, keeper_open(&w->k, w->dir, &test_clock, &what));
}

static void
new_signer(struct world *w, struct tt_signer *s, const char *name)
{
	assert_int_equal(TT_OK, tt_signer_new(s, span_str(name), TT_KEY_SIGN,
	    w->rng));
}

static struct world *
world_new(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct tt_statement_out *o = malloc(sizeof(*o));
	char log[TT_VKEY_TEXT_MAX + 1], policy[TT_VKEY_TEXT_MAX + 64];
	struct keeper_params p = { .origin = ORIGIN, .number = 1,
		.now_s = OPENS - 900000 };
	const uint8_t seed[32] = { 3 };

	assert_true(sodium_init() >= 0);
	assert_non_null(w);
	assert_non_null(o);
	w->rng = rng_seeded(&w->state, seed);
	w->dir = temp_path(state, "keeper");
	p.dir = w->dir;
	new_signer(w, &w->log, ORIGIN);
	new_signer(w, &w->officer, ORIGIN "/o/anna");
	new_signer(w, &w->publisher, ORIGIN "/p/anna");
	assert_int_equal(TT_OK, keeper_create(&p, w->rng, &w->keeper,
	    &w->keeper_key));
	buf_init(&w->keys, TT_STATEMENT_MAX);
	buf_init(&w->wave, TT_STATEMENT_MAX);
	buf_init(&w->batch, TT_STATEMENT_MAX);
	buf_init(&w->set_proof, 65536);
	buf_init(&w->tlog_proof, 65536);
	buf_init(&w->sealed, 65536);
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

static void
world_free(struct world *w)
{
	keeper_close(w->k);
	buf_done(&w->keys);
	buf_done(&w->wave);
	buf_done(&w->batch);
	buf_done(&w->set_proof);
	buf_done(&w->tlog_proof);
	buf_done(&w->sealed);
	free(w);
}

static void
pass(int64_t wall, int64_t boot)
{
	wall_now += wall;
	boot_now += boot;
}

static enum tt_err
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

static enum tt_err
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

static void
a_share_is_shown_from_its_instant_on_and_not_a_second_before(void **state)
{
	struct world *w = world_new(state);

	assert_int_equal(TT_ENOENT, ask(w));	/* unknown */
	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_ENOENT, ask(w));	/* closed: told alike */
	pass(599999, 599999);
	assert_int_equal(TT_ENOENT, ask(w));
	pass(1, 1);
	assert_int_equal(TT_OK, ask(w));
	pass(-500000, 1);	/* what is open stays open */
	assert_int_equal(TT_OK, ask(w));
	start(w);
	assert_int_equal(TT_OK, ask(w));
	world_free(w);
}

static void
what_is_shown_gives_the_wave_identity(void **state)
{
	struct world *w = world_new(state);
	struct tt_age_identity *id = sodium_malloc(sizeof(*id));
	struct tt_statement *s = malloc(sizeof(*s));
	struct tt_note_signed by;
	struct tt_share share = { .index = 1 };
	struct buf shown, release;

	assert_int_equal(TT_OK, take(w));
	pass(600000, 600000);
	buf_init(&shown, TT_STATEMENT_MAX);
	buf_init(&release, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, keeper_shown(w->k, &w->leaf, &shown));
	assert_int_equal(TT_OK, keeper_release(w->k, &w->leaf, &release));
	assert_int_equal(TT_OK, tt_statement_parse(s, buf_view(&release),
	    NULL));
	assert_int_equal(TT_RELEASE, s->kind);
	assert_int_equal(OPENS, s->time);
	assert_int_equal(TT_OK, tt_statement_parse(s, buf_view(&shown), NULL));
	assert_int_equal(TT_OK, tt_note_open(&s->note, &w->keeper_key, 1, &by));
	assert_true(by.yes);
	assert_true(tt_statement_bytes(s, "value", share.value, 32));
	assert_int_equal(TT_OK, tt_share_combine(id, &w->commitment, &share, 1,
	    NULL));
	assert_memory_equal(id->recipient.u, w->recipient.u, 32);
	buf_done(&shown);
	buf_done(&release);
	sodium_free(id);
	free(s);
	world_free(w);
}

static void
the_same_offer_again_gets_the_same_answer_another_none(void **state)
{
	struct world *w = world_new(state);
	struct tt_statement_out *o = malloc(sizeof(*o));
	struct buf first, again;

	buf_init(&first, TT_STATEMENT_MAX);
	buf_init(&again, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, keeper_take(w->k, &w->offer, &first));
	pass(60, 60);
	start(w);
	assert_int_equal(TT_OK, keeper_take(w->k, &w->offer, &again));
	assert_true(span_eq(buf_view(&first), buf_view(&again)));
	seal_share(w, o, OPENS, 0);	/* sealed anew: other bytes */
	assert_int_equal(TT_EEXIST, take(w));
	buf_done(&first);
	buf_done(&again);
	free(o);
	world_free(w);
}

static void
an_offer_that_does_not_fit_is_refused_and_nothing_kept(void **state)
{
	struct world *w = world_new(state);
	struct tt_statement_out *o = malloc(sizeof(*o));
	struct tt_signer publisher = w->publisher;

	seal_share(w, o, OPENS, 1);
	assert_int_equal(TT_ESHARE, take(w));	/* off the polynomial */
	seal_share(w, o, OPENS - 86400, 0);
	assert_int_equal(TT_ESHARE, take(w));	/* an earlier instant */
	w->publisher = w->log;
	seal_share(w, o, OPENS, 0);
	assert_int_not_equal(TT_OK, take(w));	/* not a publisher's */
	w->publisher = publisher;
	seal_share(w, o, OPENS, 0);
	w->set_proof.p[w->set_proof.n - 3] ^= 1;
	assert_int_not_equal(TT_OK, take(w));	/* another statement */
	w->set_proof.p[w->set_proof.n - 3] ^= 1;
	w->tlog_proof.p[w->tlog_proof.n - 3] ^= 1;
	assert_int_not_equal(TT_OK, take(w));	/* no log signed it */
	w->tlog_proof.p[w->tlog_proof.n - 3] ^= 1;
	w->sealed.p[w->sealed.n - 1] ^= 1;
	assert_int_equal(TT_EPAYLOAD, take(w));
	w->sealed.p[w->sealed.n - 1] ^= 1;
	assert_int_equal(TT_OK, take(w));
	free(o);
	world_free(w);
}

static void
a_clock_that_jumps_ahead_holds_the_release(void **state)
{
	struct world *w = world_new(state);
	struct keeper_health h;

	assert_int_equal(TT_OK, take(w));
	pass(600001, 10);
	assert_int_equal(TT_ENOENT, ask(w));
	assert_int_equal(TT_OK, keeper_tick(w->k, &h));
	assert_int_equal(1, h.due);
	assert_true(h.alarm);
	start(w);	/* starting again does not help it */
	assert_int_equal(TT_ENOENT, ask(w));
	pass(-599991, 10);	/* put right */
	assert_int_equal(TT_ENOENT, ask(w));
	pass(600000, 600000);
	assert_int_equal(TT_OK, ask(w));
	world_free(w);
}

static void
a_clock_set_back_is_late_and_never_early(void **state)
{
	struct world *w = world_new(state);
	struct keeper_health h;

	assert_int_equal(TT_OK, take(w));
	pass(600000 - 3600, 600000);	/* an hour back meanwhile */
	assert_int_equal(TT_ENOENT, ask(w));
	assert_int_equal(TT_OK, keeper_tick(w->k, &h));
	assert_true(h.alarm);
	pass(3600, 0);
	assert_int_equal(TT_OK, ask(w));
	world_free(w);
}

static void
a_held_release_ends_when_an_officer_confirms(void **state)
{
	struct world *w = world_new(state);
	struct tt_statement_out *o = malloc(sizeof(*o));
	struct buf clock;

	assert_int_equal(TT_OK, take(w));
	pass(600001, 10);
	assert_int_equal(TT_ENOENT, ask(w));
	for (int wrong = 2; wrong >= 0; wrong--) {
		buf_init(&clock, TT_STATEMENT_MAX);
		tt_statement_begin(o, TT_CLOCK, SPAN(ORIGIN),
		    wall_now - (wrong == 1 ? 300 : 0));
		tt_statement_put_str(o, "keeper", "01");
		tt_statement_put_hash(o, "wave", &w->leaf);
		tt_statement_put_str(o, "reason", "moved to new hardware");
		sign(o, wrong == 2 ? &w->publisher : &w->officer, &clock);
		assert_int_equal(wrong ? TT_EREFUSED : TT_OK,
		    keeper_confirm(w->k, buf_view(&clock)));
		assert_int_equal(wrong ? TT_ENOENT : TT_OK, ask(w));
		buf_done(&clock);
	}
	free(o);
	world_free(w);
}

static void
a_full_disk_accepts_nothing(void **state)
{
	struct world *w = world_new(state);
	struct temp_limit l;

	temp_limit_files(&l, 64);
	assert_int_equal(TT_EFULL, take(w));
	temp_limit_end(&l);
	start(w);
	pass(600000, 600000);
	assert_int_equal(TT_ENOENT, ask(w));
	assert_int_equal(TT_OK, take(w));
	world_free(w);
}

static void
a_request_body_is_read_or_refused(void **state)
{
	static const struct {
		const char *name, *body;
		enum tt_err want;
	} rows[] = {
		{ "whole", "{\"share\":\"YQ==\",\"set_proof\":\"s\","
		    "\"batch\":\"b\",\"tlog_proof\":\"t\"}", TT_OK },
		{ "no share", "{\"set_proof\":\"s\",\"batch\":\"b\","
		    "\"tlog_proof\":\"t\"}", TT_ESYNTAX },
		{ "no base64", "{\"share\":\"Y\",\"set_proof\":\"s\","
		    "\"batch\":\"b\",\"tlog_proof\":\"t\"}", TT_ESYNTAX },
		{ "a number", "{\"share\":\"YQ==\",\"set_proof\":1,"
		    "\"batch\":\"b\",\"tlog_proof\":\"t\"}", TT_ESYNTAX },
		{ "no JSON", "share", TT_ESYNTAX },
	};
	struct keeper_offer o;
	struct buf room;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		buf_init(&room, KEEPER_OFFER_MAX);
		assert_int_equal(rows[i].want, keeper_offer_parse(
		    span_str(rows[i].body), &room, &o));
		if (rows[i].want == TT_OK) {
			assert_true(span_is(o.share, "a"));
			assert_true(span_is(o.wave.tlog_proof, "t"));
		}
		buf_done(&room);
	}
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(CASE(a_share_is_shown_from_its_instant_on_and_not_a_second_before),
    CASE(what_is_shown_gives_the_wave_identity),
    CASE(the_same_offer_again_gets_the_same_answer_another_none),
    CASE(an_offer_that_does_not_fit_is_refused_and_nothing_kept),
    CASE(a_clock_that_jumps_ahead_holds_the_release),
    CASE(a_clock_set_back_is_late_and_never_early),
    CASE(a_held_release_ends_when_an_officer_confirms),
    CASE(a_full_disk_accepts_nothing),
    cmocka_unit_test(a_request_body_is_read_or_refused))
