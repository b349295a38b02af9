/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/line_diff.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/agreement_need.h"
#include "cli/people/change.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_standing.h"
#include "telltale/terms.h"

#define FIRST		"1"	/* the version that init makes */
#define LINES_MAX	((size_t)256 << 10)	/* bytes of a difference */

static enum tt_err
add_version(void *ctx, const struct vault_agreement *a)
{
	agreement_versions_add(ctx, span_str(a->version));
	return TT_OK;
}

int
agreement_versions(struct vault *v, struct agreement_versions *out)
{
	struct vault_agreement first;
	bool found;
	enum tt_err e;
	int code;

	out->n = 0;
	if ((code = agreement_find(v, FIRST, &first, &found)) != CLI_DONE)
		return code;
	if (found && !first.stated)
		agreement_versions_add(out, SPAN(FIRST));
	if ((e = vault_agreement_each(v->db, add_version, out)) != TT_OK)
		return partner_cannot(v, e, "read the agreement's versions");
	return CLI_DONE;
}

/* The earliest of those that approved partners have signed. */
struct least {
	struct vault *v;
	const struct agreement_versions *versions;
	int64_t now_s;
	bool any;
	char id[VAULT_ID_MAX + 1];
};

static enum tt_err
take_earlier(void *ctx, const struct vault_partner *p)
{
	struct least *l = ctx;
	struct vault_standing s;
	enum tt_err e;

	if ((e = vault_standing_get(l->v->db, p->id, &s)) != TT_OK)
		return e;
	if (s.staff || people_state(p, &s, l->now_s) != PARTNER_APPROVED)
		return TT_OK;
	if (!l->any || !agreement_meets(l->versions, l->id, p->agreement))
		memcpy(l->id, p->agreement, sizeof(l->id));
	l->any = true;
	return TT_OK;
}

static int
by_programme(struct vault *v, const struct agreement_versions *versions,
    char out[VAULT_ID_MAX + 1])
{
	struct least l = { .v = v, .versions = versions,
		.now_s = clock_now(), .id = FIRST };
	enum tt_err e;

	if ((e = vault_partner_each(v->db, take_earlier, &l)) != TT_OK)
		return partner_cannot(v, e, "read what partners have signed");
	snprintf(out, VAULT_ID_MAX + 1, "%s", l.id[0] != '\0' ? l.id : FIRST);
	return CLI_DONE;
}

/* What the terms say that are out. */
static int
by_revision(struct vault *v, const struct revision *r,
    char out[VAULT_ID_MAX + 1])
{
	static struct tt_terms terms;
	struct buf file;
	enum tt_err e;

	if ((e = sealed_terms(v, r->before.sealing, &r->wave[0], &file)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read the terms of %s",
		    r->before.name);
	if ((e = tt_terms_parse(&terms, buf_view(&file), NULL)) == TT_OK)
		e = span_copy(tt_statement_get(&terms.head, "agreement"), out,
		    VAULT_ID_MAX + 1);
	buf_done(&file);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read the "
	    "terms of %s", r->before.name);
}

static int
choose(struct vault *v, const struct draft *d, const struct revision *r,
    const struct agreement_versions *versions, char out[VAULT_ID_MAX + 1])
{
	const char *named = d->manifest->agreement;

	if (named[0] != '\0' && agreement_rank(versions, named) == 0)
		return say_fail(CLI_USAGE, "telltale agreement list; telltale "
		    "agreement add VERSION FILE", "cannot use bulletin.json: "
		    "there is no version '%s' of the agreement here", named);
	if (named[0] != '\0') {
		memcpy(out, named, VAULT_ID_MAX + 1);
		return CLI_DONE;
	}
	if (r->any && !r->replaces && r->n_waves > 0)
		return by_revision(v, r, out);
	return by_programme(v, versions, out);
}

int
agreement_needed(struct vault *v, const struct draft *d,
    const struct revision *r, struct plan *p)
{
	static struct agreement_versions versions;
	struct vault_standing s;
	enum tt_err e;
	int code;

	if ((code = agreement_versions(v, &versions)) != CLI_DONE ||
	    (code = choose(v, d, r, &versions, p->agreement)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < p->n; i++) {
		struct plan_partner *of = &p->partner[p->row[i].of];

		if (!p->row[i].granted)
			continue;
		if ((e = vault_standing_get(v->db, of->p.id, &s)) != TT_OK)
			return partner_cannot(v, e, "read what is known of a "
			    "partner");
		of->signs_first = !s.staff && !agreement_meets(&versions,
		    p->agreement, of->p.agreement);
	}
	return CLI_DONE;
}

static enum tt_err
add_line(void *ctx, char sign, size_t line, struct span text)
{
	struct buf *out = ctx;

	buf_printf(out, "%c %zu: %.*s\n", sign, line, (int)text.n, text.p);
	return buf_err(out);
}

int
agreement_difference(struct vault *v, const char *was, const char *is,
    struct buf *out)
{
	struct vault_agreement a, b;
	struct buf old = { .n = 0 }, new = { .n = 0 };
	bool has_a, has_b = false;
	int code;

	buf_init(out, LINES_MAX);
	if ((code = agreement_find(v, was, &a, &has_a)) != CLI_DONE ||
	    (code = agreement_find(v, is, &b, &has_b)) != CLI_DONE ||
	    !has_a || !has_b)
		return code;
	if ((code = agreement_text(v, &a, &old)) == CLI_DONE &&
	    (code = agreement_text(v, &b, &new)) == CLI_DONE &&
	    line_diff(buf_view(&old), buf_view(&new), add_line, out) != TT_OK)
		code = say_err(TT_ELIMIT, NULL, "cannot compare versions %s "
		    "and %s", was, is);
	buf_done(&old);
	buf_done(&new);
	return code;
}

/* As it stands on standard error, indented. */
int
agreement_say_difference(struct vault *v, const char *was, const char *is)
{
	struct buf lines;
	struct span rest, line;
	int code = agreement_difference(v, was, is, &lines);

	if (code == CLI_DONE) {
		rest = buf_view(&lines);
		while (span_line(&rest, &line))
			say_place("%.*s", (int)line.n, line.p);
	}
	buf_done(&lines);
	return code;
}

int
agreement_say_older(struct vault *v, const struct plan *p)
{
	const char *shown = "";
	int code = CLI_DONE;

	for (size_t i = 0; i < p->n_partners && code == CLI_DONE; i++) {
		const struct plan_partner *of = &p->partner[i];

		if (!of->signs_first)
			continue;
		say_warn("partner '%s' has signed version %s of the agreement, "
		    "and this needs %s: it is invited, and gets no copy "
		    "before it has signed: telltale partner renew %s",
		    of->p.id, of->p.agreement[0] != '\0' ? of->p.agreement :
		    "none", p->agreement, of->p.id);
		if (strcmp(shown, of->p.agreement) != 0)
			code = agreement_say_difference(v,
			    of->p.agreement, p->agreement);
		shown = of->p.agreement;
	}
	return code;
}
