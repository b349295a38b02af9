/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/instant.h"
#include "exchange/stix.h"

#define ID_MAX		(32 + 2 + UUID_LEN)	/* type--UUID */
#define REFS_MAX	((size_t)8 << 20)	/* bytes of ids */
#define TLP_EXTENSION	"extension-definition--" \
			"60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
#define OASIS_CREATED	"2022-10-01T00:00:00.000Z"

struct id {
	char text[ID_MAX + 1];
};

struct stix {
	const struct exchange *x;
	struct json_out *w;
	struct buf refs;	/* a line for each object that counts */
	struct id publisher, marking, vulnerability[IDS_MAX];
};

static struct id
id_of(const char *type, struct uuid u)
{
	struct id id;

	snprintf(id.text, sizeof(id.text), "%s--%s", type, u.text);
	return id;
}

static struct id
own_id(const struct stix *s, const char *type, struct span file,
    size_t index)
{
	return id_of(type, exchange_uuid(s->x, type, file, index));
}

static void
put(struct stix *s, const char *key, const char *value)
{
	json_out_key(s->w, key);
	json_out_str(s->w, value);
}

static void
put_span(struct stix *s, const char *key, struct span value)
{
	json_out_key(s->w, key);
	json_out_span(s->w, value);
}

/* STIX has milliseconds. */
static void
put_time(struct stix *s, const char *key, int64_t at_s)
{
	char text[INSTANT_LEN + 1], ms[INSTANT_LEN + 5];

	instant_format(at_s, text);
	snprintf(ms, sizeof(ms), "%.*s.000Z", INSTANT_LEN - 1, text);
	put(s, key, ms);
}

static void
put_marks(struct stix *s)
{
	char tlp[ID_MAX + 1];

	snprintf(tlp, sizeof(tlp), "marking-definition--%s",
	    tlp_rule(s->x->label)->stix);
	json_out_key(s->w, "object_marking_refs");
	json_out_array(s->w);
	json_out_str(s->w, tlp);
	json_out_str(s->w, s->marking.text);
	json_out_array_end(s->w);
}

static void
begin(struct stix *s, const char *type, const char *id)
{
	json_out_object(s->w);
	put(s, "type", type);
	put(s, "id", id);
	put(s, "spec_version", "2.1");
}

/* An object of the publisher's, with what all of them have. */
static void
begin_own(struct stix *s, const char *type, const char *id)
{
	begin(s, type, id);
	put_time(s, "created", s->x->about.opened_s);
	put_time(s, "modified", s->x->changed_s);
	put(s, "created_by_ref", s->publisher.text);
	put_marks(s);
	buf_printf(&s->refs, "%s\n", id);
}

static void
end(struct stix *s)
{
	json_out_object_end(s->w);
}

/* As OASIS published them, without what they do not need. */

static void
write_extension(struct stix *s)
{
	begin(s, "extension-definition", TLP_EXTENSION);
	put(s, "created", OASIS_CREATED);
	put(s, "modified", OASIS_CREATED);
	put(s, "created_by_ref",
	    "identity--b3bca3c2-1f3d-4b54-b44f-dac42c3a8f01");
	put(s, "name", "TLP 2.0");
	put(s, "description", "This defines TLP 2.0 as a STIX extension");
	put(s, "schema", "https://github.com/oasis-open/"
	    "cti-stix-common-objects/tree/master/"
	    "extension-definition-specifications/tlp-2.0");
	put(s, "version", "1.0.0");
	json_out_key(s->w, "extension_types");
	json_out_array(s->w);
	json_out_str(s->w, "property-extension");
	json_out_array_end(s->w);
	end(s);
}

static void
write_tlp(struct stix *s)
{
	const struct tlp_rule *tlp = tlp_rule(s->x->label);
	char id[ID_MAX + 1];

	snprintf(id, sizeof(id), "marking-definition--%s", tlp->stix);
	begin(s, "marking-definition", id);
	put(s, "created", OASIS_CREATED);
	put(s, "name", tlp->name);
	json_out_key(s->w, "extensions");
	json_out_object(s->w);
	json_out_key(s->w, TLP_EXTENSION);
	json_out_object(s->w);
	put(s, "extension_type", "property-extension");
	put(s, "tlp_2_0", tlp->word);
	json_out_object_end(s->w);
	json_out_object_end(s->w);
	end(s);
}

static void
write_binds(struct stix *s)
{
	begin(s, "marking-definition", s->marking.text);
	put_time(s, "created", s->x->about.opened_s);
	put(s, "created_by_ref", s->publisher.text);
	put(s, "definition_type", "statement");
	json_out_key(s->w, "definition");
	json_out_object(s->w);
	put_span(s, "statement", s->x->about.binds);
	json_out_object_end(s->w);
	end(s);
}

/*
 * The same for all readers of the programme, at all times: without marks, and
 * made at no instant that anybody would have to agree on.
 */
static void
write_publisher(struct stix *s)
{
	begin(s, "identity", s->publisher.text);
	put_time(s, "created", 0);
	put_time(s, "modified", 0);
	put_span(s, "name", s->x->about.publisher);
	put(s, "identity_class", "organization");
	end(s);
	buf_printf(&s->refs, "%s\n", s->publisher.text);
}

static void
put_reference(struct stix *s, const char *source, struct span id)
{
	json_out_object(s->w);
	put(s, "source_name", source);
	put_span(s, "external_id", id);
	json_out_object_end(s->w);
}

static void
write_vulnerability(struct stix *s, size_t i)
{
	const struct facts *f = &s->x->facts;

	begin_own(s, "vulnerability", s->vulnerability[i].text);
	put_span(s, "name", f->cve.id[i]);
	json_out_key(s->w, "external_references");
	json_out_array(s->w);
	put_reference(s, "cve", f->cve.id[i]);
	for (size_t k = 0; f->cve.n == 1 && k < f->cwe.n; k++)
		put_reference(s, "cwe", f->cwe.id[k]);
	json_out_array_end(s->w);
	end(s);
}

/* from has to do with each vulnerability in this way. */
static void
relate(struct stix *s, const char *how, const struct id *from,
    struct span file, size_t index)
{
	struct id id;

	for (size_t i = 0; i < s->x->facts.cve.n; i++) {
		id = own_id(s, "relationship", file,
		    index * IDS_MAX + i);
		begin_own(s, "relationship", id.text);
		put(s, "relationship_type", how);
		put(s, "source_ref", from->text);
		put(s, "target_ref", s->vulnerability[i].text);
		end(s);
	}
}

static void
put_rule_name(struct stix *s, struct span file, size_t index)
{
	struct buf name;

	buf_init(&name, 512);
	buf_span(&name, file);
	if (index > 0)
		buf_printf(&name, " (%zu)", index + 1);
	put_span(s, "name", buf_view(&name));
	buf_done(&name);
}

static void
write_indicators(struct stix *s, const struct exchange_part *p)
{
	struct span rest = p->text, rule;
	struct id id;

	if (part_rule(p->kind)->stix == NULL)
		return;
	for (size_t i = 0; part_next_rule(p->kind, &rest, &rule); i++) {
		id = own_id(s, "indicator", p->name, i);
		begin_own(s, "indicator", id.text);
		put_rule_name(s, p->name, i);
		put(s, "pattern_type", part_rule(p->kind)->stix);
		put_span(s, "pattern", rule);
		put_time(s, "valid_from", s->x->about.opened_s);
		end(s);
		relate(s, "indicates", &id, p->name, i);
	}
}

static void
put_ref_list(struct stix *s, struct span lines)
{
	struct span line;

	json_out_key(s->w, "object_refs");
	json_out_array(s->w);
	while (span_line(&lines, &line))
		json_out_span(s->w, line);
	json_out_array_end(s->w);
}

/* A note is about the vulnerabilities; without any, about its publisher's. */
static void
write_note(struct stix *s, const struct exchange_part *p)
{
	struct id id = own_id(s, "note", p->name, 0);
	struct span words = exchange_words(s->x, p);
	size_t n = s->x->facts.cve.n;

	if (!exchange_is_prose(s->x, p) || words.n == 0)
		return;
	begin_own(s, "note", id.text);
	if (p == s->x->advisory)
		put_span(s, "abstract", s->x->title);
	put_span(s, "content", words);
	json_out_key(s->w, "object_refs");
	json_out_array(s->w);
	for (size_t i = 0; i < n; i++)
		json_out_str(s->w, s->vulnerability[i].text);
	if (n == 0)
		json_out_str(s->w, s->publisher.text);
	json_out_array_end(s->w);
	end(s);
}

static void
write_remedy(struct stix *s)
{
	struct id id = own_id(s, "course-of-action", (struct span){ "", 0 },
	    0);

	if (s->x->facts.remedy.n == 0)
		return;
	begin_own(s, "course-of-action", id.text);
	put_span(s, "name", s->x->facts.remedy_title);
	put_span(s, "description", s->x->facts.remedy);
	end(s);
	relate(s, "mitigates", &id, SPAN("course-of-action"), 0);
}

/* What is published is a report; before, it is put together for somebody. */
static void
write_whole(struct stix *s)
{
	const char *type = s->x->about.is_public ? "report" : "grouping";
	struct id id = own_id(s, type, (struct span){ "", 0 }, 0);
	size_t n = s->refs.n;

	begin_own(s, type, id.text);
	put_span(s, "name", s->x->title);
	put_ref_list(s, (struct span){ s->refs.p, n });
	if (s->x->about.is_public) {
		put_time(s, "published", s->x->about.public_s);
		json_out_key(s->w, "report_types");
		json_out_array(s->w);
		json_out_str(s->w, "vulnerability");
		json_out_array_end(s->w);
	} else
		put(s, "context", "unspecified");
	end(s);
}

static void
write_objects(struct stix *s)
{
	const struct exchange *x = s->x;

	write_extension(s);
	write_tlp(s);
	write_binds(s);
	write_publisher(s);
	for (size_t i = 0; i < x->facts.cve.n; i++) {
		s->vulnerability[i] = own_id(s, "vulnerability",
		    x->facts.cve.id[i], 0);
		write_vulnerability(s, i);
	}
	for (size_t i = 0; i < x->n; i++) {
		write_indicators(s, &x->part[i]);
		write_note(s, &x->part[i]);
	}
	write_remedy(s);
	write_whole(s);
}

enum tt_err
stix_write(struct buf *out, const struct exchange *x)
{
	struct stix s = { .x = x, .w = json_out_new(out, JSON_SORTED),
		.publisher = id_of("identity", exchange_publisher(x)) };
	enum tt_err e, refs;

	if (s.w == NULL)
		return TT_ENOMEM;
	buf_init(&s.refs, REFS_MAX);
	s.marking = own_id(&s, "marking-definition", (struct span){ "", 0 },
	    0);
	json_out_object(s.w);
	put(&s, "type", "bundle");
	put(&s, "id", own_id(&s, "bundle", (struct span){ "", 0 }, 0).text);
	json_out_key(s.w, "objects");
	json_out_array(s.w);
	write_objects(&s);
	json_out_array_end(s.w);
	json_out_object_end(s.w);
	e = json_out_end(s.w);
	refs = buf_err(&s.refs);
	buf_done(&s.refs);
	return e != TT_OK ? e : refs;
}
