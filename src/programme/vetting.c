/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/instant.h"
#include "programme/vetting.h"

#define DAY	86400

static const struct vetting_question questions[] = {
	[VETTING_LEGAL] = { "legal", "legal name, registration, country",
	    false },
	[VETTING_OWNERS] = { "owners", "parents, beneficial owners, and their "
	    "countries", true },
	[VETTING_PRODUCT] = { "product", "product or service that protects "
	    "users of ours; made in house?", false },
	[VETTING_USE] = { "use", "how it uses what it is told", true },
	[VETTING_REACH] = { "reach", "customers who are reached", true },
	[VETTING_DISCLOSURE] = { "disclosure", "practises coordinated "
	    "disclosure; publishes protections only after release", false },
	[VETTING_OFFENSIVE] = { "offensive", "makes and sells no offensive "
	    "tools; no part in offensive operations", true },
	[VETTING_AGREEMENT] = { "agreement", "version, the signer's "
	    "authority, day, end", false },
	[VETTING_NAMED] = { "named", "willing to be named publicly", false },
	[VETTING_API] = { "api", "can send and receive by API", false },
	[VETTING_TELEMETRY] = { "telemetry", "gives telemetry back", true },
	[VETTING_CONTACT] = { "contact", "security contact that answers, "
	    "tested with a drill", true },
	[VETTING_READERS] = { "readers", "named readers, not an alias",
	    false },
	[VETTING_DUTIES] = { "duties", "duties to report, declared", true },
	[VETTING_STATE_TIES] = { "state-ties", "state databases, contracts "
	    "or support schemes with state bodies", true },
	[VETTING_HANDLING] = { "handling", "who sees it, where it is stored, "
	    "what happens when people leave", false },
	[VETTING_INCIDENTS] = { "incidents", "incidents in 3 years", true },
	[VETTING_SPONSOR] = { "sponsor", "who vouches for it inside the "
	    "programme", false },
	[VETTING_CONDUCT] = { "conduct", "past conduct here and elsewhere: "
	    "leaks, removals, early publications", false },
};

_Static_assert(N_ROWS(questions) == VETTING_FIELDS, "a row for each field");

static const char *const lacks[] = {
	[VETTING_GOOD] = "answered",
	[VETTING_MISSING] = "missing",
	[VETTING_STALE] = "over a year old",
	[VETTING_EARLY] = "dated in the future",
	[VETTING_OLD] = "from before the removal",
};

const struct vetting_question *
vetting_question(enum vetting_field f)
{
	return &questions[f];
}

static enum tt_err
fault(struct json_diag *diag, const char *what, const char *member)
{
	if (diag != NULL)
		snprintf(diag->text, sizeof(diag->text), "%s '%.60s'", what,
		    member);
	return TT_ESYNTAX;
}

/* A day, YYYY-MM-DD: its first second. */
static enum tt_err
read_day(const json_t *obj, const char *key, int64_t *out,
    struct json_diag *diag)
{
	char text[INSTANT_LEN + 1];
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &s, diag)) != TT_OK)
		return TT_ESYNTAX;
	if (s.n != 10)
		return fault(diag, "not a day, YYYY-MM-DD:", key);
	snprintf(text, sizeof(text), "%.10sT00:00:00Z", s.p);
	if (instant_parse(span_str(text), out) != TT_OK)
		return fault(diag, "not a day, YYYY-MM-DD:", key);
	return TT_OK;
}

/* Words, and not only white space. */
static enum tt_err
check_words(const json_t *obj, const char *key, const char *of,
    struct json_diag *diag)
{
	struct span s;

	if (json_in_str(obj, key, &s, diag) != TT_OK)
		return fault(diag, "no answer, evidence and day in", of);
	if (s.n > VETTING_ANSWER_MAX || span_trim(s).n == 0)
		return fault(diag, "empty or too long: a text in", of);
	return TT_OK;
}

/* With whatever more there may be conditions. */
static bool
is_yes(const json_t *answer)
{
	struct span s = span_trim(span_str(json_string_value(answer)));

	if (s.n > 0 && s.p[s.n - 1] == '.')
		s.n--;
	return s.n == 3 && strncasecmp(s.p, "yes", 3) == 0;
}

static bool
find(const char *name, enum vetting_field *out)
{
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++)
		if (strcmp(questions[f].name, name) == 0) {
			*out = f;
			return true;
		}
	return false;
}

static enum tt_err
read_answers(json_t *answers, struct vetting *v, struct json_diag *diag)
{
	enum vetting_field f;
	const char *name;
	json_t *answer;
	enum tt_err e;

	json_object_foreach(answers, name, answer) {
		if (!find(name, &f))
			return fault(diag, "no field of a vetting record:",
			    name);
		if ((e = check_words(answer, "answer", name, diag)) != TT_OK ||
		    (e = check_words(answer, "evidence", name, diag)) !=
		    TT_OK ||
		    (e = read_day(answer, "on", &v->on_s[f], diag)) != TT_OK)
			return e;
		if (v->on_s[f] == 0)
			return fault(diag, "no such day in", name);
		if (f == VETTING_NAMED)
			v->named = is_yes(json_object_get(answer, "answer"));
	}
	return TT_OK;
}

static enum tt_err
read_record(const json_t *root, const char *partner, struct vetting *v,
    struct json_diag *diag)
{
	struct span s;
	json_t *answers;
	enum tt_err e;

	if (json_in_str(root, "format", &s, diag) != TT_OK ||
	    !span_is(s, "telltale-vetting/1"))
		return fault(diag, "not a record of the format",
		    "telltale-vetting/1");
	if (json_in_str(root, "partner", &s, diag) != TT_OK)
		return TT_ESYNTAX;
	if (!span_is(s, partner))
		return fault(diag, "a record of another partner than",
		    partner);
	if (json_in_object(root, "answers", &answers, diag) != TT_OK)
		return TT_ESYNTAX;
	if ((e = read_answers(answers, v, diag)) != TT_OK)
		return e;
	return json_object_get(root, "review") == NULL ? TT_OK :
	    read_day(root, "review", &v->review_s, diag);
}

enum tt_err
vetting_parse(struct vetting *out, struct span text, const char *partner,
    struct json_diag *diag)
{
	struct vetting v = { .review_s = 0 };
	json_t *root;
	enum tt_err e;

	if ((e = json_in_parse(text, VETTING_TEXT_MAX, &root, diag)) != TT_OK)
		return e;
	e = read_record(root, partner, &v, diag);
	json_decref(root);
	if (e == TT_OK)
		*out = v;
	return e;
}

enum vetting_lack
vetting_lack(const struct vetting *v, enum vetting_field f, int64_t after_s,
    int64_t at_s)
{
	int64_t on_s = v->on_s[f];

	if (on_s == 0)
		return VETTING_MISSING;
	if (on_s > at_s)
		return VETTING_EARLY;
	/* a day is good whole: it may be the one of the removal */
	if (after_s != 0 && on_s + DAY <= after_s)
		return VETTING_OLD;
	if (questions[f].yearly && at_s - on_s >= VETTING_YEAR_S)
		return VETTING_STALE;
	return VETTING_GOOD;
}

bool
vetting_complete(const struct vetting *v, int64_t after_s, int64_t at_s)
{
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++)
		if (vetting_lack(v, f, after_s, at_s) != VETTING_GOOD)
			return false;
	return true;
}

int64_t
vetting_stale_s(const struct vetting *v, int64_t at_s)
{
	int64_t first = 0, end_s;

	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++) {
		if (!questions[f].yearly || v->on_s[f] == 0)
			continue;
		end_s = v->on_s[f] + VETTING_YEAR_S;
		if (end_s > at_s && (first == 0 || end_s < first))
			first = end_s;
	}
	return first;
}

const char *
vetting_lack_text(enum vetting_lack l)
{
	return lacks[l];
}
