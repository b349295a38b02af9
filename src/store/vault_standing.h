/* SPDX-License-Identifier: ISC */
/*
 * vault_standing - what the vault knows of a partner besides its record:
 * vetting, probation, terms, who decided; and of a reader besides theirs:
 * role, machine, keys that were replaced.
 *
 * Who has no row has the values of a zeroed struct.  Errors are those of
 * store/db.h.
 */
#ifndef STORE_VAULT_STANDING_H
#define STORE_VAULT_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "store/db.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

#define VAULT_DECIDED_MAX	512	/* bytes of names, with NUL */

enum vault_vetting {
	VAULT_VETTING_NONE,
	VAULT_VETTING_RECORD,
	VAULT_VETTING_IMPORTED,	/* in the programme before its records were */
	VAULT_VETTINGS
};

const char *vault_vetting_text(enum vault_vetting v);	/* "imported" */
bool vault_vetting_parse(struct span s, enum vault_vetting *out);

struct vault_standing {
	bool staff;		/* a person of the vendor's own */
	bool party;		/* no partner: see vault_party.h */
	bool by_organisation;	/* asked for marks that tell no person */
	enum vault_vetting vetting;
	int64_t vetted_s;
	int64_t probation_s, runs_on_s;	/* until; 0: not */
	int64_t removed_s, term_s;	/* last; its end; 0: never */
	bool confirmed;		/* the suspension, by a second person */
	char officer[VAULT_DECIDED_MAX];	/* who decided; "" */
	char reason[TT_VALUE_MAX + 1];
	bool away;		/* the hub was told to let nobody in, by what
				 * time brought about */
};

enum tt_err vault_standing_get(struct db *db, const char *partner,
    struct vault_standing *out) MUST_USE;
enum tt_err vault_standing_set(struct db *db, const char *partner,
    const struct vault_standing *s) MUST_USE;

/*
 * The newest record; TT_ENOENT.  out is initialised here, on TT_OK.  review_s:
 * when it is to be looked at again; 0: it does not say.
 */
enum tt_err vault_vetting_add(struct db *db, const char *partner,
    int64_t now_s, struct span text, int64_t review_s) MUST_USE;
enum tt_err vault_vetting_get(struct db *db, const char *partner,
    struct buf *out) MUST_USE;

struct vault_change {
	int64_t at_s;
	enum partner_state was, state;
	const char *officer, *reason;	/* or NULL */
};

enum tt_err vault_change_add(struct db *db, const char *partner,
    const struct vault_change *c) MUST_USE;

/* In order; texts are good until fn returns. */
typedef enum tt_err vault_change_fn(void *ctx, const struct vault_change *c);
enum tt_err vault_change_each(struct db *db, const char *partner,
    vault_change_fn *fn, void *ctx) MUST_USE;

/*
 * When partners lost what approval gives them, and got it back, by partner
 * and time; a grace that is given while a change is vetted ends by itself.
 */
typedef enum tt_err vault_cut_fn(void *ctx, struct span partner,
    int64_t at_s, bool back);
enum tt_err vault_change_cuts(struct db *db, vault_cut_fn *fn, void *ctx)
    MUST_USE;

struct vault_role {
	bool admin;
	char answers[VAULT_ID_MAX + 1];	/* of a machine: who does; else "" */
};

enum tt_err vault_role_get(struct db *db, const char *reader,
    struct vault_role *out) MUST_USE;
enum tt_err vault_role_set(struct db *db, const char *reader,
    const struct vault_role *r) MUST_USE;

/* Machines, not revoked, that a reader answers for. */
typedef enum tt_err vault_machine_fn(void *ctx, const char *machine);
enum tt_err vault_role_machines(struct db *db, const char *reader,
    vault_machine_fn *fn, void *ctx) MUST_USE;

/* The keys of r, who is revoked: vault_reader_of_key finds them for ever. */
enum tt_err vault_old_key_add(struct db *db, const struct vault_reader *r)
    MUST_USE;

/* Those of a reader; key is good until fn returns. */
typedef enum tt_err vault_old_key_fn(void *ctx,
    const uint8_t key[TT_READER_ID_LEN]);
enum tt_err vault_old_keys(struct db *db, const char *reader,
    vault_old_key_fn *fn, void *ctx) MUST_USE;

#endif
