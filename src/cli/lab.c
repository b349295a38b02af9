/* SPDX-License-Identifier: ISC */
/* lab - make copies for invented readers, to see how tracing does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/rng.h"
#include "base/secret.h"
#include "cli/lab.h"
#include "cli/out.h"
#include "cli/roster_file.h"
#include "cli/say.h"
#include "cli/vault.h"
#include "cli/verbs.h"
#include "store/file.h"
#include "store/vault_bulletin.h"
#include "telltale/trace.h"

static const struct opt opts[] = {
	{ "readers", 'n', OPT_VALUE, "N", "how many readers there are" },
	{ "per-holder", 0, OPT_VALUE, "R",
	    "how many of them one partner has; 1 unless given" },
	{ "partners", 0, OPT_VALUE, "FILE",
	    "partners and readers of this list instead of invented ones" },
	{ "render", 0, OPT_VALUE, "K", "write the copies of the first K" },
	{ "output", 'o', OPT_VALUE, "OUT", "the folder to make" },
	{ "seed", 0, OPT_VALUE, "HEX",
	    "the codebook's key, 64 digits; else drawn at random" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "lab",
	.args = "MARKED|DIR",
	.examples = {
		{ "lab advisory.md --readers 40 --render 4 -o /tmp/lab",
		    "40 readers, the copies of r0 to r3 as plain files" },
		{ "lab draft --readers 40 --per-holder 2 --render 40 -o lab",
		    "two readers to a partner: h0 has r0 and r1" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Then change a copy as a leaker would, and ask: telltale "
	    "trace --lab OUT FILE.\nNothing in OUT is secret: never for a "
	    "draft that was sealed.",
};

struct asked {
	uint64_t readers, per_holder, render;
	const char *partners, *out, *seed;
	char folder[FILE_PATH_MAX];	/* out without / at its end */
};

static int
get_count(const struct opt_values *o, const char *name, uint64_t absent,
    uint64_t *out)
{
	const char *s = opt_value(opts, o, name);

	*out = absent;
	if (s == NULL)
		return CLI_DONE;
	if (span_u64(span_str(s), LAB_READERS_MAX, out) == TT_OK && *out > 0)
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "lab: --%s is a number from 1 to %d, "
	    "not '%s'", name, LAB_READERS_MAX, s);
}

static int
read_asked(const struct opt_values *o, struct asked *a)
{
	size_t n;
	int code;

	if ((code = get_count(o, "readers", 0, &a->readers)) != CLI_DONE ||
	    (code = get_count(o, "per-holder", 1, &a->per_holder)) !=
	    CLI_DONE ||
	    (code = get_count(o, "render", 0, &a->render)) != CLI_DONE)
		return code;
	a->partners = opt_value(opts, o, "partners");
	a->seed = opt_value(opts, o, "seed");
	a->out = opt_value(opts, o, "output");
	if (a->out == NULL || a->out[0] == '\0')
		return say_fail(CLI_USAGE, "telltale lab --help",
		    "lab: -o OUT is missing");
	if (a->readers == 0 && a->partners == NULL)
		return say_fail(CLI_USAGE, "telltale lab --help",
		    "lab: --readers N is missing");
	if (a->partners != NULL && opt_set(opts, o, "per-holder"))
		return say_fail(CLI_USAGE, NULL, "lab: --partners says who "
		    "has how many readers, so not --per-holder too");
	if (span_copy(span_str(a->out), a->folder, sizeof(a->folder)) != TT_OK)
		return say_err(TT_ELIMIT, NULL, "cannot make %s", a->out);
	for (n = strlen(a->folder); n > 1 && a->folder[n - 1] == '/'; n--)
		a->folder[n - 1] = '\0';
	if (file_exists(a->folder))
		return say_fail(CLI_USAGE, "name a folder that is not there "
		    "yet", "cannot make %s: it is there already", a->folder);
	return CLI_DONE;
}

static int
set_key(struct lab *lab, const char *seed)
{
	if ((lab->key = SECRET_NEW(struct tt_codebook_key)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a codebook");
	if (seed == NULL)
		rng_fill(rng_system(), lab->key->b, sizeof(lab->key->b));
	else if (!hex_decode(lab->key->b, sizeof(lab->key->b), seed,
	    strlen(seed)))
		return say_fail(CLI_USAGE, NULL,
		    "lab: --seed is 64 hexadecimal digits, in lower case");
	return CLI_DONE;
}

/* r0 to r(N-1), R of them in each of h0, h1 and so on. */
static void
invent(struct lineup *l, const struct asked *a)
{
	char name[24];

	for (uint64_t i = 0; i < a->readers; i++) {
		if (i % a->per_holder == 0) {
			snprintf(name, sizeof(name), "h%llu",
			    (unsigned long long)(i / a->per_holder));
			lineup_add_holder(l, i / a->per_holder, name);
		}
		snprintf(name, sizeof(name), "r%llu", (unsigned long long)i);
		lineup_add_copy(l, i, name, TT_PROFILE_FULL);
	}
}

/* Names of readers are folders beside these. */
static bool
is_ours(const char *name)
{
	return strcmp(name, "marked") == 0 ||
	    strcmp(name, "codebook.json") == 0;
}

static int
line_up(struct cli *c, struct lab *lab, struct asked *a)
{
	struct lineup *l = &lab->lineup;
	int code = CLI_DONE;
	enum tt_err e;

	lineup_profiles_of(l, &lab->draft);
	if (a->partners == NULL)
		invent(l, a);
	else
		code = roster_file_all(c, l, &lab->draft, a->partners,
		    a->readers > 0 ? a->readers : LAB_READERS_MAX);
	if (code != CLI_DONE)
		return code;
	if ((e = lineup_err(l)) != TT_OK)
		return say_err(e, NULL, "cannot make a lab");
	if (l->roster.n_copies == 0 || l->roster.n_copies < a->readers)
		return say_fail(CLI_USAGE, "a smaller --readers",
		    "cannot make a lab: %s has %zu readers", a->partners,
		    l->roster.n_copies);
	if (a->render > l->roster.n_copies)
		return say_fail(CLI_USAGE, "a smaller --render", "cannot "
		    "write %llu copies: there are %zu readers",
		    (unsigned long long)a->render, l->roster.n_copies);
	for (size_t i = 0; i < l->roster.n_copies; i++)
		if (is_ours(l->reader[i].id))
			return say_fail(CLI_USAGE, "another name", "cannot "
			    "make a folder for the reader '%s': a lab has "
			    "something else of that name", l->reader[i].id);
	return CLI_DONE;
}

/* The bulletin that was sealed from this very text. */
struct search {
	struct hash text;
	char id[VAULT_BULLETIN_LEN + 1];
};

static enum tt_err
compare(void *ctx, const struct vault_bulletin *b)
{
	struct search *s = ctx;

	if (memcmp(&s->text, &b->text, sizeof(s->text)) == 0)
		memcpy(s->id, b->id, sizeof(s->id));
	return TT_OK;
}

static int
refuse_sealed(const struct cli *c, const struct draft *d)
{
	struct search s = { .id = "" };
	struct vault v = { .lock = -1 };
	char dir[FILE_PATH_MAX];
	int code;
	enum tt_err e;

	if (home_find(HOME_VAULT, c->dir, dir) != TT_OK)
		return CLI_DONE;
	draft_text_hash(d, s.text.b);
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		e = vault_bulletin_each(v.db, compare, &s);
		if (e != TT_OK)
			code = say_err(e, NULL, "cannot read what was sealed");
		else if (s.id[0] != '\0')
			code = say_fail(CLI_REFUSED, "a lab is for texts that "
			    "nobody has yet; trace the specimen with the "
			    "vault", "cannot make a lab of this text: it was "
			    "sealed as %s", s.id);
	}
	vault_close(&v);
	return code;
}

static int
print_made(const struct cli *c, const struct lab *lab, const struct asked *a)
{
	const struct tt_roster *r = &lab->lineup.roster;
	struct out_json o;
	struct json_out *j;

	if (!c->json) {
		out_line("made %s: %zu %s, %zu %s, %zu %s, %llu %s written",
		    a->folder, lab->draft.bulletin->n_sites,
		    lab->draft.bulletin->n_sites == 1 ? "site" : "sites",
		    r->n_holders, r->n_holders == 1 ? "partner" : "partners",
		    r->n_copies, r->n_copies == 1 ? "reader" : "readers",
		    (unsigned long long)a->render,
		    a->render == 1 ? "copy" : "copies");
		say_note(c, "next: telltale trace --lab %s SPECIMEN",
		    a->folder);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-lab/1");
	json_out_key(j, "folder");
	json_out_str(j, a->folder);
	json_out_key(j, "sites");
	json_out_u64(j, lab->draft.bulletin->n_sites);
	json_out_key(j, "holders");
	json_out_u64(j, r->n_holders);
	json_out_key(j, "copies");
	json_out_u64(j, r->n_copies);
	json_out_key(j, "rendered");
	json_out_u64(j, a->render);
	return out_json_end(&o);
}

static int
make(struct cli *c, struct lab *lab, const struct opt_values *o,
    struct asked *a)
{
	const char *path = o->args[0];
	int code;
	enum tt_err e;

	if ((code = read_asked(o, a)) != CLI_DONE ||
	    (code = draft_read_loose(&lab->draft, path,
	    TT_MANIFEST_ANY_TIME)) != CLI_DONE)
		return code;
	if (lab->draft.bulletin->n_sites == 0)
		return say_fail(CLI_USAGE, "write {{one|another}} where two "
		    "wordings do as well, or {{hex 8}} for a constant",
		    "cannot make a lab of %s: there is no site in it", path);
	if ((code = refuse_sealed(c, &lab->draft)) != CLI_DONE ||
	    (code = set_key(lab, a->seed)) != CLI_DONE ||
	    (code = line_up(c, lab, a)) != CLI_DONE)
		return code;
	lab->epsilon = TT_EPSILON;
	if ((e = lab_codebook(lab)) != TT_OK)
		return say_err(e, NULL, "cannot make a codebook");
	if ((code = lab_write(lab, a->render, a->folder)) != CLI_DONE)
		return code;
	return print_made(c, lab, a);
}

int
verb_lab(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct lab *lab;
	struct asked a = { .out = NULL };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((lab = calloc(1, sizeof(*lab))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a lab");
	code = make(c, lab, &o, &a);
	lab_done(lab);
	free(lab);
	return code;
}
