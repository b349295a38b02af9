/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "store/home.h"

#define CONF_NAME	"telltale.conf"
#define KEY_MAX		32
#define VALUE_MAX	4096

static const char *const kinds[] = {
	[HOME_VAULT] = "vault",
	[HOME_HUB] = "hub",
	[HOME_KEEPER] = "keeper",
	[HOME_READER] = "reader",
	[HOME_WITNESS] = "witness",
};

_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == HOME_KINDS,
    "a word for each kind");

const char *
home_kind_text(enum home_kind kind)
{
	return kinds[kind];
}

static bool
key_ok(struct span k)
{
	if (k.n == 0 || k.n > KEY_MAX || k.p[0] < 'a' || k.p[0] > 'z')
		return false;
	for (size_t i = 0; i < k.n; i++)
		if (!((k.p[i] >= 'a' && k.p[i] <= 'z') || k.p[i] == '-' ||
		    (k.p[i] >= '0' && k.p[i] <= '9')))
			return false;
	return true;
}

static bool
value_ok(struct span v)
{
	return v.n > 0 && v.n <= VALUE_MAX && utf8_printable(v.p, v.n) &&
	    v.p[0] != ' ' && v.p[v.n - 1] != ' ';
}

static enum tt_err
add_row(struct conf *c, struct span key, struct span value)
{
	struct conf_row *r;

	if (!key_ok(key) || !value_ok(value))
		return TT_ESYNTAX;
	if (c->n == CONF_ROWS_MAX)
		return TT_ELIMIT;
	r = &c->row[c->n];
	r->key = strndup(key.p, key.n);
	r->value = strndup(value.p, value.n);
	if (r->key == NULL || r->value == NULL) {
		free(r->key);
		free(r->value);
		return TT_ENOMEM;
	}
	c->n++;
	return TT_OK;
}

static void
say(struct conf_diag *diag, int line, const char *text)
{
	if (diag == NULL)
		return;
	diag->line = line;
	snprintf(diag->text, sizeof(diag->text), "%s", text);
}

static enum tt_err
parse_rows(struct span text, struct conf *c, int *line)
{
	struct span row, key;
	enum tt_err e;

	for (*line = 2; span_line(&text, &row); ++*line) {
		if (row.n == 0 || row.p[0] == '#')
			continue;
		if (!span_word(&row, ' ', &key))
			return TT_ESYNTAX;
		if ((e = add_row(c, key, row)) != TT_OK)
			return e;
	}
	return text.n == 0 ? TT_OK : TT_ESYNTAX;
}

enum tt_err
conf_parse(struct span text, enum home_kind kind, struct conf *out,
    struct conf_diag *diag)
{
	struct conf c = { .n = 0 };
	char want[64];
	struct span first;
	enum tt_err e;
	int line;

	if (text.n > CONF_TEXT_MAX)
		return TT_ELIMIT;
	snprintf(want, sizeof(want), "telltale %s", kinds[kind]);
	if (!span_line(&text, &first) || !span_is(first, want)) {
		snprintf(want, sizeof(want), "not \"telltale %s\"",
		    kinds[kind]);
		say(diag, 1, want);
		return TT_ESYNTAX;
	}
	if ((e = parse_rows(text, &c, &line)) != TT_OK) {
		say(diag, line, e == TT_ESYNTAX ? "not a line \"key value\"" :
		    tt_err_text(e));
		conf_done(&c);
		return e;
	}
	*out = c;
	return TT_OK;
}

void
conf_done(struct conf *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->row[i].key);
		free(c->row[i].value);
	}
	c->n = 0;
}

void
conf_format(const struct conf *c, enum home_kind kind, struct buf *out)
{
	buf_printf(out, "telltale %s\n", kinds[kind]);
	for (size_t i = 0; i < c->n; i++)
		buf_printf(out, "%s %s\n", c->row[i].key, c->row[i].value);
}

const char *
conf_nth(const struct conf *c, const char *key, size_t nth)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->row[i].key, key) == 0 && nth-- == 0)
			return c->row[i].value;
	return NULL;
}

const char *
conf_get(const struct conf *c, const char *key)
{
	return conf_nth(c, key, 0);
}

enum tt_err
conf_add(struct conf *c, const char *key, const char *value)
{
	return add_row(c, span_str(key), span_str(value));
}

enum tt_err
conf_set(struct conf *c, const char *key, const char *value)
{
	size_t kept = 0;
	char *copy;
	bool done = false;

	if (conf_get(c, key) == NULL)
		return conf_add(c, key, value);
	if (!value_ok(span_str(value)))
		return TT_ESYNTAX;
	if ((copy = strdup(value)) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < c->n; i++) {
		struct conf_row r = c->row[i];

		if (strcmp(r.key, key) == 0) {
			free(r.value);
			if (done) {
				free(r.key);
				continue;
			}
			r.value = copy;	/* transferred */
			done = true;
		}
		c->row[kept++] = r;
	}
	c->n = kept;
	return TT_OK;
}

/* dir holds a telltale.conf that begins as this kind's does. */
static bool
is_home(const char *dir, enum home_kind kind)
{
	char path[FILE_PATH_MAX], want[64];
	struct buf b = { .n = 0 };
	struct span text, first;
	bool ok;

	if (file_path(path, dir, CONF_NAME) != TT_OK ||
	    file_read(path, CONF_TEXT_MAX, &b) != TT_OK)
		return false;
	snprintf(want, sizeof(want), "telltale %s", kinds[kind]);
	text = buf_view(&b);
	ok = span_line(&text, &first) && span_is(first, want);
	buf_done(&b);
	return ok;
}

/* dir itself, or the folder in it that is usually called so. */
static bool
try_dir(const char *dir, enum home_kind kind, char out[FILE_PATH_MAX])
{
	char below[FILE_PATH_MAX];

	if (is_home(dir, kind))
		return span_copy(span_str(dir), out, FILE_PATH_MAX) == TT_OK;
	if (file_path(below, dir, kinds[kind]) != TT_OK ||
	    !is_home(below, kind))
		return false;
	memcpy(out, below, sizeof(below));
	return true;
}

static enum tt_err
search_upward(enum home_kind kind, char out[FILE_PATH_MAX])
{
	char dir[FILE_PATH_MAX];
	char *slash;

	if (getcwd(dir, sizeof(dir)) == NULL)
		return TT_EIO;
	for (;;) {
		if (try_dir(dir, kind, out))
			return TT_OK;
		slash = strrchr(dir, '/');
		if (slash == NULL || dir[1] == '\0')
			return TT_ENOENT;
		slash[slash == dir ? 1 : 0] = '\0';
	}
}

enum tt_err
home_find(enum home_kind kind, const char *dir, char out[FILE_PATH_MAX])
{
	const char *user = getenv("HOME");
	char path[FILE_PATH_MAX];

	if (dir == NULL) {
		dir = getenv("TELLTALE_HOME");
		if (dir != NULL && dir[0] == '\0')
			dir = NULL;
	}
	if (dir != NULL)
		return try_dir(dir, kind, out) ? TT_OK : TT_ENOENT;
	if (search_upward(kind, out) == TT_OK)
		return TT_OK;
	if (kind != HOME_READER || user == NULL ||
	    file_path(path, user, ".telltale") != TT_OK ||
	    !try_dir(path, kind, out))
		return TT_ENOENT;
	return TT_OK;
}

enum tt_err
home_load(enum home_kind kind, const char *dir, struct conf *out,
    struct conf_diag *diag)
{
	char path[FILE_PATH_MAX];
	struct buf b = { .n = 0 };
	enum tt_err e;

	if ((e = file_path(path, dir, CONF_NAME)) != TT_OK ||
	    (e = file_read(path, CONF_TEXT_MAX, &b)) != TT_OK) {
		say(diag, 0, tt_err_text(e));
		return e;
	}
	e = conf_parse(buf_view(&b), kind, out, diag);
	buf_done(&b);
	return e;
}

enum tt_err
home_store(enum home_kind kind, const char *dir, const struct conf *c)
{
	char path[FILE_PATH_MAX];
	struct buf b;
	enum tt_err e;

	buf_init(&b, CONF_TEXT_MAX);
	conf_format(c, kind, &b);
	if ((e = buf_err(&b)) == TT_OK &&
	    (e = file_path(path, dir, CONF_NAME)) == TT_OK)
		e = file_write(path, b.p, b.n, 0600);
	buf_done(&b);
	return e;
}
