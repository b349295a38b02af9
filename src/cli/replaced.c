/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/replaced.h"
#include "cli/say.h"
#include "store/vault_replaced.h"

#define CHAIN_MAX	1000	/* bulletins that replace one another */

/* Copies of one reader stand together, by rising revision. */
static enum tt_err
add_copy(void *ctx, const struct vault_copy *c)
{
	struct replaced *r = ctx;
	struct replaced_reader *at;

	if (c->reader[0] == '\0' || c->revision > r->revision || (r->n > 0 &&
	    strcmp(r->at[r->n - 1].reader, c->reader) == 0))
		return TT_OK;
	at = reallocarray(r->at, r->n + 1, sizeof(*at));
	if (at == NULL)
		return TT_ENOMEM;
	r->at = at;
	at = &r->at[r->n++];
	memcpy(at->reader, c->reader, sizeof(at->reader));
	memcpy(at->partner, c->partner, sizeof(at->partner));
	return TT_OK;
}

static int
by_reader(const void *a, const void *b)
{
	return strcmp(((const struct replaced_reader *)a)->reader,
	    ((const struct replaced_reader *)b)->reader);
}

static int
cannot(const char *name, const char *remedy, const char *why)
{
	return say_fail(CLI_USAGE, remedy, "cannot use bulletin.json: it "
	    "replaces %s, and %s", name, why);
}

/* None of those before it, however far, is the bulletin itself. */
static int
check_chain(struct db *db, const struct replaced *r, const char *bulletin)
{
	char at[VAULT_BULLETIN_LEN + 1];
	enum tt_err e;

	memcpy(at, r->id, sizeof(at));
	for (int i = 0; i < CHAIN_MAX && at[0] != '\0'; i++) {
		if (strcmp(at, bulletin) == 0)
			return cannot(r->name, "name one that was there "
			    "before", i == 0 ? "that is the bulletin itself" :
			    "that replaces this one");
		if ((e = vault_replaces_get(db, at, at)) != TT_OK)
			return say_err(e, NULL, "cannot read what %s replaces",
			    r->name);
	}
	return CLI_DONE;
}

/* By either id: what of it was published. */
static enum tt_err
find(struct replaced *r, struct db *db, const char *id)
{
	struct vault_bulletin b;
	enum tt_err e;

	if ((e = vault_bulletin_get(db, span_str(id), &b)) != TT_OK ||
	    (e = vault_bulletin_told(db, span_str(b.name), &b)) != TT_OK)
		return e;
	memcpy(r->id, b.id, sizeof(r->id));
	memcpy(r->name, b.name, sizeof(r->name));
	r->revision = b.published_s != 0 ? b.revision : 0;
	return TT_OK;
}

static enum tt_err
load(struct replaced *r, struct db *db)
{
	enum tt_err e;

	if ((e = vault_copy_ever(db, r->id, add_copy, r)) == TT_OK && r->n > 0)
		qsort(r->at, r->n, sizeof(*r->at), by_reader);
	return e;
}

int
replaced_find(struct replaced *r, struct db *db, const struct tt_manifest *m,
    const char *bulletin)
{
	enum tt_err e;
	int code;

	memset(r, 0, sizeof(*r));
	if (m->replaces[0] == '\0')
		return CLI_DONE;
	if ((e = find(r, db, m->replaces)) == TT_ENOENT)
		return cannot(m->replaces, "give the id of a bulletin that "
		    "was published", "there is none of that id");
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the vault's bulletins");
	if ((code = check_chain(db, r, bulletin)) != CLI_DONE)
		return code;
	if (r->revision == 0)
		return cannot(r->name, "seal that one anew instead",
		    "nobody has seen that one");
	if ((e = load(r, db)) != TT_OK)
		return say_err(e, NULL, "cannot read who had %s", r->name);
	return CLI_DONE;
}

enum tt_err
replaced_of(struct replaced *r, struct db *db, const char *bulletin)
{
	char old[VAULT_BULLETIN_LEN + 1];
	enum tt_err e;

	memset(r, 0, sizeof(*r));
	if ((e = vault_replaces_get(db, bulletin, old)) != TT_OK ||
	    old[0] == '\0')
		return e;
	if ((e = find(r, db, old)) == TT_OK)
		e = load(r, db);
	return e;
}

void
replaced_done(struct replaced *r)
{
	free(r->at);
	memset(r, 0, sizeof(*r));
}

bool
replaced_had(const struct replaced *r, const char *reader)
{
	struct replaced_reader key = { .reader = "" };

	if (r->n == 0)
		return false;
	(void)span_copy(span_str(reader), key.reader, sizeof(key.reader));
	return bsearch(&key, r->at, r->n, sizeof(key), by_reader) != NULL;
}

bool
replaced_had_partner(const struct replaced *r, const char *partner)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->at[i].partner, partner) == 0)
			return true;
	return false;
}
