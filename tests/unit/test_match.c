/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <math.h>

#include "base/secret.h"
#include "cli/lab.h"
#include "cli/match.h"
#include "draftkit.h"
#include "sodium_start.h"

/* In the order of their definitions. */
enum { AGREES, DIFFERS, NOVEL, GONE, TWICE, OF_COPY, MAYBE, OF_POC, N_SLOTS };

static const char advisory[] =
    "It {{answers|replies}} at once. It {{may|can}} stop. It {{holds|keeps}} "
    "a lock. It {{runs|works}} alone. It {{sends|posts}} a note. "
    "It {{@:copy ends|stops}} there. It {{reads|takes}} a file.\n";

/* A suspect of a lab, and observations that are put into words here. */
struct world {
	struct lab lab;
	struct specimen specimen;
	struct tracing t;
	uint64_t row[N_SLOTS];		/* of holder 0, copy 0 */
};

static struct world *
world_make(void)
{
	struct world *w = calloc(1, sizeof(*w));
	struct draft *d = draftkit_whole(advisory, "k = \"{{hex 20}}\"\n",
	    "no site\n");
	struct showing_text text;

	assert_non_null(w);
	w->lab.draft = *d;
	free(d);	/* its contents moved */
	assert_int_equal(w->lab.draft.bulletin->n_sites, N_SLOTS);
	w->lab.key = SECRET_NEW(struct tt_codebook_key);
	assert_non_null(w->lab.key);
	memset(w->lab.key, 3, sizeof(*w->lab.key));
	lineup_profiles_of(&w->lab.lineup, &w->lab.draft);
	lineup_add_holder(&w->lab.lineup, 0, "alder");
	lineup_add_copy(&w->lab.lineup, 0, "alder-1", TT_PROFILE_FULL);
	lineup_add_copy(&w->lab.lineup, 1, "alder-2", TT_PROFILE_FULL);
	lineup_add_holder(&w->lab.lineup, 1, "birch");
	lineup_add_copy(&w->lab.lineup, 2, "birch-1", TT_PROFILE_NO_POC);
	assert_int_equal(TT_OK, lineup_err(&w->lab.lineup));
	assert_int_equal(TT_OK, lab_codebook(&w->lab));
	w->t.codebook = w->lab.codebook;
	w->t.lineup = &w->lab.lineup;
	text = (struct showing_text){ w->lab.draft.bulletin, NULL };
	assert_int_equal(TT_OK, showing_read(&w->t.showing, &text, 1,
	    N_SLOTS, &w->specimen));
	tt_codebook_copy(w->lab.codebook, 0, 0, w->row);
	return w;
}

static void
world_drop(struct world *w)
{
	showing_done(&w->t.showing);
	lab_done(&w->lab);
	free(w);
}

static struct tt_observation
symbol(uint32_t slot, uint64_t v)
{
	return (struct tt_observation){ .slot = slot, .kind = TT_OBS_SYMBOL,
		.symbol = (unsigned)v };
}

/* As the names of the slots say of copy 0; whose values, too. */
static void
observe(struct world *w, uint64_t value)
{
	const struct tt_observation at[] = {
		symbol(AGREES, w->row[AGREES]),
		symbol(DIFFERS, 1 - w->row[DIFFERS]),
		{ .slot = NOVEL, .kind = TT_OBS_NOVEL },
		{ .slot = GONE, .kind = TT_OBS_GONE },
		symbol(TWICE, 0), symbol(TWICE, 1),
		symbol(OF_COPY, w->row[OF_COPY]),
		{ .slot = MAYBE, .kind = TT_OBS_SOFT, .q = 2,
		    .likelihood = { w->row[MAYBE] == 0 ? .9 : .1,
		    w->row[MAYBE] == 0 ? .1 : .9 } },
		{ .slot = OF_POC, .kind = TT_OBS_VALUES, .values = &value,
		    .n_values = 1, .count = 1, .whole = true },
	};

	tt_observations_free(w->t.showing.observations);
	w->t.showing.observations = NULL;
	assert_int_equal(TT_OK, tt_observations_new(
	    &w->t.showing.observations, at, N_ROWS(at)));
}

static const struct match_site *
at(const struct match *m, uint32_t slot)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].slot == slot)
			return &m->at[i];
	return NULL;
}

static const struct {
	const char *name;
	uint32_t slot;
	enum match_is is;
	double nats;
} rows[] = {
	{ "what the copy has", AGREES, MATCH_AGREES, .7 },
	{ "something else", DIFFERS, MATCH_DIFFERS, -1.5 },
	{ "the likelier of two", MAYBE, MATCH_AGREES, .2 },
	{ "words of nobody's copy", NOVEL, MATCH_NOVEL, 0 },
	{ "a place that is cut", GONE, MATCH_GONE, 0 },
	{ "two things at once", TWICE, MATCH_TWICE, 0 },
	{ "a constant, not weighed", OF_POC, MATCH_AGREES, 0 },
};

static void
each_site_is_what_it_is(void **state)
{
	struct tt_ground grounds[] = { { AGREES, .7 }, { MAYBE, .2 },
		{ DIFFERS, -1.5 } };
	const struct tt_suspect s = { .level = TT_SITE_HOLDER,
		.copy = TT_NO_COPY, .grounds = grounds,
		.n_grounds = N_ROWS(grounds) };
	struct world *w = world_make();
	struct match m;

	observe(w, w->row[OF_POC]);
	assert_int_equal(TT_OK, match_make(&m, &w->t, &s));
	assert_int_equal(m.n_weighed, N_ROWS(grounds));
	assert_int_equal(m.n, N_ROWS(rows));	/* nothing of one copy's */
	for (size_t i = 0; i < m.n_weighed; i++)
		assert_int_equal(m.at[i].slot, grounds[i].slot);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const struct match_site *x = at(&m, rows[i].slot);

		CHECK_ROW(state, rows[i].name);
		assert_non_null(x);
		assert_int_equal(x->is, rows[i].is);
		assert_true(x->nats == rows[i].nats);
		assert_true(x->symbol == w->row[x->slot]);
	}
	assert_int_equal(m.count[MATCH_AGREES], 3);
	assert_int_equal(m.count[MATCH_DIFFERS], 1);
	/* flat sites of two symbols, and a constant that nobody guesses */
	assert_true(fabs(m.by_chance - 1.5) < 1e-3);
	match_done(&m);
	world_drop(w);
}

static void
a_copy_has_its_own_sites(void **state)
{
	struct tt_ground ground = { OF_COPY, .6 };
	struct tt_suspect s = { .level = TT_SITE_COPY, .copy = 0,
		.grounds = &ground, .n_grounds = 1 };
	struct world *w = world_make();
	struct match m;

	(void)state;
	observe(w, 5);
	assert_int_equal(TT_OK, match_make(&m, &w->t, &s));
	assert_int_equal(m.n, 1);
	assert_int_equal(m.at[0].slot, OF_COPY);
	assert_int_equal(m.at[0].is, MATCH_AGREES);
	match_done(&m);
	world_drop(w);
}

/* The only copy of its holder: all sites, less those of its profile. */
static void
what_a_copy_lacks_is_said(void **state)
{
	const struct tt_suspect s = { .level = TT_SITE_HOLDER, .holder = 1,
		.copy = 2 };
	struct world *w = world_make();
	struct match m;
	struct buf has;

	(void)state;
	observe(w, 5);
	assert_int_equal(TT_OK, match_make(&m, &w->t, &s));
	assert_int_equal(m.n, N_SLOTS);
	assert_int_equal(m.n_weighed, 0);
	assert_int_equal(at(&m, OF_POC)->is, MATCH_LACKS);
	assert_true(at(&m, OF_POC)->symbol == 0);
	assert_int_equal(m.count[MATCH_LACKS], 1);
	buf_init(&has, 4096);
	match_text(&w->t, at(&m, OF_POC), &has);
	assert_int_equal(has.n, 0);
	match_text(&w->t, at(&m, GONE), &has);
	assert_true(strcmp(has.p, "\"runs\"") == 0 ||
	    strcmp(has.p, "\"works\"") == 0);
	buf_done(&has);
	match_done(&m);
	world_drop(w);
}

static void
another_value_differs(void **state)
{
	const struct tt_suspect s = { .level = TT_SITE_HOLDER,
		.copy = TT_NO_COPY };
	struct world *w = world_make();
	struct match m;

	(void)state;
	observe(w, w->row[OF_POC] ^ 1);
	assert_int_equal(TT_OK, match_make(&m, &w->t, &s));
	assert_int_equal(at(&m, OF_POC)->is, MATCH_DIFFERS);
	match_done(&m);
	world_drop(w);
}

TEST_MAIN_SETUP(sodium_start,
    cmocka_unit_test(each_site_is_what_it_is),
    cmocka_unit_test(a_copy_has_its_own_sites),
    cmocka_unit_test(what_a_copy_lacks_is_said),
    cmocka_unit_test(another_value_differs))
