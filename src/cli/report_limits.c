/* SPDX-License-Identifier: ISC */
/* report_limits - what is not excluded, of how much, and among whom. */
#include "cli/report_own.h"
#include "cli/sheet.h"
#include "telltale/verdict.h"

static void
cell(struct report *r, uint64_t v)
{
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	html_out_fmt(&r->h, "%llu", (unsigned long long)v);
	html_out_close(&r->h);
}

static void
head(struct report *r, const char *text)
{
	html_out_open(&r->h, "th");
	html_out_attr(&r->h, "scope", "row");
	html_out_str(&r->h, text);
	html_out_close(&r->h);
}

static void
put_counts(struct report *r, const char *name, const struct tt_site_counts *c)
{
	html_out_open(&r->h, "tr");
	head(r, name);
	cell(r, c->total);
	cell(r, c->read);
	cell(r, c->novel);
	cell(r, c->gone);
	cell(r, c->erased);
	cell(r, c->absent);
	html_out_close(&r->h);
}

static void
put_levels(struct report *r)
{
	static const char *const heads[] = { "sites", "all", "read",
		"other words", "cut out", "not there", "lacking" };
	const struct tt_trace *x = r->t->trace;

	part_table(&r->h, "counts", "Sites by level", heads, N_ROWS(heads));
	put_counts(r, "of holders, the same in all their copies",
	    &x->level[TT_SITE_HOLDER]);
	put_counts(r, "of each copy", &x->level[TT_SITE_COPY]);
	put_counts(r, "together", &x->sites);
	part_table_end(&r->h);
}

static void
put_classes(struct report *r)
{
	static const char *const heads[] = { "class", "all", "read" };
	const struct showing *x = &r->t->showing;

	part_table(&r->h, "counts", "Sites by class", heads, N_ROWS(heads));
	for (enum tt_site_class k = 0; k < TT_SITE_CLASS_COUNT; k++) {
		if (x->total[k] == 0)
			continue;
		html_out_open(&r->h, "tr");
		head(r, tt_class_name(k));
		cell(r, x->total[k]);
		cell(r, x->read[k]);
		html_out_close(&r->h);
	}
	part_table_end(&r->h);
}

void
report_limits(struct report *r)
{
	report_heading(r, "limits", "What is not excluded, and among whom it "
	    "was judged");
	html_out_element(&r->h, "p", NULL, "No finding excludes:");
	html_out_open(&r->h, "ul");
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
		html_out_element(&r->h, "li", NULL,
		    tt_verdict_not_excluded[i]);
	html_out_close(&r->h);
	report_all(r, trace_say_limits);
	html_out_element(&r->h, "p", NULL, "The sites that were read and those "
	    "that were not. Lacking are those that the first suspect's copies "
	    "never had.");
	put_levels(r);
	put_classes(r);
}
