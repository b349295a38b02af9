/* SPDX-License-Identifier: ISC */
/* line_table - a time line as tables of a page, and as JSON. */
#include <stdlib.h>

#include "base/instant.h"
#include "cli/line/line.h"
#include "cli/sheet.h"

static void
put_instant(struct html_out *h, int64_t at_s)
{
	char s[INSTANT_LEN + 1];

	instant_format(at_s, s);
	html_out_element(h, "td", NULL, s);
}

enum tt_err
line_table(struct html_out *h, const struct line *l)
{
	static const char *const heads[] = { "what", "from", "until",
		"by whom" };
	size_t n;
	struct line_row *rows = line_rows(l, &n);

	if (rows == NULL)
		return TT_ENOMEM;
	part_table(h, "stack", "All instants, in their order", heads,
	    N_ROWS(heads));
	for (size_t i = 0; i < n; i++) {
		html_out_open(h, "tr");
		html_out_element(h, "td", NULL, rows[i].label);
		put_instant(h, rows[i].at.from_s);
		put_instant(h, rows[i].at.until_s);
		html_out_element(h, "td", NULL, rows[i].told);
		html_out_close(h);
	}
	part_table_end(h);
	free(rows);
	return TT_OK;
}

void
line_explanations(struct html_out *h, const struct explain *e,
    const char *caption)
{
	static const char *const heads[] = { "explanation", "the instants",
		"because" };
	struct buf b;

	part_table(h, "stack", caption, heads, N_ROWS(heads));
	for (size_t i = 0; i < e->n; i++) {
		const struct explain_row *r = &e->row[i];

		html_out_open(h, "tr");
		html_out_open(h, "td");
		html_out_str(h, explain_kind_text(r->kind));
		if (r->name != NULL)
			html_out_fmt(h, " %s", r->name);
		html_out_close(h);
		html_out_element(h, "td", NULL,
		    explain_answer_word(r->answer));
		html_out_element(h, "td", NULL, r->because);
		html_out_close(h);
	}
	part_table_end(h);
	buf_init(&b, 2048);
	explain_sum(&b, e);
	html_out_element(h, "p", NULL, buf_err(&b) == TT_OK ? b.p : "");
	buf_done(&b);
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_since(struct json_out *j, const struct census_since *s)
{
	char at[INSTANT_LEN + 1];

	json_out_key(j, "from");
	if (s->known) {
		instant_format(s->from_s, at);
		json_out_str(j, at);
	} else
		json_out_null(j);
	json_out_key(j, "until");
	if (s->known) {
		instant_format(s->until_s, at);
		json_out_str(j, at);
	} else
		json_out_null(j);
}

static void
put_explain(struct json_out *j, const char *key, const struct explain *e)
{
	struct buf b;

	json_out_key(j, key);
	json_out_object(j);
	json_out_key(j, "readers_out");
	json_out_bool(j, e->readers_out);
	buf_init(&b, 2048);
	explain_sum(&b, e);
	json_out_key(j, "sentence");
	json_out_span(j, buf_view(&b));
	buf_done(&b);
	json_out_key(j, "explanations");
	json_out_array(j);
	for (size_t i = 0; i < e->n; i++) {
		const struct explain_row *r = &e->row[i];

		json_out_object(j);
		put_str(j, "explanation", explain_kind_word(r->kind));
		put_str(j, "name", r->name);
		put_str(j, "answer", explain_answer_word(r->answer));
		put_str(j, "because", r->because);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_object_end(j);
}

enum tt_err
line_json(struct json_out *j, const struct line *l)
{
	size_t n;
	struct line_row *rows = line_rows(l, &n);

	if (rows == NULL)
		return TT_ENOMEM;
	json_out_key(j, "rows");
	json_out_array(j);
	for (size_t i = 0; i < n; i++) {
		json_out_object(j);
		put_str(j, "kind", line_mark_word(rows[i].mark));
		put_str(j, "what", rows[i].label);
		put_since(j, &rows[i].at);
		put_str(j, "by", rows[i].told);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	free(rows);
	put_explain(j, "independent", &l->independent);
	put_explain(j, "all", &l->all);
	return TT_OK;
}
