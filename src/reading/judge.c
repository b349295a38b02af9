/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reading/costs.h"
#include "reading/grow.h"
#include "reading/judge.h"
#include "reading/order.h"

#define BESIDE		24	/* bytes beside a site that are looked at */
#define BESIDE_LEAST	3	/* of them to match, on both sides */
#define BESIDE_ONE	10	/* or on one side only */
#define HOLE		3	/* bytes, nodes: still beside each other */
#define CUT_MOST	24	/* literal nodes lost with a site: no sentence */
#define DOUBT		0.0025	/* odds below which another is ruled out */
#define FLAT		0.5	/* odds above which nothing is said */

/* A node of the path. */
struct step {
	uint32_t node;
	int32_t byte;		/* of the window, or -1 */
	uint32_t element;	/* of the stretch, from 0 */
};

struct trial {
	struct docket *d;
	const struct stretch *s;
	const struct window *w;
	size_t from;		/* of the window, in the normal text */
	const struct alignment *al;
	struct step *steps;
	size_t n;
};

static const struct element *
element(const struct trial *t, uint32_t i)
{
	return &t->d->l->elements.at[t->s->first + i];
}

/* Nodes of an element on the path: none of a site that it passes by. */
static struct chain
on_path(const struct trial *t, uint32_t i)
{
	const struct element *e = element(t, i);
	const struct chain *c = &t->d->l->chains.at[e->first];

	if (!element_is_site(e))
		return c[0];
	if (t->al->sites[i].taken < e->n)
		return c[t->al->sites[i].taken];
	return (struct chain){ c[0].first, 0, 0 };
}

static bool
is_any(const struct trial *t, uint32_t node)
{
	return t->d->l->nodes.at[node].byte == NODE_ANY;
}

/* The byte after those that step k, which has one, explains. */
static int32_t
end_of(const struct trial *t, size_t k)
{
	const struct step *s = &t->steps[k];

	return is_any(t, s->node) ?
	    (int32_t)t->al->cross[s->element + 1].at : s->byte + 1;
}

/* The path as steps, from the first byte that it explains to the last. */
static bool
lay_steps(struct trial *t)
{
	uint32_t n = t->s->end - t->s->first;
	size_t last = 0, most = 0;
	bool begun = false;
	struct chain c;
	int32_t byte;

	for (uint32_t i = 0; i < n; i++)
		most += on_path(t, i).n;
	if ((t->steps = calloc(most + 1, sizeof(*t->steps))) == NULL)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		c = on_path(t, i);
		for (uint32_t k = c.first; k < c.first + c.n; k++) {
			byte = t->al->byte[k - t->al->first_node];
			if (is_any(t, k))
				byte = (int32_t)t->al->cross[i].at;
			begun = begun || byte >= 0;
			if (!begun)
				continue;
			t->steps[t->n++] = (struct step){ k, byte, i };
			if (byte >= 0)
				last = t->n;
		}
	}
	t->n = last;
	return true;
}

/* The first step of element i, or of what comes after it. */
static size_t
first_step(const struct trial *t, uint32_t i)
{
	size_t k = 0;

	while (k < t->n && t->steps[k].element < i)
		k++;
	return k;
}

/*
 * How many bytes beside a site are as they should be: steps from k on in the
 * direction, bytes from the one named on, up to what is missing.
 */
static unsigned
beside(const struct trial *t, size_t k, int direction, int32_t byte)
{
	unsigned n = 0, hole = 0;
	int32_t off;

	for (; k < t->n && n < BESIDE && hole <= HOLE; k += (size_t)direction) {
		if (t->steps[k].byte < 0) {
			hole++;
			continue;
		}
		off = (direction < 0 ? end_of(t, k) - 1 : t->steps[k].byte) -
		    byte;
		if (abs(off) > HOLE)
			break;
		byte = direction < 0 ? t->steps[k].byte - 1 : end_of(t, k);
		hole = 0;
		n++;
	}
	return n;	/* k runs below 0 as it runs above n: unsigned */
}

static bool
word_at(const struct window *w, size_t i)
{
	return i < w->n && byte_is_word(w->text[i]);
}

/* No word of the window is cut at byte i. */
static bool
between_words(const struct window *w, size_t i)
{
	return i == 0 || !word_at(w, i - 1) || !word_at(w, i);
}

/* A sentence or line ends at byte i, or a point or two after it. */
static bool
ends_near(const struct window *w, size_t i)
{
	while (i < w->n && !byte_is_word(w->text[i]) && !w->breaks[i])
		i++;
	return i >= w->n || w->breaks[i];
}

/* What one site of the path is to be judged by. */
struct view {
	uint32_t i;			/* its element, of the stretch's */
	const struct element *e;
	const struct tt_site *site;
	const struct site_scores *scores;
	struct chain taken;
	size_t before, after;		/* steps on both sides */
	uint32_t from, to;		/* bytes of the window */
	unsigned left, right;		/* of them, as they should be */
	bool exact;
};

static bool
is_exact(const struct trial *t, const struct view *v)
{
	if (v->to - v->from != v->taken.n)
		return false;
	for (size_t k = v->before; k < v->after; k++)
		if (t->steps[k].byte !=
		    (int32_t)(v->from + (k - v->before)))
			return false;
	return true;
}

/* What stands beside makes it sure that this is the site's place. */
static bool
is_sure(const struct trial *t, const struct view *v)
{
	bool left_ends = t->w->breaks[v->from];
	bool right_ends = ends_near(t->w, v->to);
	bool left = v->left >= BESIDE_LEAST;
	bool right = v->right >= BESIDE_LEAST;
	bool long_one = v->exact && v->taken.n >= 4;

	if (v->taken.n == 0)
		return left && right;
	if (!left && !between_words(t->w, v->from))
		return false;
	if (!right && !between_words(t->w, v->to))
		return false;
	if ((left || left_ends) && (right || right_ends))
		return left || right || long_one;
	return (v->left >= BESIDE_ONE || v->right >= BESIDE_ONE) &&
	    (long_one || v->e->data);
}

static bool
add_opinion(struct trial *t, const struct opinion *o)
{
	struct docket *d = t->d;

	if (!GROW(d->opinions))
		return false;
	d->opinions.at[d->opinions.n++] = *o;
	return true;
}

static struct span
normal_text(const struct trial *t, uint32_t from, uint32_t to)
{
	return (struct span){ (const char *)t->w->text + from, to - from };
}

static const struct node *
nodes_of(const struct trial *t, const struct chain *c)
{
	return t->d->l->nodes.at + c->first;
}

/* Equal but for bytes that are of no word; *quotes: also for quotes. */
static bool
alike(const struct trial *t, const struct chain *a, const struct chain *b,
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

static bool
begins_with(const struct trial *t, const struct chain *a,
    const struct chain *b)
{
	const struct node *x = nodes_of(t, a), *y = nodes_of(t, b);

	if (a->n <= b->n)
		return false;
	for (uint32_t i = 0; i < b->n; i++)
		if (x[i].byte != y[i].byte)
			return false;
	return true;
}

/* No space or point within BESIDE steps is missing or too much. */
static bool
untouched(const struct trial *t, const struct view *v)
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

/* The odds of what is not the best path through the site. */
static void
weigh_chains(const struct trial *t, const struct view *v, struct opinion *o)
{
	const struct site_scores *s = v->scores;
	int32_t best = s->chain[s->taken];
	int32_t none = s->bypassed > s->missed ? s->bypassed : s->missed;
	double floor = v->exact ? 0 : exp(-.8 * v->taken.n);
	double any = exp((double)(none - best) / NAT) / (double)v->site->n;
	uint16_t all = (uint16_t)((1u << v->site->n) - 1);
	const struct chain *chains = &t->d->l->chains.at[v->e->first];
	bool open = v->right == 0 && v->to + 2 >= t->w->n;

	memset(o->likelihood, 0, sizeof(o->likelihood));
	spread(o->likelihood, all, any > floor ? any : floor);
	for (uint32_t c = 0; c < v->e->n; c++) {
		double odds = exp((double)(s->chain[c] - best) / NAT);

		if (open && begins_with(t, &chains[c], &v->taken))
			odds = 1;
		spread(o->likelihood, chains[c].symbols, odds);
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
weigh_alike(const struct trial *t, const struct view *v, struct opinion *o)
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
verbatim(const struct trial *t, const struct view *v)
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
weigh_raw(const struct trial *t, const struct view *v, struct opinion *o)
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

/* A chain of the site, and not a gap, is on the path. */
static bool
judge_taken(struct trial *t, const struct view *v)
{
	struct opinion o = { .kind = OPINION_CHOICE,
		.element = t->s->first + v->i,
		.from = (uint32_t)(t->from + v->from),
		.to = (uint32_t)(t->from + v->to) };

	if (!is_sure(t, v))
		return true;
	if (v->e->data) {
		if (tt_site_value(v->site, normal_text(t, v->from, v->to),
			&o.value) != TT_OK)
			o.kind = OPINION_NOVEL;
		else if (tt_site_is_value(v->site))
			o.kind = OPINION_VALUE;
		else
			o.likelihood[o.value] = 1;
		return add_opinion(t, &o);
	}
	weigh_chains(t, v, &o);
	weigh_alike(t, v, &o);
	weigh_raw(t, v, &o);
	return add_opinion(t, &o);
}

/*
 * A gap passes the site.  What stands in it is the place's if little text
 * but the site's was lost in it.
 */
static bool
judge_gap(struct trial *t, const struct view *v)
{
	struct opinion o = { .kind = OPINION_GONE,
		.element = t->s->first + v->i };
	size_t lo = v->before, hi = v->after, nodes;
	int32_t from, to;

	while (lo > 0 && t->steps[lo - 1].byte < 0)
		lo--;
	while (hi < t->n && t->steps[hi].byte < 0)
		hi++;
	nodes = hi - lo;
	if (lo == 0 || hi == t->n || nodes > CUT_MOST)
		return true;
	from = t->steps[lo - 1].byte + 1;
	to = t->steps[hi].byte;
	if (beside(t, lo - 1, -1, from - 1) < BESIDE_LEAST ||
	    beside(t, hi, 1, to) < BESIDE_LEAST)
		return true;
	while (from < to && !byte_is_word(t->w->text[from]))
		from++;
	while (to > from && !byte_is_word(t->w->text[to - 1]))
		to--;
	o.from = (uint32_t)(t->from + (size_t)from);
	o.to = (uint32_t)(t->from + (size_t)to);
	if (from < to) {
		o.kind = OPINION_NOVEL;
		if (v->site->class == TT_CLASS_ORDER &&
		    order_read(v->site, normal_text(t, (uint32_t)from,
			(uint32_t)to), o.likelihood))
			o.kind = OPINION_CHOICE;
	}
	return add_opinion(t, &o);
}

static bool
judge_site(struct trial *t, uint32_t i)
{
	const struct cross *in = &t->al->cross[i], *out = in + 1;
	struct view v = { .i = i, .e = element(t, i),
		.scores = &t->al->sites[i], .taken = on_path(t, i) };

	if (in->how == CROSS_NOT || out->how == CROSS_NOT)
		return true;
	v.site = &t->d->b->sites[t->d->b->places[v.e->place].site];
	v.before = first_step(t, i);
	v.after = first_step(t, i + 1);
	v.from = in->at;
	v.to = out->at;
	if (v.scores->taken == v.e->n)
		return judge_gap(t, &v);
	v.left = v.before == 0 ? 0 :
	    beside(t, v.before - 1, -1, (int32_t)v.from - 1);
	v.right = beside(t, v.after, 1, (int32_t)v.to);
	v.exact = is_exact(t, &v);
	return judge_taken(t, &v);
}

static bool
add_claim(struct docket *d, struct claim c)
{
	if (!GROW(d->claims))
		return false;
	d->claims.at[d->claims.n++] = c;
	return true;
}

/* The claim that begins at step *k; *k goes on to what is after it. */
static struct claim
next_claim(const struct trial *t, size_t *k)
{
	uint32_t element = t->steps[*k].element;
	int32_t first = t->steps[*k].byte, end = first;

	for (; *k < t->n && t->steps[*k].element == element; ++*k) {
		if (t->steps[*k].byte < 0)
			continue;
		if (t->steps[*k].byte > end + HOLE)
			break;
		end = end_of(t, *k);
	}
	return (struct claim){ (uint32_t)(t->from + (size_t)first),
		(uint32_t)(t->from + (size_t)end), t->s->first + element };
}

/* What the path explains belongs to the elements that explain it. */
static bool
claim_bytes(struct trial *t, struct finding *f)
{
	bool ok = true;

	f->claim = t->d->claims.n;
	for (size_t k = 0; ok && k < t->n;) {
		if (t->steps[k].byte < 0)
			k++;
		else
			ok = add_claim(t->d, next_claim(t, &k));
	}
	f->n_claims = t->d->claims.n - f->claim;
	return ok;
}

static int32_t
count_words(const uint8_t *p, int32_t from, int32_t to)
{
	int32_t n = 0;

	for (; from < to; from++)
		n += byte_is_word(p[from]);
	return n;
}

static bool
add_fault(struct trial *t, int32_t byte, int32_t n)
{
	struct docket *d = t->d;

	if (!GROW(d->faults))
		return false;
	d->faults.at[d->faults.n++] = (struct fault){
		(uint32_t)(t->from + (size_t)byte), (uint32_t)n };
	return true;
}

/*
 * Where letters or digits are wrong: slips, or another text, or a gap.
 * Points and spaces come and go.
 */
static bool
list_faults(struct trial *t, struct finding *f)
{
	int32_t byte = t->steps[0].byte, missing = 0, n;
	const struct node *nodes = t->d->l->nodes.at;
	const struct step *s;

	f->fault = t->d->faults.n;
	for (size_t k = 0; k < t->n; k++) {
		s = &t->steps[k];
		if (s->byte < 0) {
			missing += byte_is_word(nodes[s->node].byte);
			continue;
		}
		n = count_words(t->w->text, byte, s->byte);
		n = n > missing ? n : missing;
		n = n > HOLE ? HOLE : n;
		if (is_any(t, s->node))
			n = HOLE;
		if (n > 0 && !add_fault(t, byte, n))
			return false;
		byte = end_of(t, k);
		missing = 0;
	}
	f->n_faults = t->d->faults.n - f->fault;
	return true;
}

/* What of the literal text the channel kept; k is a step of it. */
static void
count_kept(const struct trial *t, size_t k, struct finding *f)
{
	const struct tt_part *part = &t->d->b->parts[t->s->part];
	const struct step *s = &t->steps[k];
	const struct node *node = &t->d->l->nodes.at[s->node];
	char marked = part->plain.p[node->source], found;
	bool beside_kept = k > 0 && k + 1 < t->n && s[-1].byte >= 0 &&
	    s[1].byte >= 0 && s[1].byte - s[-1].byte <= 2;

	if (marked == '"' || marked == '\'') {
		f->quotes.kept += s->byte >= 0;
		f->quotes.lost += s->byte < 0 && beside_kept;
	}
	if (s->byte < 0)
		return;
	found = t->d->specimen.p[t->d->t->at[t->from + (size_t)s->byte]];
	if (marked >= 'A' && marked <= 'Z') {
		f->case_upper.kept += found == marked;
		f->case_upper.lost += found != marked;
	} else if (marked >= 'a' && marked <= 'z') {
		f->case_lower.kept += found == marked;
		f->case_lower.lost += found != marked;
	}
}

/*
 * Evidence: what literal text gives, and half of what sites do, which are
 * written in words that anybody might use; less all that the path costs.
 */
static void
weigh_path(const struct trial *t, struct finding *f)
{
	int32_t literal = 0, all = 0;
	const struct step *s;

	for (size_t k = 0; k < t->n; k++) {
		s = &t->steps[k];
		if (!element_is_site(element(t, s->element))) {
			count_kept(t, k, f);
			literal += s->byte >= 0 ? NAT / 2 : 0;
		}
		all += s->byte >= 0 ? NAT : 0;
	}
	f->evidence = literal + all / 2 -
	    (all > f->score ? all - f->score : 0);
}

static bool
judge_path(struct trial *t, uint32_t number)
{
	struct docket *d = t->d;
	struct finding f = { .stretch = number, .score = t->al->score };
	uint32_t first, last;

	first = (uint32_t)t->steps[0].byte;
	last = (uint32_t)t->steps[t->n - 1].byte;
	f.from = (uint32_t)(t->from + first);
	f.to = (uint32_t)(t->from + last + 1);
	f.whole = t->w->breaks[first] && ends_near(t->w, last + 1);
	weigh_path(t, &f);
	if (!claim_bytes(t, &f) || !list_faults(t, &f))
		return false;
	f.opinion = d->opinions.n;
	for (uint32_t i = t->s->core; i < t->s->core_end; i++)
		if (element_is_site(&d->l->elements.at[i]) &&
		    !judge_site(t, i - t->s->first))
			return false;
	f.n_opinions = d->opinions.n - f.opinion;
	if (!GROW(d->findings))
		return false;
	d->findings.at[d->findings.n++] = f;
	return true;
}

enum tt_err
judge(struct docket *d, uint32_t number, const struct window *w, size_t from,
    const struct alignment *al)
{
	struct trial t = { .d = d, .s = &d->l->stretches.at[number], .w = w,
		.from = from, .al = al };
	enum tt_err e = TT_OK;

	if (!lay_steps(&t))
		return TT_ENOMEM;
	if (t.n > 0 && !judge_path(&t, number))
		e = TT_ENOMEM;
	free(t.steps);
	return e;
}
