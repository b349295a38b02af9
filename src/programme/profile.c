/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json_in.h"
#include "programme/profile.h"

const char *const profile_roles[] = {
	[ROLE_PROVIDER] = "provider-of-affected-product",
	[ROLE_MANUFACTURER] = "manufacturer",
	[ROLE_OPERATOR] = "network-operator",
	[ROLE_ENTITY] = "essential-or-important-entity",
	[ROLE_FINDER] = "finder",
	[ROLE_ANYBODY] = "anybody",
};

const char *const profile_declared[] = {
	[DECLARED_NEVER] = "never",
	[DECLARED_CURRENT] = "current",
	[DECLARED_OVERDUE] = "overdue",
};

const char *const profile_protects[] = {
	[PROTECTS_YES] = "yes",
	[PROTECTS_NO] = "no",
	[PROTECTS_UNSTATED] = "unstated",
};

_Static_assert(N_ROWS(profile_roles) == PROFILE_ROLES, "a word for each");
_Static_assert(N_ROWS(profile_declared) == PROFILE_DECLARED, "likewise");
_Static_assert(N_ROWS(profile_protects) == PROFILE_PROTECTS, "likewise");

static void
read_role(struct reader *r, struct node n, struct profile *p)
{
	static const char *const known[] = { "role", "family", NULL };
	struct profile_is *is = &p->role[p->n_roles];
	unsigned role;

	if (!node_is_object(r, n, known) ||
	    !node_word(r, n, "role", profile_roles, ROLE_ANYBODY, &role) ||
	    (member_there(n, "family") && !node_id(r, n, "family",
	    is->family)))
		return;
	is->role = (enum profile_role)role;
	p->n_roles++;
}

static void
read_duty(struct reader *r, struct node n, struct profile *p)
{
	static const char *const known[] = { "id", "bound", "after", NULL };
	struct profile_duty *d = &p->duty[p->n_duties];

	d->after_s = -1;
	if (!node_is_object(r, n, known) || !node_id(r, n, "id", d->id) ||
	    !member_yes(r, n, "bound", &d->bound) ||
	    (member_there(n, "after") && !member_length(r, n, "after",
	    &d->after_s)))
		return;
	p->n_duties++;
}

/* A list that may be empty: that it is there says something. */
static void
read_list(struct reader *r, struct node top, const char *key, size_t max,
    void (*item)(struct reader *, struct node, struct profile *),
    struct profile *p)
{
	struct node n = node_member(top, key);
	size_t items = json_array_size(n.v);

	if (!member_there(top, key))
		return;
	if (!json_is_array(n.v) || items > max) {
		node_tell(r, TT_ERROR, n, NULL, "\"%s\" should be a list of "
		    "at most %zu objects", key, max);
		return;
	}
	for (size_t i = 0; i < items; i++)
		item(r, node_item(n, i), p);
}

static void
read_nations(struct reader *r, struct node top, struct profile *p)
{
	p->n_countries = member_countries(r, top, "countries", p->country,
	    PROFILE_COUNTRIES_MAX);
	p->n_owners = member_countries(r, top, "owners", p->owner,
	    PROFILE_COUNTRIES_MAX);
	p->n_markets = member_countries(r, top, "markets", p->market,
	    PROFILE_COUNTRIES_MAX);
	p->markets_known = member_there(top, "markets");
}

static void
read_dates(struct reader *r, struct node top, struct profile *p)
{
	static const char *const marks[] = { "copy", "holder" };
	unsigned m;

	p->declared = member_there(top, "declared_at") &&
	    member_day(r, top, "declared_at", &p->declared_s);
	p->on_probation = member_there(top, "probation_until") &&
	    member_day(r, top, "probation_until", &p->probation_until_s);
	if (member_there(top, "marks") &&
	    node_word(r, top, "marks", marks, N_ROWS(marks), &m))
		p->holder_marks = m == 1;
}

static void
read_profile(struct reader *r, struct node top, struct profile *p)
{
	static const char *const known[] = { "format", "countries", "owners",
		"markets", "roles", "undertakings", "affiliations", "products",
		"duties", "declared_at", "probation_until", "marks",
		"comment", NULL };

	if (!member_format(r, top, "telltale-profile/1") ||
	    !node_is_object(r, top, known))
		return;
	read_nations(r, top, p);
	read_list(r, top, "roles", PROFILE_ROLES_MAX, read_role, p);
	read_list(r, top, "duties", PROFILE_DUTIES_MAX, read_duty, p);
	p->n_undertakings = member_names(r, top, "undertakings",
	    p->undertaking, PROFILE_NAMES_MAX);
	p->n_affiliations = member_names(r, top, "affiliations",
	    p->affiliation, PROFILE_NAMES_MAX);
	p->n_products = member_names(r, top, "products", p->product,
	    PROFILE_PRODUCTS_MAX);
	p->products_known = member_there(top, "products");
	read_dates(r, top, p);
}

enum tt_err
profile_parse(struct profile **out, struct span text, struct span file,
    struct tt_diags *diags)
{
	struct reader r = { .text = text, .file = file, .diags = diags };
	size_t errors = diags->n_errors, rows = diags->n;
	struct profile *p = NULL;
	struct node top;
	enum tt_err e;

	if ((e = member_root(&r, PROFILE_MAX, &top)) != TT_OK)
		return e;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		e = TT_ENOMEM;
	else
		read_profile(&r, top, p);
	json_decref(top.v);
	tt_diags_sort(diags, rows);
	if (e == TT_OK && diags->n_errors > errors)
		e = TT_ESYNTAX;
	if (e != TT_OK) {
		profile_free(p);
		return e;
	}
	*out = p;
	return TT_OK;
}

void
profile_free(struct profile *p)
{
	free(p);
}

enum tt_err
profile_canonical(struct span text, struct buf *out)
{
	json_t *v;
	enum tt_err e = json_in_parse(text, PROFILE_MAX, &v, NULL);

	if (e != TT_OK)
		return e;
	e = member_canonical(v, out);
	json_decref(v);
	return e;
}

enum tt_err
profile_declare(struct span text, int64_t now_s, struct buf *out)
{
	char at[INSTANT_LEN + 1];
	json_t *root;
	enum tt_err e;

	if ((e = json_in_parse(text, PROFILE_MAX, &root, NULL)) != TT_OK)
		return e;
	if (!json_is_object(root)) {
		json_decref(root);
		return TT_ESYNTAX;
	}
	instant_format(now_s, at);
	(void)json_object_del(root, "probation_until");
	(void)json_object_del(root, "marks");
	e = json_object_set_new(root, "declared_at", json_string(at)) == 0 ?
	    member_canonical(root, out) : TT_ENOMEM;
	json_decref(root);
	return e;
}

/* Those of `from` that are not in the list yet, each of `size` bytes. */
static bool
join_list(void *list, size_t *n, size_t max, size_t size, const void *from,
    size_t n_from)
{
	char *to = list;
	const char *is = from;

	for (size_t i = 0; i < n_from; i++) {
		size_t k = 0;

		while (k < *n && strcmp(to + k * size, is + i * size) != 0)
			k++;
		if (k < *n)
			continue;
		if (*n == max)
			return false;
		memcpy(to + (*n)++ * size, is + i * size, size);
	}
	return true;
}

static bool
join_roles(struct profile *p, const struct profile *d)
{
	for (size_t i = 0; i < d->n_roles; i++) {
		size_t k = 0;

		while (k < p->n_roles && (p->role[k].role !=
		    d->role[i].role || strcmp(p->role[k].family,
		    d->role[i].family) != 0))
			k++;
		if (k < p->n_roles)
			continue;
		if (p->n_roles == PROFILE_ROLES_MAX)
			return false;
		p->role[p->n_roles++] = d->role[i];
	}
	return true;
}

/* Each is judged by itself, the same one too where the words differ. */
static bool
join_duties(struct profile *p, const struct profile *d)
{
	if (d->n_duties > PROFILE_DUTIES_MAX - p->n_duties)
		return false;
	for (size_t i = 0; i < d->n_duties; i++)
		p->duty[p->n_duties++] = d->duty[i];
	return true;
}

#define JOIN(p, d, list, n, max)					\
	join_list((p)->list, &(p)->n, (max), sizeof((p)->list[0]),	\
	    (d)->list, (d)->n)

enum tt_err
profile_join(struct profile *into, bool known, const struct profile *d)
{
	struct profile *p = malloc(sizeof(*p));
	enum tt_err e = TT_ELIMIT;

	if (p == NULL)
		return TT_ENOMEM;
	*p = *into;
	if (!known)
		p->markets_known = d->markets_known;
	if (!p->products_known) {
		p->products_known = d->products_known;
		p->n_products = d->n_products;
		memcpy(p->product, d->product, sizeof(p->product));
	}
	p->declared = true;
	p->declared_s = d->declared_s;
	if (JOIN(p, d, country, n_countries, PROFILE_COUNTRIES_MAX) &&
	    JOIN(p, d, owner, n_owners, PROFILE_COUNTRIES_MAX) &&
	    JOIN(p, d, market, n_markets, PROFILE_COUNTRIES_MAX) &&
	    JOIN(p, d, undertaking, n_undertakings, PROFILE_NAMES_MAX) &&
	    JOIN(p, d, affiliation, n_affiliations, PROFILE_NAMES_MAX) &&
	    join_roles(p, d) && join_duties(p, d)) {
		*into = *p;
		e = TT_OK;
	}
	free(p);
	return e;
}

enum profile_declared
profile_declared_at(const struct profile *p, int64_t now_s,
    int64_t since_partner_s, int64_t *since_s)
{
	int64_t ends;

	if (p == NULL || !p->declared || p->declared_s > now_s) {
		*since_s = since_partner_s;
		return DECLARED_NEVER;
	}
	if (now_s - p->declared_s < PROFILE_GOOD_FOR_S)
		return DECLARED_CURRENT;
	ends = p->declared_s + PROFILE_GOOD_FOR_S;
	*since_s = ends;
	return DECLARED_OVERDUE;
}

enum profile_protects
profile_protects_any(const struct profile *p,
    const char (*products)[TT_ID_MAX + 1], size_t n)
{
	if (n == 0)
		return PROTECTS_YES;
	if (p == NULL || !p->products_known)
		return PROTECTS_UNSTATED;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < p->n_products; k++)
			if (strcmp(products[i], p->product[k]) == 0)
				return PROTECTS_YES;
	return PROTECTS_NO;
}
