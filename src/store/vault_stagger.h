/* SPDX-License-Identifier: ISC */
/*
 * vault_stagger - the vault's records of waves whose partners open in slots:
 * what was drawn, and the incident that was entered of each.
 *
 * A draw is of a bulletin, by its id, and of a wave, by its name; revisions
 * keep it.  An incident is entered once and never changed (docs/timing.md).
 * Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_STAGGER_H
#define STORE_VAULT_STAGGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "programme/stagger.h"
#include "store/vault_bulletin.h"

#define VAULT_SOURCE_MAX	64	/* bytes of who fixed the instant */

struct vault_stagger {
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char wave[TT_ID_MAX + 1];
	unsigned revision;	/* of the sealing that drew */
	uint8_t salt[STAGGER_SALT_LEN];
	struct hash commitment;
	unsigned slots;
	int64_t spacing_s;
	int64_t entered_s;	/* 0: no incident is; and the rest is empty */
	int64_t seen_s;
	char source[VAULT_SOURCE_MAX + 1];
	uint32_t before;	/* places before it */
};

struct vault_place {
	char partner[VAULT_ID_MAX + 1];
	uint32_t place;		/* in the order, from 0 */
	bool early;		/* could open before the incident entered */
	bool reporter;		/* ... which is this partner's report */
};

/* The draw and its n places; an incident is not looked at. */
enum tt_err vault_stagger_add(struct db *db, const struct vault_stagger *s,
    const struct vault_place *place, size_t n) MUST_USE;

/* What that revision drew, as if it never had. */
enum tt_err vault_stagger_drop(struct db *db, const char *bulletin,
    unsigned revision) MUST_USE;

/* TT_ENOENT: nothing was drawn for it. */
enum tt_err vault_stagger_get(struct db *db, const char *bulletin,
    const char *wave, struct vault_stagger *out) MUST_USE;

/* Those of a bulletin, by wave; of all, in the order they were entered. */
typedef enum tt_err vault_stagger_fn(void *ctx,
    const struct vault_stagger *s);
enum tt_err vault_stagger_each(struct db *db, const char *bulletin,
    vault_stagger_fn *fn, void *ctx) MUST_USE;
enum tt_err vault_stagger_entered(struct db *db, vault_stagger_fn *fn,
    void *ctx) MUST_USE;

/* Who was drawn, by id: free() *out. */
enum tt_err vault_stagger_places(struct db *db, const char *bulletin,
    const char *wave, struct vault_place **out, size_t *n) MUST_USE;

/*
 * Its incident, and of each place whether it was early and reported it.
 * TT_EEXIST if one is entered already.  In one transaction.
 */
enum tt_err vault_stagger_enter(struct db *db, const struct vault_stagger *s,
    const struct vault_place *place, size_t n) MUST_USE;

/* How many partners ever were in a draw. */
enum tt_err vault_stagger_partners(struct db *db, size_t *n) MUST_USE;

#endif
