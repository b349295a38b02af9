/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cli/envelope_fetch.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/terms_page.h"

static int
print_json(const struct inbox_row *row, const struct envelope *d)
{
	const struct tt_statement *head = &d->terms.head;
	struct span name, value;
	struct out_json o;
	struct json_out *w = out_json_begin(&o, "telltale-terms/1");

	json_out_key(w, "id");
	json_out_str(w, row->id);
	json_out_key(w, "state");
	json_out_str(w, inbox_state_text(row->state));
	json_out_key(w, "opens");
	json_out_span(w, tt_statement_get(head, "opens"));
	json_out_key(w, "until");
	json_out_span(w, tt_statement_get(head, "public"));
	json_out_key(w, "respond_by");
	json_out_span(w, tt_statement_get(head, "respond-by"));
	json_out_key(w, "agreement");
	json_out_span(w, tt_statement_get(head, "agreement"));
	json_out_key(w, "terms");
	json_out_hex(w, d->terms.hash.b, sizeof(d->terms.hash.b));
	json_out_key(w, "uses");
	json_out_object(w);
	for (size_t i = 0; i < tt_statement_count(head, "use"); i++) {
		char key[TT_VALUE_MAX + 1];

		tt_statement_pair(head, "use", i, &name, &value);
		if (span_copy(name, key, sizeof(key)) != TT_OK)
			continue;
		json_out_key(w, key);
		json_out_span(w, value);
	}
	json_out_object_end(w);
	json_out_key(w, "text");
	json_out_span(w, d->terms.text);
	return out_json_end(&o);
}

static void
print_moment(const char *what, int64_t at_s, int64_t now_s)
{
	char text[OUT_MOMENT_LEN];

	out_moment(text, at_s, now_s);
	out_line("%-11s %s", what, text);
}

static int
print_lines(const struct inbox_row *row, const struct envelope *d,
    int64_t now_s)
{
	const struct tt_statement *head = &d->terms.head;
	struct span name, value, text = d->terms.text, line;

	out_line("%-11s %s, %s", "bulletin", row->id,
	    inbox_state_text(row->state));
	print_moment("opens", d->opens_s, now_s);
	print_moment("silent till", d->until_s, now_s);
	print_moment("answer by", tt_statement_instant(head, "respond-by", 0),
	    now_s);
	value = tt_statement_get(head, "agreement");
	out_line("%-11s version %.*s", "agreement", (int)value.n, value.p);
	for (size_t i = 0; i < tt_statement_count(head, "use"); i++) {
		tt_statement_pair(head, "use", i, &name, &value);
		out_line("%-11s %.*s: %.*s", i == 0 ? "may be" : "",
		    (int)name.n, name.p, (int)value.n, value.p);
	}
	out_line("%s", "");
	while (span_line(&text, &line))
		out_line("%.*s", (int)line.n, line.p);
	if (text.n > 0)
		out_line("%.*s", (int)text.n, text.p);
	return CLI_DONE;
}

int
terms_page(struct reader_home *r, const struct inbox_row *row, const char *id,
    int64_t now_s)
{
	struct envelope *d = NULL;
	struct buf json = { .n = 0 };
	int code;

	if (row == NULL)
		return say_fail(CLI_TROUBLE, "telltale inbox lists what there "
		    "is", "cannot show %s: the hub has no such bulletin for "
		    "this reader", id);
	if ((code = envelope_fetch(r, row, &json, &d)) != CLI_DONE)
		return code;
	code = r->cli->json ? print_json(row, d) :
	    print_lines(row, d, now_s);
	envelope_free(d);
	buf_done(&json);
	return code;
}
