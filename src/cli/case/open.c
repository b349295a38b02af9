/* SPDX-License-Identifier: ISC */
/* case open - before any trace in it, and in the ledger before that. */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/case/case.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"

#define BULLETINS_MAX	64

static const struct opt opts[] = {
	{ "title", 0, OPT_VALUE, "TITLE", "what people will call it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case open",
	.args = "BULLETIN...",
	.examples = {
		{ "case open EX-2026-014 --title 'A paste of 6 December'",
		    "begin an investigation about one bulletin" },
		{ "case open EX-2026-014 EX-2026-015 --title 'Two in one' "
		    "--json", "about two; its id for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = BULLETINS_MAX,
	.notes = "The opening goes to the ledger, where nobody else can read "
	    "it. A trace in the\ncase waits until it stands there: so nobody "
	    "can search first and open later.",
};

struct opening {
	struct vault *v;
	struct vault_case c;
	struct vault_bulletin *about;	/* of each argument */
	size_t n;
};

static int
write_text(const struct opening *o, struct case_text *t, struct span *text)
{
	struct json_out *j = case_text_begin(t);

	put_str(j, "title", o->c.title);
	json_out_key(j, "bulletins");
	json_out_array(j);
	for (size_t i = 0; i < o->n; i++)
		json_out_str(j, o->about[i].name);
	json_out_array_end(j);
	return case_text_end(t, text);
}

/*
 * Bulletins stand in the statement, so they are there before it; the case's
 * row needs its leaf, and the bulletins' rows need the case.
 */
static int
enter(struct opening *o, const struct case_new *n)
{
	struct db *db = o->v->db;
	enum tt_err e;
	int code;

	if ((e = vault_case_add(db, &o->c)) != TT_OK)
		return case_cannot(o->v, e, "enter the case");
	for (size_t i = 0; i < o->n; i++)
		if ((e = vault_case_bulletin_add(db, o->c.id,
		    o->about[i].id)) != TT_OK)
			return case_cannot(o->v, e, "enter the case");
	if ((code = case_state_statement(o->v, &o->c, "opened",
	    o->c.opened_s, &o->c.leaf)) != CLI_DONE)
		return code;
	if ((e = vault_case_opened(db, o->c.id, &o->c.leaf)) != TT_OK)
		return case_cannot(o->v, e, "enter the case");
	return case_enter(o->v, &o->c, n, NULL);
}

static int
keep(struct opening *o)
{
	struct case_new n = { .act = CASE_OPEN, .leaf = &o->c.leaf,
		.at_s = o->c.opened_s };
	struct case_text t;
	enum tt_err e;
	int code;

	if ((code = write_text(o, &t, &n.text)) == CLI_DONE &&
	    (e = db_begin(o->v->db)) != TT_OK)
		code = case_cannot(o->v, e, "change the vault");
	if (code == CLI_DONE && (code = enter(o, &n)) != CLI_DONE)
		db_rollback(o->v->db);
	else if (code == CLI_DONE && (e = db_commit(o->v->db)) != TT_OK)
		code = case_cannot(o->v, e, "keep the case");
	case_text_done(&t);
	return code;
}

static int
make(struct opening *o)
{
	uint8_t id[VAULT_CASE_LEN / 2];
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	rng_fill(rng_system(), id, sizeof(id));
	hex_encode(o->c.id, id, sizeof(id));
	case_rel(&o->c, ".", rel);
	vault_path(o->v, rel, path);
	path[strlen(path) - 2] = '\0';
	if ((e = file_mkdirs(path)) != TT_OK)
		return say_err(e, NULL, "cannot make the folder %s", path);
	o->c.opened_s = clock_now();
	return keep(o);
}

static int
run(struct opening *o, const struct opt_values *values)
{
	int code, posted;

	for (; o->n < values->n_args; o->n++)
		if ((code = sealed_find_told(o->v, values->args[o->n],
		    &o->about[o->n])) != CLI_DONE)
			return code;
	if ((code = vault_greet(o->v)) != CLI_DONE ||
	    (code = make(o)) != CLI_DONE)
		return code;
	posted = vault_post(o->v);
	code = case_said(o->v, &o->c, 1);
	if (code == CLI_DONE)
		say_note(o->v->cli, "next: telltale case add %s FILE",
		    o->c.id);
	return posted != CLI_DONE ? posted : code;
}

int
verb_case_open(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct opening x = { .v = &v };
	const char *title;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	title = opt_value(opts, &o, "title");
	if (title == NULL || !import_value_ok(span_str(title)) ||
	    span_copy(span_str(title), x.c.title, sizeof(x.c.title)) != TT_OK)
		return say_fail(CLI_USAGE, "telltale case open --help",
		    "case open: --title is missing, too long, or has control "
		    "characters in it");
	if ((x.about = calloc(o.n_args, sizeof(*x.about))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot open a case");
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&x, &o);
	free(x.about);
	vault_close(&v);
	return code;
}
