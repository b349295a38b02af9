/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "base/instant.h"
#include "base/name.h"
#include "exchange/misp.h"

#define DAY_LEN		10	/* of an instant's characters */
#define OWN_ONLY	"0"	/* distribution: this organisation */

struct misp {
	const struct exchange *x;
	struct json_out *w;
};

/* One attribute; what stands for it in the name. */
struct attribute {
	const char *type, *category, *comment;
	struct span value, file;
	size_t index;
	bool to_ids;
};

static void
put(struct misp *m, const char *key, const char *value)
{
	json_out_key(m->w, key);
	json_out_str(m->w, value);
}

static void
put_span(struct misp *m, const char *key, struct span value)
{
	json_out_key(m->w, key);
	json_out_span(m->w, value);
}

static void
put_bool(struct misp *m, const char *key, bool value)
{
	json_out_key(m->w, key);
	json_out_bool(m->w, value);
}

/* Seconds, as a string: so MISP has them. */
static void
put_time(struct misp *m, const char *key, int64_t at_s)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, at_s);
	put(m, key, text);
}

struct uuid
misp_uuid(const struct exchange *x)
{
	return exchange_uuid(x, "event", (struct span){ "", 0 }, 0);
}

static void
put_attribute(struct misp *m, const struct attribute *a)
{
	if (a->value.n == 0)
		return;
	json_out_object(m->w);
	put(m, "uuid", exchange_uuid(m->x, a->type, a->file, a->index).text);
	put(m, "type", a->type);
	put(m, "category", a->category);
	put(m, "comment", a->comment);
	put(m, "distribution", OWN_ONLY);
	put_bool(m, "to_ids", a->to_ids);
	put_bool(m, "disable_correlation", false);
	put_time(m, "timestamp", m->x->changed_s);
	put_span(m, "value", a->value);
	json_out_object_end(m->w);
}

static void
put_ids(struct misp *m, const struct ids *ids, const char *type,
    const char *comment)
{
	for (size_t i = 0; i < ids->n; i++)
		put_attribute(m, &(struct attribute){ .type = type,
			.category = "External analysis", .comment = comment,
			.value = ids->id[i], .file = ids->id[i] });
}

static void
put_rules(struct misp *m, const struct exchange_part *p)
{
	const struct part_rule *as = part_rule(p->kind);
	char comment[NAME_MAX_LEN + 16];
	struct span rest = p->text, rule;

	if (as->stix == NULL)
		return;
	snprintf(comment, sizeof(comment), "%s: %.*s", as->stix,
	    (int)p->name.n, p->name.p);
	for (size_t i = 0; part_next_rule(p->kind, &rest, &rule); i++)
		put_attribute(m, &(struct attribute){ .type = as->misp,
			.category = as->misp_category, .comment = comment,
			.value = rule, .file = p->name, .index = i,
			.to_ids = true });
}

static void
put_attributes(struct misp *m)
{
	const struct exchange *x = m->x;

	json_out_key(m->w, "Attribute");
	json_out_array(m->w);
	put_ids(m, &x->facts.cve, "vulnerability", "");
	put_ids(m, &x->facts.cwe, "weakness", "");
	put_ids(m, &x->facts.cvss, "text", "CVSS vector");
	for (size_t i = 0; i < x->n; i++)
		put_rules(m, &x->part[i]);
	put_attribute(m, &(struct attribute){ .type = "comment",
		.category = "Internal reference", .comment = "What binds",
		.value = x->about.binds });
	json_out_array_end(m->w);
}

static void
put_reports(struct misp *m)
{
	const struct exchange *x = m->x;

	json_out_key(m->w, "EventReport");
	json_out_array(m->w);
	for (size_t i = 0; i < x->n; i++) {
		const struct exchange_part *p = &x->part[i];

		if (!exchange_is_prose(x, p))
			continue;
		json_out_object(m->w);
		put(m, "uuid", exchange_uuid(x, "event-report", p->name,
		    0).text);
		put_span(m, "name", p->name);
		put_span(m, "content", exchange_words(x, p));
		put(m, "distribution", OWN_ONLY);
		put_time(m, "timestamp", x->changed_s);
		json_out_object_end(m->w);
	}
	json_out_array_end(m->w);
}

static void
put_tag(struct misp *m)
{
	const struct tlp_rule *tlp = tlp_rule(m->x->label);
	char name[32];

	snprintf(name, sizeof(name), "tlp:%s", tlp->word);
	json_out_key(m->w, "Tag");
	json_out_array(m->w);
	json_out_object(m->w);
	put(m, "name", name);
	put(m, "colour", tlp->colour);
	put_bool(m, "local", false);
	put(m, "relationship_type", "");
	json_out_object_end(m->w);
	json_out_array_end(m->w);
}

static void
put_publisher(struct misp *m)
{
	json_out_key(m->w, "Orgc");
	json_out_object(m->w);
	put_span(m, "name", m->x->about.publisher);
	put(m, "uuid", exchange_publisher(m->x).text);
	json_out_object_end(m->w);
}

/* Analysis: 1 goes on, 2 is complete.  Threat level 4: the text says none. */
static void
put_event(struct misp *m)
{
	const struct exchange_about *a = &m->x->about;
	char day[INSTANT_LEN + 1];

	instant_format(a->opened_s, day);
	put(m, "uuid", misp_uuid(m->x).text);
	put_span(m, "info", m->x->title);
	put_span(m, "date", span_of(day, DAY_LEN));
	put_time(m, "timestamp", m->x->changed_s);
	put_time(m, "publish_timestamp", m->x->changed_s);
	put_bool(m, "published", true);
	put(m, "analysis", a->is_public ? "2" : "1");
	put(m, "threat_level_id", "4");
	put(m, "distribution", OWN_ONLY);
	put(m, "extends_uuid", "");
	put_bool(m, "protected", false);
	put_publisher(m);
	put_tag(m);
	put_attributes(m);
	json_out_key(m->w, "Object");
	json_out_array(m->w);
	json_out_array_end(m->w);
	put_reports(m);
}

enum tt_err
misp_write(struct buf *out, const struct exchange *x)
{
	struct misp m = { .x = x, .w = json_out_new(out, JSON_SORTED) };

	if (m.w == NULL)
		return TT_ENOMEM;
	json_out_object(m.w);
	json_out_key(m.w, "Event");
	json_out_object(m.w);
	put_event(&m);
	json_out_object_end(m.w);
	json_out_object_end(m.w);
	return json_out_end(m.w);
}
