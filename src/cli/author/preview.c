/* SPDX-License-Identifier: ISC */
/* preview - the verb: one of the staff looks at what was sealed. */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/author/preview.h"
#include "cli/author/verbs.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/unpacking.h"

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "DIR", "a folder that is not there yet" },
	{ "for", 0, OPT_VALUE, "READER", "who looks at it: one of the staff" },
	{ "list", 0, OPT_FLAG, NULL,
	    "say which previews there were, and make none" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "preview",
	.args = "BULLETIN",
	.examples = {
		{ "preview drafts/EX-2026-014 --for ana -o look",
		    "every part as ana has it, under a banner" },
		{ "preview EX-2026-014 --list",
		    "who looked at it, and when" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "BULLETIN was sealed, so every rendering of it has passed "
	    "its checks: by its id, or\nby its draft's folder, of which no "
	    "part may have changed since. A preview is a\nmarked copy of "
	    "that reader, and is on record.",
};

/* What stands in the folder is what was sealed. */
static int
check_draft(const char *dir, const struct vault_bulletin *b)
{
	struct draft *d = calloc(1, sizeof(*d));
	struct hash text;
	int code;

	if (d == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", dir);
	code = draft_read(d, dir, TT_MANIFEST_ANY_TIME);
	if (code == CLI_DONE) {
		draft_text_hash(d, text.b);
		if (memcmp(text.b, b->text.b, sizeof(text.b)) != 0)
			code = say_fail(CLI_REFUSED, "telltale seal tries "
			    "every rendering of it", "cannot show %s: it "
			    "changed since it was sealed", dir);
	}
	draft_done(d);
	free(d);
	return code;
}

static int
find(struct vault *v, const char *what, struct vault_bulletin *out)
{
	char name[TT_ID_MAX + 1];
	int code;
	enum tt_err e;

	if (!draft_name(what, name))
		return sealed_find(v, what, out);
	e = vault_bulletin_get(v->db, span_str(name), out);
	if (e == TT_ENOENT)
		return say_fail(CLI_REFUSED, "telltale seal tries every "
		    "rendering of it", "cannot show %s: it was not sealed "
		    "yet", what);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read what was sealed");
	code = check_draft(what, out);
	return code;
}

static const struct out_column list_columns[] = {
	{ "at", "at", OUT_TEXT },
	{ "reader", "shown to", OUT_TEXT },
	{ "partner", "record", OUT_TEXT },
	{ "revision", "revision", OUT_NUMBER },
	{ "text", "text", OUT_TEXT },
	{ "officer", "by", OUT_TEXT },
};

static enum tt_err
print_one(void *ctx, const struct vault_preview *p)
{
	struct out_table *t = ctx;

	out_instant(t, p->at_s);
	out_str(t, p->reader);
	out_str(t, p->partner);
	out_int(t, p->revision);
	out_hex(t, p->text.b, sizeof(p->text.b));
	out_str(t, p->officer);
	return TT_OK;
}

static int
list(struct vault *v, const char *what)
{
	struct vault_bulletin b;
	struct out_table *t;
	struct json_out *head;
	char name[TT_ID_MAX + 1];
	int code;
	enum tt_err e;

	if ((code = sealed_find(v, draft_name(what, name) ? name : what,
	    &b)) != CLI_DONE)
		return code;
	t = out_table_new(v->cli, "telltale-preview-list/1", "previews",
	    list_columns, N_ROWS(list_columns));
	if ((head = out_table_head(t)) != NULL) {
		json_out_key(head, "bulletin");
		json_out_str(head, b.name);
	}
	if ((e = vault_preview_each(v->db, b.id, print_one, t)) == TT_OK)
		return out_table_end(t);
	out_table_drop(t);
	return say_err(e, NULL, "cannot read the previews of %s", b.name);
}

/* Parts as they are called, and the page unless a part is called so. */
static size_t
members(const struct preview *p, struct file_member *out)
{
	const struct tt_bulletin *b = p->sealed.draft.bulletin;
	size_t n = 0;

	for (size_t i = 0; i < b->n_parts; i++)
		out[n++] = (struct file_member){ b->parts[i].name,
			buf_view(&p->file[i]) };
	if (tt_bulletin_part(b, SPAN(PREVIEW_PAGE)) == b->n_parts)
		out[n++] = (struct file_member){ SPAN(PREVIEW_PAGE),
			buf_view(&p->page) };
	return n;
}

static const struct out_column file_columns[] = {
	{ "name", "file", OUT_TEXT },
	{ "bytes", "bytes", OUT_NUMBER },
	{ "banner", "banner", OUT_TEXT },
};

static int
print_files(const struct preview *p, const struct file_member *file, size_t n,
    const char *dir)
{
	const struct cli *c = p->v->cli;
	struct out_table *t = out_table_new(c, "telltale-preview/1", "files",
	    file_columns, N_ROWS(file_columns));
	struct json_out *head = out_table_head(t);
	int code;

	if (head != NULL) {
		json_out_key(head, "bulletin");
		json_out_str(head, p->sealed.record.name);
		json_out_key(head, "reader");
		json_out_str(head, p->reader.id);
		json_out_key(head, "folder");
		json_out_str(head, dir);
	}
	for (size_t i = 0; i < n; i++) {
		out_span(t, file[i].name);
		out_int(t, (int64_t)file[i].data.n);
		out_bool(t, i >= p->sealed.draft.bulletin->n_parts ||
		    !p->bare[i]);
	}
	code = out_table_end(t);
	say_note(c, "this preview is marked: its wording is that of %s",
	    p->reader.id);
	if (p->sealed.record.published_s == 0)
		say_note(c, "next: telltale publish %s", p->record.bulletin);
	return code;
}

/* On record first: no file is there that nobody knows of. */
static int
keep(struct preview *p, const char *dir)
{
	struct file_member file[TT_PARTS_MAX + 1];
	size_t n = members(p, file);
	enum tt_err e;

	if ((e = vault_preview_add(p->v->db, &p->record)) != TT_OK)
		return say_err(e, NULL, "cannot keep that there was a "
		    "preview");
	if ((e = unpacking_write(p->v->dir, dir, file, n)) != TT_OK)
		return say_err(e, e == TT_EEXIST ? "name a folder that is not "
		    "there" : NULL, "cannot write %s", dir);
	return print_files(p, file, n, dir);
}

static int
show(struct vault *v, const char *what, const char *reader, const char *dir)
{
	struct preview *p = calloc(1, sizeof(*p));
	struct vault_bulletin b;
	int code;

	if (p == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a preview");
	p->v = v;
	unpacking_sweep(v->dir);
	if ((code = preview_for(p, reader)) == CLI_DONE &&
	    (code = find(v, what, &b)) == CLI_DONE &&
	    (code = preview_number(p, &b)) == CLI_DONE &&
	    (code = preview_make(p)) == CLI_DONE)
		code = keep(p, dir);
	preview_done(p);
	free(p);
	return code;
}

int
verb_preview(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	const char *dir, *reader;
	bool lists;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	lists = opt_set(opts, &o, "list");
	dir = opt_value(opts, &o, "output");
	reader = opt_value(opts, &o, "for");
	if (lists == (dir != NULL || reader != NULL) ||
	    (dir == NULL) != (reader == NULL))
		return say_fail(CLI_USAGE, NULL, "preview: --for READER and "
		    "-o DIR, or --list");
	if (dir != NULL && file_exists(dir))
		return say_err(TT_EEXIST, "name a folder that is not there",
		    "cannot write %s", dir);
	if ((code = vault_open(&v, c, lists ? VAULT_READ : VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = lists ? list(&v, o.args[0]) : show(&v, o.args[0],
		    reader, dir);
	vault_close(&v);
	return code;
}
