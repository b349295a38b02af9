/* SPDX-License-Identifier: ISC */
/*
 * Files of sightings: whatever they hold, each row that is taken is past, of
 * known places and without a name, and what is refused says where.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/known/packet_time.h"
#include "cli/known/rows.h"

#define NOW	1800000000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef enum tt_err reader(struct rows *out, struct span text,
    struct rows_diag *diag);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_row(const struct row *row)
{
	struct vault_sighting s = { .received_s = NOW, .case_id = "C-1" };
	struct rows_diag diag = { .line = 0, .text = "" };

	if (rows_take(row, NOW, &s, &diag) != TT_OK) {
		check(diag.line == row->line && diag.text[0] != '\0');
		return;
	}
	check(s.seen.from_s <= s.seen.until_s && s.seen.until_s <= NOW);
	check(s.received_s <= NOW && s.seen.from_s <= s.received_s);
	check(s.country[0] == '\0' ||
	    sighting_country_ok(span_str(s.country)));
	check(s.network[0] == '\0' ||
	    sighting_network_ok(span_str(s.network)));
	check((s.source == SIGHTING_PARTNER) == (s.partner[0] != '\0'));
}

static void
check_file(reader *fn, struct span text)
{
	struct rows_diag diag = { .line = 0, .text = "" };
	struct rows r = { .at = NULL };
	enum tt_err e = fn(&r, text, &diag);

	if (e == TT_ESYNTAX)
		check(diag.text[0] != '\0');
	if (e != TT_OK) {
		check(r.at == NULL);
		return;
	}
	check(r.n <= ROWS_MAX);
	for (size_t i = 0; i < r.n; i++)
		check_row(&r.at[i]);
	rows_free(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_of(data, size);
	struct moment m;

	check_file(rows_csv, text);
	check_file(rows_jsonl, text);
	check_file(rows_stix, text);
	if (packet_time(text, &m) == TT_OK)
		check(m.from_s < m.until_s && packet_time_is(text));
	return 0;
}
