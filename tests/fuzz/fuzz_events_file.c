/* SPDX-License-Identifier: ISC */
/*
 * What is taken from a file of events can be explained and drawn in every
 * form; what is refused is refused with a line of the text.
 */
#include <stdlib.h>

#include <sodium.h>

#include "cli/line/events_file.h"

#define SCALE_MAX	((size_t)1 << 24)	/* bytes of JSON */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_rows(const struct line *l)
{
	size_t n;
	struct line_row *row = line_rows(l, &n);
	struct line_scale s;
	char when[LINE_WHEN_LEN];

	check(row != NULL && n == l->n_events + l->n_sightings);
	s = line_scale_of(row, n);
	for (size_t i = 0; i < n; i++) {
		check(line_scale_at(&s, row[i].at.from_s) >= 0);
		check(line_scale_at(&s, row[i].at.until_s) <= 1);
		check(i == 0 || row[i - 1].at.from_s <= row[i].at.from_s);
		line_when(when, &row[i].at);
		check(when[0] != '\0');
	}
	free(row);
}

static void
check_forms(const struct line *l)
{
	struct json_out *j;
	struct buf b;

	check(line_svg(&b, l, "t") == TT_OK);
	buf_done(&b);
	buf_init(&b, SCALE_MAX);
	check((j = json_out_new(&b, JSON_CANONICAL)) != NULL);
	json_out_object(j);
	check(line_json(j, l) == TT_OK);
	json_out_object_end(j);
	check(json_out_end(j) == TT_OK);
	buf_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_diag diag = { .line = -1 };
	struct line *l = line_new("x");
	int lines = 1;

	check(sodium_init() >= 0 && l != NULL);
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	if (events_parse(l, span_of(data, size), &diag) != TT_OK) {
		check(diag.line >= 1 && diag.line <= lines);
		check(diag.text[0] != '\0');
	} else {
		check(line_explain(l) == TT_OK);
		check_rows(l);
		check_forms(l);
	}
	line_free(l);
	return 0;
}
