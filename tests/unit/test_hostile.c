/* SPDX-License-Identifier: ISC */
/*
 * Specimens made to mislead or to exhaust: whatever they are, nothing that
 * two copies contradict each other in is called a symbol, and it ends.
 */
#include "trial.h"

#define MILLION		1000000	/* places in one paste */
#define SENTENCES	10000

/* Row k of the sites: each its k-th alternative, or one at random. */
static void
draw_turn(struct trial *t, struct rng r, uint64_t k)
{
	for (size_t i = 0; i < t->d->b->n_sites; i++)
		t->row[i] = k < TT_Q_MAX ? k % t->d->b->sites[i].n :
		    rng_below(r, t->d->b->sites[i].n);
}

static void
render(const struct trial *t, struct buf *out)
{
	assert_int_equal(TT_OK, tt_bulletin_render(t->d->b, 0, t->row, out));
}

static struct tt_reading *
read_text(const struct draft *d, struct span text)
{
	struct tt_reading *r = NULL;

	assert_int_equal(TT_OK, tt_reading_read_text(&r, d->b, NULL, text));
	assert_int_equal(r->n_sites, r->n_read + r->n_novel + r->n_gone +
	    r->n_erased);
	return r;
}

static size_t
count_kind(const struct tt_reading *r, enum tt_observation_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < r->observations->n; i++)
		n += r->observations->at[i].kind == kind;
	return n;
}

/* Copies of the whole text, one after another, until it is long enough. */
static struct buf
many_copies(struct trial *t, struct rng r, size_t copies)
{
	struct buf text;

	buf_init(&text, TT_SPECIMEN_MAX);
	for (uint64_t k = 0; k < copies; k++) {
		draw_turn(t, r, k);
		render(t, &text);
	}
	assert_int_equal(TT_OK, buf_err(&text));
	return text;
}

static const struct {
	const char *name;
	size_t copies;
} mixtures[] = {
	{ "two copies", 2 },
	{ "all alternatives", 4 },
	{ "forty copies", 40 },
};

static void
mixtures_accuse_nobody(void **state)
{
	struct rng_seeded seed;
	struct rng rng = trial_seeded(&seed, "mixture", 0, 0);
	struct tt_reading *r;
	struct draft d;
	struct trial t;
	struct buf text;

	draft_load(&d, TEST_DATA "/seen/marked");
	trial_init(&t, &d);
	for (size_t i = 0; i < N_ROWS(mixtures); i++) {
		CHECK_ROW(state, mixtures[i].name);
		text = many_copies(&t, rng, mixtures[i].copies);
		r = read_text(&d, buf_view(&text));
		assert_int_equal(0, count_kind(r, TT_OBS_SYMBOL));
		assert_true(r->observations->n_contradicted > 0);
		for (size_t k = 0; k < r->observations->n; k++)
			if (r->observations->at[k].kind == TT_OBS_VALUES)
				assert_true(r->observations->at[k].count >=
				    2);
		tt_reading_free(r);
		buf_done(&text);
	}
	trial_done(&t);
	draft_unload(&d);
}

static void
a_million_sites_end(void **state)
{
	struct rng_seeded seed;
	struct tt_reading *r;
	struct draft d;
	struct trial t;
	struct buf text;

	(void)state;
	draft_load(&d, TEST_DATA "/seen/marked");
	trial_init(&t, &d);
	text = many_copies(&t, trial_seeded(&seed, "million", 0, 0),
	    MILLION / d.b->n_places);
	r = read_text(&d, buf_view(&text));
	assert_int_equal(0, count_kind(r, TT_OBS_SYMBOL));
	assert_int_equal(0, count_kind(r, TT_OBS_VALUES));
	assert_in_range(r->n_quotes, 1, 4 * TT_QUOTES_MAX * d.b->n_places);
	tt_reading_free(r);
	buf_done(&text);
	trial_done(&t);
	draft_unload(&d);
}

/* One sentence, again and again, with all its alternatives in turn. */
static void
a_sentence_with_all_alternatives_says_nothing(void **state)
{
	struct rng_seeded seed;
	struct rng rng = trial_seeded(&seed, "sentence", 0, 0);
	struct tt_reading *r;
	struct buf text, one;
	struct draft d;
	struct trial t;
	const char *at, *end;

	(void)state;
	draft_load(&d, TEST_DATA "/seen/marked");
	trial_init(&t, &d);
	buf_init(&text, TT_SPECIMEN_MAX);
	buf_init(&one, TT_RENDERING_MAX);
	for (size_t k = 0; k < SENTENCES; k++) {
		draw_turn(&t, rng, k < 2 ? k : TT_Q_MAX);
		buf_clear(&one);
		render(&t, &one);
		buf_char(&one, '\0');
		at = strstr(one.p, "The print service");
		end = strstr(at, ". ");
		buf_span(&text, (struct span){ at, (size_t)(end - at) });
		buf_printf(&text, ". %zu\n", k);
	}
	r = read_text(&d, buf_view(&text));
	assert_int_equal(0, count_kind(r, TT_OBS_SYMBOL));
	assert_int_equal(0, count_kind(r, TT_OBS_SOFT));
	tt_reading_free(r);
	buf_done(&one);
	buf_done(&text);
	trial_done(&t);
	draft_unload(&d);
}

static const struct {
	const char *name, *insert;
	size_t every;		/* so many bytes, at the next space */
	size_t unread;		/* sites, at most */
} spoils[] = {
	{ "right-to-left overrides", "\u202e\u202c\u2067\u2069", 10, 0 },
	{ "joiners and selectors", "\u200d\ufe0f\u2060\U000e0061", 3, 0 },
	{ "a bell and a null", "\a\b", 5, 0 },
	{ "bytes that are no UTF-8", " \xc3\x28\xf0\x80 ", 120, 6 },
	{ "lone surrogates", " \xed\xa0\x80 ", 120, 6 },
};

static struct buf
spoil(struct span text, const char *insert, size_t every)
{
	struct buf out;
	size_t since = 0;

	buf_init(&out, TT_SPECIMEN_MAX);
	for (size_t i = 0; i < text.n; i++) {
		buf_char(&out, text.p[i]);
		if (++since >= every && text.p[i] == ' ') {
			buf_str(&out, insert);
			since = 0;
		}
	}
	assert_int_equal(TT_OK, buf_err(&out));
	return out;
}

static void
what_is_put_between_words_does_no_harm(void **state)
{
	struct rng_seeded seed;
	const struct tt_observation *o;
	struct tt_reading *r;
	struct buf text, out;
	struct draft d;
	struct trial t;
	size_t unread;

	draft_load(&d, TEST_DATA "/seen/marked");
	trial_init(&t, &d);
	buf_init(&text, TT_RENDERING_MAX);
	trial_draw(&t, trial_seeded(&seed, "spoil", 0, 0));
	render(&t, &text);
	for (size_t i = 0; i < N_ROWS(spoils); i++) {
		CHECK_ROW(state, spoils[i].name);
		out = spoil(buf_view(&text), spoils[i].insert,
		    spoils[i].every);
		r = read_text(&d, buf_view(&out));
		unread = 0;
		for (uint32_t k = 0; k < d.b->n_sites; k++) {
			o = tt_observations_at(r->observations, k);
			unread += o == NULL || odds(o, t.row[k]) == 1;
			assert_true(o == NULL || odds(o, t.row[k]) >= 1);
		}
		assert_in_range(unread, 0, spoils[i].unread);
		tt_reading_free(r);
		buf_done(&out);
	}
	buf_done(&text);
	trial_done(&t);
	draft_unload(&d);
}

static const struct {
	const char *name;
	size_t n;
	char a, b;		/* in turn */
} fillers[] = {
	{ "64 MiB of one letter", TT_SPECIMEN_MAX, 'a', 'a' },
	{ "64 MiB of words of one letter", TT_SPECIMEN_MAX, 'e', ' ' },
	{ "16 MiB of line ends", TT_SPECIMEN_MAX / 4, '\n', '\n' },
	{ "16 MiB of 0xff", TT_SPECIMEN_MAX / 4, '\xff', '\xff' },
};

static void
fillers_say_nothing(void **state)
{
	struct tt_reading *r;
	struct draft d;
	char *p;

	draft_load(&d, TEST_DATA "/seen/marked");
	for (size_t i = 0; i < N_ROWS(fillers); i++) {
		CHECK_ROW(state, fillers[i].name);
		p = malloc(fillers[i].n);
		assert_non_null(p);
		for (size_t k = 0; k < fillers[i].n; k++)
			p[k] = k % 2 == 0 ? fillers[i].a : fillers[i].b;
		r = read_text(&d, (struct span){ p, fillers[i].n });
		assert_int_equal(r->n_sites, r->n_erased);
		tt_reading_free(r);
		free(p);
	}
	draft_unload(&d);
}

TEST_MAIN(cmocka_unit_test(mixtures_accuse_nobody),
    cmocka_unit_test(a_million_sites_end),
    cmocka_unit_test(a_sentence_with_all_alternatives_says_nothing),
    cmocka_unit_test(what_is_put_between_words_does_no_harm),
    cmocka_unit_test(fillers_say_nothing))
