/* SPDX-License-Identifier: ISC */
/*
 * case reply - what the partner concerned answers, as it came: its hash
 * stands wherever the finding does, and cannot be taken off.
 */
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "cli/case/case.h"
#include "cli/members.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "store/file.h"

#define REPLY_MAX	((size_t)64 << 20)	/* bytes */

static const struct opt opts[] = { VAULT_OPTS, CLI_OPTS };

static const struct usage usage = {
	.verb = "case reply",
	.args = "CASE PARTNER FILE",
	.examples = {
		{ "case reply 3f9c kiyokawa answer.pdf",
		    "keep what the partner answered" },
		{ "case reply 3f9c kiyokawa statement.txt",
		    "its counter-statement, in a closed case too" },
	},
	.opts = opts,
	.args_min = 3,
	.args_max = 3,
};

struct reply {
	struct vault *v;
	struct dossier d;
	struct vault_partner p;
	const char *path;
	struct buf raw;
};

static int
describe(const struct reply *r, struct case_text *t, struct span *text)
{
	const char *slash = strrchr(r->path, '/');
	const char *name = slash != NULL ? slash + 1 : r->path;
	struct json_out *j = case_text_begin(t);
	struct hash sum;

	sha256(sum.b, r->raw.p, r->raw.n);
	put_str(j, "partner", r->p.id);
	put_str(j, "name", utf8_printable(name, strlen(name)) ? name :
	    "(no UTF-8)");
	put_u64(j, "bytes", r->raw.n);
	json_out_key(j, "sha256");
	json_out_hex(j, sum.b, sizeof(sum.b));
	return case_text_end(t, text);
}

/* What came is durable before the entry says so. */
static int
keep(struct reply *r)
{
	struct case_new n = { .act = CASE_REPLY, .has = dossier_has(&r->d) };
	char rel[FILE_PATH_MAX];
	struct case_text t;
	unsigned next = 0;
	enum tt_err e;
	int code;

	if ((e = vault_case_entry_next(r->v->db, r->d.c.id, &next)) != TT_OK)
		return case_cannot(r->v, e, "read the case's log");
	case_rel_entry(&r->d.c, next, ".reply", rel);
	if ((code = vault_secret_write(r->v, rel, buf_view(&r->raw))) !=
	    CLI_DONE)
		return code;
	if ((code = describe(r, &t, &n.text)) == CLI_DONE &&
	    (code = case_log(r->v, &r->d.c, &n, &next)) == CLI_DONE)
		code = case_said(r->v, &r->d.c, next);
	case_text_done(&t);
	return code;
}

static int
run(struct reply *r, const struct opt_values *o)
{
	enum tt_err e;
	int code;

	if ((code = dossier_open(&r->d, r->v, o->args[0])) != CLI_DONE ||
	    (code = partner_get(r->v, o->args[1], &r->p)) != CLI_DONE ||
	    (code = case_may(&r->d.c, CASE_REPLY, dossier_has(&r->d))) !=
	    CLI_DONE)
		return code;
	if (dossier_concerns(&r->d, r->p.id, NULL) == NULL)
		return say_fail(CLI_REFUSED, "telltale case note, for what "
		    "others say", "cannot take a reply of %s in case %s: no "
		    "finding points at it", r->p.id, r->d.c.id);
	if ((e = file_read(r->path, REPLY_MAX, &r->raw)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", r->path);
	return keep(r);
}

int
verb_case_reply(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct reply r = { .v = &v };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	r.path = o.args[2];
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&r, &o);
	buf_done(&r.raw);
	dossier_done(&r.d);
	vault_close(&v);
	return code;
}
