/* SPDX-License-Identifier: ISC */
/* Access logs: each row has a time and an address, and none is there twice. */
#include <stdlib.h>
#include <string.h>

#include "cli/draft.h"
#include "cli/known/spotted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct tt_part_text part = { SPAN_INIT("a.py"),
	SPAN_INIT("GET = \"/relay?route={{hex 16}}&n=600\"\n") };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct draft d;
	struct span text = span_of(data, size);
	struct vault_sighting s = { .received_s = INT64_MAX };
	struct rows r = { .at = NULL };
	struct rows_diag diag;
	size_t lines;
	bool stopped;

	if (d.bulletin == NULL &&
	    draft_from(&d, SPAN(""), &part, 1) != TT_OK)
		abort();
	(void)spotted_is_log(text);
	if (size > 65536 ||
	    spotted_log(&r, d.bulletin, text, &lines, &stopped) != TT_OK)
		return 0;
	if (r.n + r.left_out > lines)
		abort();
	for (size_t i = 0; i < r.n; i++) {
		if (rows_take(&r.at[i], INT64_MAX, &s, &diag) != TT_OK)
			abort();
		for (size_t k = 0; k < i; k++)
			if (r.at[i].field[ROWS_NETWORK] != NULL &&
			    r.at[k].field[ROWS_NETWORK] != NULL &&
			    strcmp(r.at[i].field[ROWS_NETWORK],
			    r.at[k].field[ROWS_NETWORK]) == 0)
				abort();
	}
	rows_free(&r);
	return 0;
}
