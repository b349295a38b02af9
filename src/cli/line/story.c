/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/json_place.h"
#include "base/name.h"
#include "base/utf8.h"
#include "cli/line/events_file.h"
#include "cli/line/story.h"
#include "programme/profile.h"
#include "store/vault_partner.h"
#include "telltale/manifest.h"

#define TEXT_MAX	2048	/* bytes of a sentence */

/* Printable, 1 to TEXT_MAX bytes; absent is "" if it may be. */
static enum tt_err
get_text(const json_t *obj, const char *key, bool must, const char **out,
    struct json_diag *diag)
{
	struct span s;
	enum tt_err e;

	*out = "";
	if (!must && !json_in_there(obj, key))
		return TT_OK;
	if ((e = json_in_str(obj, key, &s, diag)) != TT_OK)
		return e;
	if (s.n == 0 || s.n > TEXT_MAX || !utf8_printable(s.p, s.n))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"%s\" is not 1 to %d bytes "
		    "without control characters", key, TEXT_MAX);
	*out = json_string_value(json_object_get(obj, key));
	return TT_OK;
}

/* An id: of a partner, a tier, a run. */
static enum tt_err
get_id(const json_t *obj, const char *key, const char **out,
    struct json_diag *diag)
{
	enum tt_err e = get_text(obj, key, true, out, diag);

	if (e == TT_OK && !tt_id_ok(span_str(*out)))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"%s\" is no id: letters, "
		    "digits, '.', '_' and '-'", key);
	return e;
}

static enum tt_err
get_instant(const json_t *obj, const char *key, int64_t *out,
    struct json_diag *diag)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &s, diag)) != TT_OK)
		return e;
	if ((e = instant_parse_human(s, out)) != TT_OK)
		return json_in_refuse(diag, e, "\"%s\" is no instant", key);
	return TT_OK;
}

static enum tt_err
get_interval(const json_t *obj, struct census_since *out,
    struct json_diag *diag)
{
	struct span at, until = { "", 0 };
	enum tt_err e;

	if ((e = json_in_str(obj, "at", &at, diag)) != TT_OK ||
	    (json_in_there(obj, "until") &&
	    (e = json_in_str(obj, "until", &until, diag)) != TT_OK))
		return e;
	if ((e = history_interval(at, until, out)) != TT_OK)
		return json_in_refuse(diag, e,
		    "\"at\" is no instant and no day");
	return TT_OK;
}

static enum tt_err
add_role(struct story_partner *p, const char *word, struct json_diag *diag)
{
	for (unsigned r = 0; r < ROLE_ANYBODY; r++)
		if (word != NULL && strcmp(word, profile_roles[r]) == 0) {
			p->roles |= 1u << r;
			return TT_OK;
		}
	return json_in_refuse(diag, TT_ERANGE, "\"roles\" are those of a "
	    "profile, such as \"%s\"", profile_roles[ROLE_PROVIDER]);
}

/* What decides which duties bind it. */
static enum tt_err
take_profile(struct story_partner *p, const json_t *obj,
    struct json_diag *diag)
{
	json_t *roles;
	enum tt_err e;

	if ((e = get_text(obj, "country", true, &p->country, diag)) != TT_OK ||
	    (json_in_there(obj, "undeclared") &&
	    (e = json_in_bool(obj, "undeclared", &p->undeclared, diag)) !=
	    TT_OK))
		return e;
	if (strlen(p->country) != MEMBER_COUNTRY_LEN)
		return json_in_refuse(diag, TT_ERANGE, "\"country\" is two "
		    "letters");
	if (!json_in_there(obj, "roles"))
		return TT_OK;
	e = json_in_array(obj, "roles", &roles, diag);
	for (size_t i = 0; e == TT_OK && i < json_array_size(roles); i++)
		e = add_role(p, json_string_value(json_array_get(roles, i)),
		    diag);
	return e;
}

static enum tt_err
take_partner(struct story *s, const json_t *obj, struct json_diag *diag)
{
	struct story_partner *p = &s->partner[s->n_partners];
	int64_t readers;
	enum tt_err e;

	if ((e = get_id(obj, "id", &p->id, diag)) != TT_OK ||
	    (e = get_text(obj, "name", true, &p->name, diag)) != TT_OK ||
	    (e = get_id(obj, "tier", &p->tier, diag)) != TT_OK ||
	    (e = json_in_int(obj, "readers", 1, STORY_READERS_MAX, &readers,
	    diag)) != TT_OK || (e = take_profile(p, obj, diag)) != TT_OK)
		return e;
	p->readers = (unsigned)readers;
	/* a reader is named after the partner: ID-1 */
	if (strlen(p->id) + 4 > VAULT_ID_MAX)
		return json_in_refuse(diag, TT_ELIMIT, "\"id\" is too long");
	for (size_t i = 0; i < s->n_partners; i++)
		if (strcmp(s->partner[i].id, p->id) == 0)
			return json_in_refuse(diag, TT_EEXIST,
			    "a second partner "
			    "'%s'", p->id);
	s->n_partners++;
	return TT_OK;
}

static enum tt_err
take_fact(struct story *s, const json_t *obj, struct json_diag *diag)
{
	struct story_fact *f = &s->fact[s->n_facts];
	enum tt_err e;

	if ((e = get_text(obj, "what", true, &f->what, diag)) != TT_OK ||
	    (e = get_text(obj, "source", true, &f->source, diag)) != TT_OK ||
	    (json_in_there(obj, "assumed") &&
	    (e = json_in_bool(obj, "assumed", &f->assumed, diag)) != TT_OK))
		return e;
	s->n_facts++;
	return TT_OK;
}

static enum tt_err
get_lines(const json_t *obj, struct story_found *f, struct json_diag *diag)
{
	json_t *lines;
	enum tt_err e;

	if (!json_in_there(obj, "lines"))
		return TT_OK;
	if ((e = json_in_array(obj, "lines", &lines, diag)) != TT_OK)
		return e;
	if (json_array_size(lines) == 2) {
		f->from = json_integer_value(json_array_get(lines, 0));
		f->to = json_integer_value(json_array_get(lines, 1));
	}
	if (f->from < 1 || f->to < f->from || f->to > STORY_LINES_MAX)
		return json_in_refuse(diag, TT_ERANGE,
		    "\"lines\" is [first, last]");
	return TT_OK;
}

static enum tt_err
take_found(struct story_run *r, const json_t *obj, struct json_diag *diag)
{
	struct story_found *f = &r->found[r->n_found];
	enum tt_err e;

	if (r->n_found == STORY_FOUND_MAX)
		return json_in_refuse(diag, TT_ELIMIT,
		    "more than %d things found in "
		    "a run", STORY_FOUND_MAX);
	if ((e = get_text(obj, "name", true, &f->name, diag)) != TT_OK ||
	    (e = get_interval(obj, &f->at, diag)) != TT_OK ||
	    (e = get_text(obj, "file", true, &f->file, diag)) != TT_OK ||
	    (e = get_lines(obj, f, diag)) != TT_OK)
		return e;
	if (!name_member_ok(span_str(f->file)))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"file\" is no name within "
		    "the folder");
	r->n_found++;
	return TT_OK;
}

static enum tt_err
get_leaker(const struct story *s, const json_t *obj, struct story_run *r,
    struct json_diag *diag)
{
	const char *id;
	enum tt_err e;

	r->leaker = STORY_NOBODY;
	if (!json_in_there(obj, "leaker"))
		return TT_OK;
	if ((e = get_id(obj, "leaker", &id, diag)) != TT_OK)
		return e;
	for (size_t i = 0; i < s->n_partners; i++)
		if (strcmp(s->partner[i].id, id) == 0) {
			r->leaker = i;
			return TT_OK;
		}
	return json_in_refuse(diag, TT_ENOENT, "no partner '%s'", id);
}

static enum tt_err
get_attack(const json_t *obj, struct story_run *r, struct json_diag *diag)
{
	struct span source;
	json_t *attack;
	enum tt_err e;

	if ((e = json_in_object(obj, "attack", &attack, diag)) != TT_OK ||
	    (e = get_interval(attack, &r->attack.seen, diag)) != TT_OK ||
	    (e = json_in_str(attack, "source", &source, diag)) != TT_OK)
		return e;
	if (!history_source_parse(source, &r->attack.source))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"source\" of the attack is "
		    "telemetry, hunt, authority, victim, partner, feed or "
		    "press");
	r->attack.interested = !history_independent(r->attack.source);
	return TT_OK;
}

static enum tt_err
take_run(struct story *s, const json_t *obj, struct json_diag *diag)
{
	struct story_run *r = &s->run[s->n_runs];
	json_t *found;
	enum tt_err e;

	if ((e = get_id(obj, "id", &r->id, diag)) != TT_OK ||
	    (e = get_text(obj, "title", true, &r->title, diag)) != TT_OK ||
	    (e = get_text(obj, "told", true, &r->told, diag)) != TT_OK ||
	    (e = json_in_bool(obj, "marked", &r->marked, diag)) != TT_OK ||
	    (e = get_leaker(s, obj, r, diag)) != TT_OK ||
	    (e = get_attack(obj, r, diag)) != TT_OK)
		return e;
	for (size_t i = 0; i < s->n_runs; i++)
		if (strcmp(s->run[i].id, r->id) == 0)
			return json_in_refuse(diag, TT_EEXIST,
			    "a second run '%s'",
			    r->id);
	s->n_runs++;
	if (!json_in_there(obj, "found"))
		return TT_OK;
	if (!r->marked)
		return json_in_refuse(diag, TT_ERANGE,
		    "what is found says nothing "
		    "where no copy is marked");
	if ((e = json_in_array(obj, "found", &found, diag)) != TT_OK)
		return e;
	for (size_t i = 0; i < json_array_size(found) && e == TT_OK; i++)
		e = take_found(r, json_array_get(found, i), diag);
	return e;
}

typedef enum tt_err take_fn(struct story *s, const json_t *obj,
    struct json_diag *diag);

static enum tt_err
take_list(struct story *s, const char *key, size_t max, take_fn *take,
    struct span text, struct json_diag *diag)
{
	struct json_path path = { .n = 0 };
	uint32_t line, column;
	json_t *list;
	enum tt_err e;

	if ((e = json_in_array(s->root, key, &list, diag)) != TT_OK)
		return e;
	if (json_array_size(list) == 0 || json_array_size(list) > max)
		return json_in_refuse(diag, TT_ELIMIT,
		    "\"%s\" has none, or more "
		    "than %zu", key, max);
	for (size_t i = 0; i < json_array_size(list); i++) {
		if ((e = take(s, json_array_get(list, i), diag)) == TT_OK)
			continue;
		path = json_path_index(json_path_key(path, key), i);
		json_place(text, &path, &line, &column);
		diag->line = (int)line;
		diag->column = (int)column;
		return e;
	}
	return TT_OK;
}

static enum tt_err
take_head(struct story *s, struct json_diag *diag)
{
	struct span format, seed, stagger;
	enum tt_err e;

	if ((e = json_in_str(s->root, "format", &format, diag)) != TT_OK)
		return e;
	if (!span_is(format, STORY_FORMAT))
		return json_in_refuse(diag, TT_EVERSION, "\"format\" is not %s",
		    STORY_FORMAT);
	if ((e = get_text(s->root, "title", true, &s->title, diag)) !=
	    TT_OK ||
	    (e = get_text(s->root, "parts_from", false, &s->parts_from,
	    diag)) != TT_OK ||
	    (e = get_instant(s->root, "asked_at", &s->asked_s, diag)) !=
	    TT_OK ||
	    (e = json_in_str(s->root, "stagger", &stagger, diag)) != TT_OK ||
	    (e = json_in_str(s->root, "seed", &seed, diag)) != TT_OK)
		return e;
	if (length_parse(stagger, &s->spacing_s) != TT_OK ||
	    s->spacing_s < 1)
		return json_in_refuse(diag, TT_ERANGE,
		    "\"stagger\" is a length such "
		    "as 1h");
	if (!hex_decode(s->seed, sizeof(s->seed), seed.p, seed.n))
		return json_in_refuse(diag, TT_ERANGE, "\"seed\" is not 64 "
		    "hexadecimal digits, in lower case");
	return TT_OK;
}

static enum tt_err
take_all(struct story *s, struct span text, struct json_diag *diag)
{
	enum tt_err e;

	if ((e = take_head(s, diag)) != TT_OK)
		return e;
	s->partner = calloc(STORY_PARTNERS_MAX, sizeof(*s->partner));
	s->events = line_new("");
	if (s->partner == NULL || s->events == NULL)
		return TT_ENOMEM;
	if ((e = take_list(s, "partners", STORY_PARTNERS_MAX, take_partner,
	    text, diag)) != TT_OK ||
	    (e = take_list(s, "facts", STORY_FACTS_MAX, take_fact, text,
	    diag)) != TT_OK ||
	    (e = take_list(s, "runs", STORY_RUNS_MAX, take_run, text,
	    diag)) != TT_OK)
		return e;
	return events_take(s->events, s->root, text, diag);
}

enum tt_err
story_parse(struct story *s, struct span text, struct json_diag *diag)
{
	enum tt_err e;

	memset(s, 0, sizeof(*s));
	*diag = (struct json_diag){ .line = 1, .column = 1 };
	if (text.n > STORY_TEXT_MAX)
		return json_in_refuse(diag, TT_ELIMIT, "over %zu bytes",
		    STORY_TEXT_MAX);
	if ((e = json_in_parse(text, STORY_TEXT_MAX, &s->root, diag)) ==
	    TT_OK)
		e = take_all(s, text, diag);
	if (diag->line < 1)
		diag->line = diag->column = 1;
	return e;
}

void
story_done(struct story *s)
{
	line_free(s->events);
	free(s->partner);
	json_decref(s->root);
	memset(s, 0, sizeof(*s));
}
