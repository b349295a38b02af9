/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "reading/odds.h"
#include "reading/seen.h"

/*
 * A word of n letters with k slips in it may be another word: that has odds
 * of exp(-SHORT n + SECOND (k - 1)) at least.
 */
#define SHORT	1.2
#define SECOND	6.
/*
 * Costs are of slips that come singly; a path that pays for several pays too
 * little, and what it says against another is worth more than it seems, but
 * for what no model foresees.  Fitted to what bench calibration counts.
 */
#define SHARPER	2.5
#define UNFORESEEN .008

#define POORLY	.2	/* odds of another alternative where no word is sure */

static const struct node *
nodes_of(const struct trail *t, const struct chain *c)
{
	return t->d->l->nodes.at + c->first;
}

/* Equal but for bytes that are of no word; *quotes: also for quotes. */
static bool
alike(const struct trail *t, const struct chain *a, const struct chain *b,
    bool *quotes)
{
	const struct node *x = nodes_of(t, a), *y = nodes_of(t, b);
	uint32_t i = 0, j = 0;
	int n = 0;

	for (;;) {
		for (; i < a->n && !byte_is_word(x[i].byte); i++)
			n += x[i].byte == '"' || x[i].byte == '\'';
		for (; j < b->n && !byte_is_word(y[j].byte); j++)
			n -= y[j].byte == '"' || y[j].byte == '\'';
		if (i == a->n || j == b->n)
			break;
		if (x[i++].byte != y[j++].byte)
			return false;
	}
	*quotes = n != 0;
	return i == a->n && j == b->n;
}

/* Nodes i to i + n of a, which has as many, are those of b. */
static bool
holds(const struct trail *t, const struct chain *a, uint32_t i,
    const struct chain *b)
{
	const struct node *x = nodes_of(t, a), *y = nodes_of(t, b);

	for (uint32_t k = 0; k < b->n; k++)
		if (x[i + k].byte != y[k].byte)
			return false;
	return true;
}

/* What stands beside, left or right, is not the bulletin's text. */
static bool
is_open_left(const struct trail *t, const struct view *v)
{
	return v->left < BESIDE_SURE &&
	    !(v->e->starts && t->w->breaks[v->from]);
}

static bool
is_open_right(const struct trail *t, const struct view *v)
{
	size_t i = v->to;

	while (i < t->w->n && !byte_is_word(t->w->text[i]) && !t->w->breaks[i])
		i++;
	return v->right == 0 || (v->right < BESIDE_SURE && i < t->w->n &&
	    !t->w->breaks[i]);
}

/* The quote ends, or begins, where c may go on beyond what is there. */
static bool
is_cut_off(const struct trail *t, const struct view *v, const struct chain *c)
{
	if (c->n <= v->taken.n)
		return false;
	return (is_open_right(t, v) && holds(t, c, 0, &v->taken)) ||
	    (is_open_left(t, v) && holds(t, c, c->n - v->taken.n, &v->taken));
}

/* No space or point within BESIDE steps is missing or too much. */
static bool
untouched(const struct trail *t, const struct view *v)
{
	size_t lo = v->before > BESIDE ? v->before - BESIDE : 0;
	size_t hi = v->after + BESIDE < t->n ? v->after + BESIDE : t->n;
	int32_t byte = -1;

	for (size_t k = lo; k < hi; k++) {
		const struct step *s = &t->steps[k];

		if (s->byte < 0 &&
		    !byte_is_word(t->d->l->nodes.at[s->node].byte))
			return false;
		for (; byte >= 0 && byte < s->byte; byte++)
			if (!byte_is_word(t->w->text[byte]))
				return false;
		if (s->byte >= 0)
			byte = s->byte + 1;
	}
	return true;
}

static void
spread(float likelihood[TT_Q_MAX], uint16_t symbols, double v)
{
	for (unsigned a = 0; a < TT_Q_MAX; a++)
		if ((symbols & 1u << a) != 0 && likelihood[a] < v)
			likelihood[a] = (float)v;
}

/* Steps k and k + 1 stand there, in the other order, from byte on. */
static bool
is_swap(const struct trail *t, size_t k, size_t end, int32_t byte)
{
	const struct node *nodes = t->d->l->nodes.at;
	const struct step *s = &t->steps[k];

	return k + 1 < end && s[1].byte < 0 && byte + 1 < (int32_t)t->w->n &&
	    t->w->text[byte] == nodes[s[1].node].byte &&
	    t->w->text[byte + 1] == nodes[s[0].node].byte;
}

/* Slips: nodes that are missing or bytes too many, whichever are more. */
static uint32_t
count_slips(const struct trail *t, const struct view *v)
{
	uint32_t nodes = 0, there = 0, swaps = 0, bytes;
	int32_t byte = (int32_t)v->from;

	for (size_t k = v->before; k < v->after; k++) {
		if (t->steps[k].byte >= 0) {
			byte = t->steps[k].byte + 1;
			there++;
		} else if (is_swap(t, k, v->after, byte)) {
			byte += 2;
			swaps++;
			k++;
		} else {
			nodes++;
		}
	}
	there += 2 * swaps;
	bytes = v->to - v->from > there ? v->to - v->from - there : 0;
	return swaps + (nodes > bytes ? nodes : bytes);
}

double
odds_of_other(const struct trail *t, const struct view *v)
{
	if (v->exact)
		return 0;
	return fmin(1, exp(SECOND * (count_slips(t, v) - 1.) -
	    SHORT * v->taken.n));
}

/* Odds of what nothing speaks for: the words may be misread altogether. */
static double
floor_of(const struct trail *t, const struct view *v)
{
	double floor = odds_of_other(t, v);
	size_t from = t->from + v->from, to = t->from + v->to;

	if (t->d->piece->kind != TT_PIECE_SEEN)
		return floor;
	if (from == to) {	/* what stands beside where nothing does */
		from -= from > 0;
		to += to < t->d->t->n;
	}
	return seen_sure(t->d, from, to) < SEEN_POOR ? fmax(floor, POORLY) :
	    floor;
}

/* Not always of the one taken: the path may leave that one in a gap. */
static int32_t
best_chain(const struct view *v)
{
	int32_t best = v->scores->chain[v->scores->taken];

	for (uint32_t c = 0; c < v->e->n; c++)
		if (best < v->scores->chain[c])
			best = v->scores->chain[c];
	return best;
}

/* The odds of what is not the best path through the site. */
static void
weigh_chains(const struct trail *t, const struct view *v, struct opinion *o)
{
	const struct site_scores *s = v->scores;
	int32_t best = best_chain(v);
	int32_t none = s->bypassed > s->missed ? s->bypassed : s->missed;
	double floor = floor_of(t, v);
	double any = exp((double)(none - best) / NAT) / (double)v->site->n;
	uint16_t all = (uint16_t)((1u << v->site->n) - 1);
	const struct chain *chains = &t->d->l->chains.at[v->e->first];

	memset(o->likelihood, 0, sizeof(o->likelihood));
	spread(o->likelihood, all, any > floor ? any : floor);
	for (uint32_t c = 0; c < v->e->n; c++) {
		double odds = exp((double)(s->chain[c] - best) / NAT);

		spread(o->likelihood, chains[c].symbols,
		    is_cut_off(t, v, &chains[c]) ? 1 : odds);
	}
	spread(o->likelihood, v->taken.symbols, 1);
}

/* Forget that the symbols differ from the best one. */
static void
rule_out(float likelihood[TT_Q_MAX], uint16_t symbols)
{
	for (unsigned a = 0; a < TT_Q_MAX; a++)
		if ((symbols & 1u << a) != 0)
			likelihood[a] = 0;
}

/*
 * Chains that differ from the one taken in spaces, quotes or points alone:
 * one byte is no great odds, but what is there to the byte was not retyped.
 */
static void
weigh_alike(const struct trail *t, const struct view *v, struct opinion *o)
{
	const struct chain *chains = &t->d->l->chains.at[v->e->first];
	bool quotes;

	for (uint32_t c = 0; c < v->e->n; c++) {
		if (c == v->scores->taken ||
		    !alike(t, &chains[c], &v->taken, &quotes))
			continue;
		if (!v->exact || !untouched(t, v)) {
			spread(o->likelihood, chains[c].symbols, 1);
			continue;
		}
		rule_out(o->likelihood, chains[c].symbols);
		o->alike |= chains[c].symbols | v->taken.symbols;
		if (quotes)
			o->needs |= KEEPS_QUOTES;
	}
}

static bool
raw_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Equal as found, but that white space of any kind is white space. */
static bool
same_raw(struct span a, struct span b)
{
	while (a.n > 0 && b.n > 0) {
		if (!raw_space(a.p[0]) || !raw_space(b.p[0])) {
			if (a.p[0] != b.p[0])
				return false;
			a.p++, a.n--, b.p++, b.n--;
			continue;
		}
		while (a.n > 0 && raw_space(a.p[0]))
			a.p++, a.n--;
		while (b.n > 0 && raw_space(b.p[0]))
			b.p++, b.n--;
	}
	return a.n == 0 && b.n == 0;
}

static bool
same_but_for_case(struct span a, struct span b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* The marked text right before and after the place stands there as it is. */
static bool
verbatim(const struct trail *t, const struct view *v)
{
	const struct tt_part *part = &t->d->b->parts[t->s->part];
	const struct node *nodes = t->d->l->nodes.at;
	const struct step *s = t->steps;
	size_t lo = v->before, hi = v->after, place;
	struct span marked, found;

	if (lo == 0 || hi >= t->n || s[lo - 1].element + 1 != v->i ||
	    s[hi].element != v->i + 1)
		return false;
	place = t->d->b->places[v->e->place].offset;
	while (lo > 0 && s[lo - 1].element + 1 == v->i &&
	    v->before - lo < BESIDE)
		lo--;
	while (hi < t->n && s[hi].element == v->i + 1 && hi - v->after < BESIDE)
		hi++;
	if (s[lo].byte < 0 || s[hi - 1].byte < 0)
		return false;
	marked = (struct span){ part->plain.p + nodes[s[lo].node].source,
		place - nodes[s[lo].node].source };
	found = tt_normal_found(t->d->t, t->d->specimen,
	    t->from + (size_t)s[lo].byte, t->from + v->from);
	found.n = t->d->t->at[t->from + v->from] -
	    t->d->t->at[t->from + (size_t)s[lo].byte];
	if (!span_eq(marked, found))
		return false;
	marked = (struct span){ part->plain.p + place,
		nodes[s[hi - 1].node].source + 1 - place };
	found = tt_normal_found(t->d->t, t->d->specimen, t->from + v->to,
	    t->from + (size_t)s[hi - 1].byte + 1);
	return span_eq(marked, found);
}

/* Alternatives that are one once normalised: what was found tells. */
static void
weigh_raw(const struct trail *t, const struct view *v, struct opinion *o)
{
	const struct span *alternatives = v->site->alternatives;
	uint16_t symbols = v->taken.symbols, same = 0;
	struct span found;
	bool by_case = true;
	unsigned first;

	if (alternatives == NULL || (symbols & (symbols - 1)) == 0)
		return;
	first = (unsigned)__builtin_ctz(symbols);
	found = tt_normal_found(t->d->t, t->d->specimen, t->from + v->from,
	    t->from + v->to);
	for (unsigned a = 0; a < v->site->n; a++) {
		if ((symbols & 1u << a) == 0)
			continue;
		if (same_raw(found, alternatives[a]))
			same |= (uint16_t)(1u << a);
		by_case = by_case &&
		    same_but_for_case(alternatives[first], alternatives[a]);
	}
	if (same == 0 || (same & (same - 1)) != 0 ||
	    (!by_case && !verbatim(t, v)))
		return;
	rule_out(o->likelihood, symbols & (uint16_t)~same);
	o->alike |= symbols;
	if (by_case)
		o->needs |= KEEPS_CASE;
}

/* So that of what is given so much, so many are right. */
static void
calibrate(const struct trail *t, struct opinion *o)
{
	double odds;

	if (t->d->piece->kind == TT_PIECE_SEEN)
		return;
	for (unsigned a = 0; a < TT_Q_MAX; a++) {
		odds = (double)o->likelihood[a];
		if (odds > RULED_OUT && odds < 1)
			o->likelihood[a] = (float)fmax(UNFORESEEN,
			    pow(odds, SHARPER));
	}
}

void
odds_weigh(const struct trail *t, const struct view *v, struct opinion *o)
{
	weigh_chains(t, v, o);
	calibrate(t, o);
	weigh_alike(t, v, o);
	weigh_raw(t, v, o);
}
