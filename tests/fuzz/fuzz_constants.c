/* SPDX-License-Identifier: ISC */
/*
 * Any bytes, searched for data sites of all kinds at fields and without: N_V
 * is never below what is found, V ascends, and a value that is issued is met
 * if it is in a V that is whole.
 *
 * Input: a byte (odd: BYTES), then the marked part up to a NUL, then what
 * was found.  A part that is none is replaced by one of ours.
 */
#include <stdlib.h>
#include <string.h>

#include "telltale/constants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char ours[] = "AB = \"{{name}}-{{hex 6}}\"\nM = 0x{{hex 8}}\n"
    "get(\"/a?id={{hex 32}}&n={{int 100..9999}}.{{x|y}}\", AB, \"%d\" % M)\n"
    "{{(\"A\", b), (\"C\", d)|(\"C\", d), (\"A\", b)}} {{int 0..99}}\n";

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static struct tt_bulletin *
parse(struct span marked)
{
	static struct tt_diags diags;
	const struct tt_part_text part = { SPAN("part"), marked };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	if (tt_bulletin_parse(&b, &part, 1, &diags) != TT_OK)
		return NULL;
	return b;
}

static void
check_site(const struct tt_constants_site *s, const struct tt_site *site)
{
	check(s->way != TT_CONSTANTS_NONE || s->n_values == 0);
	check(s->n_values <= s->count && s->count <= site->n);
	check(!s->whole || s->n_values == s->count);
	for (size_t i = 0; i < s->n_values; i++)
		check(s->values[i] < site->n &&
		    (i == 0 || s->values[i - 1] < s->values[i]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = { (const char *)data, size };
	struct tt_observations *o = NULL;
	struct tt_constants *c = NULL;
	struct tt_bulletin *b = NULL;
	struct tt_piece piece = { .kind = TT_PIECE_TEXT };
	uint64_t issued[] = { 0, 1, 2, 3, 4, 5, 0x41424344 % 101 };
	const char *nul;

	if (size < 1)
		return 0;
	if ((data[0] & 1) != 0)
		piece.kind = TT_PIECE_BYTES;
	all = span_of(all.p + 1, all.n - 1);
	nul = all.n > 0 ? memchr(all.p, 0, all.n) : NULL;
	if (nul != NULL && (b = parse(span_of(all.p, (size_t)(nul - all.p)))) !=
	    NULL)
		all = span_of(nul + 1, all.n - (size_t)(nul + 1 - all.p));
	else
		check((b = parse(span_of(ours, sizeof(ours) - 1))) != NULL);
	piece.bytes = all;
	check(tt_constants_settle(&c, b, &piece, 1) == TT_OK);
	for (uint32_t i = 0; i < b->n_sites; i++) {
		bool large = b->sites[i].n > 101;
		struct tt_issued in = { i, issued, large ? 7 : 0 };

		check_site(&c->sites[i], &b->sites[i]);
		check(tt_constants_search(c, &in, 1) == TT_OK);
		check_site(&c->sites[i], &b->sites[i]);
	}
	check(tt_constants_observe(&o, c, NULL) == TT_OK);
	check(o->n == c->n_field + c->n_search);
	tt_observations_free(o);
	tt_constants_free(c);
	tt_bulletin_free(b);
	return 0;
}
