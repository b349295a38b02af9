/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/revision.h"
#include "cli/say.h"
#include "store/vault_embargo.h"
#include "store/vault_preview.h"

struct gathering {
	struct revision *r;
	size_t cap;
};

static enum tt_err
add_copy(void *ctx, const struct vault_copy *c)
{
	struct gathering *g = ctx;
	struct revision *r = g->r;
	struct vault_copy *at;

	if (r->n_copies == g->cap) {
		g->cap = g->cap > 0 ? 2 * g->cap : 64;
		if ((at = reallocarray(r->copy, g->cap, sizeof(*at))) == NULL)
			return TT_ENOMEM;
		r->copy = at;
	}
	at = &r->copy[r->n_copies++];
	*at = *c;
	if (c->wave == VAULT_WAVE_NONE) {
		r->previewed = r->previewed ||
		    c->revision == r->before.revision;
		at->revision = 0;	/* any copy is later */
	}
	return TT_OK;
}

static int
order_partner(const void *a, const void *b)
{
	const struct vault_copy *const *x = a, *const *y = b;
	int order = strcmp((*x)->partner, (*y)->partner);

	return order != 0 ? order : (int)(*x)->revision - (int)(*y)->revision;
}

static int
order_reader(const void *a, const void *b)
{
	const struct vault_copy *const *x = a, *const *y = b;
	int order = strcmp((*x)->reader, (*y)->reader);

	return order != 0 ? order : (int)(*x)->revision - (int)(*y)->revision;
}

static bool
make_indexes(struct revision *r)
{
	size_t n = r->n_copies;

	r->by_partner = calloc(n + 1, sizeof(*r->by_partner));
	r->by_reader = calloc(n + 1, sizeof(*r->by_reader));
	if (r->by_partner == NULL || r->by_reader == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		r->by_partner[i] = r->by_reader[i] = &r->copy[i];
	if (n > 0) {
		qsort(r->by_partner, n, sizeof(*r->by_partner),
		    order_partner);
		qsort(r->by_reader, n, sizeof(*r->by_reader), order_reader);
	}
	return true;
}

/* What has ended is not revised, nor what is about to have other terms. */
static int
check_embargo(struct vault *v, const struct vault_bulletin *b, int64_t now_s)
{
	struct embargo_now now;
	enum tt_err e;

	if ((e = vault_embargo_now(v->db, b->id, now_s, &now)) != TT_OK)
		return say_err(e, NULL, "cannot read the embargo of %s",
		    b->name);
	if (now.state == EMBARGO_ENDED)
		return say_fail(CLI_REFUSED, "give the new one an id of its "
		    "own in bulletin.json, and with \"replaces\" that of the "
		    "old one", "cannot revise %s: %s", b->name, now.end ==
		    EMBARGO_RETRACTED ? "it was retracted" : "it is public");
	if (now.state == EMBARGO_REVISING)
		return say_fail(CLI_REFUSED, "telltale slip goes on with it, "
		    "or drops it", "cannot revise %s: another public instant "
		    "is proposed", b->name);
	return CLI_DONE;
}

int
revision_find(struct revision *r, struct vault *v, const char *name,
    int64_t now_s)
{
	struct gathering g = { .r = r };
	int code;
	enum tt_err e;

	memset(r, 0, sizeof(*r));
	e = vault_bulletin_get(v->db, span_str(name), &r->before);
	if (e == TT_ENOENT)
		return CLI_DONE;
	if (e != TT_OK || (e = vault_wave_all(v->db, r->before.sealing,
	    r->wave, TT_WAVES_MAX, &r->n_waves)) != TT_OK ||
	    (e = vault_copy_known(v->db, r->before.id, add_copy, &g)) != TT_OK)
		return say_err(e, NULL, "cannot read what was sealed as %s",
		    name);
	if (r->before.published_s != 0 &&
	    (code = check_embargo(v, &r->before, now_s)) != CLI_DONE)
		return code;
	if (!make_indexes(r))
		return say_err(TT_ENOMEM, NULL, "cannot seal");
	r->any = true;
	r->replaces = r->before.published_s == 0;
	return CLI_DONE;
}

void
revision_done(struct revision *r)
{
	if (r->sealed != NULL)
		sealed_done(r->sealed);
	if (r->earlier != NULL)
		sealed_done(r->earlier);
	free(r->sealed);
	free(r->earlier);
	free(r->by_partner);
	free(r->by_reader);
	free(r->copy);
	memset(r, 0, sizeof(*r));
}

int64_t
revision_judged_at(const struct revision *r, int64_t now_s)
{
	return r->any && !r->replaces ? TT_MANIFEST_ANY_TIME : now_s;
}

const struct vault_wave *
revision_wave(const struct revision *r, const char *name,
    enum tt_profile profile, unsigned slot)
{
	for (size_t i = 0; i < r->n_waves; i++)
		if (strcmp(r->wave[i].name, name) == 0 &&
		    r->wave[i].profile == profile && r->wave[i].slot == slot)
			return &r->wave[i];
	return NULL;
}

/* The last of those that are not after key. */
static const struct vault_copy *
last_of(const struct vault_copy *const *at, size_t n,
    const struct vault_copy *key, int (*order)(const void *, const void *))
{
	size_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (order(&at[mid], &key) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 ? at[lo - 1] : NULL;
}

const struct vault_copy *
revision_holder(const struct revision *r, const char *partner)
{
	struct vault_copy key = { .revision = INT_MAX };
	const struct vault_copy *last;

	snprintf(key.partner, sizeof(key.partner), "%s", partner);
	last = last_of(r->by_partner, r->n_copies, &key, order_partner);
	return last != NULL && strcmp(last->partner, partner) == 0 ? last :
	    NULL;
}

const struct vault_copy *
revision_copy(const struct revision *r, const char *reader)
{
	struct vault_copy key = { .revision = INT_MAX };
	const struct vault_copy *last;

	snprintf(key.reader, sizeof(key.reader), "%s", reader);
	last = last_of(r->by_reader, r->n_copies, &key, order_reader);
	return last != NULL && strcmp(last->reader, reader) == 0 ? last :
	    NULL;
}

/* The first slot of that wave and profile in which anybody is. */
static const struct vault_wave *
first_slot(const struct revision *r, const struct tt_wave *w)
{
	const struct vault_wave *was = NULL;

	for (unsigned slot = 0; slot < TT_WAVES_MAX && was == NULL; slot++)
		was = revision_wave(r, w->name, w->profile, slot);
	return was;
}

/* What was drawn stands, and with it how the wave was staggered. */
static int
check_staggers(const struct revision *r, const struct draft *d)
{
	const struct tt_manifest *was = r->sealed->draft.manifest;
	const struct tt_manifest *m = d->manifest;

	for (size_t i = 0; i < m->n_waves; i++)
		for (size_t k = 0; k < was->n_waves; k++)
			if (strcmp(m->waves[i].name, was->waves[k].name) ==
			    0 && (m->waves[i].stagger_s !=
			    was->waves[k].stagger_s || m->waves[i].slots !=
			    was->waves[k].slots))
				return say_fail(CLI_REFUSED, "leave stagger "
				    "and slots as they were", "cannot revise "
				    "%s: the slots of the wave \"%s\" are "
				    "drawn", m->id, m->waves[i].name);
	return CLI_DONE;
}

/* Instants are judged here where the manifest's reader could not. */
static int
check_instants(const struct revision *r, const struct draft *d, int64_t now_s)
{
	const struct tt_manifest *m = d->manifest;
	const struct vault_wave *before;
	int64_t opens_s = 0;	/* of the wave's first slot */

	if (m->public_at_s <= now_s)
		return say_fail(CLI_REFUSED, "set public_at in bulletin.json",
		    "cannot revise %s: its public instant has passed", m->id);
	if (m->public_at_s != r->before.public_s)
		return say_fail(CLI_REFUSED, "telltale slip moves it; "
		    "public_at in bulletin.json then says the same", "cannot "
		    "revise %s: its public instant changed", m->id);
	for (size_t i = 0; i < m->n_waves; i++) {
		before = first_slot(r, &m->waves[i]);
		if (before != NULL)
			opens_s = before->opens_s -
			    before->slot * m->waves[i].stagger_s;
		if (before != NULL && opens_s <= now_s &&
		    opens_s != m->waves[i].opens_at_s)
			return say_fail(CLI_REFUSED, "leave its instant as it "
			    "was", "cannot revise %s: the wave \"%s\" has "
			    "opened", m->id, m->waves[i].name);
		if ((before == NULL || opens_s > now_s) &&
		    m->waves[i].opens_at_s <= now_s)
			return say_fail(CLI_REFUSED, "give it an instant to "
			    "come", "cannot revise %s: the wave \"%s\" would "
			    "open in the past", m->id, m->waves[i].name);
	}
	return CLI_DONE;
}

static bool
same_wave(const struct tt_wave *a, const struct tt_wave *b)
{
	if (strcmp(a->name, b->name) != 0 || a->profile != b->profile ||
	    a->before_s != b->before_s || (a->before_s < 0 &&
	    a->opens_at_s != b->opens_at_s) || a->n_tiers != b->n_tiers ||
	    a->stagger_s != b->stagger_s || a->slots != b->slots)
		return false;
	for (size_t i = 0; i < a->n_tiers; i++)
		if (strcmp(a->tiers[i], b->tiers[i]) != 0)
			return false;
	return true;
}

/* In whatever order they stand. */
static bool
same_uses(const struct tt_manifest *a, const struct tt_manifest *b)
{
	size_t k;

	for (size_t i = 0; i < a->n_uses; i++) {
		for (k = 0; k < b->n_uses; k++)
			if (strcmp(a->uses[i].name, b->uses[k].name) == 0 &&
			    strcmp(a->uses[i].value, b->uses[k].value) == 0)
				break;
		if (k == b->n_uses)
			return false;
	}
	return a->n_uses == b->n_uses;
}

/* Nothing that a receipt signs for, or that somebody builds on. */
static bool
same_terms(const struct tt_manifest *a, const struct tt_manifest *b)
{
	if (!same_uses(a, b) || strcmp(a->agreement, b->agreement) != 0 ||
	    strcmp(a->replaces, b->replaces) != 0 || a->n_waves != b->n_waves ||
	    a->n_parts != b->n_parts)
		return false;
	for (size_t i = 0; i < a->n_waves; i++)
		if (!same_wave(&a->waves[i], &b->waves[i]))
			return false;
	for (size_t i = 0; i < a->n_parts; i++)
		if (strcmp(a->parts[i].file, b->parts[i].file) != 0 ||
		    a->parts[i].kind != b->parts[i].kind)
			return false;
	return true;
}

/* The next run of digits in *s; false at its end. */
static bool
next_number(struct span *s, struct span *number)
{
	size_t i = 0, k;

	while (i < s->n && !isdigit((unsigned char)s->p[i]))
		i++;
	for (k = i; k < s->n && isdigit((unsigned char)s->p[k]); k++)
		;
	*number = span_of(s->p + i, k - i);
	s->p += k;
	s->n -= k;
	return number->n > 0;
}

/* A version, an instant, a score, a port: whatever has digits. */
static bool
same_numbers(struct span a, struct span b)
{
	struct span x, y;
	bool more;

	for (;;) {
		more = next_number(&a, &x);
		if (more != next_number(&b, &y))
			return false;
		if (!more)
			return true;
		if (!span_eq(x, y))
			return false;
	}
}

static int
check_editorial(const struct revision *r, const struct draft *d)
{
	const struct draft *was = &r->sealed->draft;
	const struct tt_part *part;

	if (d->manifest->public_at_s != r->before.public_s ||
	    d->manifest->respond_by_s != was->manifest->respond_by_s ||
	    !same_terms(d->manifest, was->manifest))
		return say_fail(CLI_REFUSED, "telltale seal without "
		    "--editorial: then its readers sign for new terms",
		    "%s is no editorial revision: an instant, a wave, a "
		    "part, the agreement or a permitted use changed",
		    d->manifest->id);
	for (size_t i = 0; i < d->bulletin->n_parts; i++) {
		part = &d->bulletin->parts[i];
		if (same_numbers(part->plain, was->bulletin->parts[i].plain))
			continue;
		return say_fail(CLI_REFUSED, "telltale seal without "
		    "--editorial, if that is meant", "%s is no editorial "
		    "revision: a number changed in %.*s", d->manifest->id,
		    (int)part->name.n, part->name.p);
	}
	return CLI_DONE;
}

struct finding {
	unsigned revision;
	struct vault_bulletin record;
	bool found;
};

static enum tt_err
find_one(void *ctx, const struct vault_bulletin *b)
{
	struct finding *f = ctx;

	if (b->revision != f->revision)
		return TT_OK;
	f->record = *b;
	f->found = true;
	return TT_OK;
}

/* Nobody saw what is replaced: slots are those of what went out before it. */
static bool
is_forgotten(const struct revision *r)
{
	return r->replaces && !r->previewed;
}

static int
open_earlier(struct revision *r, struct vault *v)
{
	struct finding f = { .revision = r->before.revision - 1 };
	enum tt_err e;

	if (!is_forgotten(r) || f.revision == 0)
		return CLI_DONE;
	e = vault_bulletin_revisions(v->db, r->before.id, find_one, &f);
	if (e == TT_OK && !f.found)
		e = TT_EINTEGRITY;
	if (e == TT_OK && (r->earlier = calloc(1,
	    sizeof(*r->earlier))) == NULL)
		e = TT_ENOMEM;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read what was sealed before "
		    "%s", r->before.name);
	return sealed_open(r->earlier, v, &f.record);
}

int
revision_check(struct revision *r, struct vault *v, const struct draft *d,
    bool editorial, int64_t now_s)
{
	int code;

	if (!r->any)
		return editorial ? say_fail(CLI_USAGE, NULL, "seal: %s was "
		    "not sealed before, so there is nothing to edit",
		    d->manifest->id) : CLI_DONE;
	if ((r->sealed = calloc(1, sizeof(*r->sealed))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot seal");
	if ((code = sealed_open(r->sealed, v, &r->before)) != CLI_DONE ||
	    (code = open_earlier(r, v)) != CLI_DONE)
		return code;
	/* of one after the first, a revision before it is out */
	if ((!r->replaces || r->before.revision > 1) &&
	    (code = check_staggers(r, d)) != CLI_DONE)
		return code;
	if (!r->replaces && (code = check_instants(r, d, now_s)) != CLI_DONE)
		return code;
	r->editorial = editorial;
	return editorial ? check_editorial(r, d) : CLI_DONE;
}

enum tt_err
revision_carry(const struct revision *r, const struct draft *d,
    struct tt_carry **out)
{
	static const struct tt_bulletin nothing;
	const struct sealed *s = is_forgotten(r) ? r->earlier : r->sealed;
	struct tt_carry_text old = { &nothing, NULL };
	enum tt_err e;

	if (s != NULL) {
		old = (struct tt_carry_text){ s->draft.bulletin, s->slot_of };
		return tt_carry_new(out, &old, s->slots, s->n_slots,
		    d->bulletin);
	}
	if ((e = tt_carry_new(out, &old, NULL, 0, d->bulletin)) != TT_OK)
		return e;
	/* the first of all has the defaults of its own number of sites */
	for (size_t i = 0; i < d->bulletin->n_sites; i++)
		(*out)->slots[i] = tt_slot_of(&d->bulletin->sites[i]);
	return TT_OK;
}
