/* SPDX-License-Identifier: ISC */
/*
 * lab_in - reading the folder of a lab back.
 *
 * Of codebook.json: the key, who there is, and which symbols are null.  The
 * symbols themselves follow from the key again, so that nobody is named by
 * what a file says of them.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/lab.h"
#include "cli/say.h"
#include "store/file.h"

#define WHOLE_MAX	9007199254740992.0	/* 2^53 */

/* Integers arrive as reals: a value may be more than jansson's integers. */
static bool
get_number(const json_t *obj, const char *key, double max, uint64_t *out)
{
	const json_t *v = json_object_get(obj, key);
	double x;

	if (!json_is_number(v))
		return false;
	x = json_number_value(v);
	if (!(x >= 0 && x <= max) || x != (double)(uint64_t)x)
		return false;
	*out = (uint64_t)x;
	return true;
}

static bool
get_hex(const json_t *obj, const char *key, uint8_t *out, size_t n)
{
	const json_t *v = json_object_get(obj, key);

	return json_is_string(v) && hex_decode(out, n, json_string_value(v),
	    json_string_length(v));
}

/* As the marked text has them now. */
static bool
same_site(const json_t *obj, const struct tt_site *s)
{
	const char *level = json_string_value(json_object_get(obj, "level"));
	const char *value = json_string_value(json_object_get(obj, "value"));
	uint64_t n;

	if (level == NULL || strcmp(level, tt_level_name(s->level)) != 0)
		return false;
	if (tt_site_is_value(s))
		return value != NULL && span_u64(span_str(value), UINT64_MAX,
		    &n) == TT_OK && n == s->n;
	return get_number(obj, "q", TT_Q_MAX, &n) && n == s->n;
}

static enum tt_err
check_sites(const struct lab *lab, const json_t *root)
{
	const struct tt_bulletin *b = lab->draft.bulletin;
	const json_t *sites = json_object_get(root, "sites");

	if (!json_is_array(sites))
		return TT_ESYNTAX;
	if (json_array_size(sites) != b->n_sites)
		return TT_EINTEGRITY;
	for (size_t i = 0; i < b->n_sites; i++)
		if (!same_site(json_array_get(sites, i), &b->sites[i]))
			return TT_EINTEGRITY;
	return TT_OK;
}

static enum tt_err
get_profile(struct lab *lab, const json_t *copy, bool *has, uint32_t *out)
{
	const json_t *symbols = json_object_get(copy, "symbols");
	size_t n = lab->draft.bulletin->n_sites;

	if (!json_is_array(symbols) || json_array_size(symbols) != n)
		return TT_ESYNTAX;
	for (size_t i = 0; i < n; i++)
		has[i] = !json_is_null(json_array_get(symbols, i));
	*out = lineup_profile(&lab->lineup, has, n);
	return TT_OK;
}

static enum tt_err
take_holder(struct lab *lab, const json_t *obj, uint64_t *number)
{
	const json_t *name = json_object_get(obj, "name");

	if (!get_number(obj, "holder", WHOLE_MAX, number) ||
	    !json_is_string(name))
		return TT_ESYNTAX;
	lineup_add_holder(&lab->lineup, *number, json_string_value(name));
	return TT_OK;
}

/* Copies from *k on, as long as they are of this holder. */
static enum tt_err
take_copies(struct lab *lab, const json_t *copies, uint64_t holder, size_t *k,
    bool *has)
{
	const json_t *obj, *reader;
	uint64_t number, of;
	uint32_t profile;
	enum tt_err e;

	for (; *k < json_array_size(copies); (*k)++) {
		obj = json_array_get(copies, *k);
		reader = json_object_get(obj, "reader");
		if (!get_number(obj, "holder", WHOLE_MAX, &of) ||
		    !get_number(obj, "copy", WHOLE_MAX, &number) ||
		    !json_is_string(reader))
			return TT_ESYNTAX;
		if (of != holder)
			return TT_OK;
		if ((e = get_profile(lab, obj, has, &profile)) != TT_OK)
			return e;
		lineup_add_copy(&lab->lineup, number,
		    json_string_value(reader), profile);
	}
	return TT_OK;
}

/* Holders, and copies in the same order. */
static enum tt_err
take_rows(struct lab *lab, const json_t *root)
{
	const json_t *holders = json_object_get(root, "holders");
	const json_t *copies = json_object_get(root, "copies");
	bool *has = calloc(lab->draft.bulletin->n_sites + 1, sizeof(*has));
	uint64_t number;
	size_t k = 0;
	enum tt_err e = TT_OK;

	if (has == NULL)
		return TT_ENOMEM;
	if (!json_is_array(holders) || !json_is_array(copies))
		e = TT_ESYNTAX;
	for (size_t h = 0; e == TT_OK && h < json_array_size(holders); h++)
		if ((e = take_holder(lab, json_array_get(holders, h),
		    &number)) == TT_OK)
			e = take_copies(lab, copies, number, &k, has);
	if (e == TT_OK && k != json_array_size(copies))
		e = TT_ESYNTAX;
	free(has);
	return e == TT_OK ? lineup_err(&lab->lineup) : e;
}

static enum tt_err
take_head(struct lab *lab, const json_t *root)
{
	const json_t *epsilon = json_object_get(root, "epsilon");
	const char *format = json_string_value(json_object_get(root,
	    "format"));

	if (format == NULL || strcmp(format, "telltale-codebook-dump-2") != 0)
		return TT_EVERSION;
	if ((lab->key = SECRET_NEW(struct tt_codebook_key)) == NULL)
		return TT_ENOMEM;
	if (!get_hex(root, "key", lab->key->b, sizeof(lab->key->b)) ||
	    !get_hex(root, "beacon", lab->beacon.b, sizeof(lab->beacon.b)) ||
	    !json_is_number(epsilon))
		return TT_ESYNTAX;
	lab->epsilon = json_number_value(epsilon);
	if (!(lab->epsilon > 0 && lab->epsilon < 1))
		return TT_ERANGE;
	return TT_OK;
}

enum tt_err
lab_parse(struct lab *lab, struct span text)
{
	json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES |
	    JSON_DECODE_INT_AS_REAL, NULL);
	enum tt_err e;

	if (root == NULL)
		return TT_ESYNTAX;
	if ((e = take_head(lab, root)) == TT_OK &&
	    (e = check_sites(lab, root)) == TT_OK &&
	    (e = take_rows(lab, root)) == TT_OK &&
	    (e = tt_roster_check(&lab->lineup.roster)) == TT_OK)
		e = lab_codebook(lab);
	json_decref(root);
	return e;
}

int
lab_read(struct lab *lab, const char *dir)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	int code;
	enum tt_err e;

	if ((e = file_path(path, dir, "codebook.json")) != TT_OK ||
	    (e = file_read(path, LAB_TEXT_MAX, &text)) != TT_OK)
		return say_err(e, "telltale lab makes such a folder",
		    "cannot read the codebook of the lab %s", dir);
	if ((e = file_path(path, dir, "marked")) != TT_OK)
		code = say_err(e, NULL, "cannot read %s", dir);
	else
		code = draft_read_loose(&lab->draft, path,
		    TT_MANIFEST_ANY_TIME);
	if (code == CLI_DONE) {
		e = lab_parse(lab, buf_view(&text));
		if (e == TT_EINTEGRITY)
			code = say_fail(CLI_TROUBLE, "make the lab again",
			    "cannot use %s: the text in it is not the one that "
			    "its codebook was made for", dir);
		else if (e != TT_OK)
			code = say_err(e, "make the lab again",
			    "cannot use the codebook of the lab %s", dir);
	}
	buf_done(&text);
	return code;
}
