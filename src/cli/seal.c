/* SPDX-License-Identifier: ISC */
/*
 * seal - render and seal every copy of a bulletin; with --dry-run, say who
 * would get what, when, and why others do not.
 */
#include <stdlib.h>

#include "base/instant.h"
#include "base/json_out.h"
#include "cli/checker.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/plan.h"
#include "cli/say.h"
#include "cli/sealing.h"
#include "cli/vault_index.h"
#include "cli/verbs.h"
#include "store/vault_bulletin.h"
#include "telltale/check.h"

static const struct opt opts[] = {
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say who would get what and when, and seal nothing" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "seal",
	.args = "BULLETIN-DIR",
	.examples = {
		{ "seal drafts/EX-2026-014 --dry-run",
		    "the waves, every reader, and who is left out and why" },
		{ "seal drafts/EX-2026-014",
		    "check the parts, render and seal every copy" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Needs no network. What is sealed stays in the vault until "
	    "telltale publish hands it to the hub.",
};

/* Touching sites whose choices can make the same text: look at them. */
static void
warn_touching(const struct draft *d)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	struct buf line;

	if (diags == NULL)
		return;
	tt_diags_init(diags);
	tt_check_touching(d->bulletin, diags);
	for (size_t i = 0; i < diags->n; i++) {
		buf_init(&line, 4096);
		tt_diag_format(&diags->row[i], &line);
		say_warn("%s", line.p != NULL ? line.p : "");
		buf_done(&line);
	}
	free(diags);
}

/* Two codebooks for one text: whoever has both sees where they differ. */
static void
warn_published(const struct vault *v, const struct draft *d)
{
	struct vault_bulletin b;

	if (vault_bulletin_told(v->db, span_str(d->manifest->id), &b) ==
	    TT_OK && b.published_s != 0)
		say_warn("%s is published already as %s: whoever gets this "
		    "one too can lay both copies side by side and see where "
		    "they are marked", d->manifest->id, b.id);
}

static int
print_sealed(const struct cli *c, const struct draft *d, const struct plan *p,
    const struct sealing_result *r)
{
	struct out_json o;
	struct json_out *j;

	if (!c->json) {
		out_line("sealed %s as %s: %zu copies in %zu %s",
		    d->manifest->id, r->id, p->granted, p->n_waves,
		    p->n_waves == 1 ? "wave" : "waves");
		say_note(c, "next: telltale publish %s", r->id);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-seal/1");
	json_out_key(j, "id");
	json_out_str(j, r->id);
	json_out_key(j, "bulletin");
	json_out_str(j, d->manifest->id);
	json_out_key(j, "copies");
	json_out_u64(j, p->granted);
	plan_json(p, d, j, (const uint8_t (*)[32])r->hashes);
	return out_json_end(&o);
}

static int
rehearse(const struct cli *c, const struct draft *d, const struct plan *p,
    int64_t now_s)
{
	int code = plan_print(p, d, c, now_s);

	return code == CLI_DONE ? plan_check(p, d, true) : code;
}

static int
seal(struct vault *v, const struct draft *d, const struct plan *p,
    const char *folder)
{
	struct sealing_result r = { .hashes = NULL };
	char scratch[FILE_PATH_MAX], *whole;
	int code;
	enum tt_err e;

	if ((code = plan_check(p, d, false)) != CLI_DONE)
		return code;
	vault_path(v, "scratch", scratch);
	if ((e = file_mkdirs(scratch)) != TT_OK)
		return say_err(e, NULL, "cannot make %s", scratch);
	if ((whole = realpath(scratch, NULL)) == NULL)
		return say_err(TT_EIO, NULL, "cannot find %s", scratch);
	code = checker_run(v->cli, d, whole, rng_system());
	free(whole);
	if (code != CLI_DONE)
		return code;
	if ((code = sealing_run(v, d, p, folder, rng_system(), &r)) ==
	    CLI_DONE) {
		vault_index_add(v, r.id, d->bulletin);
		code = print_sealed(v->cli, d, p, &r);
	}
	free(r.hashes);
	return code;
}

int
verb_seal(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct draft *d = calloc(1, sizeof(*d));
	struct plan p = { .n = 0 };
	int64_t now_s = clock_now();
	bool dry;
	int code;

	if (d == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot seal");
	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO) {
		free(d);
		return code;
	}
	dry = opt_set(opts, &o, "dry-run");
	if ((code = vault_open(&v, c, dry ? VAULT_READ : VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = draft_read(d, o.args[0], now_s)) == CLI_DONE &&
	    (code = plan_make(&p, d, v.db, now_s)) == CLI_DONE) {
		warn_touching(d);
		warn_published(&v, d);
		code = dry ? rehearse(c, d, &p, now_s) :
		    seal(&v, d, &p, o.args[0]);
	}
	plan_done(&p);
	draft_done(d);
	free(d);
	vault_close(&v);
	return code;
}
