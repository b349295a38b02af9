/* SPDX-License-Identifier: ISC */
/*
 * vault drill - a backup is worth what it still does: restored into a folder
 * that is gone afterwards, does it lead from an old leak to whose it was?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/plan.h"
#include "cli/say.h"
#include "cli/scratch.h"
#include "cli/sealed.h"
#include "cli/team/backups.h"
#include "cli/team/own_keys.h"
#include "cli/trace.h"
#include "cli/vault_verbs.h"
#include "store/vault_team.h"

static const struct opt opts[] = {
	{ "bulletin", 0, OPT_VALUE, "ID",
	    "of which the specimen is, or a copy is rendered" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "vault drill",
	.args = "BACKUP [SPECIMEN...]",
	.examples = {
		{ "vault drill vault.age", "with a copy that is rendered for "
		    "it" },
		{ "vault drill vault.age leak.txt",
		    "with a leak that was traced before" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = OPT_ARGS_MAX,
	.notes = "Nothing is logged, so a SPECIMEN must have been traced "
	    "before the backup was made.",
};

struct drilling {
	struct vault *v;
	const char *passphrase_file, *bulletin;
	char work[FILE_PATH_MAX], dir[FILE_PATH_MAX];	/* dir in work */
	char leak[FILE_PATH_MAX];
	char id[VAULT_BULLETIN_LEN + 1];	/* what is rendered */
	struct vault_copy copy;			/* whose it is */
	bool any;
	char *file[TT_PARTS_MAX];
	size_t n_files;
};

static int
restore(struct drilling *d, const char *file)
{
	const struct tt_age_opener by = {
		.identities = d->v->identity->id,
		.n_identities = d->v->identity->n };
	struct backup_diag diag = { .name = "" };
	char keys[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(d->v, "keys", keys);
	if ((e = vault_restore_to(d->dir, file, &by, &diag)) == TT_OK)
		e = own_keys_settle(keys, d->dir,
		    conf_get(&d->v->conf, "officer"));
	if (e != TT_OK)
		return say_err(e, NULL, "cannot restore %s%s%s", file,
		    diag.name[0] == '\0' ? "" : ", at ", diag.name);
	return CLI_DONE;
}

/* The newest that went out; of those that are sealed only, the newest. */
static enum tt_err
choose_bulletin(void *ctx, const struct vault_bulletin *b)
{
	struct drilling *d = ctx;

	if (d->id[0] == '\0' || b->published_s != 0)
		memcpy(d->id, b->id, sizeof(d->id));
	return b->published_s != 0 ? TT_EEXIST : TT_OK;	/* stops */
}

static enum tt_err
choose_copy(void *ctx, const struct vault_copy *c)
{
	struct drilling *d = ctx;

	if (!d->any && c->reader[0] != '\0') {
		d->copy = *c;
		d->any = true;
	}
	return TT_OK;
}

static enum tt_err
render(struct drilling *d, const struct sealed *s, enum tt_profile profile)
{
	uint64_t *row = calloc(s->n_slots + 1, sizeof(*row));
	uint64_t *symbols = calloc(s->n_sites + 1, sizeof(*symbols));
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e = row == NULL || symbols == NULL ? TT_ENOMEM : TT_OK;

	buf_init_secret(&text, VAULT_SECRET_MAX);
	if (e == TT_OK)
		tt_codebook_copy(s->codebook, d->copy.holder, d->copy.number,
		    row);
	for (size_t i = 0; e == TT_OK && i < s->n_sites; i++)
		symbols[i] = row[s->slot_of[i]];
	for (size_t i = 0; e == TT_OK && i < s->draft.n_parts; i++) {
		if (!plan_carries(&s->draft, i, profile))
			continue;
		snprintf(path, sizeof(path), "%.3900s/part-%zu", d->leak, i);
		buf_clear(&text);
		if ((e = tt_bulletin_render(s->draft.bulletin, i, symbols,
		    &text)) == TT_OK &&
		    (e = file_create(path, text.p, text.n, 0600)) == TT_OK &&
		    (d->file[d->n_files++] = strdup(path)) == NULL)
			e = TT_ENOMEM;
	}
	buf_done(&text);
	free(row);
	free(symbols);
	return e;
}

/* One reader's copy, of the restored codebook. */
static int
make_leak(struct drilling *d, struct vault *r)
{
	struct vault_bulletin record;
	struct vault_wave wave[TT_WAVES_MAX];
	struct sealed s;
	size_t n = 0;
	enum tt_err e;
	int code;

	e = vault_bulletin_each(r->db, choose_bulletin, d);
	if (e != TT_OK && e != TT_EEXIST)
		return partner_cannot(r, e, "read the backup's bulletins");
	if (d->bulletin == NULL && d->id[0] == '\0')
		return say_fail(CLI_NO, "the next one, after a bulletin was "
		    "sealed", "cannot hold a drill: in the backup nothing "
		    "was sealed");
	if ((code = sealed_find(r, d->bulletin != NULL ? d->bulletin : d->id,
	    &record)) != CLI_DONE)
		return code;
	memcpy(d->id, record.id, sizeof(d->id));
	if ((e = vault_copy_each(r->db, record.sealing, choose_copy, d)) !=
	    TT_OK || (e = vault_wave_all(r->db, record.sealing, wave,
	    TT_WAVES_MAX, &n)) != TT_OK)
		return partner_cannot(r, e, "read the backup's copies");
	if (!d->any || d->copy.wave >= n)
		return say_fail(CLI_NO, NULL, "cannot hold a drill: nobody "
		    "has a copy of %s", record.name);
	if ((code = sealed_open(&s, r, &record)) == CLI_DONE &&
	    ((e = file_mkdir(d->leak)) != TT_OK ||
	    (e = render(d, &s, wave[d->copy.wave].profile)) != TT_OK))
		code = say_err(e, NULL, "cannot render a copy of %s",
		    record.name);
	sealed_done(&s);
	return code;
}

static int
trace_it(struct drilling *d, const struct opt_values *o,
    struct trace_drilled *out)
{
	bool known = o->n_args == 1;
	struct cli c = *d->v->cli;
	struct vault r;
	int code;

	c.dir = d->dir;
	c.as = NULL;
	code = vault_open(&r, &c, VAULT_WRITE, d->passphrase_file);
	if (code == CLI_DONE && known)
		code = make_leak(d, &r);
	if (code == CLI_DONE)
		code = known ? trace_drill(&r,
		    (const char *const *)d->file, d->n_files, d->id, true,
		    out) : trace_drill(&r, o->args + 1, o->n_args - 1,
		    d->bulletin, false, out);
	vault_close(&r);
	return code;
}

static bool
is_right(const struct drilling *d, const struct trace_drilled *t)
{
	return d->any ? strcmp(d->copy.partner, t->partner) == 0 :
	    t->verdict == TT_VERDICT_NAMED;
}

static int
tell(const struct drilling *d, const struct trace_drilled *t,
    const char *file)
{
	bool right = is_right(d, t);
	struct out_json o;
	int code;

	if (d->v->cli->json) {
		out_json_begin(&o, "telltale-vault-drill/1");
		json_out_key(o.j, "backup");
		json_out_str(o.j, file);
		json_out_key(o.j, "bulletin");
		json_out_str(o.j, t->bulletin[0] == '\0' ? NULL :
		    t->bulletin);
		json_out_key(o.j, "partner");
		json_out_str(o.j, t->partner[0] == '\0' ? NULL : t->partner);
		json_out_key(o.j, "verdict");
		json_out_str(o.j, tt_verdict_name(t->verdict));
		json_out_key(o.j, "traces");
		json_out_bool(o.j, right);
		if ((code = out_json_end(&o)) != CLI_DONE)
			return code;
	} else if (right) {
		out_line("%s still traces: the copy of %s leads to %s (%s)",
		    file, t->bulletin, t->partner,
		    tt_verdict_name(t->verdict));
	} else {
		out_line("%s does not lead to whose copy it was (%s)", file,
		    tt_verdict_name(t->verdict));
	}
	return right ? CLI_DONE : CLI_NO;
}

static int
hold(struct drilling *d, const struct opt_values *o)
{
	struct trace_drilled t;
	enum tt_err e;
	int code;

	snprintf(d->dir, sizeof(d->dir), "%.3900s/vault", d->work);
	snprintf(d->leak, sizeof(d->leak), "%.3900s/leak", d->work);
	if ((code = restore(d, o->args[0])) != CLI_DONE ||
	    (code = trace_it(d, o, &t)) != CLI_DONE ||
	    (code = tell(d, &t, o->args[0])) != CLI_DONE)
		return code;
	if ((e = vault_noted_set(d->v->db, VAULT_NOTED_DRILL,
	    clock_now())) != TT_OK)
		return partner_cannot(d->v, e, "note when the drill was");
	return CLI_DONE;
}

/* In the vault's own scratch, where plaintext may be and is cleared. */
static int
run(struct drilling *d, const struct opt_values *o)
{
	char scratch[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	if ((code = vault_unlock(d->v)) != CLI_DONE)
		return code;
	vault_path(d->v, "scratch", scratch);
	if ((e = file_mkdirs(scratch)) != TT_OK ||
	    (e = scratch_make(scratch, rng_system(), d->work)) != TT_OK)
		return say_err(e, NULL, "cannot make a folder in %s",
		    scratch);
	code = hold(d, o);
	if ((e = file_remove_tree(d->work)) != TT_OK)
		code = say_err(e, "it holds plaintext of a bulletin",
		    "cannot remove %s", d->work);
	return code;
}

int
verb_vault_drill(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct drilling *d;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot hold a drill");
	d->v = &v;
	d->passphrase_file = opt_value(opts, &o, "passphrase-file");
	d->bulletin = opt_value(opts, &o, "bulletin");
	if ((code = vault_open(&v, c, VAULT_WRITE, d->passphrase_file)) ==
	    CLI_DONE)
		code = run(d, &o);
	for (size_t i = 0; i < d->n_files; i++)
		free(d->file[i]);
	free(d);
	vault_close(&v);
	return code;
}
