/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "base/name.h"
#include "exchange/csaf.h"
#include "exchange/files.h"
#include "exchange/misp.h"
#include "exchange/stix.h"

/* Each part may be one, and a feed has two more; a made one each. */
#define FILES_MAX	(EXCHANGE_PARTS_MAX + TO_FORMATS + 2)

static const char *const names[] = {
	[TO_STIX] = "stix", [TO_MISP] = "misp", [TO_CSAF] = "csaf",
};

_Static_assert(sizeof(names) / sizeof(names[0]) == TO_FORMATS, "a name each");

bool
format_parse(struct span name, enum exchange_format *out)
{
	for (unsigned f = 0; f < TO_FORMATS; f++)
		if (span_is(name, names[f])) {
			*out = (enum exchange_format)f;
			return true;
		}
	return false;
}

/* A new file; its data is a secret buf, empty. */
static enum tt_err
add(struct exchange_files *f, struct span name, struct buf **data)
{
	struct exchange_file *at = &f->at[f->n];

	if (f->n == FILES_MAX)
		return TT_ELIMIT;
	if (!name_member_ok(name) ||
	    span_copy(name, at->name, sizeof(at->name)) != TT_OK)
		return TT_ESYNTAX;
	for (size_t i = 0; i < f->n; i++)
		if (name_member_clash(span_str(f->at[i].name), name))
			return TT_EEXIST;
	buf_init_secret(&at->data, EXCHANGE_FILE_MAX);
	*data = &at->data;
	f->n++;
	return TT_OK;
}

static enum tt_err
add_in(struct exchange_files *f, const char *folder, struct span name,
    struct buf **data)
{
	struct buf whole;
	enum tt_err e;

	buf_init(&whole, 4 * FILES_NAME_MAX);
	buf_printf(&whole, "%s/", folder);
	buf_span(&whole, name);
	if ((e = buf_err(&whole)) == TT_OK)
		e = add(f, buf_view(&whole), data);
	buf_done(&whole);
	return e == TT_ELIMIT && name.n > FILES_NAME_MAX ? TT_ESYNTAX : e;
}

/* The next part of a kind, from *i on. */
static const struct exchange_part *
next_part(const struct exchange *x, enum part_kind kind, size_t *i)
{
	while (*i < x->n)
		if (x->part[(*i)++].kind == kind)
			return &x->part[*i - 1];
	return NULL;
}

/* The author's own, under the names that they have. */
static enum tt_err
make_stix(struct exchange_files *f, const struct exchange *x)
{
	const struct exchange_part *p;
	struct buf *data;
	char name[32] = "stix.json";
	size_t i = 0, n = 0;
	enum tt_err e;

	while ((p = next_part(x, PART_STIX, &i)) != NULL) {
		if (++n > 1)
			snprintf(name, sizeof(name), "stix-%zu.json", n);
		if ((e = add(f, span_str(name), &data)) != TT_OK)
			return e;
		buf_span(data, p->text);
	}
	if (n > 0)
		return TT_OK;
	if ((e = add(f, span_str(name), &data)) != TT_OK)
		return e;
	return stix_write(data, x);
}

static enum tt_err
own_csaf(struct exchange_files *f, const struct exchange_part *p)
{
	const json_t *tracking = json_object_get(json_object_get(p->json,
	    "document"), "tracking");
	struct span id = { "", 0 };
	struct buf name, *data;
	enum tt_err e;

	if (json_in_str(tracking, "id", &id, NULL) != TT_OK || id.n == 0)
		return TT_ESYNTAX;
	buf_init(&name, id.n + 16);
	csaf_file_name(id, &name);
	if ((e = buf_err(&name)) == TT_OK &&
	    (e = add_in(f, "csaf", buf_view(&name), &data)) == TT_OK)
		buf_span(data, p->text);
	buf_done(&name);
	return e;
}

static enum tt_err
made_csaf(struct exchange_files *f, const struct exchange *x)
{
	struct buf id, name, *data;
	enum tt_err e;

	buf_init(&id, FILES_NAME_MAX);
	buf_init(&name, FILES_NAME_MAX);
	csaf_id(x, &id);
	csaf_file_name(buf_view(&id), &name);
	if ((e = add_in(f, "csaf", buf_view(&name), &data)) == TT_OK)
		e = csaf_write(data, x);
	buf_done(&id);
	buf_done(&name);
	return e;
}

static enum tt_err
make_csaf(struct exchange_files *f, const struct exchange *x)
{
	const struct exchange_part *p;
	size_t i = 0, n = 0;
	enum tt_err e;

	while ((p = next_part(x, PART_CSAF, &i)) != NULL) {
		if ((e = own_csaf(f, p)) != TT_OK)
			return e;
		n++;
	}
	return n > 0 ? TT_OK : made_csaf(f, x);
}

static enum tt_err
add_event(struct exchange_files *f, struct misp_feed *feed, struct span text,
    const json_t *root)
{
	char name[UUID_LEN + 8];
	struct span uuid;
	struct buf *data;
	enum tt_err e;

	if (json_in_str(json_object_get(root, "Event"), "uuid", &uuid,
	    NULL) != TT_OK || !uuid_ok(uuid))
		return TT_ESYNTAX;
	snprintf(name, sizeof(name), "%.*s.json", (int)uuid.n, uuid.p);
	if ((e = add_in(f, "misp", span_str(name), &data)) != TT_OK)
		return e;
	buf_span(data, text);
	return misp_feed_add(feed, root);
}

static enum tt_err
add_made_event(struct exchange_files *f, struct misp_feed *feed,
    const struct exchange *x)
{
	json_t *root = NULL;
	struct buf text;
	enum tt_err e;

	buf_init_secret(&text, EXCHANGE_FILE_MAX);
	if ((e = misp_write(&text, x)) == TT_OK &&
	    (e = json_in_parse(buf_view(&text), EXCHANGE_FILE_MAX, &root,
	    NULL)) == TT_OK)
		e = add_event(f, feed, buf_view(&text), root);
	json_decref(root);
	buf_done(&text);
	return e;
}

static enum tt_err
add_events(struct exchange_files *f, struct misp_feed *feed,
    const struct exchange *x)
{
	const struct exchange_part *p;
	size_t i = 0, n = 0;
	enum tt_err e;

	while ((p = next_part(x, PART_MISP, &i)) != NULL) {
		if ((e = add_event(f, feed, p->text, p->json)) != TT_OK)
			return e;
		n++;
	}
	return n > 0 ? TT_OK : add_made_event(f, feed, x);
}

static enum tt_err
make_misp(struct exchange_files *f, const struct exchange *x)
{
	struct buf *manifest, *hashes;
	struct misp_feed feed;
	enum tt_err e, ended;

	if ((e = add_in(f, "misp", SPAN("manifest.json"), &manifest)) !=
	    TT_OK ||
	    (e = add_in(f, "misp", SPAN("hashes.csv"), &hashes)) != TT_OK ||
	    (e = misp_feed_begin(&feed, manifest, hashes)) != TT_OK)
		return e;
	e = add_events(f, &feed, x);
	ended = misp_feed_end(&feed);
	return e != TT_OK ? e : ended;
}

static enum tt_err
make_all(struct exchange_files *f, const struct exchange *x, unsigned formats)
{
	static enum tt_err (*const make[])(struct exchange_files *,
	    const struct exchange *) = {
		[TO_STIX] = make_stix, [TO_MISP] = make_misp,
		[TO_CSAF] = make_csaf,
	};
	enum tt_err e;

	for (unsigned i = 0; i < TO_FORMATS; i++)
		if ((formats & 1u << i) != 0 && (e = make[i](f, x)) != TT_OK)
			return e;
	for (size_t i = 0; i < f->n; i++)
		if ((e = buf_err(&f->at[i].data)) != TT_OK)
			return e;
	return TT_OK;
}

enum tt_err
files_make(struct exchange_files *out, const struct exchange *x,
    unsigned formats)
{
	struct exchange_files f = { .n = 0 };
	enum tt_err e;

	if ((f.at = calloc(FILES_MAX, sizeof(*f.at))) == NULL)
		return TT_ENOMEM;
	if ((e = make_all(&f, x, formats)) != TT_OK) {
		files_free(&f);
		return e;
	}
	*out = f;
	return TT_OK;
}

void
files_free(struct exchange_files *f)
{
	if (f->at == NULL)
		return;
	for (size_t i = 0; i < f->n; i++)
		buf_done(&f->at[i].data);
	free(f->at);
	*f = (struct exchange_files){ .n = 0 };
}
