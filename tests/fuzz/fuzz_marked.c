/* SPDX-License-Identifier: ISC */
/*
 * Parts of a bulletin, NUL between them.  What is accepted renders for every
 * covering row, within its longest size, and a site's text leads back to its
 * symbol; what has no site is itself, but for escapes.  What is refused says
 * why.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "telltale/check.h"

#define PARTS		4
#define RENDERING_MAX	(1u << 20)	/* bytes; larger ones take too long */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tt_diags diags;

static void
check(int holds)
{
	if (!holds)
		abort();
}

static size_t
cut(const uint8_t *data, size_t size, struct tt_part_text parts[PARTS])
{
	static const char *const names[PARTS] = { "a.json", "b.yml", "c.xml",
		"d" };
	struct span rest = { (const char *)data, size }, text;
	size_t n = 0;

	while (n < PARTS && span_word(&rest, '\0', &text)) {
		parts[n].name = span_str(names[n]);
		parts[n++].text = text;
	}
	return n;
}

/* Marking what was rendered again gives a text that renders to it. */
static void
check_plain(struct span plain)
{
	struct tt_part_text part = { SPAN("p"), { NULL, 0 } };
	struct tt_bulletin *b = NULL;
	struct buf marked, again;

	buf_init(&marked, 4 * RENDERING_MAX);
	buf_init(&again, RENDERING_MAX);
	tt_marked_plain(plain, false, &marked);
	part.text = buf_view(&marked);
	tt_diags_init(&diags);
	check(tt_bulletin_parse(&b, &part, 1, &diags) == TT_OK);
	check(b->n_sites == 0);
	check(tt_bulletin_render(b, 0, NULL, &again) == TT_OK);
	check(span_eq(plain, buf_view(&again)));
	tt_bulletin_free(b);
	buf_done(&again);
	buf_done(&marked);
}

static void
check_row(const struct tt_bulletin *b, const uint64_t *row)
{
	struct tt_fault fault;
	struct buf out;

	for (size_t p = 0; p < b->n_parts; p++) {
		if (b->parts[p].longest > RENDERING_MAX)
			continue;
		buf_init(&out, RENDERING_MAX);
		check(tt_bulletin_render(b, p, row, &out) == TT_OK);
		check(out.n <= b->parts[p].longest);
		if (b->parts[p].n_places == 0)
			check(span_eq(buf_view(&out), b->parts[p].plain));
		(void)!tt_format_check(tt_format_of(b->parts[p].name),
		    buf_view(&out), &fault);
		if (!b->parts[p].binary)
			check_plain(buf_view(&out));
		buf_done(&out);
	}
}

static void
check_sites(const struct tt_bulletin *b, const uint64_t *row)
{
	uint64_t v = 0;
	struct buf out;

	for (size_t i = 0; i < b->n_sites; i++) {
		buf_init(&out, TT_ALTERNATIVE_MAX);
		check(tt_site_text(&b->sites[i], row[i], &out) == TT_OK);
		check(out.n <= b->sites[i].longest);
		check(tt_site_value(&b->sites[i], buf_view(&out), &v) ==
		    TT_OK && v == row[i]);
		buf_done(&out);
	}
}

static void
check_bulletin(const struct tt_bulletin *b)
{
	static const uint8_t seed[32] = { 3 };
	struct rng_seeded seeded;
	struct rng rng = rng_seeded(&seeded, seed);
	uint64_t *row = calloc(b->n_sites + 1, sizeof(*row));

	check(row != NULL);
	for (size_t k = 0; k < tt_check_n_rows(b); k++) {
		tt_check_row(b, k, rng, row);
		check_sites(b, row);
		if (k < 2 || k + 1 == tt_check_n_rows(b))
			check_row(b, row);
	}
	free(row);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_part_text parts[PARTS];
	struct tt_bulletin *b = NULL;
	enum tt_err e;

	tt_diags_init(&diags);
	e = tt_bulletin_parse(&b, parts, cut(data, size, parts), &diags);
	if (e != TT_OK) {
		check(e == TT_ESYNTAX && diags.n_errors > 0 && b == NULL);
		return 0;
	}
	check(diags.n_errors == 0);
	tt_check_touching(b, &diags);
	check_bulletin(b);
	tt_bulletin_free(b);
	return 0;
}
