/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/backup.h"
#include "cli/say.h"
#include "cli/team/backups.h"
#include "cli/team/inventory.h"
#include "cli/team/own_keys.h"
#include "cli/team/secrets.h"

void
inventory_done(struct inventory *i)
{
	free(i->line);
	buf_done(&i->text);
	*i = (struct inventory){ .n = 0 };
}

static int
by_bytes(const void *a, const void *b)
{
	return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

enum tt_err
inventory_parse(struct inventory *out, struct span text)
{
	struct inventory i = { .n = 0 };
	struct span rest, line;
	enum tt_err e;
	size_t n = 0;

	buf_init(&i.text, INVENTORY_MAX);
	buf_span(&i.text, text);
	if ((e = buf_err(&i.text)) != TT_OK)
		return e;
	rest = buf_view(&i.text);
	while (span_line(&rest, &line))
		n++;
	if (rest.n == 0)
		i.line = calloc(n + 1, sizeof(*i.line));
	if (i.line == NULL) {
		inventory_done(&i);
		return rest.n != 0 ? TT_ESYNTAX : TT_ENOMEM;
	}
	rest = buf_view(&i.text);
	while (span_line(&rest, &line))
		i.line[i.n++] = line;
	qsort(i.line, i.n, sizeof(*i.line), by_bytes);
	*out = i;
	return TT_OK;
}

void
inventory_format(const struct inventory *i, struct buf *out)
{
	for (size_t k = 0; k < i->n; k++) {
		buf_span(out, i->line[k]);
		buf_char(out, '\n');
	}
}

bool
inventory_same(const struct inventory *a, const struct inventory *b)
{
	if (a->n != b->n)
		return false;
	for (size_t k = 0; k < a->n; k++)
		if (!span_eq(a->line[k], b->line[k]))
			return false;
	return true;
}

static bool
has(const struct inventory *i, struct span line)
{
	return i->n > 0 && bsearch(&line, i->line, i->n, sizeof(line),
	    by_bytes) != NULL;
}

bool
inventory_within(const struct inventory *base, const struct inventory *less,
    const struct inventory *more)
{
	for (size_t k = 0; k < less->n; k++)
		if (!has(base, less->line[k]) && !has(more, less->line[k]))
			return false;
	for (size_t k = 0; k < base->n; k++)
		if (!has(less, base->line[k]) && has(more, base->line[k]))
			return false;
	return true;
}

/* Taking one. */

static void
put_line(struct buf *out, struct span bytes, const char *what)
{
	uint8_t hash[SHA256_LEN];
	char hex[HEX_LEN(SHA256_LEN) + 1];

	sha256(hash, bytes.p, bytes.n);
	hex_encode(hex, hash, sizeof(hash));
	buf_printf(out, "%s %s\n", hex, what);
}

/* Of one machine, or made again when it is missed. */
static bool
left_out(const char *path)
{
	static const char *const names[] = { "lock", "scratch", "alarms",
		"checkpoint", "telltale.conf", "index.age", "keys/keys.next",
		"desk", "members",
		SYNC_BASE };

	for (size_t i = 0; i < N_ROWS(names); i++)
		if (strcmp(path, names[i]) == 0)
			return true;
	return strncmp(path, "vault.db", 8) == 0 || file_is_unfinished(path) ||
	    (strncmp(path, "keys/", 5) == 0 && own_keys_is(path + 5));
}

static bool
in_list(const struct backup_list *l, const char *path)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->path[i], path) == 0)
			return true;
	return false;
}

static int
put_file(struct vault *v, const char *rel, bool secret, struct buf *out)
{
	char path[FILE_PATH_MAX];
	struct buf bytes;
	enum tt_err e;
	int code;

	if (secret) {
		if ((code = vault_secret_read(v, rel, &bytes)) != CLI_DONE)
			return code;
	} else {
		vault_path(v, rel, path);
		if ((e = file_read(path, VAULT_SECRET_MAX, &bytes)) != TT_OK)
			return say_err(e, NULL, "cannot read %s", path);
	}
	put_line(out, buf_view(&bytes), rel);
	buf_done(&bytes);
	return CLI_DONE;
}

static int
put_files(struct vault *v, struct buf *out)
{
	struct backup_list all = { .n = 0 }, secret = { .n = 0 };
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = backup_walk(v->dir, left_out, &all, NULL)) != TT_OK ||
	    (e = secrets_list(v, &secret)) != TT_OK)
		code = say_err(e, NULL, "cannot read the vault %s", v->dir);
	for (size_t i = 0; i < all.n && code == CLI_DONE; i++)
		code = put_file(v, all.path[i], in_list(&secret,
		    all.path[i]), out);
	backup_list_free(&all);
	backup_list_free(&secret);
	return code;
}

/*
 * Of one machine: what comes from the hub again, mail that it has yet to send,
 * numbers that a table draws for itself, texts that each vault seals anew.
 */
static const struct {
	const char *table, *column;	/* NULL: all of it */
} one_machines[] = {
	{ "event", NULL },
	{ "request", NULL },
	{ "answer", NULL },
	{ "noted", NULL },
	{ "notice", NULL },
	{ "made_public", NULL },
	{ "witness_seen", NULL },
	{ "heard", NULL },
	{ "told_admin", NULL },
	{ "opened", NULL },
	{ "membership", "n" },
	{ "statement", "n" },
	{ "statement", "queued" },
	{ "statement", "posted" },
	{ "vetting", "n" },
	{ "partner_change", "n" },
	{ "signing", "n" },
	{ "adopted", "n" },
	{ "profile", "n" },
	{ "exception", "n" },
	{ "embargo", "n" },
	{ "public_event", "n" },
	{ "letter", "body" },
	{ "party_key", "told" },
	{ "party_key", "told_to" },
};

static bool
skip(const char *table, const char *column)
{
	for (size_t i = 0; i < N_ROWS(one_machines); i++)
		if (strcmp(table, one_machines[i].table) == 0 &&
		    (one_machines[i].column == NULL ? column == NULL :
		    column != NULL &&
		    strcmp(column, one_machines[i].column) == 0))
			return true;
	return false;
}

static enum tt_err
put_row(void *ctx, const char *table, struct span row)
{
	put_line(ctx, row, table);
	return buf_err(ctx);
}

int
inventory_take(struct vault *v, struct inventory *out)
{
	struct buf text;
	enum tt_err e;
	int code;

	buf_init(&text, INVENTORY_MAX);
	if ((code = put_files(v, &text)) == CLI_DONE &&
	    ((e = db_each_row(v->db, skip, put_row, &text)) != TT_OK ||
	    (e = inventory_parse(out, buf_view(&text))) != TT_OK))
		code = say_err(e, NULL, "cannot compare the vault %s", v->dir);
	buf_done(&text);
	return code;
}
