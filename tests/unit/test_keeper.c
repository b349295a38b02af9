/* SPDX-License-Identifier: ISC */
/* A keeper takes, holds and shows shares by its clocks. */
#include "test.h"
#include "temp.h"
#include "keeper_kit.h"

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
