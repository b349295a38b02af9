/* SPDX-License-Identifier: ISC */
/*
 * case_page - a case as `telltale case show` tells it, and the evidence of its
 * traces as a ranked chart with the bound in words.  It never says guilty.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/case/words.h"
#include "cli/desk/view.h"
#include "cli/draw.h"

#define BAR_HEIGHT	16u	/* pixels */
#define BOUND_AT	4	/* in a suspect's line (case/reading.h) */
#define POWERS_MAX	40.	/* of ten: a bar of full width */

/* How many powers of ten the bound is under 1; 0 where there is none. */
static double
powers_of(const json_t *suspect)
{
	struct span line = span_str(view_str(suspect, "suspect")), word;
	char text[64];
	double bound;

	for (unsigned i = 0; i <= BOUND_AT; i++)
		if (!span_word(&line, ' ', &word))
			return 0;
	if (span_copy(word, text, sizeof(text)) != TT_OK)
		return 0;
	bound = strtod(text, NULL);
	return bound > 0 && bound < 1 ? -log10(bound) : 0;
}

static void
put_bar(struct view *v, const json_t *suspect, double threshold)
{
	double powers = powers_of(suspect);
	bool named = strcmp(view_str(suspect, "verdict"), "named") == 0;

	draw_begin(&v->h, "bar", BAR_HEIGHT);
	draw_bar(&v->h, named ? "ink" : "hatched", 0,
	    fmin(powers, POWERS_MAX) / POWERS_MAX * 100, 2, BAR_HEIGHT - 4);
	draw_line(&v->h, "from-named",
	    fmin(threshold, POWERS_MAX) / POWERS_MAX * 100, 0);
	draw_end(&v->h);
}

static void
put_suspect(struct view *v, const json_t *suspect, double threshold)
{
	const char *reader = view_str(suspect, "reader");

	html_out_open(&v->h, "li");
	html_out_open(&v->h, "p");
	html_out_fmt(&v->h, "%.200s%s%.200s: ", view_str(suspect, "partner"),
	    reader[0] != '\0' ? ", copy of " : "", reader);
	page_pill(&v->h, PAGE_PLAIN, view_str(suspect, "verdict"));
	html_out_fmt(&v->h, " somebody innocent would be named on evidence "
	    "like this less than once in %.100s.",
	    view_str(suspect, "one_in"));
	html_out_close(&v->h);
	put_bar(v, suspect, threshold);
	html_out_close(&v->h);
}

static void
put_reading(struct view *v, const json_t *r)
{
	double epsilon = json_number_value(json_object_get(r, "epsilon_t"));
	double threshold = epsilon > 0 ? -log10(epsilon / 2) : 0;
	const json_t *findings = json_object_get(r, "findings"), *list;

	html_out_open(&v->h, "h3");
	html_out_fmt(&v->h, "%.64s: %.20s, %lld of %lld sites read",
	    view_str(r, "name"), view_str(r, "verdict"),
	    (long long)json_integer_value(json_object_get(r, "read")),
	    (long long)json_integer_value(json_object_get(r, "sites")));
	html_out_close(&v->h);
	html_out_open(&v->h, "ol");
	html_out_attr(&v->h, "class", "chart");
	for (size_t i = 0; i < json_array_size(findings); i++) {
		list = json_object_get(json_array_get(findings, i),
		    "suspects");
		for (size_t k = 0; k < json_array_size(list); k++)
			put_suspect(v, json_array_get(list, k), threshold);
	}
	html_out_close(&v->h);
}

/* The newest trace: what it rests on was in those before it, too. */
static const json_t *
last_trace(const json_t *entries)
{
	const json_t *entry, *last = NULL;

	for (size_t i = 0; i < json_array_size(entries); i++) {
		entry = json_array_get(entries, i);
		if (strcmp(view_str(entry, "act"), "trace") == 0)
			last = entry;
	}
	return last;
}

static void
put_evidence(struct view *v, const json_t *in_case)
{
	const json_t *trace = last_trace(json_object_get(in_case, "entries"));
	const json_t *readings = json_object_get(json_object_get(trace,
	    "text"), "readings");

	part_heading(&v->h, "h2", "evidence", "What the marks say");
	if (trace == NULL) {
		html_out_element(&v->h, "p", NULL,
		    "Nothing was traced in this case yet.");
		return;
	}
	for (size_t i = 0; i < json_array_size(readings); i++)
		put_reading(v, json_array_get(readings, i));
	html_out_element(&v->h, "p", "dim", "A bar is longer the rarer such "
	    "evidence is against somebody innocent, a power of ten at a time; "
	    "the line is where the programme names. Nobody else is shown: "
	    "a ranking of the rest says nothing.");
	html_out_element(&v->h, "p", NULL, words_bound);
	html_out_element(&v->h, "p", NULL, words_keys);
}

static void
put_tale(struct view *v, const char *const *words)
{
	struct ask a;

	part_heading(&v->h, "h2", "tale", "The case");
	if (ask_verb(v->d, words, (struct span){ NULL, 0 }, &a) &&
	    a.code == CLI_DONE) {
		html_out_open(&v->h, "pre");
		html_out_attr(&v->h, "tabindex", "0");
		html_out_text(&v->h, buf_view(&a.out));
		html_out_close(&v->h);
	} else
		view_said(v, "It cannot be told", &a, true);
	ask_done(&a);
}

void
show_case(struct view *v)
{
	char id[VIEW_ID_LEN], title[300];
	const char *const words[] = { "case", "show", id, "--json", NULL };
	const char *const told[] = { "case", "show", id, NULL };
	struct ask a;
	bool ok;

	snprintf(id, sizeof(id), "%.*s", (int)v->arg.n, v->arg.p);
	ok = ask_json(v->d, words, &a);
	snprintf(title, sizeof(title), "Case %s%s%.200s", id, ok ? ": " : "",
	    ok ? view_str(a.json, "title") : "");
	view_begin(v, title, NULL);
	view_said(v, "It cannot be shown", &a, !ok);
	if (!ok && desk_is_shut(v->d))
		view_link(v, "/unlock", "", "unlock your key");
	if (ok) {
		put_evidence(v, a.json);
		put_tale(v, told);
	}
	view_command(v, words);
	view_end(v, view_status(a.code));
	ask_done(&a);
}
