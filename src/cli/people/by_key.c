/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/diags.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/by_key.h"
#include "programme/profile.h"
#include "store/vault_rules.h"
#include "store/vault_standing.h"

#define FUTURE_S	300	/* that clocks may differ */

int
by_key_speaks(struct vault *v, const struct vault_reader *r,
    const char **why)
{
	struct vault_reader now;
	struct vault_role role;
	enum tt_err e;

	if ((e = vault_role_get(v->db, r->id, &role)) != TT_OK ||
	    (e = vault_reader_get(v->db, span_str(r->id), &now)) != TT_OK)
		return partner_cannot(v, e, "read a reader's role");
	if (r->state != READER_ACTIVE)
		*why = "its writer is no active reader";
	else if (memcmp(now.key, r->key, sizeof(now.key)) != 0)
		*why = "its key was lost, and another is in force";
	else if (!role.admin)
		*why = "its writer does not speak for the partner: telltale "
		    "reader role READER admin, if that is so";
	return CLI_DONE;
}

/* Of which version, if it is of one that is here, as it is here. */
static int
read_version(struct vault *v, const struct tt_letter *l,
    struct vault_signing *s, const char **why)
{
	struct vault_agreement a;
	struct hash text;
	bool found = false;
	int code;

	if (span_copy(tt_statement_get(&l->head, "version"), s->version,
	    sizeof(s->version)) != TT_OK ||
	    !tt_statement_hash(&l->head, "document", &text)) {
		*why = "it names no version and text";
		return CLI_DONE;
	}
	if ((code = agreement_find(v, s->version, &a, &found)) != CLI_DONE)
		return code;
	if (!found)
		*why = "there is no such version here";
	else if (memcmp(text.b, a.text.b, sizeof(text.b)) != 0)
		*why = "the text that was signed is not that of the version";
	return CLI_DONE;
}

int
by_key_agreement(struct vault *v, const struct tt_letter *l,
    struct span whole, const struct vault_reader *r, const char **why)
{
	struct vault_signing s = { .scan = l->hash,
		.signed_s = l->head.time, .entered_s = clock_now() };
	enum tt_err e;
	int code;

	*why = NULL;
	s.ends_s = tt_statement_instant(&l->head, "until", PARTNER_NO_END);
	memcpy(s.partner, r->partner, sizeof(s.partner));
	memcpy(s.reader, r->id, sizeof(s.reader));
	memcpy(s.signer, r->name, sizeof(s.signer));
	if (!tt_statement_is(&l->head, "about", "agreement"))
		*why = "it is about something else";
	else if (s.signed_s > s.entered_s + FUTURE_S ||
	    s.ends_s <= s.signed_s)
		*why = "its instants cannot be";
	else if ((code = by_key_speaks(v, r, why)) != CLI_DONE ||
	    (*why == NULL && (code = read_version(v, l, &s, why)) !=
	    CLI_DONE))
		return code;
	if (*why != NULL)
		return CLI_DONE;
	e = vault_signing_by_key(v->db, &s, whole);
	return e == TT_OK || e == TT_EEXIST ? CLI_DONE :
	    partner_cannot(v, e, "keep what was signed");
}

/* What the vendor keeps of the partner; NULL: nothing. */
static enum tt_err
read_known(struct vault *v, const char *partner, struct profile **out)
{
	struct tt_diags *diags;
	struct span text;
	int64_t at_s;
	enum tt_err e;

	*out = NULL;
	if ((e = vault_profile_get(v->db, partner, &at_s, &text)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	diags = diags_new();
	e = profile_parse(out, text, span_str(partner), diags);
	free(diags);
	return e == TT_ESYNTAX ? TT_EINTEGRITY : e;
}

/* As profile_declare wrote it at that instant. */
static enum tt_err
read_declared(const struct tt_letter *l, struct span text,
    struct profile **out)
{
	struct tt_diags *diags = diags_new();
	struct buf same;
	enum tt_err e;

	buf_init(&same, PROFILE_MAX);
	e = profile_parse(out, text, SPAN("a declaration"), diags);
	if (e == TT_OK)
		e = profile_declare(text, l->head.time, &same);
	if (e == TT_OK && !span_eq(text, buf_view(&same)))
		e = TT_ESYNTAX;
	buf_done(&same);
	free(diags);
	return e;
}

static int
check_declared(struct vault *v, const struct tt_letter *l,
    const struct vault_reader *r, struct span text, const char **why)
{
	struct profile *p = NULL, *known = NULL;
	enum tt_err e;

	if ((e = read_declared(l, text, &p)) == TT_ESYNTAX ||
	    e == TT_ELIMIT)
		*why = "it is no declaration of its instant";
	else if (e == TT_OK && (e = read_known(v, r->partner, &known)) ==
	    TT_OK && known != NULL &&
	    (e = profile_join(known, true, p)) == TT_ELIMIT)
		*why = "it says more than there is room for beside the "
		    "vendor's own profile";
	profile_free(known);
	profile_free(p);
	return e == TT_OK || *why != NULL ? CLI_DONE : partner_cannot(v, e,
	    "read a declaration");
}

int
by_key_declaration(struct vault *v, const struct tt_letter *l,
    struct span whole, const struct vault_reader *r, const char **why)
{
	struct vault_declaration d = { .at_s = l->head.time,
		.hash = l->hash, .text = span_trim(l->text) };
	enum tt_err e;
	int code;

	*why = NULL;
	memcpy(d.partner, r->partner, sizeof(d.partner));
	memcpy(d.reader, r->id, sizeof(d.reader));
	if (d.at_s > clock_now() + FUTURE_S)
		*why = "its instant cannot be";
	else if ((code = by_key_speaks(v, r, why)) != CLI_DONE ||
	    (*why == NULL && (code = check_declared(v, l, r, d.text, why)) !=
	    CLI_DONE))
		return code;
	if (*why != NULL)
		return CLI_DONE;
	e = vault_declaration_add(v->db, &d, whole);
	return e == TT_OK || e == TT_EEXIST ? CLI_DONE :
	    partner_cannot(v, e, "keep a declaration");
}
