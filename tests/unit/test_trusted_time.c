/* SPDX-License-Identifier: ISC */
/* The table of situations in specs/ledger.md section 9, and shared rows. */
#include "test.h"

#include <jansson.h>

#include "programme/trusted_time.h"

#define T	1773162000	/* 2026-03-10T17:00:00Z */
#define DAY	86400
#define NEVER	INT64_MIN

enum step_kind { DO_END, DO_START, DO_PROOF, DO_CONFIRM, DO_ASK };

struct step {
	enum step_kind kind;
	int64_t wall, boot, time;	/* time: mark, proof or statement */
	enum trusted_state want;
	bool refused, alarm;
};

#define STEP(k, ...)	{ .kind = (k), __VA_ARGS__ }
#define START(w, b, m)	STEP(DO_START, .wall = (w), .boot = (b), .time = (m))
#define PROOF(b, t)	STEP(DO_PROOF, .boot = (b), .time = (t))
#define BAD_PROOF(b, t)	STEP(DO_PROOF, .boot = (b), .time = (t),	\
			    .refused = true)
#define CONFIRM(w, b, t)						\
	STEP(DO_CONFIRM, .wall = (w), .boot = (b), .time = (t))
#define BAD_CONFIRM(w, b, t)						\
	STEP(DO_CONFIRM, .wall = (w), .boot = (b), .time = (t), .refused = true)
#define ASK(w, b, s, a)							\
	STEP(DO_ASK, .wall = (w), .boot = (b), .want = (s), .alarm = (a))
#define WAIT(w, b)	ASK(w, b, TRUSTED_WAIT, false)
#define WAIT_ALARM(w, b)	ASK(w, b, TRUSTED_WAIT, true)
#define HOLD(w, b)	ASK(w, b, TRUSTED_HOLD, true)
#define OPEN(w, b)	ASK(w, b, TRUSTED_OPEN, false)

static const struct row {
	const char *name;
	bool witnessed;
	struct step steps[8];
} rows[] = {
	{ "ordinary: opens at the instant", true, {
	    START(T - 5 * DAY, 100, NEVER),
	    PROOF(160, T - 5 * DAY + 59),
	    WAIT(T - 1, 432099),
	    OPEN(T, 432100) } },
	{ "log and witnesses down for days: the boot clock carries", true, {
	    START(T - 3 * DAY, 10, NEVER),
	    PROOF(20, T - 3 * DAY + 10),
	    OPEN(T, 10 + 3 * DAY) } },
	{ "the wall clock jumps ahead: held, then opens in truth", false, {
	    START(T - DAY, 100, NEVER),
	    HOLD(T + 60, 161),
	    HOLD(T + DAY, DAY),
	    OPEN(T + DAY, DAY + 100) } },
	{ "ahead, then corrected: waits again", false, {
	    START(T - DAY, 100, NEVER),
	    HOLD(T + 60, 161),
	    WAIT(T - DAY + 300, 400) } },
	{ "wrong already at the start: the checkpoint says earlier", true, {
	    START(T + 60, 10, NEVER),
	    HOLD(T + 60, 10),
	    PROOF(20, T - DAY),
	    HOLD(T + 70, 20) } },
	{ "stopped, moved, started, no witness: an officer", false, {
	    START(T + 5, 10, T - DAY),
	    HOLD(T + 6, 11),
	    CONFIRM(T + 3600, 3605, T + 3601),
	    OPEN(T + 3602, 3607) } },
	{ "many small gaps add up", false, {
	    START(T - 2000, 10, T - 2500),
	    START(T - 1400, 10, T - 1900),
	    HOLD(T, 1410) } },
	{ "gaps of exactly 600 s are taken on trust", false, {
	    START(T - 2000, 10, T - 2300),
	    START(T - 1600, 10, T - 1900),
	    OPEN(T, 1610) } },
	{ "gaps of 601 s are not", false, {
	    START(T - 2000, 10, T - 2300),
	    START(T - 1600, 10, T - 1901),
	    HOLD(T, 1610) } },
	{ "a gap over the allowance alarms while it still waits", false, {
	    START(T - 3600, 10, T - 2 * DAY),
	    WAIT_ALARM(T - 3599, 11) } },
	{ "a clock that goes back between starts gives no credit", false, {
	    START(T - 2000, 10, T - 2500),
	    START(T - 9000, 10, T - 1900),
	    START(T - 1000, 10, T - 1200),
	    HOLD(T, 1010) } },
	{ "reboot across the instant: seconds", true, {
	    START(T + 30, 10, T - 90),
	    HOLD(T + 31, 11),
	    PROOF(40, T + 60),
	    OPEN(T + 61, 41) } },
	{ "the wall clock jumps back: late, with an alarm", true, {
	    START(T - 3600, 10, NEVER),
	    PROOF(3610, T - 1),
	    WAIT_ALARM(T - 3600, 3611) } },
	{ "a witness runs ahead: the wall clock decides", true, {
	    START(T - 3600, 10, NEVER),
	    PROOF(20, T + 3600),
	    WAIT_ALARM(T - 1, 3609),
	    OPEN(T, 3610) } },
	{ "paused machine: held until a checkpoint explains it", true, {
	    START(T - 7200, 10, NEVER),
	    PROOF(20, T - 7190),
	    HOLD(T + 5, 65),
	    PROOF(70, T + 8),
	    OPEN(T + 10, 70) } },
	{ "an officer whose time differs by 61 s is refused", true, {
	    START(T + 5, 10, T - DAY),
	    BAD_CONFIRM(T + 5, 10, T + 66),
	    HOLD(T + 6, 11) } },
	{ "no evidence at all: held", true, {
	    START(T + 5, 10, NEVER),
	    HOLD(T + 5, 10) } },
	{ "a time that cannot be is refused", true, {
	    START(T + 5, 10, NEVER),
	    BAD_PROOF(10, INT64_MAX),
	    BAD_PROOF(10, -1),
	    HOLD(T + 5, 10) } },
};

static void
start(struct trusted_time *t, const struct row *row, const struct step *s)
{
	struct trusted_mark mark = { .known = s->time != NEVER,
		.high_s = s->time == NEVER ? 0 : s->time,
		.gaps_s = t->mark.gaps_s };

	trusted_time_start(t, row->witnessed, &mark, 0, s->wall, s->boot);
}

static void
run(const struct row *row)
{
	struct trusted_share share = { .instant_s = T };
	struct trusted_answer a;
	struct trusted_time t;

	memset(&t, 0, sizeof(t));
	for (const struct step *s = row->steps; s->kind != DO_END; s++)
		switch (s->kind) {
		case DO_START:
			start(&t, row, s);
			break;
		case DO_PROOF:
			assert_int_equal(s->refused ? TT_ERANGE : TT_OK,
			    trusted_time_witnessed(&t, s->time, s->boot));
			break;
		case DO_CONFIRM:
			assert_int_equal(s->refused ? TT_EREFUSED : TT_OK,
			    trusted_time_confirm(&t, s->time, s->wall,
			    s->boot));
			break;
		case DO_ASK:
			a = trusted_time_ask(&t, &share, s->wall, s->boot);
			assert_string_equal(trusted_state_text(s->want),
			    trusted_state_text(a.state));
			assert_int_equal(s->alarm, a.alarm);
			break;
		case DO_END:
			break;
		}
}

static void
situations(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		run(&rows[i]);
	}
}

static void
hold_says_the_missing_seconds(void **state)
{
	struct trusted_share share = { .instant_s = T };
	struct trusted_mark none = { .known = false };
	struct trusted_answer a;
	struct trusted_time t;

	(void)state;
	trusted_time_start(&t, true, &none, TRUSTED_NO_SHARE, T - 3600, 10);
	assert_int_equal(TT_OK, trusted_time_witnessed(&t, T - 60, 3550));
	a = trusted_time_ask(&t, &share, T, 3603);
	assert_int_equal(TRUSTED_HOLD, a.state);
	assert_int_equal(T - 7, a.proven_s);
	assert_int_equal(5, a.slack_s);
	assert_int_equal(2, a.missing_s);
	a = trusted_time_ask(&t, &share, T + 2, 3605);
	assert_int_equal(TRUSTED_OPEN, a.state);
}

static void
slack_grows_a_second_in_2000(void **state)
{
	struct trusted_share share = { .instant_s = T };
	struct trusted_mark none = { .known = false };
	struct trusted_time t;

	(void)state;
	trusted_time_start(&t, true, &none, TRUSTED_NO_SHARE, T - 20000, 0);
	assert_int_equal(TT_OK, trusted_time_witnessed(&t, T - 20015, 0));
	assert_int_equal(TRUSTED_OPEN,
	    trusted_time_ask(&t, &share, T, 20000).state);
	trusted_time_start(&t, true, &none, TRUSTED_NO_SHARE, T - 20000, 0);
	assert_int_equal(TT_OK, trusted_time_witnessed(&t, T - 20016, 0));
	assert_int_equal(TRUSTED_HOLD,
	    trusted_time_ask(&t, &share, T, 20000).state);
}

static void
open_stays_open_whatever_the_clocks_say(void **state)
{
	struct trusted_share share = { .instant_s = T, .opened = true };
	struct trusted_mark none = { .known = false };
	struct trusted_time t;

	(void)state;
	trusted_time_start(&t, true, &none, TRUSTED_NO_SHARE, 0, 0);
	assert_int_equal(TRUSTED_OPEN,
	    trusted_time_ask(&t, &share, 0, 0).state);
}

static void
gaps_count_from_when_the_share_came(void **state)
{
	struct trusted_mark mark = { true, T - 100, 5000 };
	struct trusted_share old = { .instant_s = T, .gaps_s = 0 };
	struct trusted_share new = { .instant_s = T, .gaps_s = 5000 };
	struct trusted_time t;

	(void)state;
	trusted_time_start(&t, false, &mark, 0, T, 10);
	assert_int_equal(5100, t.mark.gaps_s);
	assert_int_equal(TRUSTED_HOLD, trusted_time_ask(&t, &old, T, 10).state);
	assert_int_equal(TRUSTED_OPEN, trusted_time_ask(&t, &new, T, 10).state);
}

static void
mark_is_due_each_minute_and_before_an_opening(void **state)
{
	struct trusted_mark none = { .known = false }, m;
	struct trusted_time t;

	(void)state;
	trusted_time_start(&t, false, &none, TRUSTED_NO_SHARE, T, 100);
	assert_true(trusted_time_mark(&t, false, 100, &m));
	assert_int_equal(T, m.high_s);
	trusted_time_marked(&t, &m, 100);
	assert_false(trusted_time_mark(&t, false, 159, &m));
	assert_true(trusted_time_mark(&t, true, 159, &m));
	assert_true(trusted_time_mark(&t, false, 160, &m));
	assert_int_equal(T + 60, m.high_s);
}

/* Else a restart would turn a doubted clock into evidence. */
static void
mark_never_takes_a_wall_clock_that_is_doubted(void **state)
{
	struct trusted_mark mark = { true, T - DAY, 0 }, m;
	struct trusted_time t;

	(void)state;
	trusted_time_start(&t, false, &mark, 0, T, 100);
	assert_true(trusted_time_mark(&t, false, 200, &m));
	assert_int_equal(T - DAY + 100, m.high_s);
	trusted_time_start(&t, false, &mark, TRUSTED_NO_SHARE, T, 100);
	assert_true(trusted_time_mark(&t, false, 200, &m));
	assert_int_equal(T + 100, m.high_s);
}

static void
quorum_takes_the_kth_newest_time(void **state)
{
	const int64_t times[] = { 30, 10, 20, 20 };
	int64_t got = -1;

	(void)state;
	assert_true(trusted_time_quorum(times, 4, 1, &got));
	assert_int_equal(30, got);
	assert_true(trusted_time_quorum(times, 4, 2, &got));
	assert_int_equal(20, got);
	assert_true(trusted_time_quorum(times, 4, 4, &got));
	assert_int_equal(10, got);
	got = -1;
	assert_false(trusted_time_quorum(times, 4, 5, &got));
	assert_false(trusted_time_quorum(times, 4, 0, &got));
	assert_int_equal(-1, got);
}

static int64_t
number(const json_t *o, const char *key)
{
	return (int64_t)json_integer_value(json_object_get(o, key));
}

static void
do_step(struct trusted_time *t, struct trusted_share *share, const json_t *row,
    const json_t *s)
{
	const char *what = json_string_value(json_object_get(s, "do"));
	struct trusted_answer a;
	const json_t *high = json_object_get(s, "high"), *times;
	int64_t quorum = number(row, "quorum"), all[16], time;
	size_t n;

	if (strcmp(what, "start") == 0) {
		struct trusted_mark mark = { json_is_integer(high),
			(int64_t)json_integer_value(high), t->mark.gaps_s };

		trusted_time_start(t, quorum > 0, &mark, 0, number(s, "wall"),
		    number(s, "boot"));
	} else if (strcmp(what, "checkpoint") == 0) {
		times = json_object_get(s, "times");
		n = json_array_size(times);
		assert_true(n <= N_ROWS(all));
		for (size_t i = 0; i < n; i++)
			all[i] = (int64_t)json_integer_value(
			    json_array_get(times, i));
		if (trusted_time_quorum(all, n, (size_t)quorum, &time))
			assert_int_equal(TT_OK, trusted_time_witnessed(t, time,
			    number(s, "boot")));
	} else if (strcmp(what, "confirm") == 0) {
		time = number(s, "time") - number(s, "wall");
		assert_int_equal(time > 60 || time < -60 ? TT_EREFUSED : TT_OK,
		    trusted_time_confirm(t, number(s, "time"),
		    number(s, "wall"), number(s, "boot")));
	} else {
		assert_string_equal("ask", what);
		a = trusted_time_ask(t, share, number(s, "wall"),
		    number(s, "boot"));
		assert_string_equal(
		    json_string_value(json_object_get(s, "want")),
		    trusted_state_text(a.state));
		share->opened = a.state == TRUSTED_OPEN;
	}
}

static void
shared_situations(void **state)
{
	const char *path = shared_or_skip("data/ledger/keeper-clock.json");
	json_t *all = json_load_file(path, 0, NULL), *row, *s;
	struct trusted_share share;
	struct trusted_time t;
	size_t i, k;

	assert_int_equal(25, json_array_size(all));
	json_array_foreach(all, i, row) {
		CHECK_ROW(state,
		    json_string_value(json_object_get(row, "name")));
		memset(&t, 0, sizeof(t));
		share = (struct trusted_share){
			.instant_s = number(row, "instant") };
		json_array_foreach(json_object_get(row, "steps"), k, s)
			do_step(&t, &share, row, s);
	}
	name_row(NULL);
	json_decref(all);
}

TEST_MAIN(cmocka_unit_test(situations),
    cmocka_unit_test(hold_says_the_missing_seconds),
    cmocka_unit_test(slack_grows_a_second_in_2000),
    cmocka_unit_test(open_stays_open_whatever_the_clocks_say),
    cmocka_unit_test(gaps_count_from_when_the_share_came),
    cmocka_unit_test(mark_is_due_each_minute_and_before_an_opening),
    cmocka_unit_test(mark_never_takes_a_wall_clock_that_is_doubted),
    cmocka_unit_test(quorum_takes_the_kth_newest_time),
    cmocka_unit_test(shared_situations))
