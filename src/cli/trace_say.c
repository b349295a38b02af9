/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdio.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/say.h"
#include "cli/trace_say.h"
#include "telltale/power.h"
#include "telltale/verdict.h"

const char *
trace_say_who(const char *id)
{
	return id != NULL ? id : "the public text";
}

void
trace_say_small(double ln, char out[TRACE_SMALL_LEN])
{
	double exponent = floor(ln / M_LN10);
	double head = exp(ln - exponent * M_LN10);

	if (ln > -20)
		snprintf(out, TRACE_SMALL_LEN, "%.2g", exp(ln));
	else
		snprintf(out, TRACE_SMALL_LEN, "%.1fe%.0f", head, exponent);
}

static bool
points(const struct tt_suspect *s)
{
	return s->verdict <= TT_VERDICT_STRONG;
}

bool
trace_accuses(const struct tracing *t)
{
	for (size_t i = 0; i < t->trace->n_suspects; i++)
		if (t->trace->suspects[i].level == TT_SITE_HOLDER &&
		    points(&t->trace->suspects[i]))
			return true;
	return false;
}

bool
trace_accuses_within(const struct tracing *t, uint32_t holder)
{
	for (size_t i = 0; i < t->trace->n_suspects; i++)
		if (t->trace->suspects[i].level == TT_SITE_COPY &&
		    t->trace->suspects[i].holder == holder &&
		    points(&t->trace->suspects[i]))
			return true;
	return false;
}

/* What was read by somebody else. */
static void
say_given(const struct tracing *t, struct buf *out)
{
	if (t->given == NULL)
		return;
	buf_str(out, "No specimen was looked at. What was read in it is what ");
	say_escape(out, span_str(t->specimen->file[0].path));
	buf_str(out, " says, and what follows is as true as that.");
}

static void
say_counts(const struct tracing *t, struct buf *out)
{
	const struct tt_site_counts *c = &t->trace->sites;
	const char *comma = "";

	buf_printf(out, "%s: %u of %u sites read (", t->bulletin, c->read,
	    c->total);
	for (enum tt_site_class k = 0; k < TT_SITE_CLASS_COUNT; k++) {
		if (t->showing.total[k] == 0)
			continue;
		buf_printf(out, "%s%s %zu of %zu", comma, tt_class_name(k),
		    t->showing.read[k], t->showing.total[k]);
		comma = ", ";
	}
	buf_printf(out, "); %u say something else, %u are cut out, %u are "
	    "not in the specimen%s.", c->novel, c->gone, c->erased,
	    t->specimen->n > 1 ? ", all its files together" : "");
}

static void
say_contradicted(const struct tracing *t, struct buf *out)
{
	if (t->showing.observations->n_contradicted > 0)
		buf_printf(out, "%zu of them say two different things: a "
		    "mixture of copies, or files of different leaks, which "
		    "are traced one by one.",
		    t->showing.observations->n_contradicted);
}

static void
say_guess(const struct tracing *t, struct buf *out)
{
	if (!t->sure && t->sealed != NULL)
		buf_str(out, "What the specimen shares with this bulletin is "
		    "little enough to be said by others, too: that it is "
		    "from it is a guess. What follows holds in either case.");
}

static void
say_public(const struct tracing *t, struct buf *out)
{
	char since[INSTANT_LEN + 1];

	if (!t->trace->public_explains || t->sealed == NULL)
		return;
	instant_format(t->sealed->record.public_s, since);
	buf_printf(out, "This text has been public since %s, and the public "
	    "rendering explains the specimen. What equals it accuses nobody, "
	    "and was set aside before anybody else was judged.", since);
}

static void
say_published(const struct tracing *t, struct buf *out)
{
	const char *space = "";

	for (size_t i = 0; i < t->n_published; i++) {
		if (!t->trace->published_explain[i])
			continue;
		buf_printf(out, "%sThe text in public/", space);
		say_escape(out, span_str(t->published[i].name));
		buf_str(out, " could be had by everybody, and it explains "
		    "the specimen. What equals it accuses nobody, and was "
		    "set aside before anybody was judged.");
		space = " ";
	}
}

trace_say *const trace_say_read[] = { say_given, say_counts, say_contradicted,
	say_guess, say_public, say_published, NULL };

void
trace_say_nobody(const struct tracing *t, struct buf *out)
{
	if (trace_accuses(t))
		return;
	buf_str(out, t->trace->verdict == TT_VERDICT_NONE ?
	    tt_verdict_text(TT_VERDICT_NONE, TT_SITE_HOLDER) :
	    "Nobody is named: the sites that could be read do not decide "
	    "it.");
}

void
trace_say_bound(const struct tt_suspect *s, struct buf *out)
{
	tt_verdict_sentence(s->ln_bound, s->level, out);
}

/* Does what is said of s rest on constants that stand in its own copies? */
static bool
rests_on_constants(const struct tracing *t, const struct tt_suspect *s)
{
	for (size_t i = 0; t->emitted != NULL && i < s->n_grounds; i++)
		if (s->grounds[i].nats > 0 && t->emitted[s->grounds[i].slot])
			return true;
	return false;
}

void
trace_say_permitted(const struct tracing *t, const struct tt_suspect *s,
    struct buf *out)
{
	const char *partner = trace_partner(t, s);

	if (s->needs_permitted)
		buf_str(out, "It would be named, but only by constants that a "
		    "permitted use of the bulletin gives away.");
	if (partner == NULL || !rests_on_constants(t, s))
		return;
	if (s->needs_permitted)
		buf_char(out, ' ');
	if (t->emits[s->holder])
		buf_printf(out, "%s has registered that it sends its "
		    "constants, and whoever meets them there can copy them: "
		    "telltale emission list.", partner);
	else
		buf_printf(out, "%s has registered no use that sends its "
		    "constants. Had it one, that would be a breach of the "
		    "terms, and is no leak of the text.", partner);
}

void
trace_say_no_copy(const struct tracing *t, const struct tt_suspect *holder,
    struct buf *out)
{
	const char *reader = trace_reader(t, holder);

	if (trace_accuses_within(t, holder->holder))
		return;
	if (holder->copy == TT_NO_COPY)
		buf_str(out, "Which of its copies, the marks do not say.");
	else if (reader != NULL)
		buf_printf(out, "It has one copy, that of %s.", reader);
}

void
trace_say_made(const struct tracing *t, struct buf *out)
{
	struct tt_model_told m = tt_model_tell(t->trace->team.model);

	if (t->trace->team.n == 0 && !trace_accuses(t))
		return;
	if (m.colluders < 2)
		buf_str(out, "The specimen fits best as one holder's copy by "
		    "itself. ");
	else
		buf_printf(out, "The specimen fits best as if %u holders had "
		    "mixed their copies, and %s. ", m.colluders, m.words);
	buf_str(out, trace_accuses(t) ? "Nobody is accused by that: each name "
	    "above stands for itself, and whoever is not named may be "
	    "innocent or not." : "Nobody is accused by that.");
}

static void
say_power(const struct tracing *t, struct buf *out)
{
	const struct tt_trace *r = t->trace;

	if (r->verdict != TT_VERDICT_INCONCLUSIVE)
		return;
	if (r->too_short)
		buf_str(out, "Not even a copy that agrees at every site could "
		    "be named by so little. More of the text would help.");
	else if (!isnan(r->power[0]) && isnan(r->power[1]))
		buf_printf(out, "Had one holder's copy leaked, this much of "
		    "it would have named it in %.0f of 100 cases.",
		    floor(100 * r->power[0]));
	else if (!isnan(r->power[0]))
		buf_printf(out, "Had one holder's copy leaked, it would have "
		    "been named in %.0f of 100 cases; of two who mix in the "
		    "way that hides most, one of them in %.0f of 100.",
		    floor(100 * r->power[0]), floor(100 * r->power[1]));
}

static void
say_sites_needed(const struct tracing *t, struct buf *out)
{
	if (t->trace->verdict == TT_VERDICT_INCONCLUSIVE &&
	    t->showing.n_read > 0)
		tt_power_sentence(t->sites_needed, t->trace->sites.read, 0,
		    out);
}

trace_say *const trace_say_help[] = { say_power, say_sites_needed, NULL };

static void
say_others(const struct tracing *t, struct buf *out)
{
	if (t->trace->n_others > 0)
		buf_printf(out, "The holders of the other bulletins in it "
		    "count too: %zu more.", t->trace->n_others);
}

static void
say_judged(const struct tracing *t, struct buf *out)
{
	const struct tt_trace *r = t->trace;

	buf_printf(out, "Judged among %zu holders with %zu copies, as reading "
	    "%llu of this bulletin: an innocent holder is named with "
	    "probability at most %.2g, and within one that is named an "
	    "innocent copy of it likewise. Lone leakers are weighed, and "
	    "up to eight who mix their copies.", r->n_holders, r->n_copies,
	    (unsigned long long)r->t, r->epsilon_t / 2);
}

static void
say_promise(const struct tracing *t, struct buf *out)
{
	buf_str(out, "All readings of this bulletin together may err with "
	    "one in ");
	tt_verdict_one_in(log(t->trace->epsilon), out);
	buf_str(out, ", this one with one in ");
	tt_verdict_one_in(log(t->trace->epsilon_t), out);
	buf_str(out, ": half for holders, half for the copies of each "
	    "that is named. So trying crops until one fits does not help.");
}

static void
say_logged(const struct tracing *t, struct buf *out)
{
	char leaf[HEX_LEN(32) + 1];

	if (t->lab != NULL) {
		buf_str(out, "A lab: invented copies, nothing was logged.");
		return;
	}
	hex_encode(leaf, t->leaf.b, sizeof(t->leaf.b));
	buf_printf(out, "What was read was logged before any row was looked "
	    "at: %s, %s.", leaf, t->posted ? "handed to the hub" :
	    "waiting in the vault for the hub");
}

static void
say_again(const struct tracing *t, struct buf *out)
{
	char sum[HEX_LEN(32) + 1];

	if (!t->found_again)
		return;
	hex_encode(sum, t->first_specimen.b, sizeof(t->first_specimen.b));
	buf_printf(out, "The very same was read before, in the specimen with "
	    "SHA-256 %s: one leak found twice is one reading.", sum);
}

static void
say_case(const struct tracing *t, struct buf *out)
{
	if (t->in_case != NULL)
		buf_printf(out, "This trace is part of case %s.", t->in_case);
	else if (t->lab == NULL)
		buf_str(out, "This trace is outside a case: it cannot become "
		    "a finding.");
}

void
trace_say_haste(const struct tracing *t, struct buf *out)
{
	char at[INSTANT_LEN + 1];

	if (t->urgent_s == 0)
		return;
	instant_format(t->urgent_s, at);
	buf_printf(out, "It was published in a hurry, as was decided at %s: "
	    "nobody need have read its marks, a batch of the ledger was cut "
	    "at once, and witnesses had ten seconds to cosign it.", at);
}

/* Without names: a page of this may go outside. */
static void
say_lifted(const struct tracing *t, struct buf *out)
{
	if (t->n_lifted > 0)
		buf_printf(out, "%zu exception%s to the policy %s for holders "
		    "of it (%s): the census says for whom, and who approved.",
		    t->n_lifted, t->n_lifted == 1 ? "" : "s",
		    t->n_lifted == 1 ? "is" : "are", t->lifted);
}

trace_say *const trace_say_limits[] = { say_others, say_judged, say_promise,
	trace_say_haste, say_lifted, say_logged, say_again, say_case, NULL };

void
trace_say_several(const struct traces *all, struct buf *out)
{
	if (all->n > 1)
		buf_printf(out, "%zu bulletins are in this specimen. Each is "
		    "traced by itself; the bounds count the holders of all "
		    "of them.", all->n);
}

void
trace_say_no_bulletin(const struct traces *all, struct buf *out)
{
	if (all->n_compared + all->n_unread == 0)
		buf_str(out, "This vault has sealed nothing yet, so there is "
		    "nothing that the specimen could be from.");
	else
		buf_printf(out, "No bulletin of this vault is in it: it was "
		    "compared with %zu, and no passage of any stands there "
		    "that would be enough to weigh.", all->n_compared);
}

void
trace_say_unread(const struct traces *all, struct buf *out)
{
	if (all->n_unread > 0)
		buf_printf(out, "%zu more could not be read, and it may be "
		    "from one of those.", all->n_unread);
}
