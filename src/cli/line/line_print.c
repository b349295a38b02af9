/* SPDX-License-Identifier: ISC */
/* line_print - a time line in 80 columns of letters. */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/line/line.h"
#include "cli/out.h"
#include "cli/paragraph.h"

#define LABEL	24	/* columns: what it is */
#define CHART	21	/* columns: where it stands */
#define WHEN	33	/* columns: and in words; 80 with two blanks */

/* Cells from one end of an interval to the other; at least one. */
static void
fill(char chart[CHART + 1], const struct line_scale *s,
    const struct line_row *r)
{
	size_t from = (size_t)(line_scale_at(s, r->at.from_s) * CHART);
	size_t to = (size_t)(line_scale_at(s, r->at.until_s) * CHART);

	memset(chart, '.', CHART);
	chart[CHART] = '\0';
	for (size_t i = from; i <= to && i < CHART; i++)
		chart[i] = line_mark_letter(r->mark);
}

static void
print_row(const struct line_scale *s, const struct line_row *r)
{
	char chart[CHART + 1], when[LINE_WHEN_LEN], label[LABEL * 4 + 1];
	struct span text = span_str(r->label);
	size_t n = 0, columns = 0;

	while (n < text.n && columns < LABEL) {
		n++;
		while (n < text.n && (text.p[n] & 0xc0) == 0x80)
			n++;
		columns++;
	}
	if (n >= sizeof(label))
		n = sizeof(label) - 1;
	memcpy(label, r->label, n);
	label[n] = '\0';
	fill(chart, s, r);
	line_when(when, &r->at);
	out_line("%s%*s %s %.*s", label, (int)(LABEL - columns), "", chart,
	    WHEN, when);
}

/* The first and the last day, over the chart's ends. */
static void
print_head(const struct line_scale *s)
{
	char from[INSTANT_LEN + 1], to[INSTANT_LEN + 1];

	instant_format(s->from_s, from);
	instant_format(s->to_s, to);
	from[10] = to[10] = '\0';
	out_line("%*s %s%*s%s UTC", LABEL, "", from, CHART - 20, "", to);
}

static void
print_legend(const struct line_row *rows, size_t n)
{
	bool used[LINE_MARKS] = { false };

	for (size_t i = 0; i < n; i++)
		used[rows[i].mark] = true;
	for (enum line_mark m = 0; m < LINE_MARKS; m++)
		if (used[m])
			out_line("  %c  %s", line_mark_letter(m),
			    line_mark_text(m));
}

static void
print_explanations(const struct explain *e, const char *head)
{
	struct buf b;

	out_line(" ");
	out_line("%s", head);
	for (size_t i = 0; i < e->n; i++) {
		const struct explain_row *r = &e->row[i];

		out_line("  %-14s %s%s%s", explain_answer_word(r->answer),
		    explain_kind_text(r->kind), r->name != NULL ? " " : "",
		    r->name != NULL ? r->name : "");
		paragraph(17, "%s", r->because);
	}
	buf_init(&b, 2048);
	explain_sum(&b, e);
	if (buf_err(&b) == TT_OK)
		paragraph(0, "%s", b.p);
	buf_done(&b);
}

enum tt_err
line_print(const struct line *l)
{
	size_t n;
	struct line_row *rows = line_rows(l, &n);
	struct line_scale s;

	if (rows == NULL)
		return TT_ENOMEM;
	s = line_scale_of(rows, n);
	if (n > 0)
		print_head(&s);
	for (size_t i = 0; i < n; i++)
		print_row(&s, &rows[i]);
	print_legend(rows, n);
	free(rows);
	print_explanations(&l->independent, "By sightings that no partner "
	    "could influence:");
	if (line_has_interested(l))
		print_explanations(&l->all, "With the word of those whom it "
		    "concerns, too:");
	out_line(" ");
	for (size_t i = 0; line_limits[i] != NULL; i++)
		paragraph(0, "- %s", line_limits[i]);
	return TT_OK;
}
