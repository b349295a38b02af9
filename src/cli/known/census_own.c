/* SPDX-License-Identifier: ISC */
/* census_own - the vendor's people, and the keepers, as far as records go. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/known/census.h"
#include "cli/say.h"
#include "store/vault_ledger.h"
#include "telltale/statement.h"

/* The vault's secrets are open to these; a hub's log key opens none. */
static bool
has_vault(struct span role)
{
	return span_is(role, "officer") || span_is(role, "publisher") ||
	    span_is(role, "counsel");
}

/* Since when: since the sealing, or by when it came into the list. */
static void
add_staff(struct census *c, struct span role, struct span name,
    int64_t listed_s)
{
	struct census_staff *s = &c->staff[c->n_staff];
	int64_t sealed_s = c->lines.began_s;

	if (c->n_staff == CENSUS_STAFF_MAX ||
	    span_copy(role, s->role, sizeof(s->role)) != TT_OK ||
	    span_copy(name, s->name, sizeof(s->name)) != TT_OK)
		return;
	s->since = (struct moment){ sealed_s,
		listed_s > sealed_s ? listed_s : sealed_s };
	c->n_staff++;
}

/* Of "ORIGIN/o/NAME" the name. */
static struct span
last_part(struct span name)
{
	struct span part;

	while (memchr(name.p, '/', name.n) != NULL)
		(void)span_word(&name, '/', &part);
	return name;
}

static enum tt_err
read_keys(struct census *c, struct tt_statement *st, struct span text)
{
	struct span role, vkey, name;
	enum tt_err e;

	if ((e = tt_statement_parse(st, text, NULL)) != TT_OK)
		return e;
	for (size_t i = 0; i < tt_statement_count(st, "key"); i++) {
		tt_statement_pair(st, "key", i, &role, &vkey);
		if (has_vault(role) && span_word(&vkey, '+', &name))
			add_staff(c, role, last_part(name), st->time);
	}
	return TT_OK;
}

static enum tt_err
read_wave(struct census *c, struct tt_statement *st, size_t w)
{
	struct vault_statement row;
	enum tt_err e;

	e = vault_statement_of_leaf(c->v->db, &c->lines.wave[w].wave.leaf,
	    &row);
	if (e == TT_ENOENT)
		return TT_OK;	/* sealed, and not published */
	if (e != TT_OK ||
	    (e = tt_statement_parse(st, row.bytes, NULL)) != TT_OK)
		return e;
	c->keepers[w].k = (unsigned)tt_statement_number(st, "threshold", 0);
	c->keepers[w].n = (unsigned)tt_statement_count(st, "keeper");
	return TT_OK;
}

int
census_read_own(struct census *c)
{
	struct tt_statement *st = malloc(sizeof(*st));
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	c->keepers = calloc(c->lines.n_waves + 1, sizeof(*c->keepers));
	vault_path(c->v, "keys/keys", path);
	if (st != NULL && c->keepers != NULL &&
	    (e = file_read(path, TT_STATEMENT_MAX, &text)) == TT_OK) {
		e = read_keys(c, st, buf_view(&text));
		buf_done(&text);
	}
	for (size_t w = 0; e == TT_OK && w < c->lines.n_waves; w++)
		e = read_wave(c, st, w);
	free(st);
	return e == TT_OK ? CLI_DONE : say_err(e, "telltale vault check",
	    "cannot read who has keys of the vault");
}
