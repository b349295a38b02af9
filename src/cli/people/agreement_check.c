/* SPDX-License-Identifier: ISC */
/* agreement_check - what must be so before a partner's copies are made. */
#include <string.h>

#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/say.h"
#include "programme/agreement.h"
#include "store/vault_standing.h"

static int
silent(const struct vault_partner *p)
{
	static const char clause[] = AGREEMENT_MARKING_CLAUSE;
	struct span rest = { clause, sizeof(clause) - 1 }, line;

	say_fail(CLI_REFUSED, NULL, "cannot seal for partner '%s': the "
	    "agreement that it signed, version %s, does not say that copies "
	    "are marked", p->id, p->agreement);
	say_place("a clause to add, in a new version:");
	while (span_line(&rest, &line))
		say_place("  %.*s", (int)span_trim(line).n,
		    span_trim(line).p);
	say_hint("telltale agreement add VERSION FILE; when it has signed: "
	    "telltale partner renew %s --agreement VERSION", p->id);
	return CLI_REFUSED;
}

/* Versions are few: each is looked up once a partner. */
static int
check_text(struct vault *v, const struct vault_partner *p,
    char warned[VAULT_ID_MAX + 1])
{
	struct vault_agreement a;
	struct vault_standing s;
	bool found;
	enum tt_err e;
	int code;

	if ((e = vault_standing_get(v->db, p->id, &s)) != TT_OK)
		return partner_cannot(v, e, "read what is known of a partner");
	if (s.staff)	/* told by their employer */
		return CLI_DONE;
	if ((code = agreement_find(v, p->agreement, &a, &found)) != CLI_DONE)
		return code;
	if (found)
		return a.says_marked ? CLI_DONE : silent(p);
	if (strcmp(warned, p->agreement) != 0) {
		say_warn("this vault has no text of the agreement's version "
		    "%s, and cannot see whether it says that copies are "
		    "marked: telltale agreement add %s FILE", p->agreement,
		    p->agreement);
		span_copy(span_str(p->agreement), warned, VAULT_ID_MAX + 1);
	}
	return CLI_DONE;
}

/*
 * Marks that tell no person: the partner has one copy for all, of a machine.
 * from is its first granted row.
 */
static int
check_marks(struct vault *v, const struct plan *p, size_t from)
{
	const char *partner = p->partner[p->row[from].of].p.id;
	struct vault_standing s;
	struct vault_role role;
	size_t copies = 0;
	bool person = false;
	enum tt_err e;

	if ((e = vault_standing_get(v->db, partner, &s)) != TT_OK)
		return partner_cannot(v, e, "read what is known of a partner");
	if (!s.by_organisation)
		return CLI_DONE;
	for (size_t i = from; i < p->n && p->row[i].of == p->row[from].of;
	    i++) {
		if (!p->row[i].granted)
			continue;
		copies++;
		if ((e = vault_role_get(v->db, p->row[i].id, &role)) !=
		    TT_OK)
			return partner_cannot(v, e, "read a reader's role");
		person = person || role.answers[0] == '\0';
	}
	if (copies == 1 && !person)
		return CLI_DONE;
	say_fail(CLI_REFUSED, NULL, "cannot seal for partner '%s': it asked "
	    "for marks that tell no person, so it has one copy, of a machine "
	    "reader, and here are %zu cop%s%s", partner, copies, copies == 1 ?
	    "y" : "ies", person ? " of persons" : "");
	say_hint("telltale reader add %s --machine --answers READER, and "
	    "revoke the others; or telltale partner marks %s person", partner,
	    partner);
	return CLI_REFUSED;
}

int
agreement_check(struct vault *v, const struct plan *p)
{
	char warned[VAULT_ID_MAX + 1] = "";
	size_t last = SIZE_MAX;
	int code;

	for (size_t i = 0; i < p->n; i++) {
		const struct plan_reader *r = &p->row[i];

		if (!r->granted || r->of == last)
			continue;
		last = r->of;
		code = check_text(v, &p->partner[r->of].p, warned);
		if (code != CLI_DONE ||
		    (code = check_marks(v, p, i)) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}
