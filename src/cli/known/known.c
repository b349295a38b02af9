/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/known/known.h"
#include "cli/members.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "store/vault_embargo.h"

static const char moment_form[] = "2025-07-07T09:30:00Z or with an offset, "
    "2025-07-07, 2025-07, or \"between A and B\"";

const char *
known_value(const struct known_opts *o, const char *name)
{
	return opt_value(o->table, o->values, name);
}

int
known_wrong(const struct known_opts *o, const char *name, const char *form)
{
	say_fail(CLI_USAGE, NULL, "%s: --%s is not %s", o->verb, name, form);
	say_hint("telltale %s --help", o->verb);
	return CLI_USAGE;
}

int
known_words(const struct known_opts *o, const char *name, bool needed,
    char *out, size_t cap)
{
	const char *s = known_value(o, name);

	out[0] = '\0';
	if (s == NULL && !needed)
		return CLI_DONE;
	if (s == NULL)
		return known_wrong(o, name, "given");
	if (!import_value_ok(span_str(s)) ||
	    span_copy(span_str(s), out, cap) != TT_OK)
		return known_wrong(o, name, "a line of 1 to 1024 bytes "
		    "without control characters");
	return CLI_DONE;
}

int
known_moment_of(const char *verb, const char *name, const char *text,
    int64_t now_s, struct moment *out)
{
	struct moment m;
	enum tt_err e = moment_parse(span_str(text), &m);

	if (e == TT_ERANGE)
		return say_fail(CLI_USAGE, NULL, "%s: %s: there is no such "
		    "time as '%s'", verb, name, text);
	if (e != TT_OK) {
		say_fail(CLI_USAGE, NULL, "%s: %s is no instant with a zone, "
		    "no day and no month: '%s'", verb, name, text);
		say_hint("write it as %s", moment_form);
		return CLI_USAGE;
	}
	if (!moment_past(&m, now_s))
		return say_fail(CLI_USAGE, "what is to come cannot be known "
		    "to have happened", "%s: %s '%s' is still to come", verb,
		    name, text);
	*out = m;
	return CLI_DONE;
}

int
known_moment(const struct known_opts *o, const char *name, int64_t now_s,
    struct moment *out)
{
	const char *s = known_value(o, name);

	if (s == NULL)
		return known_wrong(o, name, "given");
	return known_moment_of(o->verb, name, s, now_s, out);
}

int
known_instant(const struct known_opts *o, const char *name, int64_t now_s,
    int64_t *out)
{
	const char *s = known_value(o, name);
	int64_t at_s = now_s;

	if (s != NULL && instant_parse_human(span_str(s), &at_s) != TT_OK)
		return known_wrong(o, name, "an instant: write it as "
		    "2026-12-03T09:30:00Z, or with an offset such as +01:00");
	if (at_s > now_s)
		return known_wrong(o, name, "past: it is still to come");
	*out = at_s;
	return CLI_DONE;
}

int
known_number(const char *verb, const char *text, int64_t *out)
{
	uint64_t n;

	if (span_u64(span_str(text), INT64_MAX, &n) != TT_OK || n == 0)
		return say_fail(CLI_USAGE, "the lists show numbers",
		    "%s: '%s' is no number", verb, text);
	*out = (int64_t)n;
	return CLI_DONE;
}

int
known_in_force(struct vault *v, struct vault_bulletin *b)
{
	int64_t public_s;
	enum tt_err e = vault_embargo_public(v->db, b->id, b->public_s,
	    clock_now(), &public_s);

	if (e != TT_OK)
		return partner_cannot(v, e, "read where the embargo stands");
	if (public_s != INT64_MAX)
		b->public_s = public_s;
	return CLI_DONE;
}

const char *
known_officer(const struct vault *v)
{
	const char *name = conf_get(&v->conf, "officer");

	return name != NULL ? name : "officer";
}

void
known_out_moment(struct out_table *t, const struct moment *m)
{
	out_instant(t, m->from_s);
	out_instant(t, m->until_s);
}

void
known_out_words(struct out_table *t, const char *s)
{
	out_str(t, s[0] == '\0' ? NULL : s);
}

void
known_put_str(struct json_out *j, const char *key, const char *s)
{
	put_str(j, key, s == NULL || s[0] == '\0' ? NULL : s);
}

void
known_put_moment(struct json_out *j, const char *key, const struct moment *m)
{
	json_out_key(j, key);
	json_out_object(j);
	json_out_at(j, "from", m->from_s);
	json_out_at(j, "until", m->until_s);
	json_out_object_end(j);
}
