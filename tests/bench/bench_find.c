/* SPDX-License-Identifier: ISC */
/*
 * bench_find [BULLETINS]: how surely excerpts find their bulletin, and what
 * one look costs a processor among so many (10,000), beside reading the same
 * bytes with SHA-256.  The texts are made from those in TELLTALE_SHARED.
 */
#include <sodium.h>
#include <time.h>

#include "base/sha256.h"
#include "findkit.h"
#include "telltale/age_file.h"

#define EXCERPTS	500

static const size_t lengths[] = { 20, 40, 80, 160 };

static void
print_unrelated(const struct tt_find *f, const struct findkit *k,
    const bool *in)
{
	size_t n, sure = 0;

	for (size_t i = 0; i < k->n; i++) {
		struct tt_found found[8];

		if (in[i])
			continue;
		if (tt_find_rank(f, buf_view(&k->at[i].text), found, 8, &n) !=
		    TT_OK)
			abort();
		for (size_t c = 0; c < n; c++) {
			if (found[c].passage > 12 || found[c].sure)
				printf("   %-40s %-34.*s %5.1f %5.1f %s\n",
				    k->at[i].name, (int)found[c].id.n,
				    found[c].id.p, found[c].passage,
				    found[c].score, found[c].sure ? "SURE" :
				    "");
			sure += found[c].sure;
		}
	}
	printf("unrelated: %zu sure\n", sure);
}

static void
print_excerpts(const struct tt_find *f, const struct findkit *k,
    const bool *in, struct buf *rendered, struct rng r, const char *only)
{
	for (size_t l = 0; l < N_ROWS(lengths); l++) {
		size_t n = 0, first = 0, sure = 0, wrong = 0, found_n;
		struct tt_found found[2];

		for (size_t tries = 0; tries < EXCERPTS * 20 &&
		    n < EXCERPTS; tries++) {
			size_t i = rng_below(r, k->n);
			struct span x;
			bool tie;

			if (!in[i] || (only != NULL && strncmp(k->at[i].name,
			    only, strlen(only)) != 0))
				continue;
			x = findkit_excerpt(buf_view(&rendered[i]),
			    lengths[l], r);
			if (x.n == 0)
				continue;
			n++;
			if (tt_find_rank(f, x, found, 2, &found_n) != TT_OK)
				abort();
			if (found_n == 0)
				continue;
			tie = found_n == 2 && found[1].score >=
			    found[0].score;
			if (span_is(found[0].id, k->at[i].name)) {
				first += !tie;
				sure += found[0].sure;
			} else
				wrong += found[0].sure;
		}
		printf("%4zu words: first %.3f  sure %.3f  wrong one sure "
		    "%.4f\n", lengths[l], (double)first / (double)(n + !n),
		    (double)sure / (double)n, (double)wrong / (double)n);
	}
}

static void
calibrate(const struct findkit *k, uint64_t one_in, uint8_t seed)
{
	static bool in[FINDKIT_TEXTS_MAX];
	static struct buf rendered[FINDKIT_TEXTS_MAX];
	static const char *const only[] = { NULL, "curl", "rustsec",
	    "openssl-cve", "openstack", "kernelctf", "cisa-csaf" };
	struct rng_seeded state;
	struct rng r = rng_seeded(&state, (uint8_t[32]){ seed });
	struct tt_find *f = NULL;
	struct buf marked;

	if (tt_find_new(&f) != TT_OK)
		abort();
	for (size_t i = 0; i < k->n; i++) {
		struct tt_bulletin *b;

		in[i] = rng_below(r, 2) == 0;
		if (!in[i])
			continue;
		buf_init(&marked, TT_PART_MAX);
		buf_init(&rendered[i], TT_PART_MAX);
		findkit_mark(buf_view(&k->at[i].text), one_in, r, &marked);
		b = findkit_parse(buf_view(&marked));
		findkit_render(b, r, &rendered[i]);
		if (tt_find_add(f, span_str(k->at[i].name), b) != TT_OK)
			abort();
		tt_bulletin_free(b);
		buf_done(&marked);
	}
	printf("\n%zu bulletins of %zu, a site in %llu words, draw %u\n",
	    tt_find_count(f), k->n, (unsigned long long)one_in, seed);
	print_unrelated(f, k, in);
	for (size_t i = 0; i < N_ROWS(only); i++) {
		printf("%s\n", only[i] == NULL ? "all" : only[i]);
		print_excerpts(f, k, in, rendered, r, only[i]);
	}
	for (size_t i = 0; i < k->n; i++)
		if (in[i])
			buf_done(&rendered[i]);
	tt_find_free(f);
}

/* Sentences, or lines, of all texts. */
struct sentences {
	struct span at[65536];
	size_t n;
};

static void
cut_sentences(struct sentences *s, struct span text)
{
	size_t from = 0;

	for (size_t i = 0; i + 1 < text.n && s->n < N_ROWS(s->at); i++) {
		if (text.p[i] != '\n' && !(text.p[i] == '.' &&
		    findkit_is_space(text.p[i + 1])))
			continue;
		if (i - from > 30 && i - from < 400)
			s->at[s->n++] = (struct span){ text.p + from,
			    i - from + 1 };
		from = i + 1;
	}
}

/* A sentence with about one word in six from somewhere else. */
static void
change(const struct sentences *s, struct span in, struct rng r,
    struct buf *out)
{
	struct span word, other;

	for (size_t i = 0; i < in.n; i++) {
		word = findkit_word(in, i);
		if (word.n > 3 && rng_below(r, 6) == 0) {
			other = s->at[rng_below(r, s->n)];
			other = findkit_word(other, rng_below(r, other.n));
			buf_span(out, other.n > 3 ? other : word);
			i += word.n - 1;
		} else
			buf_char(out, in.p[i]);
	}
	buf_char(out, '\n');
}

#define COMMON_SENTENCES	120	/* a third of each text is of these */
#define SENTENCES		60

static void
make_up(const struct sentences *s, struct rng r, struct buf *out)
{
	for (size_t i = 0; i < SENTENCES; i++) {
		if (rng_below(r, 3) == 0) {
			buf_span(out, s->at[rng_below(r, COMMON_SENTENCES) *
			    s->n / COMMON_SENTENCES]);
			buf_char(out, '\n');
		} else
			change(s, s->at[rng_below(r, s->n)], r, out);
	}
}

struct world {
	struct tt_find *f;
	struct tt_age_identity officer;
	struct buf file;	/* the index, sealed */
	struct buf some[64];	/* renderings, of evenly spaced bulletins */
	size_t bulletins, words, sites;
};

static void
fill(struct world *w, const struct sentences *s, struct rng r)
{
	struct buf text, marked;

	buf_init(&text, TT_PART_MAX);
	buf_init(&marked, TT_PART_MAX);
	for (size_t i = 0; i < w->bulletins; i++) {
		size_t k = i * N_ROWS(w->some) / w->bulletins;
		struct tt_bulletin *b;
		char id[32];

		buf_clear(&text);
		buf_clear(&marked);
		make_up(s, r, &text);
		findkit_mark(buf_view(&text), FINDKIT_SITE_ONE_IN, r, &marked);
		b = findkit_parse(buf_view(&marked));
		w->sites += b->n_sites;
		for (size_t c = 0; c < text.n; c++)
			w->words += c > 0 && findkit_is_space(text.p[c]) &&
			    !findkit_is_space(text.p[c - 1]);
		snprintf(id, sizeof(id), "%08zx%08zx", i, k);
		if (w->some[k].max == 0) {
			buf_init(&w->some[k], TT_PART_MAX);
			buf_printf(&w->some[k], "%s", id);
			findkit_render(b, r, &w->some[k]);
		}
		if (tt_find_add(w->f, span_str(id), b) != TT_OK)
			abort();
		tt_bulletin_free(b);
	}
	buf_done(&text);
	buf_done(&marked);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Opens the index as trace does, and asks it once; what each part took. */
static void
look(const struct world *w, struct span text, struct tt_found *found,
    size_t *n, double seconds[3], char id[33])
{
	const struct tt_age_opener by = { .identities = &w->officer,
		.n_identities = 1 };
	struct tt_find *f = NULL;
	double t = now();
	struct buf plain;

	buf_init_secret(&plain, TT_FIND_MAX);
	if (tt_age_file_open(&plain, &by, buf_view(&w->file)) != TT_OK)
		abort();
	seconds[0] += now() - t;
	t = now();
	if (tt_find_parse(&f, buf_view(&plain)) != TT_OK)
		abort();
	seconds[1] += now() - t;
	t = now();
	if (tt_find_rank(f, text, found, 2, n) != TT_OK)
		abort();
	seconds[2] += now() - t;
	snprintf(id, 33, "%.*s", *n > 0 ? (int)found[0].id.n : 0,
	    *n > 0 ? found[0].id.p : "");
	tt_find_free(f);
	buf_done(&plain);
}

static void
ask(const struct world *w, size_t words, struct rng r)
{
	size_t n, looks = N_ROWS(w->some), first = 0, sure = 0;
	double seconds[3] = { 0 }, hash = 0, all;
	struct tt_found found[2];
	struct span whole, x;
	uint8_t sum[32];
	char id[33];

	for (size_t i = 0; i < looks; i++) {
		whole = (struct span){ w->some[i].p + 16, w->some[i].n - 16 };
		x = words == 0 ? whole : findkit_excerpt(whole, words, r);
		look(w, x, found, &n, seconds, id);
		if (strncmp(id, w->some[i].p, 16) == 0 &&
		    (n < 2 || found[1].score < found[0].score)) {
			first++;
			sure += found[0].sure;
		}
		all = now();
		sha256(sum, w->file.p, w->file.n);
		hash += now() - all;
	}
	all = seconds[0] + seconds[1] + seconds[2];
	printf("%4zu words: first %.3f  sure %.3f  %.3f s (open %.3f, parse "
	    "%.3f, rank %.3f); SHA-256 of it %.3f s, ratio %.1f\n", words,
	    (double)first / (double)looks, (double)sure / (double)looks,
	    all / (double)looks, seconds[0] / (double)looks,
	    seconds[1] / (double)looks, seconds[2] / (double)looks,
	    hash / (double)looks, all / hash);
}

static void
measure(const struct findkit *k, size_t bulletins)
{
	static struct sentences s;
	static struct world w;
	struct rng_seeded state, system;
	struct rng r = rng_seeded(&state, (uint8_t[32]){ 9 });
	struct rng keys = rng_seeded(&system, (uint8_t[32]){ 10 });
	struct tt_age_target to = { .n_recipients = 1 };
	struct buf plain;
	double t = now();

	w.bulletins = bulletins;
	if (tt_find_new(&w.f) != TT_OK)
		abort();
	for (size_t i = 0; i < k->n; i++)
		cut_sentences(&s, buf_view(&k->at[i].text));
	fill(&w, &s, r);
	tt_age_identity_generate(&w.officer, keys);
	to.recipients = &w.officer.recipient;
	buf_init(&plain, TT_FIND_MAX);
	buf_init(&w.file, TT_FIND_MAX);
	if (tt_find_write(w.f, &plain) != TT_OK ||
	    tt_age_file_seal(&w.file, &to, buf_view(&plain), keys) != TT_OK)
		abort();
	printf("\n%zu bulletins made up of %zu sentences, %zu words and %zu "
	    "sites each; index %.1f MB, made in %.1f s\n", bulletins, s.n,
	    w.words / bulletins, w.sites / bulletins,
	    (double)w.file.n / 1e6, now() - t);
	for (size_t i = 0; i < N_ROWS(lengths); i++)
		ask(&w, lengths[i], r);
	ask(&w, 0, r);
	buf_done(&plain);
	buf_done(&w.file);
	for (size_t i = 0; i < N_ROWS(w.some); i++)
		buf_done(&w.some[i]);
	tt_find_free(w.f);
}

int
main(int argc, char **argv)
{
	const char *root = getenv("TELLTALE_SHARED");
	static struct findkit k;
	uint64_t bulletins = 10000;
	char path[4096];

	if (sodium_init() < 0 || (argc > 1 && span_u64(span_str(argv[1]),
	    TT_FIND_BULLETINS_MAX, &bulletins) != TT_OK) || bulletins < 64)
		return 2;
	snprintf(path, sizeof(path), "%s/data/advisories", root != NULL ?
	    root : ".");
	findkit_load(&k, path);
	if (k.n == 0) {
		printf("skipped: TELLTALE_SHARED has no advisories\n");
		return 0;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	measure(&k, bulletins);
	for (uint8_t seed = 1; seed <= 3; seed++) {
		calibrate(&k, 1000000, seed);
		calibrate(&k, FINDKIT_SITE_ONE_IN, seed);
	}
	findkit_done(&k);
	return 0;
}
