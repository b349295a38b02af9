/* SPDX-License-Identifier: ISC */
/* partner profile - what a partner said of itself, kept and shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json_in.h"
#include "cli/clock.h"
#include "cli/diags.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/rules/rules_verbs.h"
#include "cli/rules/standing.h"
#include "cli/say.h"
#include "programme/profile.h"
#include "store/file.h"
#include "store/vault_rules.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "partner profile",
	.args = "PARTNER [FILE]",
	.examples = {
		{ "partner profile kiyokawa kiyokawa.json",
		    "keep what the partner declared" },
		{ "partner profile kiyokawa",
		    "show it, and whether it is still good" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 2,
	.notes = "FILE is telltale-profile/1: countries, owners, roles per "
	    "family of products,\nundertakings, duties, products protected, "
	    "affiliations; docs/policy.md has them all.\nA declaration is "
	    "good for a year from its declared_at.",
};

static int
read_profile(const char *path, struct buf *text)
{
	struct tt_diags *diags = diags_new();
	struct profile *p = NULL;
	struct buf file = { .n = 0 };
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = file_read(path, PROFILE_MAX, &file)) == TT_OK)
		e = profile_parse(&p, buf_view(&file), span_str(path), diags);
	if (diags->n_errors > 0)
		code = diags_refuse(diags, path);
	else if (e != TT_OK || (e = profile_canonical(buf_view(&file),
	    text)) != TT_OK)
		code = say_err(e, NULL, "cannot read %s", path);
	else
		diags_print(diags);
	profile_free(p);
	buf_done(&file);
	free(diags);
	return code;
}

/* An instant, its words, or neither. */
static void
put_instant(struct json_out *j, const char *key, bool known, int64_t at_s)
{
	char at[INSTANT_LEN + 1];

	json_out_key(j, key);
	instant_format(at_s, at);
	json_out_str(j, known ? at : NULL);
}

static int
print_json(const struct vault_partner *p, const struct standing *s,
    int64_t set_s, struct span text)
{
	enum profile_declared d;
	int64_t since = 0;
	json_t *v = NULL;
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-partner-profile/1");

	if (text.n > 0 &&
	    json_in_parse(text, PROFILE_MAX, &v, NULL) != TT_OK) {
		out_json_drop(&o);
		return say_err(TT_EINTEGRITY, NULL, "cannot read the "
		    "partner's profile");
	}
	d = profile_declared_at(s->profile, clock_now(), p->since_s, &since);
	json_out_key(j, "partner");
	json_out_str(j, p->id);
	json_out_key(j, "declared");
	json_out_str(j, profile_declared[d]);
	put_instant(j, "lacking_since", d != DECLARED_CURRENT, since);
	json_out_key(j, "signed_by");
	json_out_str(j, s->signed_by[0] != '\0' ? s->signed_by : NULL);
	put_instant(j, "signed_at", s->signed_by[0] != '\0', s->signed_s);
	put_instant(j, "kept_at", text.n > 0, set_s);
	json_out_key(j, "profile");
	if (v != NULL)
		member_put(j, v);
	else
		json_out_null(j);
	json_decref(v);
	return out_json_end(&o);
}

static void
print_names(const char *what, const char (*name)[TT_ID_MAX + 1], size_t n)
{
	for (size_t i = 0; i < n; i++)
		out_line("%-14s%s", what, name[i]);
}

static void
print_nations(const char *what, const char (*c)[MEMBER_COUNTRY_LEN + 1],
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		out_line("%-14s%s", what, c[i]);
}

static void
print_duties(const struct profile *p)
{
	char after[LENGTH_LEN + 16];
	char length[LENGTH_LEN];

	for (size_t i = 0; i < p->n_duties; i++) {
		after[0] = '\0';
		if (p->duty[i].after_s >= 0) {
			length_format(p->duty[i].after_s, length);
			snprintf(after, sizeof(after), ", after %s", length);
		}
		out_line("%-14s%s: %s%s", "duty", p->duty[i].id,
		    p->duty[i].bound ? "binds them" : "does not bind them",
		    after);
	}
}

static void
print_declared(const struct vault_partner *p, const struct standing *s)
{
	const struct profile *profile = s->profile;
	int64_t now = clock_now(), since = 0;
	char at[OUT_MOMENT_LEN];

	switch (profile_declared_at(profile, now, p->since_s, &since)) {
	case DECLARED_NEVER:
		out_moment(at, since, now);
		out_line("%-14snever, so duties are unknown since %s",
		    "declared", at);
		break;
	case DECLARED_OVERDUE:
		out_moment(at, since, now);
		out_line("%-14sover a year ago, so duties are unknown since "
		    "%s", "declared", at);
		break;
	case DECLARED_CURRENT:
	case PROFILE_DECLARED:
		out_moment(at, profile->declared_s + PROFILE_GOOD_FOR_S, now);
		if (s->signed_by[0] != '\0')
			out_line("%-14sgood until %s, signed by %s",
			    "declared", at, s->signed_by);
		else
			out_line("%-14sgood until %s, by the vendor's word: "
			    "the partner has not signed it", "declared", at);
		break;
	}
}

static int
print_text(const struct vault_partner *v, const struct standing *s)
{
	const struct profile *p = s->profile;

	out_line("%-14s%s", "partner", v->id);
	print_declared(v, s);
	if (p == NULL) {
		out_line("%-14snone", "profile");
		return CLI_DONE;
	}
	print_nations("country", p->country, p->n_countries);
	print_nations("owner", p->owner, p->n_owners);
	print_nations("market", p->market, p->n_markets);
	for (size_t i = 0; i < p->n_roles; i++)
		out_line("%-14s%s%s%s", "role",
		    profile_roles[p->role[i].role],
		    p->role[i].family[0] != '\0' ? " of " : "",
		    p->role[i].family);
	print_names("undertaking", p->undertaking, p->n_undertakings);
	print_names("affiliation", p->affiliation, p->n_affiliations);
	print_names("protects", p->product, p->n_products);
	print_duties(p);
	out_line("%-14s%s", "marks", p->holder_marks ? "holder" : "copy");
	return CLI_DONE;
}

static int
show(struct vault *v, const struct vault_partner *p)
{
	struct span text = { NULL, 0 };
	struct standing s;
	int64_t set_s = 0;
	enum tt_err e;
	int code;

	if ((e = standing_load(&s, v->db, p->id, "")) != TT_OK)
		return partner_cannot(v, e, "read the partner's profile");
	e = vault_profile_get(v->db, p->id, &set_s, &text);
	if (e != TT_OK && e != TT_ENOENT)
		code = partner_cannot(v, e, "read the partner's profile");
	else if (v->cli->json)
		code = print_json(p, &s, set_s, text);
	else
		code = print_text(p, &s);
	standing_done(&s);
	return code;
}

int
verb_partner_profile(struct cli *c, int argc, char **argv)
{
	struct vault_partner p;
	struct opt_values o;
	struct buf text;
	struct vault v;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	buf_init(&text, PROFILE_MAX);
	if ((code = vault_open(&v, c, o.n_args > 1 ? VAULT_WRITE : VAULT_READ,
	    NULL)) == CLI_DONE &&
	    (code = partner_get(&v, o.args[0], &p)) == CLI_DONE &&
	    (o.n_args == 1 || (code = read_profile(o.args[1], &text)) ==
	    CLI_DONE)) {
		e = o.n_args == 1 ? TT_OK : vault_profile_add(v.db, p.id,
		    clock_now(), buf_view(&text));
		code = e == TT_OK ? show(&v, &p) : partner_cannot(&v, e,
		    "keep the profile");
	}
	buf_done(&text);
	vault_close(&v);
	return code;
}
