/* SPDX-License-Identifier: ISC */
/*
 * Reading after distortions of our own: random rows of the shared drafts that
 * no specimen was made of, put through what people and programs do to texts.
 * The same figures are asked as of the specimens.
 */
#include "trial.h"

#define READ_LEAST	97.	/* % of what is there, of all */
#define WAY_LEAST	90.	/* %, of one way */
#define WRONG_MOST	.1	/* %, of all */
#define LARGEST		3	/* of drafts: takes every other way, for time */

static const struct way ways[] = {
	{ "as it is", 0, 0 },
	{ "typed again", D_SLIPS, 0 },
	{ "typed again, wrapped and quoted", D_SLIPS | D_WRAP | D_QUOTED, 58 },
	{ "pasted into a chat", D_PASTE, 0 },
	{ "shuffled, with commentary", D_SHUFFLE | D_COMMENT, 0 },
	{ "cut and typed again", D_CUT | D_SLIPS, 0 },
	{ "cut, shuffled, pasted", D_CUT | D_SHUFFLE | D_PASTE, 0 },
	{ "capitals, soft line ends", D_UPPER | D_WRAP | D_SOFT, 72 },
	{ "small letters, cut, typed again", D_LOWER | D_CUT | D_SLIPS, 0 },
	{ "look-alikes and hidden characters", D_HIDDEN, 0 },
	{ "parts of it twice, wrapped", D_TWICE | D_COMMENT | D_WRAP, 66 },
};

static const char *const drafts[] = {
	"02-cipherkit", "04-lattice", "05-pumphouse", "06-confluence",
};

struct figures {
	size_t present, read, sure, wrong;
};

static void
show(const struct trial *t, size_t place, const char *what)
{
	const struct tt_place *p = &t->d->b->places[place];
	const struct tt_reading_site *s = &t->r->sites[p->site];
	const struct tt_reading_quote *q = &t->r->quotes[s->first];

	print_message("  %s:%u: %s", t->d->name[p->part], p->line, what);
	for (size_t i = 0; i < s->n; i++)
		print_message(" \"%.*s\"", (int)q[i].length,
		    t->text + q[i].offset);
	print_message("\n");
}

static void
count(const struct trial *t, unsigned how, struct figures *f)
{
	const struct tt_bulletin *b = t->d->b;
	const struct tt_observation *o;
	const struct tt_site *s;
	bool there;
	double v;

	for (size_t i = 0; i < b->n_places; i++) {
		s = &b->sites[b->places[i].site];
		o = tt_observations_at(t->r->observations, s->number);
		v = o == NULL ? 1 : odds(o, t->row[s->number]);
		there = t->left[i] >= t->cells[i];
		if (t->spoilt[i] && s->kind != TT_SITE_CHOICE)
			continue;	/* another constant stands there */
		if (there && !lost_by(s, how)) {
			f->present++;
			f->read += v > 1;
			f->sure += v > 1 && o->kind != TT_OBS_SOFT;
		}
		if (v < 1) {
			f->wrong++;
			show(t, i, "wrong");
		} else if (v > 1 && t->left[i] == 0) {
			f->wrong++;
			show(t, i, "cut, and yet read");
		}
	}
}

static void
try_way(const struct draft *d, size_t way, struct rng r, struct figures *f)
{
	struct cells all = { NULL, 0, 0 };
	struct tt_reading *reading = NULL;
	struct trial t;
	char *text;
	size_t n;

	trial_init(&t, d);
	trial_draw(&t, r);
	for (size_t i = 0; i < d->n; i++)
		trial_distort(&t, i, &ways[way], r, &all);
	t.text = text = cells_text(&all, &n);
	assert_int_equal(TT_OK, tt_reading_read_text(&reading, d->b, NULL,
	    (struct span){ text, n }));
	t.r = reading;
	count(&t, ways[way].how, f);
	tt_reading_free(reading);
	free(text);
	free(all.at);
	trial_done(&t);
}

static double
percent(size_t a, size_t b)
{
	return b == 0 ? 0 : 100. * (double)a / (double)b;
}

static void
distorted_renderings_are_read(void **state)
{
	struct figures sum = { 0, 0, 0, 0 }, f;
	struct draft d[N_ROWS(drafts)];
	uint8_t seed[32] = "distortions";
	struct rng_seeded stream;
	char path[8192];

	for (size_t k = 0; k < N_ROWS(drafts); k++) {
		snprintf(path, sizeof(path), "%s/%s/marked",
		    shared_or_skip("data/drafts"), drafts[k]);
		draft_load(&d[k], path);
	}
	for (size_t i = 0; i < N_ROWS(ways); i++) {
		CHECK_ROW(state, ways[i].name);
		f = (struct figures){ 0, 0, 0, 0 };
		seed[31] = (uint8_t)i;
		for (size_t k = 0; k < N_ROWS(drafts); k++)
			if (k != LARGEST || i % 2 == 0)
				try_way(&d[k], i, rng_seeded(&stream, seed),
				    &f);
		print_message("%-34s %5zu sites: %5.1f %% read, %5.1f %% for "
		    "sure, %zu wrong\n", ways[i].name, f.present,
		    percent(f.read, f.present), percent(f.sure, f.present),
		    f.wrong);
		assert_true(percent(f.read, f.present) >= WAY_LEAST);
		sum.present += f.present;
		sum.read += f.read;
		sum.wrong += f.wrong;
	}
	print_message("all %zu sites: %.2f %% read, %.3f %% wrong\n",
	    sum.present, percent(sum.read, sum.present),
	    percent(sum.wrong, sum.present));
	assert_true(percent(sum.read, sum.present) >= READ_LEAST);
	assert_true(percent(sum.wrong, sum.present) < WRONG_MOST);
	for (size_t k = 0; k < N_ROWS(drafts); k++)
		draft_unload(&d[k]);
}

TEST_MAIN(cmocka_unit_test(distorted_renderings_are_read))
