/* SPDX-License-Identifier: ISC */
/*
 * Any specimen against one small bulletin: what is read lies within it, every
 * site is counted once, and reading again gives the same.
 */
#include <stdlib.h>
#include <string.h>

#include "telltale/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char advisory[] =
	"# Advisory\n\n"
	"The {{server|service}} {{trusts|relies on}} a header that the {{front "
	"end|proxy}} adds{{, as documented|}}. {{An attacker|Anybody}} can "
	"{{forge|fake}} it{{ easily|}} and {{read|see}} the {{`a.exe`, `b.exe` "
	"or `c.exe`|`c.exe`, `a.exe` or `b.exe`}} files.\n\n"
	"Listen on port {{@port int 20000..60000}}, id {{hex 8}}-{{hex 4}}, in "
	"{{name}}{{int 1..9}}.\n\n"
	"Severity: {{High|high}}. Ships as {{\"yes\"|yes}} or {{host name|"
	"hostname}}.\n"
	"The port is {{@port}} everywhere.\n";

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static struct tt_bulletin *
parse(void)
{
	static struct tt_diags diags;
	struct tt_part_text part = { SPAN("advisory.md"),
		{ advisory, sizeof(advisory) - 1 } };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	check(tt_bulletin_parse(&b, &part, 1, &diags) == TT_OK);
	return b;
}

static void
check_quotes(const struct tt_reading *r, const struct tt_bulletin *b,
    size_t size)
{
	const struct tt_reading_quote *q;

	for (size_t i = 0; i < r->n_quotes; i++) {
		q = &r->quotes[i];
		check(q->offset <= size && q->length <= size - q->offset);
		check(q->site < b->n_sites && q->place < b->n_places);
		check(b->places[q->place].site == q->site);
		check(i == 0 || q[-1].site < q->site ||
		    (q[-1].site == q->site && q[-1].offset <= q->offset));
	}
}

static void
check_sites(const struct tt_reading *r, const struct tt_bulletin *b)
{
	const struct tt_observation *o;
	size_t at = 0;

	check(r->n_sites == b->n_sites);
	check(r->n_read + r->n_novel + r->n_gone + r->n_erased == r->n_sites);
	for (uint32_t i = 0; i < r->n_sites; i++) {
		check(r->sites[i].first == at);
		at += r->sites[i].n;
		o = tt_observations_at(r->observations, i);
		check((o == NULL ? TT_OBS_ERASED : o->kind) ==
		    r->sites[i].kind);
		check(o == NULL || o->kind != TT_OBS_VALUES ||
		    tt_site_is_value(&b->sites[i]));
	}
	check(at == r->n_quotes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tt_bulletin *b;	/* the same for every input */
	struct tt_reading *r = NULL, *again = NULL;
	struct span in = { (const char *)data, size };
	uint8_t hash[2][32];

	if (b == NULL)
		b = parse();
	check(tt_reading_read_text(&r, b, NULL, in) == TT_OK);
	check_quotes(r, b, size);
	check_sites(r, b);
	check(tt_reading_read_text(&again, b, NULL, in) == TT_OK);
	check(tt_observations_hash(r->observations, hash[0]) == TT_OK);
	check(tt_observations_hash(again->observations, hash[1]) == TT_OK);
	check(memcmp(hash[0], hash[1], sizeof(hash[0])) == 0);
	tt_reading_free(r);
	tt_reading_free(again);
	return 0;
}
