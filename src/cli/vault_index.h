/* SPDX-License-Identifier: ISC */
/*
 * vault_index - the vault's index of what it sealed, and of public texts.
 *
 *	index.age	tt_find_write, sealed to the officers
 *	public/FILE	a text that everybody could have before any leak:
 *			earlier advisories, a manual, a press release
 *
 * seal adds to it; whoever asks it mends it first: what it lacks is added,
 * what is gone is dropped, and one that is missing or damaged is made anew,
 * which is said.  So nothing depends on it but time.  Functions that return
 * int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_VAULT_INDEX_H
#define CLI_VAULT_INDEX_H

#include <stddef.h>

#include "base/attr.h"
#include "base/hex.h"
#include "cli/vault.h"
#include "telltale/bulletin.h"
#include "telltale/find.h"

#define VAULT_INDEX	"index.age"
#define VAULT_PUBLIC	"public"
#define VAULT_PUBLIC_MAX 10000	/* files in it */

/* A file of public/; its id in the index is the SHA-256 of its bytes. */
struct vault_public {
	char id[HEX_LEN(32) + 1];
	char *name;
};

struct vault_index {
	struct tt_find *find;
	size_t n_bulletins;	/* in it */
	size_t n_unread;	/* not in it: they could not be read */
	struct vault_public *public;	/* by id */
	size_t n_public;
};

/*
 * The index, whole.  What had to be mended is kept if the vault was opened
 * for VAULT_WRITE.  vault_index_done also after a failure.
 */
int vault_index_open(struct vault_index *x, struct vault *v) MUST_USE;
void vault_index_done(struct vault_index *x);	/* safe on a zeroed one */

/* The public text of that id; NULL: none. */
const struct vault_public *vault_index_public(const struct vault_index *x,
    struct span id);

/* The text of a file, whatever kind it is; out is the caller's to done. */
int vault_public_text(const struct vault *v, const char *name,
    struct buf *out) MUST_USE;

/*
 * A bulletin that was just sealed.  That it cannot be added is a warning: the
 * next trace adds it.
 */
void vault_index_add(struct vault *v, const char *id,
    const struct tt_bulletin *b);

#endif
