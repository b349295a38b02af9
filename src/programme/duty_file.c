/* SPDX-License-Identifier: ISC */
/* duty_file - telltale-duties/1, read. */
#include <stdlib.h>
#include <string.h>

#include "programme/duty.h"

static const char *const territories[] = {
	[TERRITORY_ANYWHERE] = "anywhere",
	[TERRITORY_ESTABLISHED] = "established-in",
	[TERRITORY_OFFERING] = "offering-in",
	[TERRITORY_EITHER] = "established-or-offering-in",
};

static const char *const subjects[] = {
	[SUBJECT_OWN_PRODUCT] = "own-product",
	[SUBJECT_ANY_PRODUCT] = "any-product",
	[SUBJECT_OWN_SYSTEMS] = "own-systems",
};

static const char *const triggers[] = {
	[TRIGGER_VULNERABILITY] = "aware-of-vulnerability",
	[TRIGGER_EXPLOITATION] = "aware-of-exploitation",
	[TRIGGER_INCIDENT] = "aware-of-incident",
	[TRIGGER_FIX] = "fix-available",
};

static const char *const froms[] = {
	[FROM_TRIGGER] = "trigger",
	[FROM_PREVIOUS] = "previous-stage",
	[FROM_FIX] = "fix-available",
};

static const char *const confidences[] = {
	[CONFIDENCE_UNVERIFIED] = "unverified",
	[CONFIDENCE_SECONDARY] = "secondary",
	[CONFIDENCE_VERIFIED] = "verified",
};

static const char *const kinds[] = { "report", "prohibition" };

_Static_assert(N_ROWS(territories) == DUTY_TERRITORIES, "a word for each");
_Static_assert(N_ROWS(subjects) == DUTY_SUBJECTS, "likewise");
_Static_assert(N_ROWS(triggers) == DUTY_TRIGGERS, "likewise");
_Static_assert(N_ROWS(froms) == DUTY_FROMS, "likewise");
_Static_assert(N_ROWS(confidences) == DUTY_CONFIDENCES, "likewise");

const char *
duty_confidence_text(enum duty_confidence c)
{
	return confidences[c];
}

static void
read_roles(struct reader *r, struct node binds, struct duty *d)
{
	char name[PROFILE_ROLES][TT_ID_MAX + 1];
	size_t n = member_names(r, binds, "role", name, PROFILE_ROLES);
	unsigned k;

	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < PROFILE_ROLES; k++)
			if (strcmp(name[i], profile_roles[k]) == 0)
				break;
		if (k == PROFILE_ROLES)
			node_tell(r, TT_ERROR, node_member(binds, "role"),
			    NULL, "'%s' is no role", name[i]);
		else
			d->roles |= 1u << k;
	}
	if (n == 0)
		node_tell(r, TT_ERROR, binds, NULL, "it binds no role");
}

static void
read_binds(struct reader *r, struct node n, struct duty *d)
{
	static const char *const known[] = { "role", "territory", NULL };
	struct node binds = node_member(n, "binds");
	unsigned t;

	if (!node_is_object(r, binds, known))
		return;
	read_roles(r, binds, d);
	if (node_word(r, binds, "territory", territories, DUTY_TERRITORIES,
	    &t))
		d->territory = (enum duty_territory)t;
}

static void
read_stage(struct reader *r, struct node n, struct duty_stage *s)
{
	static const char *const known[] = { "name", "after", "from", NULL };
	unsigned f = FROM_TRIGGER;

	if (!node_is_object(r, n, known))
		return;
	(void)member_length(r, n, "after", &s->after_s);
	if (node_word(r, n, "from", froms, DUTY_FROMS, &f))
		s->from = (enum duty_from)f;
}

static void
read_stages(struct reader *r, struct node n, struct duty *d)
{
	struct node stages = node_member(n, "stages");

	if (d->prohibits) {
		if (json_array_size(stages.v) > 0)
			node_tell(r, TT_ERROR, stages, NULL,
			    "a prohibition has no stages");
		return;
	}
	if (!node_is_array(r, stages, "stages", DUTY_STAGES_MAX))
		return;
	d->n_stages = json_array_size(stages.v);
	for (size_t i = 0; i < d->n_stages; i++)
		read_stage(r, node_item(stages, i), &d->stage[i]);
}

static void
read_force(struct reader *r, struct node n, struct duty *d)
{
	d->ends_s = d->review_s = DUTY_NEVER;
	(void)member_day(r, n, "in_force_from", &d->in_force_s);
	if (member_there(n, "in_force_until"))
		(void)member_day(r, n, "in_force_until", &d->ends_s);
	if (member_there(n, "review_by"))
		(void)member_day(r, n, "review_by", &d->review_s);
}

/* At least one of them says where. */
static bool
has_source(struct node n)
{
	struct node all = node_member(n, "sources");
	const json_t *where;

	for (size_t i = 0; i < json_array_size(all.v); i++) {
		where = json_object_get(node_item(all, i).v, "where");
		if (json_is_string(where) && json_string_length(where) > 0)
			return true;
	}
	return false;
}

static void
read_confidence(struct reader *r, struct node n, struct duty *d)
{
	unsigned c = CONFIDENCE_UNVERIFIED;

	if (member_there(n, "confidence"))
		(void)node_word(r, n, "confidence", confidences,
		    DUTY_CONFIDENCES, &c);
	d->confidence = (enum duty_confidence)c;
	if (has_source(n) && d->review_s != DUTY_NEVER)
		return;
	d->confidence = CONFIDENCE_UNVERIFIED;
	node_tell(r, TT_WARNING, n, "add both, and have it read",
	    "'%s' has no %s: it counts as unverified", d->id,
	    has_source(n) ? "review date" : "source");
}

static void
read_words(struct reader *r, struct node n, struct duty *d)
{
	unsigned kind = 0, subject = 0, trigger = 0;

	(void)node_id(r, n, "id", d->id);
	(void)member_line(r, n, "title", d->title, sizeof(d->title));
	if (member_there(n, "kind"))
		(void)node_word(r, n, "kind", kinds, N_ROWS(kinds), &kind);
	d->prohibits = kind == 1;
	if (!d->prohibits || member_there(n, "recipient"))
		(void)member_line(r, n, "recipient", d->recipient,
		    sizeof(d->recipient));
	if (node_word(r, n, "subject", subjects, DUTY_SUBJECTS, &subject))
		d->subject = (enum duty_subject)subject;
	if (node_word(r, n, "trigger", triggers, DUTY_TRIGGERS, &trigger))
		d->trigger = (enum duty_trigger)trigger;
}

static void
read_jurisdiction(struct reader *r, struct node n, struct duty *d)
{
	struct span s;

	if (!node_text(r, n, "jurisdiction", &s))
		return;
	if (!member_is_country(s) || span_copy(s, d->jurisdiction,
	    sizeof(d->jurisdiction)) != TT_OK)
		node_tell(r, TT_ERROR, node_member(n, "jurisdiction"),
		    "write two capitals: JP, EU",
		    "'%.*s' is no jurisdiction", NODE_QUOTE(s));
}

static void
read_duty(struct reader *r, struct node n, struct duty *d)
{
	static const char *const known[] = { "id", "kind", "jurisdiction",
		"title", "binds", "subject", "trigger", "stages", "recipient",
		"passed_on_to", "content", "in_force_from", "in_force_until",
		"sources", "confidence", "review_by", "comment", NULL };

	if (!node_is_object(r, n, known))
		return;
	read_words(r, n, d);
	read_jurisdiction(r, n, d);
	read_binds(r, n, d);
	read_stages(r, n, d);
	read_force(r, n, d);
	read_confidence(r, n, d);
}

static void
read_groups(struct reader *r, struct node top, struct duties *d)
{
	struct node all = node_member(top, "groups");
	struct duty_group *g;
	const char *key;
	json_t *value;

	if (!member_there(top, "groups"))
		return;
	if (!json_is_object(all.v) ||
	    json_object_size(all.v) > DUTY_GROUPS_MAX) {
		node_tell(r, TT_ERROR, all, NULL, "\"groups\" should be an "
		    "object of at most %d lists", DUTY_GROUPS_MAX);
		return;
	}
	json_object_foreach(all.v, key, value) {
		g = &d->group[d->n_groups++];
		if (!member_is_country(span_str(key)))
			node_tell(r, TT_ERROR, node_member(all, key),
			    "write two capitals: EU", "this is no group");
		else
			memcpy(g->name, key, sizeof(g->name));
		g->n = member_countries(r, all, key, g->country,
		    DUTY_GROUP_MAX);
	}
}

static void
compare_ids(struct reader *r, struct node all, const struct duties *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < i && d->duty[i].id[0] != '\0'; k++)
			if (strcmp(d->duty[i].id, d->duty[k].id) == 0)
				node_tell(r, TT_ERROR, node_item(all, i),
				    "keep one", "duty '%s' stands twice",
				    d->duty[i].id);
}

static void
read_duties(struct reader *r, struct node top, struct duties *d)
{
	static const char *const known[] = { "format", "updated", "groups",
		"duties", "comment", NULL };
	struct node all = node_member(top, "duties");
	size_t items = json_array_size(all.v);

	if (!member_format(r, top, "telltale-duties/1") ||
	    !node_is_object(r, top, known))
		return;
	(void)member_day(r, top, "updated", &d->updated_s);
	read_groups(r, top, d);
	if (!json_is_array(all.v) || items > DUTIES_MAX) {
		node_tell(r, TT_ERROR, all, NULL, "\"duties\" should be a "
		    "list of at most %d", DUTIES_MAX);
		return;
	}
	d->n = items;
	for (size_t i = 0; i < items; i++)
		read_duty(r, node_item(all, i), &d->duty[i]);
	compare_ids(r, all, d);
}

enum tt_err
duties_parse(struct duties **out, struct span text, struct span file,
    struct tt_diags *diags)
{
	struct reader r = { .text = text, .file = file, .diags = diags };
	size_t errors = diags->n_errors, rows = diags->n;
	struct duties *d = NULL;
	struct node top;
	enum tt_err e;

	if ((e = member_root(&r, DUTIES_FILE_MAX, &top)) != TT_OK)
		return e;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		e = TT_ENOMEM;
	else
		read_duties(&r, top, d);
	json_decref(top.v);
	tt_diags_sort(diags, rows);
	if (e == TT_OK && diags->n_errors > errors)
		e = TT_ESYNTAX;
	if (e != TT_OK) {
		duties_free(d);
		return e;
	}
	*out = d;
	return TT_OK;
}

void
duties_free(struct duties *d)
{
	free(d);
}

const struct duty *
duties_find(const struct duties *d, const char *id)
{
	for (size_t i = 0; d != NULL && i < d->n; i++)
		if (strcmp(d->duty[i].id, id) == 0)
			return &d->duty[i];
	return NULL;
}
