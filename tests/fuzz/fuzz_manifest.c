/* SPDX-License-Identifier: ISC */
/*
 * bulletin.json: what is accepted holds to its rules; what is refused says
 * why, in lines that the text has.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "telltale/check.h"
#include "telltale/manifest.h"

#define NOW	INT64_C(1795000000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tt_diags diags;

static void
check(int holds)
{
	if (!holds)
		abort();
}

static void
check_wave(const struct tt_manifest *m, const struct tt_wave *w)
{
	check(tt_id_ok(span_str(w->name)) && w->n_tiers > 0);
	check(w->opens_at_s >= NOW && w->opens_at_s < m->public_at_s);
	check(w->before_s == -1 ||
	    w->before_s == m->public_at_s - w->opens_at_s);
	check((unsigned)w->profile < TT_PROFILE_PUBLIC);
	for (size_t i = 0; i < w->n_tiers; i++)
		check(tt_id_ok(span_str(w->tiers[i])));
}

static void
check_part(const struct tt_manifest_part *p)
{
	struct tt_check_args args;

	check(name_member_ok(span_str(p->file)));
	check((unsigned)p->kind < TT_PART_KIND_COUNT);
	if (p->check[0] == '\0')
		return;
	check(tt_check_args_make(&args, span_str(p->check),
	    span_str("file")) == TT_OK);
	check(args.n > 0 && args.argv[args.n] == NULL);
	tt_check_args_done(&args);
}

static void
check_places(size_t lines)
{
	for (size_t i = 0; i < diags.n; i++) {
		check(diags.row[i].text[0] != '\0');
		check(diags.row[i].line <= lines + 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct tt_manifest *m = NULL;
	size_t lines = 1;
	enum tt_err e;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	tt_diags_init(&diags);
	e = tt_manifest_parse(&m, text, span_str("bulletin.json"), NOW,
	    &diags);
	check_places(lines);
	if (e != TT_OK) {
		check(diags.n_errors > 0 && m == NULL);
		return 0;
	}
	check(diags.n_errors == 0 && tt_id_ok(span_str(m->id)));
	check(m->n_waves > 0 && m->n_parts > 0);
	for (size_t i = 0; i < m->n_waves; i++)
		check_wave(m, &m->waves[i]);
	for (size_t i = 0; i < m->n_parts; i++)
		check_part(&m->parts[i]);
	tt_manifest_free(m);
	return 0;
}
