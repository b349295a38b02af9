/* SPDX-License-Identifier: ISC */
/* vault wordings - the vendor's own tables: list, add, show, remove. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/tables.h"
#include "cli/vault_verbs.h"

#define FOLDER	"wordings"
#define ENDING	".txt.age"

static const struct opt opts[] = {
	{ "show", 0, OPT_VALUE, "NAME", "print a table" },
	{ "remove", 0, OPT_VALUE, "NAME", "take a table out of the vault" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "vault wordings",
	.args = "[FILE]",
	.examples = {
		{ "vault wordings", "which tables of its own the vault has" },
		{ "vault wordings house.txt", "add or replace one" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "Tables of your own come before the public one in telltale "
	    "mark, and whoever\nhas only the public one cannot find what they "
	    "propose. Their form is in\ndocs/formats.md.",
};

static const struct out_column columns[] = {
	{ "table", "table", OUT_TEXT },
	{ "lines", "lines", OUT_NUMBER },
};

/* "house" of wordings/house.txt.age; false if it is none. */
static bool
bare_name(const char *path, char out[NAME_MAX_LEN + 1])
{
	const char *slash = strrchr(path, '/');
	size_t n;

	path = slash == NULL ? path : slash + 1;
	n = strlen(path);
	if (n > 4 && strcmp(path + n - 4, ".age") == 0)
		n -= 4;
	if (n > 4 && strncmp(path + n - 4, ".txt", 4) == 0)
		n -= 4;
	if (n == 0 || n + strlen(ENDING) > NAME_MAX_LEN)
		return false;
	memcpy(out, path, n);
	out[n] = '\0';
	return name_member_ok(span_str(out));
}

static bool
path_of(const char *name, char rel[FILE_PATH_MAX])
{
	char bare[NAME_MAX_LEN + 1];

	if (!bare_name(name, bare))
		return false;
	snprintf(rel, FILE_PATH_MAX, FOLDER "/%s" ENDING, bare);
	return true;
}

static int
bad_name(const char *name)
{
	return say_fail(CLI_USAGE, "letters, digits, and . _ - within",
	    "'%s' is no name for a table", name);
}

static int
list(const struct cli *c, struct tables *t)
{
	struct out_table *out = out_table_new(c, "telltale-vault-wordings/1",
	    "tables", columns, N_ROWS(columns));

	for (size_t i = 0; i < t->n; i++) {
		char bare[NAME_MAX_LEN + 1];
		int64_t lines = 0;

		for (size_t k = 0; k < t->table[i].text.n; k++)
			lines += t->table[i].text.p[k] == '\n';
		out_str(out, bare_name(t->table[i].name, bare) ? bare :
		    t->table[i].name);
		out_int(out, lines);
	}
	return out_table_end(out);
}

static int
show(struct vault *v, const char *name)
{
	char rel[FILE_PATH_MAX];
	struct buf text;
	int code;

	if (!path_of(name, rel))
		return bad_name(name);
	if ((code = vault_secret_read(v, rel, &text)) != CLI_DONE)
		return code;
	if (text.n > 0 && fwrite(text.p, 1, text.n, stdout) != text.n)
		code = CLI_TROUBLE;
	buf_done(&text);
	return code;
}

static int
take_out(struct vault *v, const char *name)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	if (!path_of(name, rel))
		return bad_name(name);
	vault_path(v, rel, path);
	e = file_exists(path) ? file_remove(path) : TT_ENOENT;
	if (e != TT_OK)
		return say_err(e, "telltale vault wordings lists them",
		    "cannot remove the table %s", name);
	return CLI_DONE;
}

static int
put(const struct cli *c, struct vault *v, const char *file)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;
	int code;

	if (!path_of(file, rel))
		return bad_name(file);
	if ((e = file_read(file, TABLES_SIZE_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read the table %s", file);
	vault_path(v, FOLDER, path);
	if ((e = file_mkdirs(path)) != TT_OK)
		code = say_err(e, NULL, "cannot make %s", path);
	else
		code = vault_secret_write(v, rel, buf_view(&text));
	buf_done(&text);
	if (code == CLI_DONE)
		say_note(c, "kept as %s; it comes before the public table in "
		    "telltale mark", rel);
	return code;
}

/* The file is read with all others first: a fault in it changes nothing. */
static int
run(const struct cli *c, struct tables *t, const struct opt_values *o)
{
	const char *pass = opt_value(opts, o, "passphrase-file");
	const char *showed = opt_value(opts, o, "show");
	const char *removed = opt_value(opts, o, "remove");
	struct vault v;
	int code;

	if ((showed != NULL) + (removed != NULL) + (o->n_args > 0) > 1)
		return say_fail(CLI_USAGE, NULL, "vault wordings does one "
		    "thing at a time: FILE, --show or --remove");
	if (removed == NULL && showed == NULL &&
	    (code = tables_read(t, c, o->args, o->n_args, pass)) != CLI_DONE)
		return code;
	if (removed == NULL && showed == NULL && o->n_args == 0)
		return t->has_vault ? list(c, t) : say_fail(CLI_TROUBLE,
		    "-C DIR says where it is", "cannot find a vault from here "
		    "upwards");
	code = vault_open(&v, c, VAULT_WRITE, pass);
	if (code == CLI_DONE)
		code = showed != NULL ? show(&v, showed) :
		    removed != NULL ? take_out(&v, removed) :
		    put(c, &v, o->args[0]);
	vault_close(&v);
	return code;
}

int
verb_vault_wordings(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct tables *t;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read the tables");
	t->vault.lock = -1;
	code = run(c, t, &o);
	tables_done(t);
	free(t);
	return code;
}
