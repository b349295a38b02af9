/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/diags.h"
#include "cli/rules/ruleset.h"
#include "cli/say.h"
#include "programme/rules.h"
#include "store/file.h"

/* The text in force, adopted or built in; *is says which. */
static int
text_of(struct db *db, const char *what, int64_t at_s, struct span built_in,
    struct vault_adopted *is, struct span *out)
{
	enum tt_err e = vault_adopted_at(db, what, at_s, is);

	if (e == TT_ENOENT) {
		*is = (struct vault_adopted){ .version = "" };
		*out = built_in;
		return CLI_DONE;
	}
	if (e != TT_OK)
		return say_err(e, e == TT_EDB ? db_text(db) : NULL,
		    "cannot read the %s in force", what);
	*out = is->text;
	return CLI_DONE;
}

static int
not_ours(enum tt_err e, const char *what)
{
	return say_err(e == TT_ESYNTAX ? TT_EINTEGRITY : e, NULL,
	    "cannot read the %s in force", what);
}

static int
load(struct ruleset *r, struct db *db, int64_t at_s, struct tt_diags *diags)
{
	struct span text;
	enum tt_err e;
	int code;

	if ((code = text_of(db, "policy", at_s, rules_policy_text(),
	    &r->policy_is, &text)) != CLI_DONE)
		return code;
	if ((e = policy_parse(&r->policy, text, SPAN("policy"), diags)) !=
	    TT_OK)
		return not_ours(e, "policy");
	if ((code = text_of(db, "duties", at_s, rules_duties_text(),
	    &r->duties_is, &text)) != CLI_DONE)
		return code;
	if ((e = duties_parse(&r->duties, text, SPAN("duties"), diags)) !=
	    TT_OK)
		return not_ours(e, "duties");
	/* the texts are the database's */
	r->policy_is.text = r->duties_is.text = (struct span){ NULL, 0 };
	return CLI_DONE;
}

int
ruleset_load(struct ruleset *r, struct db *db, int64_t at_s)
{
	struct tt_diags *diags = diags_new();
	int code;

	memset(r, 0, sizeof(*r));
	code = load(r, db, at_s, diags);
	free(diags);
	return code;
}

void
ruleset_done(struct ruleset *r)
{
	policy_free(r->policy);
	duties_free(r->duties);
	memset(r, 0, sizeof(*r));
}

void
ruleset_name(const struct vault_adopted *is, char out[RULESET_NAME_LEN])
{
	if (is->version[0] == '\0')
		snprintf(out, RULESET_NAME_LEN, "built in");
	else
		snprintf(out, RULESET_NAME_LEN, "version %s", is->version);
}

/* What parsing a file of the user's came to. */
static int
judge(enum tt_err e, const struct tt_diags *diags, const char *path)
{
	if (diags->n_errors > 0)
		return diags_refuse(diags, path);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	diags_print(diags);
	return CLI_DONE;
}

static int
read_file(const char *path, size_t max, struct buf *text)
{
	enum tt_err e = file_read(path, max, text);

	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read %s",
	    path);
}

int
ruleset_read_policy(const char *path, struct policy **out, struct buf *text)
{
	struct tt_diags *diags = diags_new();
	struct buf own = { .n = 0 }, *b = text != NULL ? text : &own;
	int code;

	if ((code = read_file(path, POLICY_MAX, b)) == CLI_DONE)
		code = judge(policy_parse(out, buf_view(b), span_str(path),
		    diags), diags, path);
	buf_done(&own);
	free(diags);
	return code;
}

int
ruleset_read_duties(const char *path, struct duties **out, struct buf *text)
{
	struct tt_diags *diags = diags_new();
	struct buf own = { .n = 0 }, *b = text != NULL ? text : &own;
	int code;

	if ((code = read_file(path, DUTIES_FILE_MAX, b)) == CLI_DONE)
		code = judge(duties_parse(out, buf_view(b), span_str(path),
		    diags), diags, path);
	buf_done(&own);
	free(diags);
	return code;
}

void
ruleset_ids(const struct policy *p, uint64_t rules, char out[RULESET_IDS_LEN])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < p->n_rules; i++) {
		if ((rules & UINT64_C(1) << i) == 0)
			continue;
		if (at + TT_ID_MAX + 5 >= RULESET_IDS_LEN) {
			snprintf(out + at, RULESET_IDS_LEN - at, "...");
			return;
		}
		at += (size_t)snprintf(out + at, RULESET_IDS_LEN - at, "%s%s",
		    at > 0 ? "," : "", p->rule[i].id);
	}
}

static int
own_file(const char *dir, const char *name, char path[FILE_PATH_MAX], bool *is)
{
	enum tt_err e = file_path(path, dir, name);

	*is = e == TT_OK && file_exists(path);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read %s/%s",
	    dir, name);
}

int
ruleset_load_dir(struct ruleset *r, const char *dir)
{
	struct tt_diags *diags = diags_new();
	char path[FILE_PATH_MAX];
	bool own;
	int code;

	memset(r, 0, sizeof(*r));
	if ((code = own_file(dir, "policy.json", path, &own)) == CLI_DONE)
		code = own ? ruleset_read_policy(path, &r->policy, NULL) :
		    judge(policy_parse(&r->policy, rules_policy_text(),
		    SPAN("policy"), diags), diags, "policy");
	if (code == CLI_DONE)
		code = own_file(dir, "duties.json", path, &own);
	if (code == CLI_DONE)
		code = own ? ruleset_read_duties(path, &r->duties, NULL) :
		    judge(duties_parse(&r->duties, rules_duties_text(),
		    SPAN("duties"), diags), diags, "duties");
	free(diags);
	return code;
}
