/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "exchange/csaf.h"

#define SHORT_MAX	1024	/* bytes of an id, an address */

struct csaf {
	const struct exchange *x;
	struct json_out *w;
};

static void
put(struct csaf *c, const char *key, const char *value)
{
	json_out_key(c->w, key);
	json_out_str(c->w, value);
}

static void
put_span(struct csaf *c, const char *key, struct span value)
{
	json_out_key(c->w, key);
	json_out_span(c->w, value);
}

static void
put_buf(struct csaf *c, const char *key, struct buf *value)
{
	put_span(c, key, buf_view(value));
	buf_done(value);
}

void
csaf_id(const struct exchange *x, struct buf *out)
{
	buf_str(out, exchange_uuid(x, "csaf", (struct span){ "", 0 },
	    0).text);
	buf_char(out, '-');
	buf_span(out, x->about.id);
}

static bool
stays(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    c == '+' || c == '-';
}

void
csaf_file_name(struct span id, struct buf *out)
{
	bool other = false;

	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (stays(c))
			buf_char(out, c);
		else if (!other)
			buf_char(out, '_');
		other = !stays(c);
	}
	buf_str(out, ".json");
}

static void
put_distribution(struct csaf *c)
{
	const struct tlp_rule *tlp = tlp_rule(c->x->label);

	json_out_key(c->w, "distribution");
	json_out_object(c->w);
	if (tlp->csaf_text != NULL)
		put(c, "text", tlp->csaf_text);
	json_out_key(c->w, "tlp");
	json_out_object(c->w);
	put(c, "label", tlp->csaf);
	json_out_object_end(c->w);
	json_out_object_end(c->w);
}

static void
put_note(struct csaf *c, const char *category, struct span title,
    struct span text)
{
	if (text.n == 0)
		return;
	json_out_object(c->w);
	put(c, "category", category);
	put_span(c, "title", title);
	put_span(c, "text", text);
	json_out_object_end(c->w);
}

static void
put_notes(struct csaf *c)
{
	const struct exchange *x = c->x;

	json_out_key(c->w, "notes");
	json_out_array(c->w);
	for (size_t i = 0; i < x->n; i++) {
		const struct exchange_part *p = &x->part[i];

		if (exchange_is_prose(x, p))
			put_note(c, "description", p->name,
			    exchange_words(x, p));
		else if (part_rule(p->kind)->stix != NULL)
			put_note(c, "other", p->name, p->text);
	}
	put_note(c, "legal_disclaimer", SPAN("What binds"), x->about.binds);
	json_out_array_end(c->w);
}

static void
put_publisher(struct csaf *c)
{
	struct buf uri;

	buf_init(&uri, SHORT_MAX);
	exchange_uri(c->x, NULL, &uri);
	json_out_key(c->w, "publisher");
	json_out_object(c->w);
	put(c, "category", "vendor");
	put_span(c, "name", c->x->about.publisher);
	put_buf(c, "namespace", &uri);
	json_out_object_end(c->w);
}

/* Where the rendering for everybody will be. */
static void
put_references(struct csaf *c)
{
	struct buf uri;

	buf_init(&uri, SHORT_MAX);
	exchange_uri(c->x, "/public/", &uri);
	buf_span(&uri, c->x->about.id);
	buf_char(&uri, '/');
	if (c->x->advisory != NULL)
		buf_span(&uri, c->x->advisory->name);
	json_out_key(c->w, "references");
	json_out_array(c->w);
	json_out_object(c->w);
	put(c, "category", "external");
	put(c, "summary", "The original: what everybody gets once it is "
	    "public");
	put_buf(c, "url", &uri);
	json_out_object_end(c->w);
	json_out_array_end(c->w);
}

static void
put_version(struct csaf *c, const char *key, unsigned patch)
{
	char text[48];

	snprintf(text, sizeof(text), "0.%" PRIu64 ".%u", c->x->about.revision,
	    patch);
	put(c, key, text);
}

static void
put_revision(struct csaf *c, unsigned patch, int64_t at_s,
    const char *summary)
{
	json_out_object(c->w);
	json_out_at(c->w, "date", at_s);
	put_version(c, "number", patch);
	put(c, "summary", summary);
	json_out_object_end(c->w);
}

/* Before the public instant, or whenever that came before the revision. */
static int64_t
written_s(const struct exchange *x)
{
	return x->about.sealed_s > x->about.opened_s ? x->about.sealed_s :
	    x->about.opened_s;
}

static void
put_tracking(struct csaf *c)
{
	const struct exchange_about *a = &c->x->about;
	struct buf id;

	buf_init(&id, SHORT_MAX);
	csaf_id(c->x, &id);
	json_out_key(c->w, "tracking");
	json_out_object(c->w);
	put_buf(c, "id", &id);
	put(c, "status", "draft");
	put_version(c, "version", a->is_public);
	json_out_at(c->w, "initial_release_date", a->opened_s);
	json_out_at(c->w, "current_release_date", c->x->changed_s);
	json_out_key(c->w, "revision_history");
	json_out_array(c->w);
	put_revision(c, 0, written_s(c->x), "One reader's copy");
	if (a->is_public)
		put_revision(c, 1, c->x->changed_s, "The embargo is over");
	json_out_array_end(c->w);
	json_out_object_end(c->w);
}

/* The public instant of what has no date yet. */
static void
put_vulnerabilities(struct csaf *c)
{
	const struct ids *cve = &c->x->facts.cve;

	if (cve->n == 0)
		return;
	json_out_key(c->w, "vulnerabilities");
	json_out_array(c->w);
	for (size_t i = 0; i < cve->n; i++) {
		json_out_object(c->w);
		put_span(c, "cve", cve->id[i]);
		json_out_at(c->w, "release_date", c->x->about.public_s);
		json_out_object_end(c->w);
	}
	json_out_array_end(c->w);
}

enum tt_err
csaf_write(struct buf *out, const struct exchange *x)
{
	struct csaf c = { .x = x, .w = json_out_new(out, JSON_SORTED) };

	if (c.w == NULL)
		return TT_ENOMEM;
	json_out_object(c.w);
	json_out_key(c.w, "document");
	json_out_object(c.w);
	put(&c, "category", "csaf_base");
	put(&c, "csaf_version", "2.0");
	put_span(&c, "title", x->title);
	put_distribution(&c);
	put_notes(&c);
	put_publisher(&c);
	put_references(&c);
	put_tracking(&c);
	json_out_object_end(c.w);
	put_vulnerabilities(&c);
	json_out_object_end(c.w);
	return json_out_end(c.w);
}
