/* SPDX-License-Identifier: ISC */
/*
 * held - what a partner has of what was shared, and what it was not given.
 *
 * By receipts that the vault has fetched: a copy that was signed for and
 * handed over cannot be recalled, whatever becomes of the partner.
 */
#ifndef CLI_PEOPLE_HELD_H
#define CLI_PEOPLE_HELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "store/vault_partner.h"

enum held_state {
	HELD_KEPT,		/* signed for: it has it */
	HELD_WAITING,		/* at the hub, for it to fetch */
	HELD_WITHHELD,		/* at the hub, and not handed out */
	HELD_SEALED,		/* in the vault, not published */
	HELD_STATES
};

struct held_row {
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char name[TT_ID_MAX + 1];	/* the author's: the vault's alone */
	unsigned revision;
	char reader[VAULT_ID_MAX + 1];
	char wave[TT_ID_MAX + 1];	/* the vault's alone, too */
	int64_t opens_s, public_s;
	int64_t fetched_s;		/* HELD_KEPT */
	enum held_state state;
};

struct held {
	struct held_row *row;		/* by bulletin, revision, reader */
	size_t n, kept, withheld;
	size_t ahead;	/* of kept: they open at an instant to come */
};

/* CLI_DONE, or an exit code after saying why. */
int held_read(struct held *h, struct vault *v, const struct vault_partner *p,
    int64_t now_s) MUST_USE;
void held_done(struct held *h);

const char *held_state_text(enum held_state s);

/*
 * Says what can still be done about copies that were fetched ahead of the
 * instant; nothing if there are none.
 */
void held_ahead(const struct vault *v, const struct held *h);

/* The table for people, and what is owed. */
int held_print(struct vault *v, const struct vault_partner *p, int64_t now_s)
    MUST_USE;

/* One paragraph, for one that leaves: what it has, and what of that it owes. */
void held_owed(const struct held *h, const struct vault_partner *p,
    int64_t now_s, struct buf *out);

/*
 * A page that may be handed to the partner: ids and instants, no title, no
 * name of a wave.  What is owed, in the words that were signed.
 */
int held_page(struct vault *v, const struct vault_partner *p,
    const struct held *h, int64_t now_s, const char *path) MUST_USE;

#endif
