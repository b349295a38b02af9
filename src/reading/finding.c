/* SPDX-License-Identifier: ISC */
#include "reading/finding.h"
#include "reading/grow.h"
#include "reading/names.h"

#define KEY_MAX	40		/* bytes of a field's name */
#define NAMED	(2 * NAT)	/* evidence for each weight of a name */

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
next_claim(const struct trail *t, size_t *k)
{
	uint32_t element = t->steps[*k].element;
	int32_t first = t->steps[*k].byte, end = first;

	for (; *k < t->n && t->steps[*k].element == element; ++*k) {
		if (t->steps[*k].byte < 0)
			continue;
		if (t->steps[*k].byte > end + HOLE)
			break;
		end = trail_end(t, *k);
	}
	return (struct claim){ (uint32_t)(t->from + (size_t)first),
		(uint32_t)(t->from + (size_t)end), t->s->first + element };
}

/* What the path explains belongs to the elements that explain it. */
static bool
claim_bytes(struct docket *d, const struct trail *t, struct finding *f)
{
	bool ok = true;

	f->claim = d->claims.n;
	for (size_t k = 0; ok && k < t->n;) {
		if (t->steps[k].byte < 0)
			k++;
		else
			ok = add_claim(d, next_claim(t, &k));
	}
	f->n_claims = d->claims.n - f->claim;
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
add_fault(struct docket *d, size_t at, int32_t n)
{
	if (!GROW(d->faults))
		return false;
	d->faults.at[d->faults.n++] = (struct fault){ (uint32_t)at,
		(uint32_t)n };
	return true;
}

/*
 * Where letters or digits are wrong: slips, or another text, or a gap.
 * Points and spaces come and go.
 */
static bool
list_faults(struct docket *d, const struct trail *t, struct finding *f)
{
	int32_t byte = t->steps[0].byte, missing = 0, n;
	const struct node *nodes = d->l->nodes.at;
	const struct step *s;

	f->fault = d->faults.n;
	for (size_t k = 0; k < t->n; k++) {
		s = &t->steps[k];
		if (s->byte < 0) {
			missing += byte_is_word(nodes[s->node].byte);
			continue;
		}
		n = count_words(t->w->text, byte, s->byte);
		n = n > missing ? n : missing;
		n = n > HOLE ? HOLE : n;
		if (trail_is_any(t, s))
			n = HOLE;
		if (n > 0 && !add_fault(d, t->from + (size_t)byte, n))
			return false;
		byte = trail_end(t, k);
		missing = 0;
	}
	f->n_faults = d->faults.n - f->fault;
	return true;
}

/* What of the literal text the channel kept; k is a step of it. */
static void
count_kept(const struct trail *t, size_t k, struct finding *f)
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

/* A byte of a word that names a field, or of what may stand before it. */
static bool
is_key_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
	    c == '|' || c == '"' || c == '\'';
}

/*
 * Byte i of text is of the form: a field's name, which begins a line and has
 * a colon or an equals sign behind it, or stands in quotes before a colon.
 */
static bool
is_form(struct span text, size_t i)
{
	size_t from = i, to = i;
	bool quoted;

	while (from > 0 && is_key_byte(text.p[from - 1]) && i - from < KEY_MAX)
		from--;
	while (to < text.n && is_key_byte(text.p[to]) && to - i < KEY_MAX)
		to++;
	quoted = to > from + 1 && text.p[from] == '"' && text.p[to - 1] == '"';
	while (to < text.n && text.p[to] == ' ')
		to++;
	if (to == text.n || (text.p[to] != ':' && text.p[to] != '='))
		return false;
	if (quoted && text.p[to] == ':')
		return true;
	while (from > 0 && (text.p[from - 1] == ' ' ||
		text.p[from - 1] == '-' || text.p[from - 1] == '{'))
		from--;
	return from == 0 || text.p[from - 1] == '\n';
}

/*
 * Evidence: what literal text gives, and half of what sites do, which are
 * written in words that anybody might use; more for what has a name; less
 * all that the path costs.  That a value has the form of one says nothing,
 * nor do the names of fields.
 */
static void
weigh_path(const struct trail *t, struct finding *f)
{
	struct span plain = t->d->b->parts[t->s->part].plain;
	int32_t literal = 0, worded = 0, all = 0;
	const struct step *s;

	for (size_t k = 0; k < t->n; k++) {
		s = &t->steps[k];
		if (!element_is_site(trail_element(t, s->element)))
			count_kept(t, k, f);
		if (s->byte < 0)
			continue;
		all += NAT;
		if (!element_is_site(trail_element(t, s->element))) {
			if (is_form(plain, t->d->l->nodes.at[s->node].source))
				continue;
			literal += NAT / 2;
		}
		if (t->d->l->nodes.at[s->node].byte < NODE_ANY)
			worded += NAT / 2;
	}
	f->evidence = literal + worded -
	    (all > f->score ? all - f->score : 0) +
	    NAMED * ((int32_t)f->named - (int32_t)f->misnamed);
}

bool
finding_weigh(struct docket *d, const struct trail *t, struct finding *f)
{
	f->from = (uint32_t)(t->from + (size_t)t->steps[0].byte);
	f->to = (uint32_t)(t->from + (size_t)trail_end(t, t->n - 1));
	names_count(t, f);
	weigh_path(t, f);
	return claim_bytes(d, t, f) && list_faults(d, t, f);
}
