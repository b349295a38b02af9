/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/invite.h"
#include "cli/mine/invited.h"
#include "cli/mine/person.h"
#include "cli/partner.h"
#include "cli/people/by_key.h"
#include "cli/say.h"
#include "store/vault_admin.h"
#include "store/vault_standing.h"

/* Who answers for a machine: a person of the same partner, with keys. */
static enum tt_err
find_answers(struct vault *v, const struct person *p, const char *partner,
    struct vault_role *role, const char **why)
{
	struct vault_reader r = { .state = READER_LISTED };
	struct vault_role has = { .admin = false };
	enum tt_err e;

	if (!p->machine)
		return TT_OK;
	e = vault_reader_of_key(v->db, p->answers, &r);
	if (e == TT_OK)
		e = vault_role_get(v->db, r.id, &has);
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	if (e == TT_ENOENT || strcmp(r.partner, partner) != 0 ||
	    r.state != READER_ACTIVE || has.answers[0] != '\0')
		*why = "no person of the partner answers for the machine";
	else
		memcpy(role->answers, r.id, sizeof(role->answers));
	return TT_OK;
}

static int
add(struct vault *v, const struct person *p, const struct vault_role *role,
    const struct vault_reader *admin, int64_t received_s)
{
	struct vault_reader r = { .state = READER_INVITED, .invited = true,
		.expires_s = p->expires_s, .since_s = received_s };
	enum tt_err e;
	int code;

	memcpy(r.partner, admin->partner, sizeof(r.partner));
	memcpy(r.name, p->name, sizeof(r.name));
	memcpy(r.email, p->email, sizeof(r.email));
	memcpy(r.token, p->token, sizeof(r.token));
	if ((code = invite_draw_id(v, &r)) != CLI_DONE)
		return code;
	if ((e = vault_reader_add(v->db, &r)) == TT_OK &&
	    (e = vault_vouched_set(v->db, r.id, admin->id)) == TT_OK &&
	    p->machine)
		e = vault_role_set(v->db, r.id, role);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "keep whom an admin invited");
}

static int
keep(struct vault *v, const struct person *p,
    const struct vault_reader *admin, int64_t received_s, const char **why)
{
	struct vault_role role = { .admin = false };
	enum reader_state s;
	struct vault_reader had;
	struct vault_partner of;
	enum tt_err e;
	int code;

	if ((e = vault_reader_of_token(v->db, p->token, &had)) == TT_OK)
		return CLI_DONE;
	if (e != TT_ENOENT || (e = find_answers(v, p, admin->partner, &role,
	    why)) != TT_OK)
		return partner_cannot(v, e, "read the readers");
	if (*why != NULL)
		return CLI_DONE;
	if ((code = partner_get(v, admin->partner, &of)) != CLI_DONE)
		return code;
	if (reader_move(READER_LISTED, READER_INVITE, partner_state_now(&of),
	    &s) != TT_OK) {
		*why = "the partner is not approved";
		return CLI_DONE;
	}
	return add(v, p, &role, admin, received_s);
}

int
invited_keep(struct vault *v, const struct tt_letter *l,
    const struct vault_reader *admin, int64_t received_s, const char **why)
{
	struct person *p = malloc(sizeof(*p));
	enum tt_err e;
	int code;

	*why = NULL;
	if (p == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read a letter");
	if ((e = person_parse(p, l->text)) == TT_ENOMEM)
		code = say_err(e, NULL, "cannot read a letter");
	else if (e != TT_OK) {
		*why = "it is no invitation";
		code = CLI_DONE;
	} else if ((code = by_key_speaks(v, admin, why)) == CLI_DONE &&
	    *why == NULL)
		code = keep(v, p, admin, received_s, why);
	free(p);
	return code;
}
