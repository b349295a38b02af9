/* SPDX-License-Identifier: ISC */
/*
 * bench_constants [CODEBOOKS [MB [HOLDERS]]]: a capture that has nothing to
 * do with a bulletin, read for its constants; how often a holder's bound is
 * below what is stated, over many codebooks (1,000, 100 MB, 100 holders).
 *
 * The capture is made, and read from its packets, once; so are the windows.
 * For each codebook its holders' values are drawn and met with them, and all
 * holders are certified, whether or not a trace would ask.
 */
#include <math.h>
#include <time.h>

#include "../unit/capturekit.h"
#include "../unit/innocents.h"
#include "extract/extract.h"
#include "telltale/constants.h"
#include "traffic.h"

/* A proof of concept with constants of every kind, some at no field. */
static const char marked[] =
    "REALM = \"{{@:holder name}}-{{@:holder hex 6}}\"\n"
    "MARKER = 0x{{@:holder hex 8}}\nCOOKIE = 0x{{@:holder hex 16}}\n"
    "KEY = 0x{{@:holder hex 12}}\nSEED = {{@:holder int 100000..4000000000}}\n"
    "PADDING = {{@:holder int 611..4093}}\n"
    "PORT = {{@:holder int 20000..60000}}\n"
    "TRACE = \"{{@:holder hex 8}}-{{@:holder hex 4}}-4{{@:holder hex 3}}-9"
    "{{@:holder hex 3}}-{{@:holder hex 12}}\"\n"
    "AGENT = \"Sync/{{@:holder int 3..9}}.{{@:holder int 1000..9999}}\"\n"
    "get(\"/p?{{@:holder name}}={{@:holder int 20000..60000}}&id="
    "{{@:holder hex 32}}\")\nTOKEN = 0x{{@:holder hex 10}}\n"
    "MUTEX = {{@:holder name}}\nTAG = 0x{{@:holder hex 8}}\n"
    "NEXT = 0x{{@:holder hex 8}}\nLAST = 0x{{@:holder hex 10}}\n";

static const double stated[] = { .25, .05, 1e-3, 1e-6 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Traffic in segments of connections of some 60 KB each. */
static void
make_capture(struct buf *out, size_t n)
{
	char *p = traffic_make(2027, TRAFFIC_KINDS, n);
	const struct kit_end server = { 9, 8080 };

	buf_init(out, n + n / 8 + 4096);
	kit_pcap(out, 101);
	for (size_t i = 0; i < n; i += 1400) {
		size_t conn = i / 60000, k = n - i < 1400 ? n - i : 1400;
		struct kit_end client = { (uint8_t)(10 + conn / 40000),
			(uint16_t)(10000 + conn % 40000) };

		kit_tcp(out, client, server, (uint32_t)(i % 60000), KIT_ACK,
		    span_of(p + i, k));
	}
	MUST(buf_err(out));
	free(p);
}

static struct tt_bulletin *
bulletin(void)
{
	static struct tt_diags diags;
	const struct tt_part_text part = { SPAN("poc.py"), span_str(marked) };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	MUST(tt_bulletin_parse(&b, &part, 1, &diags));
	return b;
}

static void
make_world(struct world *w, uint64_t seed, const struct tt_bulletin *b,
    size_t holders)
{
	struct tt_slot slots[64];

	if (b->n_sites > N_ROWS(slots))
		abort();
	for (size_t i = 0; i < b->n_sites; i++)
		slots[i] = tt_slot_of(&b->sites[i]);
	world_new(w, seed, slots, b->n_sites, holders, 1);
}

/* values[site * holders + h] of one codebook. */
static void
draw(const struct world *w, size_t holders, uint64_t *values)
{
	uint64_t row[64];

	for (size_t h = 0; h < holders; h++) {
		tt_codebook_copy(w->codebook, h, h, row);
		for (size_t i = 0; i < w->n_slots; i++)
			values[i * holders + h] = row[i];
	}
}

/* The values of all codebooks at each site, met in one search. */
static void
search(struct tt_constants *c, const struct tt_bulletin *b, size_t codebooks,
    size_t holders)
{
	struct tt_issued issued[64];
	uint64_t *one = calloc(b->n_sites * holders, sizeof(*one));
	struct world w;

	for (uint32_t i = 0; i < b->n_sites; i++) {
		uint64_t *all = calloc(codebooks * holders, sizeof(*all));

		if (all == NULL || one == NULL)
			abort();
		issued[i] = (struct tt_issued){ i, all, codebooks * holders };
	}
	for (size_t k = 0; k < codebooks; k++) {
		make_world(&w, k, b, holders);
		draw(&w, holders, one);
		for (size_t i = 0; i < b->n_sites; i++)
			memcpy((uint64_t *)(uintptr_t)issued[i].values +
			    k * holders, one + i * holders,
			    holders * sizeof(*one));
		world_done(&w);
	}
	MUST(tt_constants_search(c, issued, b->n_sites));
	for (size_t i = 0; i < b->n_sites; i++)
		free((void *)(uintptr_t)issued[i].values);
	free(one);
}

static bool
holds(const struct tt_constants_site *s, uint64_t v)
{
	size_t lo = 0, hi = s->n_values;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->values[mid] < v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n_values && s->values[lo] == v;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* V restricted to what this codebook issued; to room. */
static struct tt_observation
restrict_to(const struct tt_constants_site *s, uint32_t slot,
    const uint64_t *issued, size_t n, uint64_t *room)
{
	struct tt_observation o = { .slot = slot, .kind = TT_OBS_VALUES,
		.values = room, .count = s->count };

	for (size_t h = 0; h < n; h++)
		if (holds(s, issued[h]))
			room[o.n_values++] = issued[h];
	if (o.n_values > 1)
		qsort(room, o.n_values, sizeof(*room), by_value);
	n = o.n_values;
	o.n_values = 0;
	for (size_t i = 0; i < n; i++)
		if (o.n_values == 0 || room[o.n_values - 1] != room[i])
			room[o.n_values++] = room[i];
	return o;
}

struct tally {
	uint64_t below[N_ROWS(stated)];	/* codebooks: any holder */
	uint64_t named, met;
	struct mean e;			/* of holder 0 */
};

static void
certify(struct tally *t, const struct world *w,
    const struct tt_observations *o, size_t holders)
{
	size_t *first = row_first_copies(&w->roster);
	struct seen_list *list = NULL;
	struct memo *memo = memo_new();
	struct scales *s = NULL;
	double least = 0;

	if (first == NULL || memo == NULL)
		abort();
	MUST(seen_new(&list, tt_codebook_code(w->codebook), o, NULL));
	MUST(scales_new(&s, &(struct weighing){ .memo = memo,
	    .codebook = w->codebook, .roster = &w->roster, .first = first,
	    .n_holders = holders }, list, NULL));
	for (size_t h = 0; h < holders; h++) {
		struct testimony j;

		MUST(scales_weigh(s, TT_SITE_HOLDER, h, &j));
		least = fmin(least, certificate_bound_holder(&j.certificate,
		    holders, NULL));
		if (h == 0)
			mean_add(&t->e, exp(j.certificate.log_e));
		testimony_done(&j);
	}
	for (size_t k = 0; k < N_ROWS(stated); k++)
		t->below[k] += least <= log(stated[k]);
	scales_free(s);
	memo_free(memo);
	seen_free(list);
	free(first);
}

static void
judge(struct tally *t, const struct tt_constants *c,
    const struct tt_bulletin *b, uint64_t seed, size_t holders)
{
	uint64_t *issued = calloc(b->n_sites * holders, sizeof(*issued));
	uint64_t *room = calloc(b->n_sites * holders, sizeof(*room));
	struct tt_observation list[64];
	struct tt_observations *o = NULL;
	struct tt_trace_request r = { .epsilon = 1e-6, .t = 1 };
	struct tt_trace *trace = NULL;
	struct world w;
	size_t n = 0;

	if (issued == NULL || room == NULL)
		abort();
	make_world(&w, seed, b, holders);
	draw(&w, holders, issued);
	for (uint32_t i = 0; i < b->n_sites; i++) {
		if (c->sites[i].way == TT_CONSTANTS_NONE ||
		    !tt_site_is_value(&b->sites[i]))
			continue;
		list[n] = restrict_to(&c->sites[i], i, issued + i * holders,
		    holders, room + i * holders);
		t->met += list[n++].n_values;
	}
	MUST(tt_observations_new(&o, list, n));
	certify(t, &w, o, holders);
	r.codebook = w.codebook;
	r.roster = &w.roster;
	r.observations = o;
	MUST(judge_specimen(&trace, &r, NULL, NULL));
	for (size_t i = 0; i < trace->n_suspects; i++)
		t->named += trace->suspects[i].verdict == TT_VERDICT_NAMED;
	tt_trace_free(trace);
	tt_observations_free(o);
	world_done(&w);
	free(issued);
	free(room);
}

static void
print_sites(const struct tt_constants *c, const struct tt_bulletin *b)
{
	for (size_t i = 0; i < c->n_sites; i++) {
		const struct tt_constants_site *s = &c->sites[i];

		if (s->way == TT_CONSTANTS_NONE)
			continue;
		printf("  site %zu, line %u, N %llu: %s, N_V %llu, %.1f nats; "
		    "%zu of the issued met\n", i, b->sites[i].line,
		    (unsigned long long)b->sites[i].n,
		    s->way == TT_CONSTANTS_FIELD ? "field" : "search",
		    (unsigned long long)s->count,
		    log((double)b->sites[i].n / (double)s->count),
		    s->n_values);
	}
}

int
main(int argc, char **argv)
{
	size_t codebooks = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	size_t mb = argc > 2 ? strtoul(argv[2], NULL, 10) : 100;
	size_t holders = argc > 3 ? strtoul(argv[3], NULL, 10) : 100;
	struct tt_bulletin *b = bulletin();
	struct tt_constants *c = NULL;
	struct extract *x = NULL;
	struct tally t = { .named = 0 };
	struct buf capture;
	double from;

	make_capture(&capture, mb * 1000000);
	MUST(extract_run(&x, buf_view(&capture), SPAN("")));
	printf("%zu MB of unrelated traffic: %zu pieces, %zu notes\n", mb,
	    x->n_pieces, x->n_notes);
	from = now();
	MUST(tt_constants_settle(&c, b, x->pieces, x->n_pieces));
	printf("settled in %.1f s: %zu sites at fields, %zu searched for, of "
	    "%zu\n", now() - from, c->n_field, c->n_search, c->n_sites);
	from = now();
	search(c, b, codebooks, holders);
	printf("%zu constants searched for in %.1f s\n", codebooks * holders *
	    c->n_search, now() - from);
	print_sites(c, b);
	for (size_t k = 0; k < codebooks; k++)
		judge(&t, c, b, k, holders);
	printf("%zu codebooks of %zu holders, all certified; %.2f values met "
	    "a codebook; mean e of one holder %.3f +- %.3f\n", codebooks,
	    holders, (double)t.met / (double)codebooks, mean_of(&t.e),
	    mean_error(&t.e));
	for (size_t k = 0; k < N_ROWS(stated); k++)
		printf("  somebody's bound at most %-6g: stated %-6g counted "
		    "%llu of %zu = %.4f\n", stated[k], stated[k],
		    (unsigned long long)t.below[k], codebooks,
		    (double)t.below[k] / (double)codebooks);
	printf("  named at epsilon 1e-6: %llu\n", (unsigned long long)t.named);
	tt_constants_free(c);
	extract_free(x);
	tt_bulletin_free(b);
	buf_done(&capture);
	return t.named == 0 ? 0 : 1;
}
