/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/memo.h"

#define CHUNK	64	/* factors allocated at a time; they never move */
#define FIRST	256	/* places of the hash table of kinds at first */
#define SHELF	8	/* places of a shelf at first */

struct kind {
	enum seen_how how;
	bool value, constant;
	unsigned n;
	double p[TT_Q_MAX];
	double likelihood[TT_Q_MAX];
};

struct entry {
	members known;
	const struct factors *f;	/* NULL: a free place */
};

/* What is known of one model at one kind of site: a hash table. */
struct shelf {
	struct entry *at;
	size_t n, used;
};

struct chunk {
	struct chunk *next;
	size_t n;
	struct factors at[CHUNK];
};

struct memo {
	struct kind *kinds;
	size_t n_kinds, cap_kinds;
	uint32_t *kind_at;	/* hash table: 1 + kind, 0: free */
	size_t n_kind_at;
	struct shelf *shelf;	/* TT_MODELS for each of cap_kinds */
	struct chunk *chunks;
};

const members members_one[CLASS_COUNT] = {
	1, 1ull << 4, 1ull << 8, 1ull << 12, 1ull << 16, 1ull << 20,
	1ull << 24, 1ull << 28, 1ull << 32, 1ull << 36, 1ull << 40,
	1ull << 44, 1ull << 48, 1ull << 52, 1ull << 56, 1ull << 60, 0,
};

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9e3779b97f4a7c15;
	return x ^ x >> 29;
}

static uint64_t
hash_kind(const struct kind *k)
{
	uint64_t h = k->n * 8ull + (uint64_t)k->how * 2 + k->value, bits;

	for (unsigned a = 0; a < k->n; a++) {
		memcpy(&bits, &k->p[a], sizeof(bits));
		h = mix(h + bits);
		memcpy(&bits, &k->likelihood[a], sizeof(bits));
		h = mix(h ^ bits);
	}
	return h;
}

static bool
same_kind(const struct kind *a, const struct kind *b)
{
	if (a->how != b->how || a->value != b->value ||
	    a->constant != b->constant || a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (a->p[i] < b->p[i] || a->p[i] > b->p[i] ||
		    a->likelihood[i] < b->likelihood[i] ||
		    a->likelihood[i] > b->likelihood[i])
			return false;
	return true;
}

static uint32_t *
place_of_kind(const struct memo *m, const struct kind *k)
{
	size_t i = hash_kind(k) & (m->n_kind_at - 1);

	while (m->kind_at[i] != 0 &&
	    !same_kind(&m->kinds[m->kind_at[i] - 1], k))
		i = (i + 1) & (m->n_kind_at - 1);
	return &m->kind_at[i];
}

static bool
grow_kinds(struct memo *m)
{
	size_t n = m->n_kind_at == 0 ? FIRST : 2 * m->n_kind_at;
	struct kind *kinds = wiped_new(n / 2, sizeof(*kinds));
	struct shelf *shelf = calloc(n / 2 * TT_MODELS, sizeof(*shelf));
	uint32_t *at = calloc(n, sizeof(*at));

	if (kinds == NULL || shelf == NULL || at == NULL) {
		wiped_free(kinds);
		free(shelf);
		free(at);
		return false;
	}
	for (size_t i = 0; i < m->n_kinds; i++)
		kinds[i] = m->kinds[i];
	for (size_t i = 0; i < m->n_kinds * TT_MODELS; i++)
		shelf[i] = m->shelf[i];
	wiped_free(m->kinds);
	free(m->shelf);
	free(m->kind_at);
	m->kinds = kinds;
	m->shelf = shelf;
	m->cap_kinds = n / 2;
	m->kind_at = at;
	m->n_kind_at = n;
	for (size_t i = 0; i < m->n_kinds; i++)
		*place_of_kind(m, &kinds[i]) = (uint32_t)i + 1;
	return true;
}

static struct entry *
place_of(const struct shelf *s, members known)
{
	size_t i = (known * 0x9e3779b97f4a7c15 >> 32) & (s->n - 1);

	while (s->at[i].f != NULL && s->at[i].known != known)
		i = (i + 1) & (s->n - 1);
	return &s->at[i];
}

static bool
grow_shelf(struct shelf *s)
{
	struct shelf new = { .n = s->n == 0 ? SHELF : 2 * s->n,
		.used = s->used };

	if ((new.at = calloc(new.n, sizeof(*new.at))) == NULL)
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i].f != NULL)
			*place_of(&new, s->at[i].known) = s->at[i];
	free(s->at);
	*s = new;
	return true;
}

static struct factors *
allocate(struct memo *m)
{
	struct chunk *c = m->chunks;

	if (c == NULL || c->n == CHUNK) {
		if ((c = wiped_new(1, sizeof(*c))) == NULL)
			return NULL;
		c->next = m->chunks;
		m->chunks = c;
	}
	return &c->at[c->n++];
}

/* P(what was read | so many known of each class) of a q-ary site. */
static double
observe_symbol(const struct model *m, const struct kind *k,
    const unsigned *counts)
{
	double p[TT_Q_MAX], gone, sum = 0;

	model_channel(m, k->n, k->p, counts, p, &gone);
	if (k->how != SEEN_READ)
		return gone;
	for (unsigned a = 0; a < k->n; a++)
		sum += k->likelihood[a] * p[a];
	return sum;
}

/* F of every class: P(what was read | known and one more of that class). */
static void
observe_each(const struct model *m, const struct kind *k, members known,
    double *f)
{
	unsigned counts[TT_Q_MAX], all = 0;

	for (unsigned a = 0; a < k->n; a++)
		all += counts[a] = MEMBERS_OF(known, a);
	assert(all < m->c);
	for (unsigned a = 0; a < k->n; a++) {
		counts[a]++;
		f[a] = k->value ? model_channel_value(m, k->p[CLASS_IN],
		    counts[CLASS_IN], all + 1) : observe_symbol(m, k, counts);
		counts[a]--;
	}
}

/* Nothing can be told from such a site under this model. */
static bool
silent(const struct model *m, const struct kind *k)
{
	if (k->how == SEEN_READ)
		return k->constant;
	return k->value || m->beta != BETA_STRIP;
}

static void
compute(const struct model *m, const struct kind *k, members known,
    struct factors *out)
{
	double f[TT_Q_MAX], mean = 0;

	if (silent(m, k))
		return;
	observe_each(m, k, known, f);
	for (unsigned a = 0; a < k->n; a++)
		mean += k->p[a] * f[a];
	out->ln_mean = log(mean);
	for (unsigned a = 0; a < k->n; a++) {
		out->ln[a] = log(f[a] / mean);
		assert(isfinite(out->ln[a]));	/* nu >= .01 */
	}
}

struct memo *
memo_new(void)
{
	struct memo *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	if (grow_kinds(m))
		return m;
	memo_free(m);
	return NULL;
}

void
memo_free(struct memo *m)
{
	struct chunk *next;

	if (m == NULL)
		return;
	for (struct chunk *c = m->chunks; c != NULL; c = next) {
		next = c->next;
		wiped_free(c);
	}
	for (size_t i = 0; i < m->n_kinds * TT_MODELS; i++)
		free(m->shelf[i].at);
	free(m->shelf);
	wiped_free(m->kinds);
	free(m->kind_at);
	free(m);
}

enum tt_err
memo_kind(struct memo *m, const struct seen *site, uint32_t *kind)
{
	struct kind k = { .how = site->how, .value = site->value,
		.constant = site->constant, .n = site->n };
	uint32_t *at;

	memcpy(k.p, site->p, sizeof(k.p));
	memcpy(k.likelihood, site->likelihood, sizeof(k.likelihood));
	if (m->n_kinds == m->cap_kinds && !grow_kinds(m))
		return TT_ENOMEM;
	at = place_of_kind(m, &k);
	if (*at == 0) {
		m->kinds[m->n_kinds++] = k;
		*at = (uint32_t)m->n_kinds;
	}
	*kind = *at - 1;
	return TT_OK;
}

const struct factors *
memo_factors(struct memo *m, unsigned model, uint32_t kind, members known)
{
	struct shelf *s = &m->shelf[kind * TT_MODELS + model];
	struct entry *e = s->n == 0 ? NULL : place_of(s, known);
	struct factors *f;

	if (e != NULL && e->f != NULL)
		return e->f;
	if (2 * (s->used + 1) > s->n && !grow_shelf(s))
		return NULL;
	if ((f = allocate(m)) == NULL)
		return NULL;
	compute(&model_bank[model], &m->kinds[kind], known, f);
	*place_of(s, known) = (struct entry){ known, f };
	s->used++;
	return f;
}
