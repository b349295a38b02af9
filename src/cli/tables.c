/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "cli/tables.h"
#include "store/file.h"

#define FOLDER		"wordings"		/* in the vault */
#define REFUSED		"wordings/refused.txt.age"
#define ENDING		".txt.age"
#define NEVER		"never "
#define NEVER_MAX	((size_t)4 << 20)	/* bytes */
#define FILES_MAX	1024			/* in the vault's folder */

/* Lower case, white space of any kind and length one space. */
static void
fold(struct span s, struct buf *out)
{
	bool space = false;

	s = span_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n') {
			space = true;
			continue;
		}
		if (space)
			buf_char(out, ' ');
		space = false;
		buf_char(out, ch >= 'A' && ch <= 'Z' ?
		    (char)(ch + ('a' - 'A')) : ch);
	}
}

/* "GROUP: WORDS" and LF, between LFs. */
static void
add_never(struct tables *t, struct span entry)
{
	if (t->never.n == 0)
		buf_char(&t->never, '\n');
	fold(entry, &t->never);
	buf_char(&t->never, '\n');
}

/* Lines that begin with "never " become comments as long. */
static void
take_nevers(struct tables *t, struct buf *text)
{
	size_t at = 0, end, n = strlen(NEVER);

	for (; at < text->n; at = end + 1) {
		const char *lf = memchr(text->p + at, '\n', text->n - at);

		end = lf == NULL ? text->n : (size_t)(lf - text->p);
		if (end - at > n && memcmp(text->p + at, NEVER, n) == 0) {
			add_never(t, (struct span){ text->p + at + n,
			    end - at - n });
			text->p[at] = '#';
		}
	}
}

static int
too_many(void)
{
	return say_fail(CLI_USAGE, "put some of them together into one",
	    "there are more than %d tables", TABLES_MAX);
}

static int
read_file(struct tables *t, const char *path)
{
	enum tt_err e;

	if (t->n == TABLES_MAX)
		return too_many();
	e = file_read(path, TABLES_SIZE_MAX, &t->table[t->n].text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the table %s", path);
	snprintf(t->table[t->n].name, FILE_PATH_MAX, "%s", path);
	take_nevers(t, &t->table[t->n].text);
	t->n++;
	t->n_files++;
	return CLI_DONE;
}

static bool
is_table(const char *name)
{
	size_t n = strlen(name), end = strlen(ENDING);

	return n > end && strcmp(name + n - end, ENDING) == 0;
}

static int
read_secret(struct tables *t, const char *name)
{
	char rel[FILE_PATH_MAX];
	int code;

	if (t->n == TABLES_MAX)
		return too_many();
	snprintf(rel, sizeof(rel), FOLDER "/%.3900s", name);
	code = vault_secret_read(&t->vault, rel, &t->table[t->n].text);
	if (code != CLI_DONE)
		return code;
	snprintf(t->table[t->n].name, FILE_PATH_MAX, "%s", rel);
	take_nevers(t, &t->table[t->n].text);
	t->n++;
	return CLI_DONE;
}

static int
read_folder(struct tables *t, const struct file_list *names)
{
	int code = CLI_DONE;

	for (size_t i = 0; i < names->n && code == CLI_DONE; i++)
		if (is_table(names->name[i]))
			code = read_secret(t, names->name[i]);
	return code;
}

/* A vault that -C names must be there; any other may be missing. */
static int
read_vault(struct tables *t, const char *passphrase_file)
{
	char dir[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct file_list names;
	enum tt_err e;
	int code;

	if (home_find(HOME_VAULT, t->cli->dir, dir) != TT_OK &&
	    t->cli->dir == NULL)
		return CLI_DONE;
	t->has_vault = true;
	if ((code = vault_open(&t->vault, t->cli, VAULT_READ,
	    passphrase_file)) != CLI_DONE)
		return code;
	vault_path(&t->vault, FOLDER, path);
	if ((e = file_list(path, FILES_MAX, &names)) == TT_ENOENT)
		return CLI_DONE;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot look into %s", path);
	code = read_folder(t, &names);
	file_list_free(&names);
	return code;
}

/* Every fault, with its table and line. */
static int
tell_faults(const struct tt_diags *d, enum tt_err e)
{
	struct buf line;
	int code;

	if (d->n == 0)
		return say_err(e, NULL, "cannot use the tables of wordings");
	code = say_fail(CLI_USAGE, NULL, "cannot use the tables of wordings: "
	    "%zu %s", d->n_errors, d->n_errors == 1 ? "fault" : "faults");
	for (size_t i = 0; i < d->n; i++) {
		buf_init(&line, 4096);
		tt_diag_format(&d->row[i], &line);
		say_place("%s", line.p != NULL ? line.p : "");
		buf_done(&line);
	}
	say_hint("each line above says where and how");
	return code;
}

static int
parse(struct tables *t)
{
	size_t n_public;
	const struct tt_wordings_text *public = tt_wordings_public(&n_public);
	struct tt_wordings_text *all = calloc(t->n + n_public + 1,
	    sizeof(*all));
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	enum tt_err e = TT_ENOMEM;
	int code = CLI_DONE;

	if (all != NULL && diags != NULL) {
		tt_diags_init(diags);
		for (size_t i = 0; i < t->n; i++)
			all[i] = (struct tt_wordings_text){
				span_str(t->table[i].name),
				buf_view(&t->table[i].text), true };
		memcpy(all + t->n, public, n_public * sizeof(*all));
		e = tt_wordings_parse(&t->wordings, all, t->n + n_public,
		    diags);
	}
	if (e == TT_ENOMEM)
		code = say_err(e, NULL, "cannot read the tables");
	else if (e != TT_OK)
		code = tell_faults(diags, e);
	free(all);
	free(diags);
	return code;
}

int
tables_read(struct tables *t, const struct cli *c, const char *const *files,
    size_t n, const char *passphrase_file)
{
	int code = CLI_DONE;

	memset(t, 0, sizeof(*t));
	t->cli = c;
	buf_init(&t->never, NEVER_MAX);
	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		code = read_file(t, files[i]);
	if (code == CLI_DONE)
		code = read_vault(t, passphrase_file);
	return code == CLI_DONE ? parse(t) : code;
}

void
tables_done(struct tables *t)
{
	tt_wordings_free(t->wordings);
	for (size_t i = 0; i < t->n; i++)
		buf_done(&t->table[i].text);
	vault_close(&t->vault);
	buf_done(&t->never);
	memset(t, 0, sizeof(*t));
	t->vault.lock = -1;
}

static void
entry_of(const char *group, struct span words, struct buf *out)
{
	buf_str(out, group);
	buf_str(out, ": ");
	fold(words, out);
}

bool
tables_never(const struct tables *t, const char *group, struct span words)
{
	struct buf entry, line;
	bool found = false;

	buf_init(&entry, NEVER_MAX);
	buf_init(&line, NEVER_MAX);
	entry_of(group, words, &entry);
	buf_char(&line, '\n');
	fold(buf_view(&entry), &line);
	buf_char(&line, '\n');
	if (buf_err(&line) == TT_OK && t->never.n > 0)
		found = memmem(t->never.p, t->never.n, line.p, line.n) !=
		    NULL;
	buf_done(&line);
	buf_done(&entry);
	return found;
}

/* What the file says now, and one line more. */
static int
append_to_file(const char *path, struct span line)
{
	struct buf text;
	enum tt_err e;

	if ((e = file_read(path, TABLES_SIZE_MAX, &text)) == TT_OK) {
		text.max += line.n + 1;
		if (text.n > 0 && text.p[text.n - 1] != '\n')
			buf_char(&text, '\n');
		buf_span(&text, line);
		if ((e = buf_err(&text)) == TT_OK)
			e = file_write(path, text.p, text.n, 0600);
		buf_done(&text);
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot remember it in %s", path);
	return CLI_DONE;
}

static int
append_to_vault(struct tables *t, struct span line)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;
	int code;

	vault_path(&t->vault, FOLDER, path);
	if ((e = file_mkdirs(path)) != TT_OK)
		return say_err(e, NULL, "cannot make %s", path);
	vault_path(&t->vault, REFUSED, path);
	if (file_exists(path)) {
		if ((code = vault_secret_read(&t->vault, REFUSED, &text)) !=
		    CLI_DONE)
			return code;
	} else {
		buf_init_secret(&text, TABLES_SIZE_MAX);
		buf_str(&text, "# what is not to be proposed again\n");
	}
	buf_span(&text, line);
	code = buf_err(&text) != TT_OK ? say_err(buf_err(&text), NULL,
	    "cannot remember it in the vault") :
	    vault_secret_write(&t->vault, REFUSED, buf_view(&text));
	buf_done(&text);
	return code;
}

int
tables_refuse(struct tables *t, const char *group, struct span words,
    const char **where)
{
	struct buf line, entry;
	int code = CLI_DONE;

	buf_init(&line, NEVER_MAX);
	buf_init(&entry, NEVER_MAX);
	entry_of(group, words, &entry);
	buf_str(&line, NEVER);
	buf_span(&line, buf_view(&entry));
	buf_char(&line, '\n');
	*where = "";
	if (t->n_files > 0) {
		*where = t->table[0].name;
		code = append_to_file(*where, buf_view(&line));
	} else if (t->has_vault) {
		*where = "the vault";
		code = append_to_vault(t, buf_view(&line));
	}
	add_never(t, buf_view(&entry));
	buf_done(&line);
	buf_done(&entry);
	return code;
}
