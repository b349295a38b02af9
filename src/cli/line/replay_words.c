/* SPDX-License-Identifier: ISC */
/* replay_words - what a run comes to, in sentences, a line each. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/line/replay.h"

void
replay_range(struct buf *out, size_t least, size_t most, const char *what)
{
	if (least == most)
		buf_printf(out, "%zu %s", most, what);
	else
		buf_printf(out, "%zu to %zu %s", least, most, what);
}

static void
put_census(const struct replay_run *run, struct buf *out)
{
	replay_range(out, run->poc[0].readers, run->poc[1].readers, "people");
	buf_str(out, " at ");
	replay_range(out, run->poc[0].reader_organisations,
	    run->poc[1].reader_organisations, "partners");
	buf_str(out, " could have read the proof of concept before the first "
	    "known attack, ");
	replay_range(out, run->all[0].readers, run->all[1].readers, "people");
	buf_str(out, " at ");
	replay_range(out, run->all[0].reader_organisations,
	    run->all[1].reader_organisations, "partners");
	buf_str(out, " anything at all.\n");
}

static size_t
count(const struct explain *e, enum explain_answer a)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->row[i].answer == a;
	return n;
}

static void
put_instants(const struct replay_run *run, struct buf *out)
{
	buf_printf(out, "Of %zu explanations the instants exclude %zu, leave "
	    "%zu, and cannot decide %zu. They accuse nobody.\n",
	    run->asked.n, count(&run->asked, EXPLAIN_EXCLUDED),
	    count(&run->asked, EXPLAIN_COMPATIBLE),
	    count(&run->asked, EXPLAIN_UNDECIDED));
}

/* Who is named, each with the promise; or that nobody is. */
static void
put_trace(const struct replay_run *run, size_t i, struct buf *out)
{
	const struct replay_trace *t = &run->trace[i];

	buf_printf(out, "In %s %" PRId64 " of %" PRId64 " sites can be read: ",
	    run->story->found[i].name, t->sites_read, t->sites_total);
	for (size_t k = 0; k < t->n_named; k++) {
		buf_printf(out, "%spartner %s is named, by a procedure that "
		    "names anybody innocent in at most one of ",
		    k > 0 ? "; " : "", t->named[k]);
		tt_verdict_one_in(log(fmax(t->bound[k], 0x1p-1022)), out);
		buf_str(out, " cases");
	}
	if (t->n_named == 0)
		buf_str(out, t->sites_read == 0 ? "it carries no mark, and "
		    "nobody is named" : "nobody is named");
	buf_str(out, t->wrong ? ", which is wrong.\n" : ".\n");
}

static bool
is_named(const struct replay *r, const struct replay_run *run, bool later)
{
	for (size_t i = 0; i < run->story->n_found; i++)
		if (run->trace[i].n_named > 0 && (later ||
		    run->story->found[i].at.until_s <= r->story.asked_s))
			return true;
	return false;
}

static void
put_stagger(const struct replay_run *run, struct buf *out)
{
	double pi = timing_chance(run->slots, run->before, 1);
	const struct timing_incident i = { run->slots, run->before, false,
		false };

	if (run->slots == 0)
		return;
	if (run->incidents == 0) {
		buf_printf(out, "Had the %" PRIu32 " partners of that wave "
		    "been staggered by lot, the clock would still say "
		    "nothing: %s.\n", run->slots, run->before == run->slots ?
		    "all had opened by then" : "too few of them were yet to "
		    "open");
		return;
	}
	buf_printf(out, "Had the %" PRIu32 " partners of that wave been "
	    "staggered by lot, %" PRIu32 " would have opened before the "
	    "attack (pi %.2f): a factor of %.1f for each of them, and about "
	    "%u such incidents until one is accused.\n", run->slots,
	    run->before, pi, exp(timing_ln_factor(&i, 1, true, false)),
	    run->incidents);
}

void
replay_known(const struct replay *r, size_t index, struct buf *out)
{
	const struct replay_run *run = &r->run[index];

	put_census(run, out);
	if (!run->story->marked)
		buf_str(out, "All of them had the same text, and nobody had "
		    "signed for it: nothing that is found can tell one copy "
		    "from another.\n");
	else if (run->restricted > 0)
		buf_printf(out, "%zu partners whom a duty may make report get "
		    "a brief, with the last wave.\n", run->restricted);
	for (size_t i = 0; i < run->story->n_found; i++)
		if (run->story->found[i].at.until_s <= r->story.asked_s)
			put_trace(run, i, out);
	put_instants(run, out);
}

void
replay_later(const struct replay *r, size_t index, struct buf *out)
{
	const struct replay_run *run = &r->run[index];

	for (size_t i = 0; i < run->story->n_found; i++)
		if (run->story->found[i].at.until_s > r->story.asked_s)
			put_trace(run, i, out);
	put_stagger(run, out);
	if (out->n == 0)
		buf_str(out, "Nothing: no text turns up.\n");
}

void
replay_unknown(const struct replay *r, size_t index, struct buf *out)
{
	const struct replay_run *run = &r->run[index];
	bool soon = is_named(r, run, false), ever = is_named(r, run, true);

	if (!run->story->marked)
		buf_str(out, "Whether a partner told, and which: nothing that "
		    "turns up later can say it.\n");
	if (run->story->marked && !soon)
		buf_str(out, "Whether any partner told: attacks without a "
		    "mark look the same whether somebody retold the facts or "
		    "found the flaw alone.\n");
	if (run->story->marked && !ever)
		buf_str(out, "That no partner told: it cannot be proved. "
		    "Nobody is named for it, either.\n");
	if (ever)
		buf_str(out, "Who at the partner it was beyond whose copy, and "
		    "whether the keys had been stolen.\n");
	if (run->story->marked)
		buf_str(out, "Whether somebody with the vendor's vault made "
		    "what was found: the ledger shows that rows were fixed "
		    "beforehand, not who typed them.\n");
	buf_str(out, "Whether it was also found independently: no instant "
	    "excludes that.\n");
}
