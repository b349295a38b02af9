/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/changes.h"
#include "cli/line_diff.h"
#include "cli/out.h"
#include "cli/say.h"
#include "telltale/copy.h"

#define REVISIONS_MAX	1000	/* kept in a home, of one bulletin */
#define SHOWN_MAX	500	/* lines for people; then how many more */

struct changes {
	const struct tt_archive *now;
	struct tt_copy *was;
	char earlier[32];		/* "receipts/ID.N" */
};

/* The last that was opened: both its files are there. */
static bool
find_earlier(const struct parcel *p, char kept[KEPT_ID_LEN + 1])
{
	char path[FILE_PATH_MAX], name[KEPT_ID_LEN + 1];
	bool found = false;

	for (unsigned k = 1; k < REVISIONS_MAX; k++) {
		snprintf(name, sizeof(name), "%s.%u", p->id, k);
		reader_home_kept(p->home, name, "", path);
		if (!file_exists(path))
			break;
		reader_home_kept(p->home, name, "copy.age", path);
		if (!file_exists(path))
			continue;
		reader_home_kept(p->home, name, "wave.key", path);
		if (file_exists(path)) {
			memcpy(kept, name, sizeof(name));
			found = true;
		}
	}
	return found;
}

/* What its receipt signed for. */
static enum tt_err
read_hash(const struct reader_home *r, const char *kept, struct hash *out)
{
	struct tt_statement *st = malloc(sizeof(*st));
	char path[FILE_PATH_MAX];
	struct buf text = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	reader_home_kept(r, kept, "receipt", path);
	if (st != NULL &&
	    (e = file_read(path, TT_STATEMENT_MAX, &text)) == TT_OK &&
	    (e = tt_statement_parse(st, buf_view(&text), NULL)) == TT_OK &&
	    !tt_statement_hash(st, "copy", out))
		e = TT_EINTEGRITY;
	buf_done(&text);
	free(st);
	return e;
}

static enum tt_err
read_wave(const struct reader_home *r, const char *kept,
    struct tt_age_identities *out)
{
	char path[FILE_PATH_MAX];
	struct buf file = { .n = 0 };
	enum tt_err e;

	reader_home_kept(r, kept, "wave.key", path);
	if ((e = file_read_secret(path, TT_AGE_IDENTITY_FILE_MAX, &file)) !=
	    TT_OK)
		return e;
	e = tt_age_identities_parse(out, buf_view(&file), NULL);
	buf_done(&file);
	return e == TT_OK && out->n != 1 ? TT_EINTEGRITY : e;
}

static enum tt_err
open_earlier(const struct parcel *p, const char *kept, struct tt_copy **out)
{
	struct tt_age_identities *wave = tt_age_identities_new();
	const struct tt_age_identities *here;
	struct tt_copy_opener by = { .n_reader = 0 };
	enum tt_copy_layer layer;
	char path[FILE_PATH_MAX];
	struct buf copy = { .n = 0 };
	struct hash hash;
	enum tt_err e = TT_ENOMEM;

	reader_home_kept(p->home, kept, "copy.age", path);
	if (wave != NULL &&
	    (e = read_hash(p->home, kept, &hash)) == TT_OK &&
	    (e = read_wave(p->home, kept, wave)) == TT_OK &&
	    (e = file_read(path, TT_COPY_MAX, &copy)) == TT_OK &&
	    reader_home_identities(p->home, &here) != CLI_DONE)
		e = TT_ENOMATCH;
	if (e == TT_OK) {
		by = (struct tt_copy_opener){ .wave = &wave->id[0],
			.hash = hash.b, .reader = here->id,
			.n_reader = here->n };
		e = tt_copy_open(out, buf_view(&copy), &by, &layer);
	}
	buf_done(&copy);
	tt_age_identities_free(wave);
	return e;
}

struct changes *
changes_find(const struct parcel *p, const struct tt_archive *now)
{
	char kept[KEPT_ID_LEN + 1];
	struct changes *c;
	enum tt_err e = TT_ENOMEM;

	if (!find_earlier(p, kept))
		return NULL;
	if ((c = calloc(1, sizeof(*c))) != NULL &&
	    (e = open_earlier(p, kept, &c->was)) == TT_OK) {
		c->now = now;
		snprintf(c->earlier, sizeof(c->earlier), "receipts/%s", kept);
		return c;
	}
	free(c);
	say_warn("what changed cannot be shown: the copy kept in receipts/%s "
	    "does not open: %s", kept, tt_err_text(e));
	return NULL;
}

void
changes_free(struct changes *c)
{
	if (c == NULL)
		return;
	tt_copy_free(c->was);
	free(c);
}

static const struct tt_member *
member(const struct tt_archive *a, struct span name)
{
	for (size_t i = 0; i < a->n; i++)
		if (span_eq(a->member[i].name, name))
			return &a->member[i];
	return NULL;
}

/* What one file came to; the lines are told one by one. */
enum change { SAME, LINES, BYTES };

typedef enum tt_err file_fn(void *ctx, struct span name, enum change c);

struct walk {
	line_diff_fn *line;
	file_fn *file;
	void *ctx;
};

static enum tt_err
walk_file(const struct walk *w, struct span name, struct span was,
    struct span is)
{
	enum change c = span_eq(was, is) ? SAME : utf8_valid(was.p, was.n) &&
	    utf8_valid(is.p, is.n) ? LINES : BYTES;
	enum tt_err e;

	if (c == SAME)
		return TT_OK;
	if ((e = w->file(w->ctx, name, c)) != TT_OK || c == BYTES)
		return e;
	return line_diff(was, is, w->line, w->ctx);
}

/* Files as they are now, then those that are gone. */
static enum tt_err
walk(const struct changes *c, const struct walk *w)
{
	const struct tt_archive *was = &c->was->archive;
	const struct tt_member *m;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < c->now->n && e == TT_OK; i++) {
		m = member(was, c->now->member[i].name);
		e = walk_file(w, c->now->member[i].name, m != NULL ? m->data :
		    span_of("", 0), c->now->member[i].data);
	}
	for (size_t i = 0; i < was->n && e == TT_OK; i++)
		if (member(c->now, was->member[i].name) == NULL)
			e = walk_file(w, was->member[i].name,
			    was->member[i].data, span_of("", 0));
	return e;
}

struct printing {
	struct span name;
	size_t lines, files;
};

static enum tt_err
print_file(void *ctx, struct span name, enum change c)
{
	struct printing *k = ctx;

	k->name = name;
	k->files++;
	if (c == BYTES)
		out_line("~ %.*s: other bytes", (int)name.n, name.p);
	return TT_OK;
}

static enum tt_err
print_line(void *ctx, char sign, size_t line, struct span text)
{
	struct printing *k = ctx;

	if (k->lines++ < SHOWN_MAX)
		out_line("%c %.*s:%zu: %.*s", sign, (int)k->name.n, k->name.p,
		    line, (int)text.n, text.p);
	return TT_OK;
}

void
changes_print(const struct changes *c)
{
	struct printing k = { .lines = 0 };
	const struct walk w = { print_line, print_file, &k };

	if (c == NULL)
		return;
	out_line("%s", "");
	out_line("against the copy that you opened before, %s:", c->earlier);
	if (walk(c, &w) != TT_OK)
		say_warn("not all that changed is shown");
	if (k.lines > SHOWN_MAX)
		out_line("and %zu more lines", k.lines - SHOWN_MAX);
	if (k.files == 0)
		out_line("nothing differs");
}

/* Each file is an object, which the next one, or the end, closes. */
struct writing {
	struct json_out *j;
	bool open;
};

static enum tt_err
json_line(void *ctx, char sign, size_t line, struct span text)
{
	struct json_out *j = ((struct writing *)ctx)->j;

	json_out_object(j);
	json_out_key(j, "line");
	json_out_u64(j, line);
	json_out_key(j, sign == '-' ? "went" : "came");
	json_out_span(j, text);
	json_out_object_end(j);
	return TT_OK;
}

static void
close_file(struct writing *k)
{
	if (!k->open)
		return;
	json_out_array_end(k->j);
	json_out_object_end(k->j);
}

static enum tt_err
json_file(void *ctx, struct span name, enum change c)
{
	struct writing *k = ctx;

	close_file(k);
	json_out_object(k->j);
	json_out_key(k->j, "file");
	json_out_span(k->j, name);
	json_out_key(k->j, "binary");
	json_out_bool(k->j, c == BYTES);
	json_out_key(k->j, "lines");
	json_out_array(k->j);
	k->open = true;
	return TT_OK;
}

void
changes_json(const struct changes *c, struct json_out *j)
{
	struct writing k = { .j = j };
	const struct walk w = { json_line, json_file, &k };

	if (c == NULL)
		return;
	json_out_key(j, "earlier");
	json_out_str(j, c->earlier);
	json_out_key(j, "changed");
	json_out_array(j);
	if (walk(c, &w) != TT_OK)
		say_warn("not all that changed is told");
	close_file(&k);
	json_out_array_end(j);
}
