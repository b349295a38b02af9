/* SPDX-License-Identifier: ISC */
/* agreement - the noun's verbs list and show, and what others ask of it. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/verbs.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "programme/agreement.h"
#include "store/vault_standing.h"

#define FIRST	"1"	/* the version that init makes */

static const struct opt opts[] = { CLI_OPTS };

static const struct usage list_usage = {
	.verb = "agreement list",
	.args = "",
	.examples = {
		{ "agreement list", "all versions, and how many hold to each" },
		{ "agreement list --json", "the same for a script" },
	},
	.opts = opts,
};

static const struct usage show_usage = {
	.verb = "agreement show",
	.args = "VERSION",
	.examples = {
		{ "agreement show 1", "its text, and who signed it" },
		{ "agreement show 1 --json", "the same for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
};

static void
path_of(struct vault *v, const char *version, char out[FILE_PATH_MAX])
{
	char rel[VAULT_ID_MAX + 32];

	snprintf(rel, sizeof(rel), "agreement-%s.txt", version);
	vault_path(v, rel, out);
}

/* The first one has no record, but the file that init wrote. */
static int
find_first(struct vault *v, struct vault_agreement *out, bool *found)
{
	struct vault_agreement a = { .version = FIRST };
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	path_of(v, FIRST, path);
	if ((e = file_read(path, AGREEMENT_TEXT_MAX, &text)) == TT_ENOENT) {
		*found = false;
		return CLI_DONE;
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	sha256(a.text.b, text.p, text.n);
	a.says_marked = agreement_says_marked(buf_view(&text));
	buf_done(&text);
	*out = a;
	*found = true;
	return CLI_DONE;
}

int
agreement_find(struct vault *v, const char *version,
    struct vault_agreement *out, bool *found)
{
	enum tt_err e = vault_agreement_get(v->db, version, out);

	*found = e == TT_OK;
	if (e == TT_ENOENT && strcmp(version, FIRST) == 0)
		return find_first(v, out, found);
	if (e != TT_OK && e != TT_ENOENT)
		return partner_cannot(v, e, "read the agreement's versions");
	return CLI_DONE;
}

int
agreement_text(struct vault *v, const struct vault_agreement *a,
    struct buf *out)
{
	char path[FILE_PATH_MAX];
	struct hash is;
	enum tt_err e;

	path_of(v, a->version, path);
	if ((e = file_read(path, AGREEMENT_TEXT_MAX, out)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	sha256(is.b, out->p, out->n);
	if (memcmp(is.b, a->text.b, sizeof(is.b)) == 0)
		return CLI_DONE;
	buf_done(out);
	return say_fail(CLI_ALARM, "put back the text whose hash the ledger "
	    "has", "alarm: %s is not the text of version %s any more", path,
	    a->version);
}

/* One version, and the partners that hold to it. */
struct listing {
	struct vault *v;
	struct out_table *t;
	const char *version;
	int64_t partners;
	bool first;	/* its record was seen */
};

static const struct out_column cols[] = {
	{ "version", "version", OUT_TEXT },
	{ "says_marked", "says that copies are marked", OUT_TEXT },
	{ "partners", "partners", OUT_NUMBER },
	{ "added_at", "added", OUT_TEXT },
	{ "text", "text", OUT_TEXT },
};

static enum tt_err
count(void *ctx, const struct vault_partner *p)
{
	struct listing *l = ctx;

	l->partners += strcmp(p->agreement, l->version) == 0;
	return TT_OK;
}

static enum tt_err
list_one(void *ctx, const struct vault_agreement *a)
{
	struct listing *l = ctx;
	enum tt_err e;

	l->version = a->version;
	l->partners = 0;
	l->first = l->first || strcmp(a->version, FIRST) == 0;
	if ((e = vault_partner_each(l->v->db, count, l)) != TT_OK)
		return e;
	out_str(l->t, a->version);
	out_bool(l->t, a->says_marked);
	out_int(l->t, l->partners);
	if (a->added_s == 0)
		out_none(l->t);
	else
		out_instant(l->t, a->added_s);
	out_hex(l->t, a->text.b, sizeof(a->text.b));
	return TT_OK;
}

static int
list(struct vault *v)
{
	struct listing l = { .v = v };
	struct vault_agreement first;
	bool found;
	enum tt_err e;
	int code;

	if ((code = agreement_find(v, FIRST, &first, &found)) != CLI_DONE)
		return code;
	l.t = out_table_new(v->cli, "telltale-agreement-list/1", "agreements",
	    cols, N_ROWS(cols));
	e = found && first.added_s == 0 ? list_one(&l, &first) : TT_OK;
	if (e == TT_OK)
		e = vault_agreement_each(v->db, list_one, &l);
	if (e == TT_OK)
		return out_table_end(l.t);
	out_table_drop(l.t);
	return partner_cannot(v, e, "list the agreement's versions");
}

static enum tt_err
line_signing(void *ctx, const struct vault_signing *s)
{
	char at[OUT_MOMENT_LEN];

	out_moment(at, s->signed_s, *(const int64_t *)ctx);
	out_line("%s %s, by %s, %s", s->reader[0] == '\0' ? "paper     " :
	    "by key    ", s->partner, s->signer, at);
	return TT_OK;
}

static enum tt_err
json_signing(void *ctx, const struct vault_signing *s)
{
	struct json_out *j = ctx;
	char at[INSTANT_LEN + 1];

	json_out_object(j);
	json_out_key(j, "partner");
	json_out_str(j, s->partner);
	json_out_key(j, "signer");
	json_out_str(j, s->signer);
	json_out_key(j, "reader");
	json_out_str(j, s->reader[0] != '\0' ? s->reader : NULL);
	json_out_key(j, "signed_at");
	instant_format(s->signed_s, at);
	json_out_str(j, at);
	json_out_key(j, "scan");
	json_out_hex(j, s->scan.b, sizeof(s->scan.b));
	json_out_object_end(j);
	return TT_OK;
}

static int
show_json(struct vault *v, const struct vault_agreement *a,
    const struct buf *text)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-agreement/1");
	enum tt_err e;

	json_out_key(j, "version");
	json_out_str(j, a->version);
	json_out_key(j, "says_marked");
	json_out_bool(j, a->says_marked);
	json_out_key(j, "sha256");
	json_out_hex(j, a->text.b, sizeof(a->text.b));
	json_out_key(j, "text");
	json_out_span(j, buf_view(text));
	json_out_key(j, "paper");
	json_out_array(j);
	e = vault_signing_each(v->db, a->version, json_signing, j);
	json_out_array_end(j);
	if (e == TT_OK)
		return out_json_end(&o);
	out_json_drop(&o);
	return partner_cannot(v, e, "read who signed");
}

static int
show_lines(struct vault *v, const struct vault_agreement *a,
    const struct buf *text)
{
	int64_t now_s = clock_now();
	struct span rest = buf_view(text), line;
	enum tt_err e;

	out_line("agreement  version %s%s", a->version, a->says_marked ? "" :
	    "; it does not say that copies are marked");
	if ((e = vault_signing_each(v->db, a->version, line_signing,
	    &now_s)) != TT_OK)
		return partner_cannot(v, e, "read who signed");
	out_line(" ");
	while (span_line(&rest, &line))
		out_line("%.*s", (int)line.n, line.p);
	return CLI_DONE;
}

static int
show(struct vault *v, const char *version)
{
	struct vault_agreement a;
	struct buf text;
	bool found;
	int code;

	if ((code = agreement_find(v, version, &a, &found)) != CLI_DONE)
		return code;
	if (!found)
		return say_fail(CLI_TROUBLE, "telltale agreement list",
		    "there is no version '%s' of the agreement here",
		    version);
	if ((code = agreement_text(v, &a, &text)) != CLI_DONE)
		return code;
	code = v->cli->json ? show_json(v, &a, &text) :
	    show_lines(v, &a, &text);
	buf_done(&text);
	return code;
}

static int
with_vault(struct cli *c, const struct usage *u, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, u, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE)
		code = u == &list_usage ? list(&v) : show(&v, o.args[0]);
	vault_close(&v);
	return code;
}

static int
agreement_list(struct cli *c, int argc, char **argv)
{
	return with_vault(c, &list_usage, argc, argv);
}

static int
agreement_show(struct cli *c, int argc, char **argv)
{
	return with_vault(c, &show_usage, argc, argv);
}

static const struct verb verbs[] = {
	{ "add", "a new version of its text", verb_agreement_add },
	{ "list", "all versions", agreement_list },
	{ "show", "one version: its text, who signed it", agreement_show },
	{ "sign", "by key, or on paper", verb_agreement_sign },
	{ NULL, NULL, NULL },
};

int
verb_agreement(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "agreement", verbs, argc, argv);
}
