/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/json_in.h"
#include "base/utf8.h"
#include "bulletin/node.h"
#include "bulletin/wave.h"
#include "telltale/check.h"
#include "telltale/manifest.h"

static const char say_name[] =
    "write up to 8 components of A-Z a-z 0-9 . _ + @ -, joined by /, none "
    "beginning with . or -";

static const char *const profiles[] = {
	[TT_PROFILE_BRIEF] = "brief",
	[TT_PROFILE_NO_POC] = "no-poc",
	[TT_PROFILE_FULL] = "full",
	[TT_PROFILE_PUBLIC] = "public",
};

static const char *const kinds[] = {
	[TT_PART_ADVISORY] = "advisory",
	[TT_PART_RULE] = "rule",
	[TT_PART_ATTACHMENT] = "attachment",
	[TT_PART_POC] = "poc",
	[TT_PART_BRIEF] = "brief",
};

static const bool carries[TT_PROFILE_COUNT][TT_PART_KIND_COUNT] = {
	[TT_PROFILE_BRIEF] = { [TT_PART_BRIEF] = true },
	[TT_PROFILE_NO_POC] = { [TT_PART_ADVISORY] = true,
		[TT_PART_RULE] = true, [TT_PART_ATTACHMENT] = true },
	[TT_PROFILE_FULL] = { [TT_PART_ADVISORY] = true,
		[TT_PART_RULE] = true, [TT_PART_ATTACHMENT] = true,
		[TT_PART_POC] = true },
	[TT_PROFILE_PUBLIC] = { [TT_PART_ADVISORY] = true,
		[TT_PART_RULE] = true, [TT_PART_ATTACHMENT] = true },
};

_Static_assert(N_ROWS(profiles) == TT_PROFILE_COUNT, "a name for each");
_Static_assert(N_ROWS(kinds) == TT_PART_KIND_COUNT, "a name for each");

static void
read_title(struct reader *r, struct node top)
{
	struct span s;

	if (!node_text(r, top, "title", &s))
		return;
	if (s.n == 0 || !utf8_printable(s.p, s.n) ||
	    span_copy(s, r->m->title, sizeof(r->m->title)) != TT_OK)
		node_tell(r, TT_ERROR, node_member(top, "title"),
		    "write one line of 1 to 400 bytes",
		    "\"title\" has %zu bytes, or a control among them", s.n);
}

static void
read_public_at(struct reader *r, struct node top)
{
	int64_t *at = &r->m->public_at_s;

	r->public_at_known = node_instant(r, top, "public_at", at);
	if (r->public_at_known && *at < r->now_s)
		node_tell(r, TT_ERROR, node_member(top, "public_at"),
		    "set a later one", "the public instant is past");
}

/* What a wave makes of it is its terms' business: programme/schedule.h. */
static void
read_respond_by(struct reader *r, struct node top)
{
	if (node_member(top, "respond_by").v != NULL)
		(void)node_instant(r, top, "respond_by",
		    &r->m->respond_by_s);
}

/* Its form only: whether there is such a zone, the machine knows. */
static void
read_zone(struct reader *r, struct node top)
{
	struct node zone = node_member(top, "zone");
	struct span s;

	if (zone.v == NULL || !node_text(r, top, "zone", &s))
		return;
	for (size_t i = 0; i < s.n; i++)
		if (!tt_id_ok(span_of(s.p + i, 1)) &&
		    memchr("/_+-", s.p[i], 4) == NULL)
			s.n = 0;
	if (s.n == 0 || span_copy(s, r->m->zone, sizeof(r->m->zone)) != TT_OK)
		node_tell(r, TT_ERROR, zone, "write it as IANA does: "
		    "Europe/Berlin", "\"zone\" is no name of a zone");
}

static void
read_use(struct reader *r, struct node uses, const char *name)
{
	struct tt_manifest_use *u = &r->m->uses[r->m->n_uses];
	struct span s;

	if (!node_text(r, uses, name, &s))
		return;
	if (span_copy(span_str(name), u->name, sizeof(u->name)) != TT_OK ||
	    s.n == 0 || !utf8_printable(s.p, s.n) ||
	    span_copy(s, u->value, sizeof(u->value)) != TT_OK)
		node_tell(r, TT_ERROR, node_member(uses, name), NULL,
		    "this is no permitted use");
	else
		r->m->n_uses++;
}

static void
read_uses(struct reader *r, struct node top)
{
	struct node uses = node_member(top, "uses");
	const char *name;
	json_t *value;

	if (uses.v == NULL)
		return;
	if (!json_is_object(uses.v) ||
	    json_object_size(uses.v) > TT_USES_MAX) {
		node_tell(r, TT_ERROR, uses, NULL,
		    "\"uses\" is no object of at most %d uses",
		    TT_USES_MAX);
		return;
	}
	json_object_foreach(uses.v, name, value)
		read_use(r, uses, name);
}

/* It begins at the root, or goes up. */
static bool
is_outside(struct span name)
{
	struct span component;

	if (span_starts(name, "/"))
		return true;
	while (span_word(&name, '/', &component))
		if (span_is(component, ".."))
			return true;
	return false;
}

static void
read_file(struct reader *r, struct node n, struct tt_manifest_part *p)
{
	struct node file = node_member(n, "file");
	struct span s;

	if (!node_text(r, n, "file", &s))
		return;
	if (is_outside(s))
		node_tell(r, TT_ERROR, file, "name a file within the folder",
		    "part '%.*s' is outside the bulletin's folder",
		    NODE_QUOTE(s));
	else if (!name_member_ok(s))
		node_tell(r, TT_ERROR, file, say_name,
		    "a part cannot be called '%.*s'", NODE_QUOTE(s));
	else if (name_member_clash(s, SPAN("bulletin.json")))
		node_tell(r, TT_ERROR, file, "it is kept beside the parts",
		    "bulletin.json itself cannot be a part");
	else
		(void)span_copy(s, p->file, sizeof(p->file));
}

static void
read_check(struct reader *r, struct node n, struct tt_manifest_part *p)
{
	struct node check = node_member(n, "check");
	struct tt_check_args args;
	struct span s;

	if (check.v == NULL || !node_text(r, n, "check", &s))
		return;
	if (span_copy(s, p->check, sizeof(p->check)) != TT_OK ||
	    tt_check_args_make(&args, s, span_str("x")) != TT_OK) {
		node_tell(r, TT_ERROR, check,
		    "write a program and its arguments, {} for the file",
		    "'%.*s' cannot be a command", NODE_QUOTE(s));
		return;
	}
	tt_check_args_done(&args);
	if (memmem(s.p, s.n, "{}", 2) == NULL)
		node_tell(r, TT_WARNING, check, "write {} where its name goes",
		    "the checker is not told the file");
}

static void
read_part(struct reader *r, struct node n, struct tt_manifest_part *p)
{
	static const char *const known[] = { "file", "kind", "check", NULL };
	uint32_t column;
	unsigned kind;

	p->kind = TT_PART_KIND_COUNT;
	if (!node_is_object(r, n, known))
		return;
	json_place(r->text, &n.path, &p->line, &column);
	read_file(r, n, p);
	if (node_word(r, n, "kind", kinds, N_ROWS(kinds), &kind))
		p->kind = (enum tt_part_kind)kind;
	read_check(r, n, p);
}

static void
compare_names(struct reader *r, struct node parts)
{
	for (size_t i = 0; i < r->m->n_parts; i++) {
		struct span a = span_str(r->m->parts[i].file);

		for (size_t j = 0; j < i && a.n > 0; j++) {
			struct span b = span_str(r->m->parts[j].file);

			if (b.n > 0 && name_member_clash(a, b))
				node_tell(r, TT_ERROR, node_member(
				    node_item(parts, i), "file"),
				    "one folder cannot hold both everywhere",
				    "'%s' and '%s' are the same name, or one "
				    "the other's folder", b.p, a.p);
		}
	}
}

/*
 * Somebody gets it, and be it everybody at the public instant.  A wave of
 * which the profile could not be read, as COUNT says, may be the one; a brief
 * is for whomever the policy lets have no more, in any wave.
 */
static bool
is_carried(const struct tt_manifest *m, enum tt_part_kind k)
{
	if (k == TT_PART_KIND_COUNT || k == TT_PART_BRIEF ||
	    m->n_waves == 0 ||
	    tt_profile_carries(TT_PROFILE_PUBLIC, k))
		return true;
	for (size_t i = 0; i < m->n_waves; i++)
		if (m->waves[i].profile == TT_PROFILE_COUNT ||
		    tt_profile_carries(m->waves[i].profile, k))
			return true;
	return false;
}

/* The same of a profile and the parts. */
static bool
has_part(const struct tt_manifest *m, enum tt_profile p)
{
	if (p == TT_PROFILE_COUNT || m->n_parts == 0)
		return true;
	for (size_t i = 0; i < m->n_parts; i++)
		if (m->parts[i].kind == TT_PART_KIND_COUNT ||
		    tt_profile_carries(p, m->parts[i].kind))
			return true;
	return false;
}

static void
check_audience(struct reader *r, struct node waves, struct node parts)
{
	const struct tt_manifest *m = r->m;

	for (size_t i = 0; i < m->n_parts; i++)
		if (!is_carried(m, m->parts[i].kind))
			node_tell(r, TT_ERROR, node_item(parts, i),
			    "give a wave a profile that has it, or remove it",
			    "no wave's profile has a part of kind '%s'",
			    kinds[m->parts[i].kind]);
	for (size_t i = 0; i < m->n_waves; i++)
		if (!has_part(m, m->waves[i].profile))
			node_tell(r, TT_ERROR, node_item(waves, i),
			    "add a part, or change the profile",
			    "profile '%s' has no part here",
			    profiles[m->waves[i].profile]);
}

static void
read_lists(struct reader *r, struct node top)
{
	struct node waves = node_member(top, "waves");
	struct node parts = node_member(top, "parts");

	if (waves.v == NULL)
		waves.path = top.path;
	if (parts.v == NULL)
		parts.path = top.path;
	if (node_is_array(r, waves, "waves", TT_WAVES_MAX))
		r->m->n_waves = json_array_size(waves.v);
	for (size_t i = 0; i < r->m->n_waves; i++)
		wave_read(r, node_item(waves, i), &r->m->waves[i]);
	if (node_is_array(r, parts, "parts", TT_PARTS_MAX))
		r->m->n_parts = json_array_size(parts.v);
	for (size_t i = 0; i < r->m->n_parts; i++)
		read_part(r, node_item(parts, i), &r->m->parts[i]);
	waves_compare(r, waves);
	compare_names(r, parts);
	check_audience(r, waves, parts);
}

/* Families of products, if it says them. */
static void
read_products(struct reader *r, struct node top)
{
	struct node n = node_member(top, "products");
	size_t items;

	if (n.v == NULL || !node_is_array(r, n, "products", TT_PRODUCTS_MAX))
		return;
	items = json_array_size(n.v);
	for (size_t i = 0; i < items; i++)
		if (node_id_item(r, node_item(n, i), "product",
		    r->m->products[r->m->n_products]))
			r->m->n_products++;
}

/* Its form, and that it is another; whether there is one, the vault knows. */
static void
read_replaces(struct reader *r, struct node top)
{
	struct node n = node_member(top, "replaces");

	if (n.v == NULL || !node_id(r, top, "replaces", r->m->replaces))
		return;
	if (strcmp(r->m->replaces, r->m->id) == 0)
		node_tell(r, TT_ERROR, n, "name the bulletin before it",
		    "a bulletin cannot replace itself");
}

static void
read_manifest(struct reader *r, json_t *root)
{
	static const char *const known[] = { "id", "title", "public_at",
		"respond_by", "zone", "agreement", "replaces", "uses",
		"products", "waves", "parts", NULL };
	struct node top = { root, { .n = 0 } };

	if (!node_is_object(r, top, known))
		return;
	(void)node_id(r, top, "id", r->m->id);
	read_title(r, top);
	read_public_at(r, top);
	read_respond_by(r, top);
	read_zone(r, top);
	if (node_member(top, "agreement").v != NULL)
		(void)node_id(r, top, "agreement", r->m->agreement);
	read_replaces(r, top);
	read_uses(r, top);
	read_products(r, top);
	read_lists(r, top);
}

bool
tt_id_ok(struct span s)
{
	if (s.n < 1 || s.n > TT_ID_MAX || s.p[0] == '.' || s.p[0] == '_' ||
	    s.p[0] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') ||
		    (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		    (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' ||
		    s.p[i] == '_' || s.p[i] == '-'))
			return false;
	return true;
}

bool
tt_profile_carries(enum tt_profile p, enum tt_part_kind k)
{
	return (unsigned)p < TT_PROFILE_COUNT &&
	    (unsigned)k < TT_PART_KIND_COUNT && carries[p][k];
}

const char *
tt_profile_name(enum tt_profile p)
{
	return (unsigned)p < TT_PROFILE_COUNT ? profiles[p] : "?";
}

const char *
tt_part_kind_name(enum tt_part_kind k)
{
	return (unsigned)k < TT_PART_KIND_COUNT ? kinds[k] : "?";
}

enum tt_err
tt_manifest_parse(struct tt_manifest **out, struct span text,
    struct span file, int64_t now_s, struct tt_diags *diags)
{
	struct reader r = { .text = text, .file = file, .now_s = now_s,
		.diags = diags };
	size_t errors = diags->n_errors, rows = diags->n;
	struct json_diag fault = { .line = 0 };
	json_t *root = NULL;
	enum tt_err e;

	e = json_in_parse(text, TT_MANIFEST_MAX, &root, &fault);
	if (e != TT_OK) {
		if (e != TT_ENOMEM)
			tt_diags_add(diags, TT_ERROR, (struct tt_where){ file,
				0, (uint32_t)fault.line,
				(uint32_t)fault.column }, NULL, "%s",
			    fault.text);
		return e;
	}
	if ((r.m = calloc(1, sizeof(*r.m))) == NULL) {
		e = TT_ENOMEM;
		goto out;
	}
	read_manifest(&r, root);
	tt_diags_sort(diags, rows);
	if (diags->n_errors > errors) {
		e = TT_ESYNTAX;
		goto out;
	}
	*out = r.m;
	r.m = NULL;	/* transferred */
out:
	tt_manifest_free(r.m);
	json_decref(root);
	return e;
}

size_t
tt_manifest_files(struct span text, struct tt_manifest_part *out)
{
	struct tt_diags *told = calloc(1, sizeof(*told)); /* to nobody */
	struct reader r = { .text = text, .diags = told };
	struct node top = { NULL, { .n = 0 } }, parts;
	size_t n = 0;

	if (told == NULL ||
	    json_in_parse(text, TT_MANIFEST_MAX, &top.v, NULL) != TT_OK)
		goto out;
	tt_diags_init(told);
	parts = node_member(top, "parts");
	n = json_array_size(parts.v);
	if (n > TT_PARTS_MAX)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct tt_manifest_part){ .line = 0 };
		read_part(&r, node_item(parts, i), &out[i]);
		if (out[i].file[0] == '\0')
			n = 0;
	}
out:
	json_decref(top.v);
	free(told);
	return n;
}

void
tt_manifest_free(struct tt_manifest *m)
{
	free(m);
}
