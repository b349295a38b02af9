/* SPDX-License-Identifier: ISC */
/*
 * A story that is taken has what a replay rests on; what is refused is refused
 * with a line of the text.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/name.h"
#include "cli/line/story.h"
#include "telltale/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_run(const struct story *s, const struct story_run *r)
{
	check(tt_id_ok(span_str(r->id)) && r->attack.seen.known);
	check(r->leaker == STORY_NOBODY || r->leaker < s->n_partners);
	for (size_t i = 0; i < r->n_found; i++) {
		const struct story_found *f = &r->found[i];

		check(r->marked && f->at.known);
		check(name_member_ok(span_str(f->file)));
		check(f->from >= 0 && f->from <= f->to);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_diag diag = { .line = -1 };
	struct story s;
	int lines = 1;

	check(sodium_init() >= 0);
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	if (story_parse(&s, span_of(data, size), &diag) != TT_OK) {
		check(diag.line >= 1 && diag.line <= lines);
		check(diag.text[0] != '\0');
	} else {
		check(s.n_partners > 0 && s.n_runs > 0 && s.spacing_s > 0);
		for (size_t i = 0; i < s.n_partners; i++)
			check(s.partner[i].readers > 0 &&
			    tt_id_ok(span_str(s.partner[i].id)));
		for (size_t i = 0; i < s.n_runs; i++)
			check_run(&s, &s.run[i]);
	}
	story_done(&s);
	return 0;
}
