/* SPDX-License-Identifier: ISC */
/*
 * report_check - how to check the report: hashes, what each suspect was
 * weighed with, commands, and where each number is specified.
 */
#include "cli/match.h"
#include "cli/report_own.h"
#include "cli/sheet.h"
#include "telltale/verdict.h"

static const struct {
	const char *what, *section;
} numbers[] = {
	{ "what was read at a site, and the hash of it all", "section 6" },
	{ "why an innocent is safe: e, and its mean of one", "section 8" },
	{ "the models and how each says that leakers work", "section 9" },
	{ "the team that a suspect was weighed with", "section 10" },
	{ "log e, log e_comb, their shares and the bound; nats of a site; the "
	    "weights of the models; log_e_out", "section 11" },
	{ "p", "section 12" },
	{ "the thresholds, the verdicts, the sentence, the share of a reading, "
	    "permitted uses", "section 13" },
	{ "in how many cases a leaker is named", "section 14" },
	{ "whom a bound counts, sites that a copy lacks, public text",
	    "section 16" },
	{ "how many sites agree by chance: the biases", "section 3" },
};

static const char how_it_works[] =
    "The text has places, called sites, at which a few wordings mean the same. "
    "For each holder it is as if a die had been thrown at every site before "
    "anything was sent; the holder's copies have the wording that came up, "
    "which a secret key fixes beforehand. What stands in the specimen was "
    "read first, and what was read was hashed; only then was anybody's row "
    "of dice looked at. An innocent holder's dice know nothing of the "
    "specimen, whoever leaked, and however they edited or mixed. So if each "
    "site is given a weight that is chosen without that holder's dice, and "
    "whose mean under the throw is one, then the product over all sites is "
    "at least X in at most one of X specimens: that is Markov's inequality, "
    "and all that the bound rests on. The weights come from models of how "
    "leakers work; a wrong one costs power, never the promise. e and e_comb "
    "are such products. p is how likely the throw alone gives a row that "
    "fits as well, computed exactly. The bound is the best of the three "
    "after each was given its share of the error, times the number of those "
    "among whom was searched, so that looking at many is paid for.";

static void
put_hashes(struct report *r)
{
	const struct tracing *t = r->t;

	html_out_open(&r->h, "dl");
	sheet_files(&r->h, t->specimen);
	sheet_hash(&r->h, "the specimen", &t->specimen->sha256);
	sheet_hash(&r->h, "what was read", &t->observations);
	if (t->logged)
		sheet_hash(&r->h, "its statement in the ledger", &t->leaf);
	if (t->sealed != NULL)
		sheet_hash(&r->h, "that of the codebook",
		    &t->sealed->record.codebook);
	html_out_close(&r->h);
}

/* The verdict on a holder or a copy, if it was looked at. */
static const char *
stands(const struct report *r, enum tt_site_level level, uint32_t index)
{
	const struct tt_trace *x = r->t->trace;

	for (size_t i = 0; i < x->n_suspects; i++) {
		const struct tt_suspect *s = &x->suspects[i];

		if (s->level == level && index ==
		    (level == TT_SITE_HOLDER ? s->holder : s->copy))
			return tt_verdict_name(s->verdict);
	}
	return "not judged";
}

/* Who else, each with what the evidence says of them. */
static void
put_team(struct report *r, enum tt_site_level level,
    const struct tt_team *team)
{
	const struct lineup *l = r->t->lineup;

	html_out_open(&r->h, "td");
	html_out_fmt(&r->h, "model %u, ", team->model);
	for (unsigned i = 0; i < team->n; i++) {
		const char *id = level == TT_SITE_HOLDER ?
		    l->partner[team->at[i]].id : l->reader[team->at[i]].id;

		html_out_fmt(&r->h, "%s%s (%s)", i > 0 ? ", " : "with ",
		    id[0] != '\0' ? id : trace_say_who(NULL),
		    stands(r, level, team->at[i]));
	}
	if (team->n == 0)
		html_out_str(&r->h, "with nobody");
	html_out_close(&r->h);
}

static void
put_certificate(struct report *r, const struct tt_suspect *s)
{
	struct buf b;

	buf_init(&b, REPORT_SAID_MAX);
	report_name(r, s, &b);
	html_out_open(&r->h, "tr");
	html_out_open(&r->h, "th");
	html_out_attr(&r->h, "scope", "row");
	html_out_text(&r->h, buf_view(&b));
	html_out_close(&r->h);
	buf_done(&b);
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	html_out_fmt(&r->h, "%llu", (unsigned long long)trace_number(r->t, s));
	html_out_close(&r->h);
	put_team(r, s->level, &s->team);
	put_team(r, s->level, &s->outside);
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	report_real(r, s->log_e_out, "%.2f", s->log_e_out);
	html_out_close(&r->h);
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	report_one_in(r, trace_ln_out(s));
	html_out_close(&r->h);
	html_out_close(&r->h);
}

static void
put_certificates(struct report *r)
{
	static const char *const heads[] = { "who", "row number",
		"weighed by", "shown to an outsider by", "log_e_out",
		"then one in" };
	const struct tt_trace *x = r->t->trace;

	if (!trace_accuses(r->t))
		return;
	html_out_element(&r->h, "p", NULL, "Each was weighed beside a team "
	    "that was found as if they did not exist. Who is in that team is "
	    "a guess of the decoder and accuses nobody: beside each name "
	    "stands what the evidence says of it by itself. To somebody who "
	    "may not see all rows, those of the suspect and of the team in "
	    "the fourth column are shown; the last one is what they can then "
	    "work out for themselves, whichever rows the vendor chose to "
	    "show.");
	part_table(&r->h, "certificates", "How each was weighed", heads,
	    N_ROWS(heads));
	for (size_t i = 0; i < x->n_suspects; i++)
		if (report_points(&x->suspects[i]) &&
		    x->suspects[i].certified)
			put_certificate(r, &x->suspects[i]);
	part_table_end(&r->h);
}

/* What an outsider needs to trust nobody for. */
static void
put_commitment(struct report *r)
{
	if (r->t->sealed != NULL)
		html_out_element(&r->h, "p", NULL, "The statement of the "
		    "codebook has stood in the ledger since before the first "
		    "copy was handed over: it commits to every row, and "
		    "opening one shows that it was fixed then and shows no "
		    "other.");
}

static void
put_commands(struct report *r)
{
	const char *what = r->t->given != NULL ? "--read GIVEN" :
	    "SPECIMEN...";

	html_out_element(&r->h, "p", NULL, "Every number on this page is in "
	    "what the first command prints; the second writes what was read, "
	    "whose hash stands above.");
	if (r->t->given == NULL)
		html_out_element(&r->h, "p", NULL, "Reading the same files "
		    "again is the same reading.");
	else if (r->t->lab == NULL)
		html_out_element(&r->h, "p", NULL, "A file that was weighed "
		    "is not weighed again: its t was used.");
	if (r->t->lab != NULL)
		html_out_element(&r->h, "p", NULL, "The third, from the tests "
		    "of the source, works it all out again with nothing of "
		    "the product in it.");
	html_out_open(&r->h, "pre");
	html_out_open(&r->h, "code");
	if (r->t->lab != NULL)
		html_out_fmt(&r->h,
		    "telltale trace --lab DIR %s --json\n"
		    "telltale trace --lab DIR %s --observations FILE\n"
		    "python3 recompute.py DIR/codebook.json FILE JSON\n",
		    what, what);
	else
		html_out_fmt(&r->h,
		    "telltale trace -b %s %s --json\n"
		    "telltale trace -b %s %s --observations FILE\n",
		    r->t->sealed->record.id, what, r->t->sealed->record.id,
		    what);
	html_out_close(&r->h);
	html_out_close(&r->h);
}

static void
put_sections(struct report *r)
{
	static const char *const heads[] = { "number", "specified in" };

	html_out_element(&r->h, "p", NULL, "Where each number is defined, and "
	    "proved to be what it is said to be, in the specification of the "
	    "evidence:");
	part_table(&r->h, NULL, "Where each number is specified", heads,
	    N_ROWS(heads));
	for (size_t i = 0; i < N_ROWS(numbers); i++) {
		html_out_open(&r->h, "tr");
		html_out_element(&r->h, "td", NULL, numbers[i].what);
		html_out_element(&r->h, "td", NULL, numbers[i].section);
		html_out_close(&r->h);
	}
	part_table_end(&r->h);
}

void
report_check(struct report *r)
{
	report_heading(r, "check", "How to check it");
	html_out_element(&r->h, "p", NULL, how_it_works);
	put_hashes(r);
	put_commitment(r);
	put_certificates(r);
	put_commands(r);
	put_sections(r);
}
