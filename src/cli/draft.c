/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json_in.h"
#include "base/name.h"
#include "base/utf8.h"
#include "cli/diags.h"
#include "cli/draft.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/diag.h"
#include "telltale/marked.h"

#define MANIFEST_NAME	"bulletin.json"

/* What an author can do about it is a fault; NULL: it is trouble. */
static const char *
fault_text(enum tt_err e)
{
	switch (e) {
	case TT_ENOENT:
		return "is not there";
	case TT_EREFUSED:
		return "is outside the bulletin's folder, by a link";
	case TT_ELIMIT:
		return "is over 16 MiB";
	default:
		return NULL;
	}
}

_Static_assert(TT_PART_MAX == 16u << 20, "as fault_text says");

/* As it is written where nothing is a site; what is no text stays. */
static enum tt_err
escape(struct buf *text)
{
	struct buf out;
	enum tt_err e;

	if (text->n == 0 || memchr(text->p, '\0', text->n) != NULL ||
	    !utf8_valid(text->p, text->n))
		return TT_OK;
	buf_init(&out, TT_PART_MAX);
	tt_marked_plain(buf_view(text), false, &out);
	if ((e = buf_err(&out)) != TT_OK) {
		buf_done(&out);
		return e;
	}
	buf_done(text);
	*text = out;	/* transferred */
	return TT_OK;
}

/*
 * Reads dir/name as the next part; name outlives the draft.  What is wrong
 * with it goes to diags, at that line of bulletin.json.
 */
static int
read_part(struct draft *d, const char *dir, struct span name,
    uint32_t line, struct tt_diags *diags)
{
	const struct tt_where at = { .file = line > 0 ? SPAN(MANIFEST_NAME) :
		name, .line = line };
	size_t i = d->n_parts;
	const char *fault;
	enum tt_err e;

	e = file_read_below(dir, name, TT_PART_MAX, &d->text[i]);
	if (e == TT_OK && d->plain)
		e = escape(&d->text[i]);
	if (e != TT_OK) {
		if ((fault = fault_text(e)) == NULL)
			return say_err(e, "each part is a plain file that you "
			    "may read", "cannot read the part %s/%.*s", dir,
			    (int)name.n, name.p);
		tt_diags_add(diags, TT_ERROR, at, "each part is a file in the "
		    "bulletin's folder", "the part '%.*s' %s", (int)name.n,
		    name.p, fault);
		return CLI_DONE;
	}
	d->part[i].name = name;
	d->part[i].text = buf_view(&d->text[i]);
	d->n_parts++;
	return CLI_DONE;
}

/* All faults that were found, and those of the n parts if all are there. */
static int
parse_parts(struct draft *d, const char *what, size_t n,
    struct tt_diags *diags)
{
	enum tt_err e = TT_OK;

	if (d->n_parts == n && n > 0)
		e = tt_bulletin_parse(&d->bulletin, d->part, d->n_parts,
		    diags);
	if (diags->n_errors > 0)
		return diags_refuse(diags, what);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", what);
	diags_print(diags);
	return CLI_DONE;
}

static int
read_json(struct draft *d, const char *dir)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, MANIFEST_NAME)) != TT_OK ||
	    (e = file_read(path, TT_MANIFEST_MAX, &d->json)) != TT_OK)
		return say_err(e, "a bulletin is a folder with " MANIFEST_NAME
		    " and its parts", "cannot read %s", path);
	return CLI_DONE;
}

static int
read_named(struct draft *d, const char *dir,
    const struct tt_manifest_part *named, size_t n, struct tt_diags *diags)
{
	int code;

	for (size_t i = 0; i < n; i++)
		if ((code = read_part(d, dir, span_str(named[i].file),
		    named[i].line, diags)) != CLI_DONE)
			return code;
	return parse_parts(d, dir, n, diags);
}

/* With faults in bulletin.json too, its parts are read for theirs. */
static int
read_faulty(struct draft *d, const char *dir, struct tt_diags *diags)
{
	struct tt_manifest_part *named = calloc(TT_PARTS_MAX, sizeof(*named));
	int code;

	if (named == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", dir);
	code = read_named(d, dir, named, tt_manifest_files(buf_view(&d->json),
	    named), diags);
	free(named);
	return code;
}

static int
read_all(struct draft *d, const char *dir, int64_t now_s,
    struct tt_diags *diags)
{
	int code;
	enum tt_err e;

	if ((code = read_json(d, dir)) != CLI_DONE)
		return code;
	e = tt_manifest_parse(&d->manifest, buf_view(&d->json),
	    SPAN(MANIFEST_NAME), now_s, diags);
	if (e == TT_OK)
		return read_named(d, dir, d->manifest->parts,
		    d->manifest->n_parts, diags);
	if (diags->n_errors > 0)
		return read_faulty(d, dir, diags);
	return say_err(e, NULL, "cannot read %s/" MANIFEST_NAME, dir);
}

static struct tt_diags *
new_diags(void)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));

	if (diags != NULL)
		tt_diags_init(diags);
	return diags;
}

static int
read_whole(struct draft *d, const char *dir, int64_t now_s)
{
	struct tt_diags *diags = new_diags();
	int code;

	code = diags != NULL ? read_all(d, dir, now_s, diags) :
	    say_err(TT_ENOMEM, NULL, "cannot read %s", dir);
	free(diags);
	return code;
}

int
draft_read(struct draft *d, const char *dir, int64_t now_s)
{
	memset(d, 0, sizeof(*d));
	return read_whole(d, dir, now_s);
}

/* Names of the parts go to d->json, which has no other use here. */
static int
keep_names(struct draft *d, const char *dir, char *const *names, size_t n,
    struct span *kept)
{
	buf_init(&d->json, TT_MANIFEST_MAX);
	for (size_t i = 0; i < n; i++) {
		if (!name_member_ok(span_str(names[i])))
			return say_fail(CLI_USAGE, "letters, digits and "
			    "._+@- only, none of . and - first",
			    "cannot use %s/%s: a part may not have this name",
			    dir, names[i]);
		buf_str(&d->json, names[i]);
	}
	if (buf_err(&d->json) != TT_OK)
		return say_err(buf_err(&d->json), NULL, "cannot read %s", dir);
	for (size_t i = 0, at = 0; i < n; at += kept[i++].n)
		kept[i] = span_of(d->json.p + at, strlen(names[i]));
	return CLI_DONE;
}

static int
read_names(struct draft *d, const char *dir, char *const *names, size_t n)
{
	struct tt_diags *diags;
	struct span kept[TT_PARTS_MAX];
	int code;

	if (n == 0 || n > TT_PARTS_MAX)
		return say_fail(CLI_USAGE, NULL,
		    "cannot use %s: a bulletin has 1 to %d parts", dir,
		    TT_PARTS_MAX);
	if ((code = keep_names(d, dir, names, n, kept)) != CLI_DONE)
		return code;
	if ((diags = new_diags()) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", dir);
	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		code = read_part(d, dir, kept[i], 0, diags);
	if (code == CLI_DONE)
		code = parse_parts(d, dir, n, diags);
	free(diags);
	return code;
}

static int
read_folder(struct draft *d, const char *path)
{
	struct file_list files;
	int code;
	enum tt_err e;

	if ((e = file_list(path, TT_PARTS_MAX + 1, &files)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	code = read_names(d, path, files.name, files.n);
	file_list_free(&files);
	return code;
}

static int
read_single(struct draft *d, const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[FILE_PATH_MAX] = ".", name[NAME_MAX_LEN + 1];
	char *names[] = { name };
	enum tt_err e = TT_OK;

	if (slash != NULL)
		e = span_copy(span_of(path, slash == path ? 1 :
		    (size_t)(slash - path)), dir, sizeof(dir));
	if (e == TT_OK)
		e = span_copy(span_str(slash != NULL ? slash + 1 : path), name,
		    sizeof(name));
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	return read_names(d, dir, names, 1);
}

static int
read_loose(struct draft *d, const char *path, int64_t now_s)
{
	char manifest[FILE_PATH_MAX];
	struct stat st;

	if (stat(path, &st) != 0)
		return say_err(TT_ENOENT, NULL, "cannot read %s", path);
	if (!S_ISDIR(st.st_mode))
		return read_single(d, path);
	if (file_path(manifest, path, MANIFEST_NAME) == TT_OK &&
	    file_exists(manifest))
		return read_whole(d, path, now_s);
	return read_folder(d, path);
}

int
draft_read_loose(struct draft *d, const char *path, int64_t now_s)
{
	memset(d, 0, sizeof(*d));
	return read_loose(d, path, now_s);
}

int
draft_read_plain(struct draft *d, const char *path, int64_t now_s)
{
	memset(d, 0, sizeof(*d));
	d->plain = true;
	return read_loose(d, path, now_s);
}

enum tt_err
draft_from(struct draft *d, struct span json, const struct tt_part_text *parts,
    size_t n)
{
	struct tt_diags *diags = new_diags();
	enum tt_err e = TT_OK;

	memset(d, 0, sizeof(*d));
	if (diags == NULL)
		return TT_ENOMEM;
	if (n > TT_PARTS_MAX)
		e = TT_ELIMIT;
	else if (json.n > 0)
		e = tt_manifest_parse(&d->manifest, json, SPAN(MANIFEST_NAME),
		    TT_MANIFEST_ANY_TIME, diags);
	if (e == TT_OK) {
		for (size_t i = 0; i < n; i++)
			d->part[i] = parts[i];
		d->n_parts = n;
		e = tt_bulletin_parse(&d->bulletin, d->part, n, diags);
	}
	free(diags);
	return e;
}

bool
draft_name(const char *dir, char out[TT_ID_MAX + 1])
{
	struct buf file = { .n = 0 };
	char path[FILE_PATH_MAX];
	json_t *obj = NULL;
	struct span id;
	bool found;

	found = file_path(path, dir, MANIFEST_NAME) == TT_OK &&
	    file_read(path, TT_MANIFEST_MAX, &file) == TT_OK &&
	    json_in_parse(buf_view(&file), file.n, &obj, NULL) == TT_OK &&
	    json_in_str(obj, "id", &id, NULL) == TT_OK &&
	    span_copy(id, out, TT_ID_MAX + 1) == TT_OK;
	json_decref(obj);
	buf_done(&file);
	return found;
}

void
draft_done(struct draft *d)
{
	tt_bulletin_free(d->bulletin);
	tt_manifest_free(d->manifest);
	for (size_t i = 0; i < TT_PARTS_MAX; i++)
		buf_done(&d->text[i]);
	buf_done(&d->json);
	memset(d, 0, sizeof(*d));
}

void
draft_text_hash(const struct draft *d, uint8_t out[32])
{
	tt_text_hash(d->part, d->n_parts, out);
}
