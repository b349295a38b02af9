/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/name.h"
#include "base/sha256.h"
#include "cli/draft.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/diag.h"
#include "telltale/marked.h"

#define MANIFEST_NAME	"bulletin.json"

/* All rows, errors and warnings, in their order. */
static void
print_diags(const struct tt_diags *d)
{
	struct buf line;

	for (size_t i = 0; i < d->n; i++) {
		buf_init(&line, 4096);
		tt_diag_format(&d->row[i], &line);
		say_warn("%s", line.p != NULL ? line.p : "");
		buf_done(&line);
	}
	if (d->n_errors + d->n_warnings > d->n)
		say_warn("and %zu more", d->n_errors + d->n_warnings - d->n);
}

static int
refuse(const struct tt_diags *d, const char *what)
{
	print_diags(d);
	return say_fail(CLI_USAGE, "each line above says where and how",
	    "cannot use %s: %zu %s, nothing was changed", what, d->n_errors,
	    d->n_errors == 1 ? "fault" : "faults");
}

/* Reads dir/name as the next part; name outlives the draft. */
static int
read_part(struct draft *d, const char *dir, struct span name)
{
	char path[FILE_PATH_MAX], file[NAME_MAX_LEN + 1];
	size_t i = d->n_parts;
	enum tt_err e;

	if ((e = span_copy(name, file, sizeof(file))) != TT_OK ||
	    (e = file_path(path, dir, file)) != TT_OK)
		return say_err(e, NULL, "cannot read a part");
	if ((e = file_read(path, TT_PART_MAX, &d->text[i])) != TT_OK)
		return say_err(e, e == TT_ENOENT ? "each part that "
		    MANIFEST_NAME " names is a file beside it" : NULL,
		    "cannot read the part %s", path);
	d->part[i].name = name;
	d->part[i].text = buf_view(&d->text[i]);
	d->n_parts++;
	return CLI_DONE;
}

static int
parse_parts(struct draft *d, const char *what)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	int code = CLI_DONE;
	enum tt_err e;

	if (diags == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", what);
	tt_diags_init(diags);
	e = tt_bulletin_parse(&d->bulletin, d->part, d->n_parts, diags);
	if (e != TT_OK && diags->n_errors > 0)
		code = refuse(diags, what);
	else if (e != TT_OK)
		code = say_err(e, NULL, "cannot read %s", what);
	else
		print_diags(diags);
	free(diags);
	return code;
}

static int
parse_manifest(struct draft *d, const char *dir, int64_t now_s)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	char path[FILE_PATH_MAX];
	int code = CLI_DONE;
	enum tt_err e;

	if (diags == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", dir);
	tt_diags_init(diags);
	if ((e = file_path(path, dir, MANIFEST_NAME)) != TT_OK ||
	    (e = file_read(path, TT_MANIFEST_MAX, &d->json)) != TT_OK) {
		code = say_err(e, "a bulletin is a folder with " MANIFEST_NAME
		    " and its parts", "cannot read %s", path);
		goto out;
	}
	e = tt_manifest_parse(&d->manifest, buf_view(&d->json),
	    SPAN(MANIFEST_NAME), now_s, diags);
	if (e != TT_OK && diags->n_errors > 0)
		code = refuse(diags, path);
	else if (e != TT_OK)
		code = say_err(e, NULL, "cannot read %s", path);
	else
		print_diags(diags);
out:
	free(diags);
	return code;
}

int
draft_read(struct draft *d, const char *dir, int64_t now_s)
{
	int code;

	memset(d, 0, sizeof(*d));
	if ((code = parse_manifest(d, dir, now_s)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < d->manifest->n_parts; i++)
		if ((code = read_part(d, dir,
		    span_str(d->manifest->parts[i].file))) != CLI_DONE)
			return code;
	return parse_parts(d, dir);
}

/* Names of the parts go to d->json, which has no other use here. */
static int
read_names(struct draft *d, const char *dir, char *const *names, size_t n)
{
	size_t at[TT_PARTS_MAX];
	int code;

	if (n == 0 || n > TT_PARTS_MAX)
		return say_fail(CLI_USAGE, NULL,
		    "cannot use %s: a bulletin has 1 to %d parts", dir,
		    TT_PARTS_MAX);
	buf_init(&d->json, TT_MANIFEST_MAX);
	for (size_t i = 0; i < n; i++) {
		if (!name_member_ok(span_str(names[i])))
			return say_fail(CLI_USAGE, "letters, digits and "
			    "._+@- only, none of . and - first",
			    "cannot use %s/%s: a part may not have this name",
			    dir, names[i]);
		at[i] = d->json.n;
		buf_str(&d->json, names[i]);
	}
	if (buf_err(&d->json) != TT_OK)
		return say_err(buf_err(&d->json), NULL, "cannot read %s", dir);
	for (size_t i = 0; i < n; i++)
		if ((code = read_part(d, dir, span_of(d->json.p + at[i],
		    strlen(names[i])))) != CLI_DONE)
			return code;
	return parse_parts(d, dir);
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

int
draft_read_loose(struct draft *d, const char *path, int64_t now_s)
{
	char manifest[FILE_PATH_MAX];
	struct stat st;

	memset(d, 0, sizeof(*d));
	if (stat(path, &st) != 0)
		return say_err(TT_ENOENT, NULL, "cannot read %s", path);
	if (!S_ISDIR(st.st_mode))
		return read_single(d, path);
	if (file_path(manifest, path, MANIFEST_NAME) == TT_OK &&
	    file_exists(manifest))
		return draft_read(d, path, now_s);
	return read_folder(d, path);
}

enum tt_err
draft_from(struct draft *d, struct span json, const struct tt_part_text *parts,
    size_t n)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	enum tt_err e = TT_OK;

	memset(d, 0, sizeof(*d));
	if (diags == NULL)
		return TT_ENOMEM;
	tt_diags_init(diags);
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
	struct sha256 h;
	char length[24];
	int n;

	sha256_init(&h);
	for (size_t i = 0; i < d->n_parts; i++) {
		sha256_add(&h, d->part[i].name.p, d->part[i].name.n);
		n = snprintf(length, sizeof(length), "\n%zu\n",
		    d->part[i].text.n);
		sha256_add(&h, length, (size_t)n);
		sha256_add(&h, d->part[i].text.p, d->part[i].text.n);
	}
	sha256_end(&h, out);
}
