/* SPDX-License-Identifier: ISC */
/*
 * bench_calibration [PICTURES]: of what is read at 90 %, are nine in ten
 * right?
 *
 * Random rows of the shared drafts, distorted, and pictures of such rows as
 * tesseract read them: the .tsv files of the folder PICTURES, named
 * DRAFT+PART+SEED+WAY.tsv, which tests/bench/pictures.py makes; a .txt there
 * is text that something else was done to.  Printed are the
 * share of the sites there that was read, and of those wrong, for each way;
 * then, for each channel, how often the likeliest alternative was right, in
 * bins of the probability that was stated for it.
 *
 * ROUNDS in the environment says how often each way is tried, WAY which ones;
 * SHOW and UNREAD list what was read wrongly, or not at all.
 *
 * bench_calibration --render DRAFT PART SEED prints one row's rendering;
 * DRAFT is the name of a shared one or a folder of marked parts.
 */
#include "trial.h"

#include <math.h>

#include "base/rng.h"
#include "seen.h"

#define ROUNDS		6	/* of each way, draft */
#define WAYS_MAX	64
#define EXCERPTS	20	/* of each kind in a round */

static const struct way ways[] = {
	{ "as it is", 0, 0 },
	{ "typed again", D_SLIPS, 0 },
	{ "typed again, wrapped and quoted", D_SLIPS | D_WRAP | D_QUOTED, 58 },
	{ "typed again by somebody tired", D_SLIPS | D_MORE, 0 },
	{ "typed again by somebody drunk", D_SLIPS | D_MOST, 0 },
	{ "pasted into a chat", D_PASTE, 0 },
	{ "shuffled, with commentary", D_SHUFFLE | D_COMMENT, 0 },
	{ "cut and typed again", D_CUT | D_SLIPS, 0 },
	{ "cut, shuffled, pasted", D_CUT | D_SHUFFLE | D_PASTE, 0 },
	{ "capitals, soft line ends", D_UPPER | D_WRAP | D_SOFT, 72 },
	{ "small letters, cut, typed again", D_LOWER | D_CUT | D_SLIPS, 0 },
	{ "look-alikes and hidden characters", D_HIDDEN, 0 },
	{ "parts of it twice, wrapped", D_TWICE | D_COMMENT | D_WRAP, 66 },
};

static const char *const names[] = {
	"01-atrium", "02-cipherkit", "03-ferry", "04-lattice", "05-pumphouse",
	"06-confluence",
};

static const double bins[] = { 0, .5, .7, .8, .9, .95, .99, 1 };
#define BINS	(N_ROWS(bins))	/* the last is what is called a symbol */

struct bin {
	size_t n, right;
	double stated;		/* sum of what was */
};

struct figures {
	char name[64];
	size_t present, read, sure, wrong;
};

struct channel {
	const char *name;
	struct bin bin[BINS];
	struct figures way[WAYS_MAX];
	size_t n;
};

static struct figures *
way_of(struct channel *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->way[i].name, name) == 0)
			return &c->way[i];
	assert_true(c->n < WAYS_MAX);
	snprintf(c->way[c->n].name, sizeof(c->way[0].name), "%s", name);
	return &c->way[c->n++];
}

/* What was stated of the likeliest alternative, and whether it is v. */
static void
rate(struct channel *c, const struct tt_observation *o, uint64_t v)
{
	double sum = 0, p = 1;
	unsigned best = 0;
	size_t i;

	if (o->kind == TT_OBS_SYMBOL)
		best = o->symbol;
	else if (o->kind == TT_OBS_SOFT) {
		for (unsigned a = 0; a < o->q; a++) {
			sum += o->likelihood[a];
			if (o->likelihood[a] > o->likelihood[best])
				best = a;
		}
		p = o->likelihood[best] / sum;
	} else
		return;
	for (i = BINS - 1; p < bins[i]; i--)
		continue;
	if (o->kind == TT_OBS_SOFT && i == BINS - 1)
		i--;
	c->bin[i].n++;
	c->bin[i].right += best == v;
	c->bin[i].stated += p;
}

static void
show(const struct trial *t, size_t place)
{
	const struct tt_place *p = &t->d->b->places[place];
	const struct tt_reading_site *s = &t->r->sites[p->site];
	const struct tt_reading_quote *q = &t->r->quotes[s->first];

	if (getenv("SHOW") == NULL)
		return;
	printf("  %s:%u: symbol %llu, read", t->d->name[p->part], p->line,
	    (unsigned long long)t->row[p->site]);
	for (size_t i = 0; i < s->n; i++)
		printf(" \"%.*s\"", (int)q[i].length, t->text + q[i].offset);
	printf("\n");
}

static void
score(struct channel *c, const char *name, const struct trial *t, unsigned how)
{
	const struct tt_bulletin *b = t->d->b;
	struct figures *f = way_of(c, name), before = *f;
	const struct tt_observation *o;
	const struct tt_site *s;
	double v;

	for (size_t i = 0; i < b->n_places; i++) {
		s = &b->sites[b->places[i].site];
		o = tt_observations_at(t->r->observations, s->number);
		v = o == NULL ? 1 : odds(o, t->row[s->number]);
		if (t->spoilt[i] && s->kind != TT_SITE_CHOICE)
			continue;	/* another constant stands there */
		if (t->cells[i] > 0 && t->left[i] >= t->cells[i] &&
		    !lost_by(s, how)) {
			f->present++;
			f->read += v > 1;
			f->sure += v > 1 && o->kind != TT_OBS_SOFT;
			if (v <= 1 && getenv("UNREAD") != NULL)
				show(t, i);
		}
		if (v < 1 || (v > 1 && t->left[i] == 0)) {
			f->wrong++;
			show(t, i);
		}
		if (o != NULL && i == s->number)
			rate(c, o, t->row[s->number]);
	}
	if (getenv("SHOW") != NULL)
		printf("%zu of %zu read\n", f->read - before.read,
		    f->present - before.present);
}

static void
try_way(struct channel *c, const struct draft *d, const struct way *w,
    struct rng r)
{
	struct cells all = { NULL, 0, 0 };
	struct tt_reading *reading = NULL;
	struct trial t;
	char *text;
	size_t n;

	trial_init(&t, d);
	trial_draw(&t, r);
	for (size_t i = 0; i < d->n; i++)
		trial_distort(&t, i, w, r, &all);
	t.text = text = cells_text(&all, &n);
	assert_int_equal(TT_OK, tt_reading_read_text(&reading, d->b, NULL,
	    (struct span){ text, n }));
	t.r = reading;
	score(c, w->name, &t, w->how);
	tt_reading_free(reading);
	free(text);
	free(all.at);
	trial_done(&t);
}

static const struct excerpt {
	const char *name;
	size_t words, pieces;	/* of each piece; how many */
} excerpts[] = {
	{ "excerpt: 20 words", 20, 1 },
	{ "excerpt: a tweet, 45 words", 45, 1 },
	{ "excerpt: 80 words", 80, 1 },
	{ "excerpt: 5 quotes of 12 words, chat", 12, 5 },
	{ "excerpt: 8 quotes of 7 words, chat", 7, 8 },
};

/* So many words of c, from one at random on. */
static void
cut_words(const struct cells *c, struct rng r, size_t words,
    struct cells *out)
{
	size_t from = rng_below(r, c->n), to;

	while (from > 0 && c->at[from - 1].cp != ' ')
		from--;
	for (to = from; to < c->n && words > 0; to++)
		words -= c->at[to].cp == ' ';
	copy_cells(out, c, from, to);
}

/* Words of one part in prose, alone or between somebody's remarks. */
static void
try_excerpt(struct channel *c, const struct draft *d, const struct excerpt *e,
    struct rng r)
{
	struct cells whole = { NULL, 0, 0 }, all = { NULL, 0, 0 };
	struct tt_reading *reading = NULL;
	struct trial t;
	size_t part = 0, n;
	char *text;

	while (!is_prose(d->name[part]))
		part++;
	trial_init(&t, d);
	trial_draw(&t, r);
	render_cells(&whole, d->b, part, t.row);
	cells_count(&whole, t.cells);
	for (size_t i = 0; i < e->pieces; i++) {
		cut_words(&whole, r, e->words, &all);
		if (e->pieces > 1)
			cell_text(&all, i % 2 == 0 ?
			    SPAN("\"\nlol no way\n> ") :
			    SPAN("\nso they say:\n\""), NOBODY);
	}
	cells_count(&all, t.left);
	t.text = text = cells_text(&all, &n);
	assert_int_equal(TT_OK, tt_reading_read_text(&reading, d->b, NULL,
	    (struct span){ text, n }));
	t.r = reading;
	if (getenv("SHOW") != NULL)
		printf("EXCERPT %s\n", text);
	score(c, e->name, &t, 0);
	tt_reading_free(reading);
	free(text);
	free(all.at);
	free(whole.at);
	trial_done(&t);
}

static size_t
part_of(const struct draft *d, const char *name)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->name[i], name) == 0)
			return i;
	fail_msg("the draft has no part %s", name);
	return 0;
}

static void
try_picture(struct channel *c, const struct draft *d, const char *part,
    unsigned seed, const char *way, const char *path)
{
	struct cells cells = { NULL, 0, 0 };
	struct tt_reading *reading = NULL;
	size_t n;
	char *tsv = test_read(path, &n);
	struct trial t;
	struct seen s;

	trial_init(&t, d);
	trial_show(&t, part_of(d, part), seed, &cells);
	seen_parse(&s, (struct span){ tsv, n });
	if (strcmp(strrchr(path, '.'), ".txt") == 0)
		s.piece = (struct tt_piece){ .kind = TT_PIECE_TEXT,
			.bytes = { tsv, n } };
	assert_int_equal(TT_OK, tt_reading_read(&reading, d->b, NULL,
	    &s.piece, 1));
	t.r = reading;
	t.text = s.piece.bytes.p;
	if (getenv("SHOW") != NULL)
		printf("%s\n", path);
	score(c, way, &t, D_WRAP);
	tt_reading_free(reading);
	seen_done(&s);
	free(tsv);
	free(cells.at);
	trial_done(&t);
}

/* DRAFT+PART+SEED+WAY.tsv */
static void
try_named(struct channel *c, const struct draft *d, const char *folder,
    const char *name)
{
	struct span rest = span_str(name), draft, part, seed, way;
	char *path, part_name[64], way_name[64];
	uint64_t n;

	if (!span_word(&rest, '+', &draft) || !span_word(&rest, '+', &part) ||
	    !span_word(&rest, '+', &seed) || !span_word(&rest, '.', &way) ||
	    span_u64(seed, UINT32_MAX, &n) != TT_OK ||
	    span_copy(part, part_name, sizeof(part_name)) != TT_OK ||
	    span_copy(way, way_name, sizeof(way_name)) != TT_OK)
		return;
	for (size_t k = 0; k < N_ROWS(names); k++) {
		if (!span_is(draft, names[k]))
			continue;
		assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
		try_picture(c, &d[k], part_name, (unsigned)n, way_name, path);
		free(path);
	}
}

static void
try_pictures(struct channel *c, const struct draft *d, const char *folder)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		try_named(c, d, folder, entry[i]->d_name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

static double
percent(size_t a, size_t b)
{
	return b == 0 ? 0 : 100. * (double)a / (double)b;
}

static void
print_ways(const struct channel *c)
{
	struct figures sum = { .name = "all" };

	printf("%s\n", c->name);
	for (size_t i = 0; i <= c->n; i++) {
		const struct figures *f = i < c->n ? &c->way[i] : &sum;

		printf("  %-36s %6zu sites there %7.2f %% read %7.2f %% for "
		    "sure %6.3f %% of them wrong (%zu)\n", f->name, f->present,
		    percent(f->read, f->present), percent(f->sure, f->present),
		    percent(f->wrong, f->read), f->wrong);
		sum.present += f->present;
		sum.read += f->read;
		sum.sure += f->sure;
		sum.wrong += f->wrong;
	}
}

/* Wilson's interval, 95 %, and whether what was stated lies in it. */
static void
print_bins(const struct channel *c)
{
	const double z = 1.96;

	printf("  stated             n    mean   right   between\n");
	for (size_t i = 0; i < BINS; i++) {
		const struct bin *b = &c->bin[i];
		double n = (double)b->n, p, mid, half, mean;

		if (b->n == 0)
			continue;
		p = (double)b->right / n;
		mean = b->stated / n;
		mid = (p + z * z / (2 * n)) / (1 + z * z / n);
		half = z / (1 + z * z / n) *
		    sqrt(p * (1 - p) / n + z * z / (4 * n * n));
		if (i + 1 < BINS)
			printf("  %.2f to %.2f", bins[i], bins[i + 1]);
		else
			printf("  a symbol    ");
		printf(" %7zu  %.4f  %.4f  %.4f %.4f %s\n", b->n, mean, p,
		    mid - half, mid + half, mean < mid - half ? "too modest" :
		    mean > mid + half + .001 ? "TOO SURE" : "");
	}
}

static void
load(struct draft *d, const char *name)
{
	const char *root = getenv("TELLTALE_SHARED");
	char *path;

	if (strchr(name, '/') != NULL)
		assert_true(asprintf(&path, "%s", name) > 0);
	else
		assert_true(asprintf(&path, "%s/data/drafts/%s/marked",
		    root != NULL ? root : "", name) > 0);
	draft_load(d, path);
	free(path);
}

static int
print_rendering(char **argv)
{
	struct cells c = { NULL, 0, 0 };
	struct draft d;
	struct trial t;
	char *text;
	size_t n;

	load(&d, argv[0]);
	trial_init(&t, &d);
	trial_show(&t, part_of(&d, argv[1]),
	    (unsigned)strtoul(argv[2], NULL, 10), &c);
	text = cells_text(&c, &n);
	fwrite(text, 1, n, stdout);
	free(text);
	free(c.at);
	trial_done(&t);
	draft_unload(&d);
	return 0;
}

/* The rounds that ROUNDS asks for, or as many as are usual. */
static unsigned
rounds(void)
{
	const char *asked = getenv("ROUNDS");
	uint64_t n = ROUNDS;

	if (asked != NULL && span_u64(span_str(asked), 1000, &n) != TT_OK)
		fail_msg("ROUNDS is no number below 1000: %s", asked);
	return (unsigned)n;
}

/* WAY names what is tried: a part of its name; all without it. */
static bool
is_asked(const char *name)
{
	const char *asked = getenv("WAY");

	return asked == NULL || strstr(name, asked) != NULL;
}

static void
try_texts(struct channel *c, const struct draft *d, unsigned n)
{
	struct rng_seeded state;
	const struct excerpt *e;
	const struct way *w;

	for (unsigned i = 0; i < n * N_ROWS(ways); i++) {
		w = &ways[i % N_ROWS(ways)];
		for (unsigned k = 0; k < N_ROWS(names); k++)
			if (is_asked(w->name))
				try_way(c, &d[k], w, trial_seeded(&state,
				    "calibration", i, k));
	}
	for (unsigned i = 0; i < n * EXCERPTS * N_ROWS(excerpts); i++) {
		e = &excerpts[i % N_ROWS(excerpts)];
		for (unsigned k = 0; k < N_ROWS(names); k++)
			if (is_asked(e->name))
				try_excerpt(c, &d[k], e, trial_seeded(&state,
				    "excerpt", i, k));
	}
}

int
main(int argc, char **argv)
{
	static struct channel text = { .name = "text" }, seen = {
		.name = "pictures" };
	struct draft d[N_ROWS(names)];

	if (argc == 5 && strcmp(argv[1], "--render") == 0)
		return print_rendering(argv + 2);
	if (getenv("TELLTALE_SHARED") == NULL) {
		printf("skipped: TELLTALE_SHARED names no shared data\n");
		return 0;
	}
	for (size_t k = 0; k < N_ROWS(names); k++)
		load(&d[k], names[k]);
	try_texts(&text, d, rounds());
	print_ways(&text);
	print_bins(&text);
	if (argc > 1) {
		try_pictures(&seen, d, argv[1]);
		print_ways(&seen);
		print_bins(&seen);
	}
	for (size_t k = 0; k < N_ROWS(names); k++)
		draft_unload(&d[k]);
	return 0;
}
