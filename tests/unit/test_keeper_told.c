/* SPDX-License-Identifier: ISC */
/*
 * What a keeper is told after it took a share, and by whom: to open it now, to
 * move it, to destroy it, how far the log has grown.
 */
#include "test.h"
#include "temp.h"
#include "keeper_kit.h"
#include "keeper/news.h"
#include "keeper/shelf.h"

#define BULLETIN	"6f1d0c92b4e87a35"
#define LATER		(OPENS + 7 * 86400)

/* Who signs an order: each as a bit. */
enum { ANNA = 1, BERT = 2, DESK = 4 };

static void
sign_by(struct world *w, struct tt_statement_out *o, unsigned who,
    struct buf *out)
{
	const struct tt_signer *all[] = { &w->officer, &w->officer2,
		&w->publisher };
	const struct tt_signer *by[3];
	size_t n = 0;

	for (size_t i = 0; i < N_ROWS(all); i++)
		if (who & 1u << i)
			by[n++] = all[i];
	buf_init(out, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, tt_statement_sign(o, by, n, out));
}

static void
make_early(struct world *w, unsigned who, struct buf *out)
{
	static struct tt_statement_out o;

	tt_statement_begin(&o, TT_EARLY, SPAN(ORIGIN), wall_now);
	tt_statement_put_hash(&o, "wave", &w->leaf);
	tt_statement_put_str(&o, "reason", "exploited");
	sign_by(w, &o, who, out);
}

static void
make_move(struct world *w, uint64_t number, int64_t opens, unsigned who,
    struct buf *out)
{
	static struct tt_statement_out o;

	tt_statement_begin(&o, TT_MOVE, SPAN(ORIGIN), wall_now);
	tt_statement_put_hash(&o, "wave", &w->leaf);
	tt_statement_put_number(&o, "number", number);
	tt_statement_put_instant(&o, "opens", opens);
	sign_by(w, &o, who, out);
}

static void
make_embargo(struct world *w, const char *state, unsigned who, struct buf *out)
{
	static struct tt_statement_out o;

	tt_statement_begin(&o, TT_EMBARGO, SPAN(ORIGIN), wall_now);
	tt_statement_put_str(&o, "bulletin", BULLETIN);
	tt_statement_put_number(&o, "revision", 1);
	tt_statement_put_instant(&o, "public", LATER);
	tt_statement_put_str(&o, "state", state);
	sign_by(w, &o, who, out);
}

static enum tt_err
tell_early(struct world *w, unsigned who)
{
	struct buf s;
	enum tt_err e;

	make_early(w, who, &s);
	e = keeper_early(w->k, buf_view(&s));
	buf_done(&s);
	return e;
}

/* The word that comes back is of the new instant. */
static enum tt_err
tell_move(struct world *w, uint64_t number, int64_t opens, unsigned who)
{
	static struct tt_statement held;
	struct buf s, answer;
	enum tt_err e;

	make_move(w, number, opens, who, &s);
	buf_init(&answer, TT_STATEMENT_MAX);
	if ((e = keeper_move(w->k, buf_view(&s), &answer)) == TT_OK) {
		assert_int_equal(TT_OK, tt_statement_parse(&held,
		    buf_view(&answer), NULL));
		assert_int_equal(TT_HELD, held.kind);
		assert_int_equal(opens, tt_statement_instant(&held, "opens",
		    0));
	}
	buf_done(&answer);
	buf_done(&s);
	return e;
}

static size_t n_destroyed;

static void
count_destroyed(void *ctx, struct span text)
{
	static struct tt_statement s;
	struct world *w = ctx;
	struct hash wave;

	assert_int_equal(TT_OK, tt_statement_parse(&s, text, NULL));
	assert_int_equal(TT_DESTROYED, s.kind);
	assert_int_equal(1, tt_statement_number(&s, "index", 0));
	assert_true(tt_statement_hash(&s, "wave", &wave));
	assert_memory_equal(wave.b, w->leaf.b, sizeof(wave.b));
	n_destroyed++;
}

static enum tt_err
tell_retract(struct world *w, const char *state, unsigned who)
{
	struct buf s;
	enum tt_err e;

	n_destroyed = 0;
	make_embargo(w, state, who, &s);
	e = keeper_retract(w->k, buf_view(&s), count_destroyed, w);
	buf_done(&s);
	return e;
}

static void
only_two_officers_change_anything(void **state)
{
	static const struct {
		const char *name;
		unsigned who;
		enum tt_err want;
	} rows[] = {
		{ "one officer", ANNA, TT_EUNSIGNED },
		{ "the other", BERT, TT_EUNSIGNED },
		{ "the publisher", DESK, TT_EREFUSED },
		{ "an officer and the publisher", ANNA | DESK, TT_EREFUSED },
		{ "all three", ANNA | BERT | DESK, TT_EREFUSED },
		{ "two officers", ANNA | BERT, TT_OK },
	};
	struct world *w = world_of(state, true);
	struct keeper_health h;

	assert_int_equal(TT_OK, take(w));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, tell_move(w, 1, LATER,
		    rows[i].who));
	}
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_ENOENT, ask(w));
		assert_int_equal(rows[i].want, tell_early(w, rows[i].who));
	}
	assert_int_equal(TT_OK, ask(w));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, tell_retract(w, "retracted",
		    rows[i].who));
	}
	assert_int_equal(TT_OK, ask(w));	/* what was shown stays */
	assert_int_equal(TT_OK, keeper_tick(w->k, &h));
	assert_int_equal(0, h.destroyed);
	CHECK_ROW(state, NULL);
	world_free(w);
}

static void
one_officer_is_enough_where_the_team_is_small(void **state)
{
	struct world *w = world_new(state);

	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_OK, tell_move(w, 1, LATER, BERT));
	assert_int_equal(TT_OK, tell_early(w, ANNA));
	assert_int_equal(TT_OK, ask(w));
	world_free(w);
}

static void
a_share_that_moved_opens_at_its_new_instant(void **state)
{
	struct world *w = world_new(state);

	assert_int_equal(TT_ENOENT, tell_move(w, 1, LATER, ANNA));
	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_OK, tell_move(w, 1, LATER, ANNA));
	assert_int_equal(TT_OK, tell_move(w, 1, LATER, ANNA));
	start(w);	/* it is on the disk */
	pass(600000, 600000);	/* the old instant */
	assert_int_equal(TT_ENOENT, ask(w));
	assert_int_equal(TT_ESTATE, tell_move(w, 1, OPENS, ANNA));
	assert_int_equal(TT_OK, tell_move(w, 3, LATER - 86400, ANNA));
	assert_int_equal(TT_ESTATE, tell_move(w, 2, LATER, ANNA));
	pass(LATER - 86400 - OPENS - 1, LATER - 86400 - OPENS - 1);
	assert_int_equal(TT_ENOENT, ask(w));
	pass(1, 1);
	assert_int_equal(TT_OK, ask(w));
	assert_int_equal(TT_ESTATE, tell_move(w, 4, LATER, ANNA));
	world_free(w);
}

static void
a_share_that_is_pulled_into_the_past_opens_at_once(void **state)
{
	struct world *w = world_new(state);
	int64_t past = wall_now - 60;

	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_OK, tell_move(w, 1, past, ANNA));
	assert_int_equal(TT_OK, ask(w));
	/* who is asked again still says that it moved; no other move counts */
	assert_int_equal(TT_OK, tell_move(w, 1, past, ANNA));
	assert_int_equal(TT_ESTATE, tell_move(w, 2, LATER, ANNA));
	world_free(w);
}

/* As keepers sign it, so that k of them sign one text. */
static void
check_release(struct world *w, const char *cause, int64_t time_s)
{
	static struct tt_statement s;
	struct buf text;

	buf_init(&text, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, keeper_release(w->k, &w->leaf, &text));
	assert_int_equal(TT_OK, tt_statement_parse(&s, buf_view(&text),
	    NULL));
	assert_true(tt_statement_is(&s, "cause", cause));
	assert_int_equal(time_s, s.time);
	buf_done(&text);
}

static void
a_release_says_why_and_of_when_it_is(void **state)
{
	struct world *w = world_new(state);
	int64_t told;

	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_OK, tell_move(w, 1, LATER, ANNA));
	told = wall_now;
	assert_int_equal(TT_OK, tell_early(w, ANNA));
	pass(3600, 3600);
	assert_int_equal(TT_OK, tell_early(w, ANNA));	/* said once */
	check_release(w, "early", told);
	world_free(w);

	w = world_new(state);
	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_OK, tell_move(w, 1, LATER, ANNA));
	pass(LATER - OPENS + 600060, LATER - OPENS + 600060);
	check_release(w, "instant", LATER);
	world_free(w);
}

static void
early_needs_no_clock_and_outlives_a_restart(void **state)
{
	struct world *w = world_new(state);
	struct buf s;

	assert_int_equal(TT_ENOENT, tell_early(w, ANNA));
	assert_int_equal(TT_OK, take(w));
	make_early(w, ANNA, &s);
	/* as a crash leaves it: the order is there, nothing was opened */
	assert_int_equal(TT_OK, shelf_write(w->dir, &w->leaf, SHELF_EARLY,
	    buf_view(&s)));
	buf_done(&s);
	start_deaf(w);
	assert_int_equal(TT_OK, ask(w));
	world_free(w);
}

static bool
has(struct world *w, enum shelf_file which)
{
	return shelf_has(w->dir, &w->leaf, which);
}

static void
a_retracted_share_is_gone_for_good(void **state)
{
	struct world *w = world_new(state);
	struct keeper_health h;

	assert_int_equal(TT_OK, take(w));
	assert_int_equal(TT_EREFUSED, tell_retract(w, "ended", ANNA));
	assert_int_equal(TT_EREFUSED, tell_retract(w, "active", ANNA));
	assert_true(has(w, SHELF_SHARE));
	assert_int_equal(TT_OK, tell_retract(w, "retracted", ANNA));
	assert_int_equal(1, n_destroyed);
	assert_false(has(w, SHELF_SHARE));
	assert_int_equal(TT_OK, tell_retract(w, "retracted", ANNA));
	assert_int_equal(1, n_destroyed);
	assert_int_equal(TT_OK, keeper_tick(w->k, &h));
	assert_int_equal(1, h.destroyed);
	assert_int_equal(0, h.held);
	/* neither clock nor officer brings it back, nor a new offer */
	assert_int_equal(TT_ESTATE, tell_early(w, ANNA));
	assert_int_equal(TT_ESTATE, tell_move(w, 1, LATER, ANNA));
	assert_int_equal(TT_ESTATE, take(w));
	start(w);
	pass(600000, 600000);
	assert_int_equal(TT_ENOENT, ask(w));
	world_free(w);
}

static void
a_retraction_that_a_crash_cut_off_is_finished(void **state)
{
	static const struct {
		const char *name;
		bool dropped;
	} rows[] = {
		{ "the word is there, the share too", false },
		{ "the share is gone, nothing says so", true },
	};
	struct world *w;
	struct buf s;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		w = world_new(state);
		assert_int_equal(TT_OK, take(w));
		make_embargo(w, "retracted", ANNA, &s);
		assert_int_equal(TT_OK, shelf_retract(w->dir, BULLETIN,
		    buf_view(&s)));
		buf_done(&s);
		if (rows[i].dropped)
			assert_int_equal(TT_OK, shelf_drop(w->dir, &w->leaf,
			    SHELF_SHARE));
		start(w);
		pass(600000, 600000);
		assert_int_equal(TT_ENOENT, ask(w));
		assert_false(has(w, SHELF_SHARE));
		assert_true(has(w, SHELF_DESTROYED));
		world_free(w);
	}
	CHECK_ROW(state, NULL);
}

static void
a_move_that_a_crash_cut_off_is_finished(void **state)
{
	struct world *w = world_new(state);
	struct buf s, answer;

	assert_int_equal(TT_OK, take(w));
	make_move(w, 1, LATER, ANNA, &s);
	assert_int_equal(TT_OK, shelf_write(w->dir, &w->leaf, SHELF_MOVE,
	    buf_view(&s)));
	start(w);
	pass(600000, 600000);
	assert_int_equal(TT_ENOENT, ask(w));
	buf_init(&answer, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, keeper_move(w->k, buf_view(&s), &answer));
	assert_true(answer.n > 0);
	buf_done(&answer);
	buf_done(&s);
	world_free(w);
}

static void
a_start_holds_until_the_hub_has_told_of_the_log(void **state)
{
	struct world *w = world_new(state);
	struct keeper_health h;

	assert_int_equal(TT_OK, take(w));
	start_deaf(w);
	pass(600000, 600000);
	assert_int_equal(TT_ENOENT, ask(w));
	assert_int_equal(TT_OK, keeper_tick(w->k, &h));
	assert_int_equal(1, h.due);
	assert_false(h.heard);
	assert_int_equal(2, h.size);	/* what it knew before */
	assert_int_equal(TT_ESTATE, hear(w, 1));
	assert_int_equal(TT_ENOENT, ask(w));
	assert_int_equal(TT_OK, hear(w, 2));
	assert_int_equal(TT_OK, ask(w));
	start_deaf(w);	/* what is open stays open */
	assert_int_equal(TT_OK, ask(w));
	world_free(w);
}

/* A log of n leaves, each a byte, and the proof from m of them. */
static void
make_news(struct world *w, const struct tt_signer *log, uint64_t m,
    uint64_t n, uint8_t seed, struct buf *body)
{
	const struct tt_signer *by[] = { log };
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = n };
	struct hash leaf[16], proof[MERKLE_PROOF_MAX];
	char text[TT_CHECKPOINT_TEXT_MAX + 1], base64[B64_LEN(32) + 1];
	struct merkle_array array = { leaf, n };
	size_t n_proof = 0;

	(void)w;
	for (uint64_t i = 0; i < n; i++) {
		uint8_t byte = (uint8_t)(seed + i);

		merkle_leaf(&leaf[i], &byte, 1);
	}
	merkle_root(&cp.root, leaf, n);
	assert_int_equal(TT_OK, tt_checkpoint_format(&cp, text, sizeof(text)));
	if (m > 0)
		assert_int_equal(TT_OK, merkle_prove_consistency(m, n,
		    merkle_array_get, &array, proof, &n_proof));
	buf_init(body, 65536);
	buf_printf(body, "old %llu\n", (unsigned long long)m);
	for (size_t i = 0; i < n_proof; i++) {
		b64_encode(base64, proof[i].b, sizeof(proof[i].b));
		buf_printf(body, "%s\n", base64);
	}
	buf_char(body, '\n');
	assert_int_equal(TT_OK, tt_note_sign(body, span_str(text), by, 1));
}

static void
news_of_the_log_must_extend_what_is_known(void **state)
{
	static const struct {
		const char *name;
		uint64_t m, n;
		uint8_t seed;
		bool stranger;
		enum tt_err want;
	} rows[] = {
		{ "the first", 0, 3, 0, false, TT_OK },
		{ "the same again", 3, 3, 0, false, TT_OK },
		{ "a longer one", 3, 7, 0, false, TT_OK },
		{ "one of old", 3, 3, 0, false, TT_EROLLBACK },
		{ "from a size that is not known", 3, 8, 0, false, TT_ESTATE },
		{ "another past", 7, 9, 1, false, TT_EFORK },
		{ "another past of that size", 7, 7, 1, false, TT_EFORK },
		{ "of another log's key", 7, 9, 0, true, TT_EUNSIGNED },
		{ "and on", 7, 12, 0, false, TT_OK },
	};
	struct world *w = world_new(state);
	struct tt_signer stranger;
	struct tt_policy *policy;
	struct tt_checkpoint known = { .size = 0 };
	struct tt_policy_verdict v;
	struct keeper_news news;
	char log[TT_VKEY_TEXT_MAX + 1], text[TT_VKEY_TEXT_MAX + 64];
	struct buf body;
	enum tt_err e;

	new_signer(w, &stranger, ORIGIN);
	tt_vkey_format(&w->log.vkey, log);
	snprintf(text, sizeof(text), "log %s\nquorum none\n", log);
	assert_int_equal(TT_OK, tt_policy_new(&policy, span_str(text), NULL));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		make_news(w, rows[i].stranger ? &stranger : &w->log,
		    rows[i].m, rows[i].n, rows[i].seed, &body);
		assert_int_equal(TT_OK, keeper_news_parse(&news,
		    buf_view(&body)));
		e = keeper_news_check(&news, policy, ORIGIN, &known, &v);
		assert_int_equal(rows[i].want, e);
		if (e == TT_OK)
			known = v.checkpoint;
		buf_done(&body);
	}
	CHECK_ROW(state, NULL);
	tt_policy_free(policy);
	world_free(w);
}

static void
a_policy_with_witnesses_wants_their_lines_and_believes_their_time(void **state)
{
	struct world *w = world_new(state);
	struct tt_signer witness;
	char log[TT_VKEY_TEXT_MAX + 1], key[TT_VKEY_TEXT_MAX + 1];
	char text[2 * TT_VKEY_TEXT_MAX + 96];
	struct tt_checkpoint known = { .size = 0 };
	struct tt_policy *policy;
	struct tt_policy_verdict v;
	struct keeper_news news;
	struct tt_note note;
	struct buf body;

	assert_int_equal(TT_OK, tt_signer_new(&witness,
	    SPAN("witness.example.net"), TT_KEY_COSIGN, w->rng));
	tt_vkey_format(&w->log.vkey, log);
	tt_vkey_format(&witness.vkey, key);
	snprintf(text, sizeof(text), "log %s\nwitness one %s\nquorum one\n",
	    log, key);
	assert_int_equal(TT_OK, tt_policy_new(&policy, span_str(text), NULL));
	make_news(w, &w->log, 0, 3, 0, &body);
	assert_int_equal(TT_OK, keeper_news_parse(&news, buf_view(&body)));
	assert_int_equal(TT_EUNSIGNED, keeper_news_check(&news, policy,
	    ORIGIN, &known, &v));
	assert_int_equal(TT_OK, tt_note_parse(&note, news.note));
	assert_int_equal(TT_OK, tt_note_cosign(&body, note.text, OPENS,
	    &witness));
	assert_int_equal(TT_OK, keeper_news_parse(&news, buf_view(&body)));
	assert_int_equal(TT_OK, keeper_news_check(&news, policy, ORIGIN,
	    &known, &v));
	assert_int_equal(OPENS, v.time);
	buf_done(&body);
	tt_policy_free(policy);
	world_free(w);
}

static void
news_is_read_or_refused(void **state)
{
	static const struct {
		const char *name, *body;
		enum tt_err want;
	} rows[] = {
		{ "empty", "", TT_ESYNTAX },
		{ "no size", "\nx", TT_ESYNTAX },
		{ "a size with a sign", "old +1\n\nx", TT_ESYNTAX },
		{ "a size with a zero before", "old 01\n\nx", TT_ESYNTAX },
		{ "too large a size", "old 18446744073709551616\n\nx",
		    TT_ERANGE },
		{ "no empty line", "old 1\nAAAA\n", TT_ESYNTAX },
		{ "no hash", "old 1\nAAAA\n\nx", TT_ESYNTAX },
		{ "whole", "old 1\n\nx\n", TT_OK },
	};
	struct keeper_news news, kept;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(&news, 0xaa, sizeof(news));
		kept = news;
		assert_int_equal(rows[i].want, keeper_news_parse(&news,
		    span_str(rows[i].body)));
		if (rows[i].want != TT_OK)
			assert_memory_equal(&kept, &news, sizeof(news));
	}
	CHECK_ROW(state, NULL);
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(CASE(only_two_officers_change_anything),
    CASE(one_officer_is_enough_where_the_team_is_small),
    CASE(a_share_that_moved_opens_at_its_new_instant),
    CASE(a_share_that_is_pulled_into_the_past_opens_at_once),
    CASE(a_release_says_why_and_of_when_it_is),
    CASE(early_needs_no_clock_and_outlives_a_restart),
    CASE(a_retracted_share_is_gone_for_good),
    CASE(a_retraction_that_a_crash_cut_off_is_finished),
    CASE(a_move_that_a_crash_cut_off_is_finished),
    CASE(a_start_holds_until_the_hub_has_told_of_the_log),
    CASE(news_of_the_log_must_extend_what_is_known),
    CASE(
	a_policy_with_witnesses_wants_their_lines_and_believes_their_time),
    cmocka_unit_test(news_is_read_or_refused))
