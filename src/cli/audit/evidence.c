/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/row_file.h"
#include "base/hex.h"
#include "cli/audit/audit_verbs.h"
#include "cli/audit/evidence.h"
#include "cli/confirm.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/vault_ledger.h"

#define GRANT	"opened"	/* member of an entry's text */

/* The last finding of the case, its trace, and the opening before that. */
static int
find_entries(struct evidence *x)
{
	for (size_t i = 0; i < x->d.n; i++)
		if (x->d.item[i].e.act == CASE_FINDING)
			x->found = &x->d.item[i];
	if (x->found == NULL)
		return say_fail(CLI_REFUSED, "telltale case finding makes a "
		    "trace one", "cannot make a bundle of case %s: it has no "
		    "finding", x->d.c.id);
	x->trace = dossier_trace(&x->d, (uint64_t)text_int(x->found->text,
	    "trace"));
	for (size_t i = 0; x->trace != NULL && i < x->d.n; i++) {
		const struct vault_case_entry *e = &x->d.item[i].e;

		if ((e->act == CASE_OPEN || e->act == CASE_REOPEN) &&
		    e->stated && e->n < x->trace->e.n)
			x->opened = &x->d.item[i];
	}
	return x->opened != NULL ? CLI_DONE : say_err(TT_EINTEGRITY, NULL,
	    "cannot find the trace of the finding in case %s", x->d.c.id);
}

/* What the trace says of the bulletin that was asked for, or its first. */
static int
find_reading(struct evidence *x)
{
	const json_t *list = json_object_get(x->trace->text, "readings");
	const char *id = x->ask->bulletin;
	const json_t *r;
	size_t i;

	json_array_foreach(list, i, r)
		if (id == NULL || strcmp(text_str(r, "bulletin"), id) == 0 ||
		    strcmp(text_str(r, "name"), id) == 0) {
			x->reading = r;
			return CLI_DONE;
		}
	return say_fail(CLI_TROUBLE, "telltale case show names them",
	    "the finding of case %s is not about %s", x->d.c.id, id != NULL ?
	    id : "any bulletin");
}

/* The best suspect of a level, of the partner that was chosen; or NULL. */
static const json_t *
suspect_of(const struct evidence *x, enum tt_site_level level)
{
	const json_t *list = json_object_get(x->reading, "findings");
	const char *want = x->partner[0] != '\0' ? x->partner :
	    x->ask->partner;
	const json_t *f, *suspects, *s;
	size_t i, k;

	json_array_foreach(list, i, f) {
		if (strcmp(text_str(f, "level"), tt_level_name(level)) != 0)
			continue;
		suspects = json_object_get(f, "suspects");
		json_array_foreach(suspects, k, s)
			if (want == NULL ||
			    strcmp(text_str(s, "partner"), want) == 0)
				return s;
	}
	return NULL;
}

static bool
number_of(const char *line, uint64_t *out)
{
	struct span in = span_str(line), w;

	return span_word(&in, ' ', &w) && span_u64(w, UINT64_MAX, out) ==
	    TT_OK;
}

static bool
accuses(const struct tt_statement *s, uint64_t number)
{
	struct span line, w;
	uint64_t n;

	for (size_t i = 0; i < tt_statement_count(s, "suspect"); i++) {
		line = tt_statement_nth(s, "suspect", i);
		if (span_word(&line, ' ', &w) && span_u64(w, UINT64_MAX,
		    &n) == TT_OK && n == number)
			return true;
	}
	return false;
}

/* One of the finding's statements, if it is the one of its level. */
static int
take_finding(struct evidence *x, const struct hash *leaf, const json_t *who[])
{
	struct vault_statement row;
	struct tt_statement *s;
	struct buf text;
	enum tt_site_level level;
	enum tt_err e;

	if ((e = vault_statement_of_leaf(x->v->db, leaf, &row)) != TT_OK)
		return case_cannot(x->v, e, "read the finding");
	if ((s = malloc(sizeof(*s))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make the bundle");
	buf_init(&text, TT_STATEMENT_MAX);
	buf_span(&text, row.bytes);
	if (tt_statement_parse(s, buf_view(&text), NULL) != TT_OK ||
	    s->kind != TT_FINDING || !tt_statement_is(s, "bulletin",
	    text_str(x->reading, "bulletin")))
		goto other;
	level = tt_statement_is(s, "level", "copy") ? TT_SITE_COPY :
	    TT_SITE_HOLDER;
	if (x->finding[level].s != NULL)
		goto other;
	if (who[level] != NULL && (!number_of(text_str(who[level],
	    "suspect"), &x->finding[level].number) ||
	    !accuses(s, x->finding[level].number)))
		goto other;
	if (who[level] == NULL && level == TT_SITE_COPY)
		goto other;
	x->finding[level].accuses = who[level] != NULL;
	x->finding[level].text = text;	/* transferred */
	x->finding[level].s = s;
	x->finding[level].leaf = *leaf;
	return CLI_DONE;
other:
	buf_done(&text);
	free(s);
	return CLI_DONE;
}

static int
find_findings(struct evidence *x)
{
	const json_t *leaves = json_object_get(x->found->text, "leaves"), *one;
	const json_t *who[EVIDENCE_LEVELS] = { NULL };
	struct hash leaf;
	size_t i;
	int code;

	who[TT_SITE_HOLDER] = suspect_of(x, TT_SITE_HOLDER);
	if (who[TT_SITE_HOLDER] == NULL && x->ask->partner != NULL)
		return say_fail(CLI_NO, "telltale case show", "the finding "
		    "of case %s does not point at %s", x->d.c.id,
		    x->ask->partner);
	if (who[TT_SITE_HOLDER] != NULL) {
		snprintf(x->partner, sizeof(x->partner), "%s", text_str(
		    who[TT_SITE_HOLDER], "partner"));
		who[TT_SITE_COPY] = suspect_of(x, TT_SITE_COPY);
	}
	json_array_foreach(leaves, i, one) {
		if (!hex_decode(leaf.b, sizeof(leaf.b),
		    json_string_value(one), json_string_length(one)))
			continue;
		if ((code = take_finding(x, &leaf, who)) != CLI_DONE)
			return code;
	}
	return x->finding[TT_SITE_HOLDER].s != NULL ? CLI_DONE :
	    say_err(TT_EINTEGRITY, NULL, "cannot find the statements of the "
	    "finding in case %s", x->d.c.id);
}

/* As the trace kept what it weighed. */
static int
read_observations(struct evidence *x)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	const char *id = text_str(x->reading, "bulletin");
	json_t *root = NULL;
	const json_t *list, *one, *mine = NULL;
	struct buf file;
	size_t i;
	enum tt_err e;
	int code;

	case_rel_entry(&x->d.c, x->trace->e.n, ".observations", rel);
	vault_path(x->v, rel, path);
	if (!file_exists(path))
		return say_fail(CLI_TROUBLE, "trace it in the case again, and "
		    "make that the finding", "cannot make a bundle of case "
		    "%s: its trace kept no observations", x->d.c.id);
	if ((code = vault_secret_read(x->v, rel, &file)) != CLI_DONE)
		return code;
	e = json_in_parse(buf_view(&file), TT_OBSERVATIONS_TEXT_MAX, &root,
	    NULL);
	list = e == TT_OK ? json_object_get(root, "bulletins") : NULL;
	json_array_foreach(list, i, one)
		if (strcmp(text_str(one, "bulletin"), id) == 0)
			mine = one;
	if (mine != NULL && json_is_true(json_object_get(mine, "aside")))
		code = say_fail(CLI_REFUSED, NULL, "cannot make a bundle of "
		    "case %s: a public text explains part of the specimen, "
		    "and nobody outside could judge what is left", x->d.c.id);
	else if (mine == NULL || (e = tt_observations_from_json(
	    &x->observations, json_object_get(mine, "observations"), NULL)) !=
	    TT_OK)
		code = say_err(e != TT_OK ? e : TT_EINTEGRITY, NULL,
		    "cannot read what was read in case %s", x->d.c.id);
	else
		x->is_public = json_is_true(json_object_get(mine, "public"));
	json_decref(root);
	buf_done(&file);
	return code;
}

static enum tt_err
add_copy(void *ctx, const struct vault_copy *c)
{
	struct evidence *x = ctx;
	struct vault_copy *all = reallocarray(x->copy, x->n_copies + 1,
	    sizeof(*all));

	if (all == NULL)
		return TT_ENOMEM;
	x->copy = all;
	if (c->revision == 0)
		return TT_EINTEGRITY;
	if (c->revision > x->n_revisions)
		return TT_OK;	/* it came after */
	if (c->reader[0] != '\0' && c->wave != VAULT_WAVE_NONE &&
	    c->wave >= x->revision[c->revision - 1].n_waves)
		return TT_EINTEGRITY;
	if (x->n_copies == 0 || all[x->n_copies - 1].holder != c->holder)
		x->n_holders++;
	all[x->n_copies++] = *c;
	return TT_OK;
}

/* Revisions come by number; those after the finding's are not looked at. */
struct opening {
	struct evidence *x;
	struct hash last;	/* codebook of the finding's */
	bool found;
	int code;
};

static enum tt_err
open_revision(void *ctx, const struct vault_bulletin *record)
{
	struct opening *o = ctx;
	struct evidence *x = o->x;
	struct evidence_revision *r = &x->revision[x->n_revisions];

	if (o->found)
		return TT_OK;
	if (x->n_revisions == ROW_REVISIONS_MAX)
		return TT_ELIMIT;
	if (record->revision != x->n_revisions + 1)
		return TT_EINTEGRITY;
	x->n_revisions++;
	if ((o->code = sealed_open(&r->s, x->v, record)) != CLI_DONE)
		return TT_EIO;
	x->s = &r->s;
	o->found = memcmp(record->codebook.b, o->last.b,
	    sizeof(o->last.b)) == 0;
	return vault_wave_all(x->v->db, record->sealing, r->wave,
	    TT_WAVES_MAX, &r->n_waves);
}

static int
open_bulletin(struct evidence *x)
{
	const char *id = text_str(x->reading, "bulletin");
	struct opening o = { .x = x, .code = CLI_DONE };
	enum tt_err e;

	x->revision = calloc(ROW_REVISIONS_MAX, sizeof(*x->revision));
	if (x->revision == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a bundle");
	if (!evidence_hash(x->reading, "codebook", &o.last))
		return say_err(TT_ESYNTAX, NULL, "cannot read the trace");
	e = vault_bulletin_revisions(x->v->db, id, open_revision, &o);
	if (o.code != CLI_DONE)
		return o.code;
	if (e == TT_OK && !o.found)
		e = TT_ENOENT;
	if (e != TT_OK)
		return case_cannot(x->v, e, "read the bulletin's revisions");
	if ((e = vault_copy_known(x->v->db, id, add_copy, x)) != TT_OK)
		return case_cannot(x->v, e, "read who has copies");
	return CLI_DONE;
}

/* The copy that is named, else one of the holder's: of the first revision
 * that they signed for. */
static int
find_accused(struct evidence *x)
{
	const struct evidence_finding *h = &x->finding[TT_SITE_HOLDER],
	    *f = &x->finding[TT_SITE_COPY];

	if (!h->accuses)
		return CLI_DONE;
	for (size_t i = 0; i < x->n_copies && x->accused == NULL; i++) {
		const struct vault_copy *c = &x->copy[i];

		if (c->holder == h->number && (!f->accuses ||
		    c->number == f->number) && evidence_has_receipt(x, c))
			x->accused = c;
	}
	if (x->accused == NULL)
		return say_fail(CLI_NO, "telltale census fetches receipts; a "
		    "copy without one leads to no reader", "cannot make a "
		    "bundle of case %s: no receipt of %s's copy is in the "
		    "ledger", x->d.c.id, x->partner);
	return CLI_DONE;
}

static void
put_grant(struct json_out *j, const struct evidence *x)
{
	char hex[HEX_LEN(32) + 1];

	hex_encode(hex, x->finding[TT_SITE_HOLDER].leaf.b, 32);
	json_out_key(j, GRANT);
	json_out_object(j);
	put_str(j, "finding", hex);
	put_str(j, "partner", x->partner);
	put_bool(j, "whole", x->ask->whole);
	put_bool(j, "full", x->ask->full);
	json_out_object_end(j);
}

/* Was this very opening agreed on before? */
static bool
is_granted(const struct evidence *x)
{
	char hex[HEX_LEN(32) + 1];

	hex_encode(hex, x->finding[TT_SITE_HOLDER].leaf.b, 32);
	for (size_t i = 0; i < x->d.n; i++) {
		const json_t *g = x->d.item[i].e.act == CASE_EXPORT ?
		    json_object_get(x->d.item[i].text, GRANT) : NULL;

		if (g != NULL && strcmp(text_str(g, "finding"), hex) == 0 &&
		    strcmp(text_str(g, "partner"), x->partner) == 0 &&
		    json_is_true(json_object_get(g, "whole")) ==
		    x->ask->whole &&
		    json_is_true(json_object_get(g, "full")) == x->ask->full)
			return true;
	}
	return false;
}

static void
write_shown(const struct evidence *x, struct buf *b)
{
	const struct evidence_finding *f = x->finding;

	buf_printf(b, "Evidence bundle of case %s (%s): the finding about %s "
	    "is shown to whoever gets it.\n", x->d.c.id, x->d.c.title,
	    text_str(x->reading, "name"));
	buf_str(b, "It opens, and what was opened stays open:\n  the marked "
	    "text with all its alternatives\n");
	if (x->accused != NULL)
		buf_printf(b, "  the biases of every site\n  the row of %s "
		    "(holder %llu) and of the copy of %s (%llu), its receipt "
		    "and its terms\n", x->partner,
		    (unsigned long long)f[TT_SITE_HOLDER].number,
		    x->accused->reader,
		    (unsigned long long)x->accused->number);
	for (int l = 0; l < EVIDENCE_LEVELS; l++)
		for (size_t i = 0; f[l].accuses && i < tt_statement_count(
		    f[l].s, "out"); i++)
			buf_printf(b, "  rows known beside it, by number, "
			    "after the score and the model: %.*s\n",
			    (int)tt_statement_nth(f[l].s, "out", i).n,
			    tt_statement_nth(f[l].s, "out", i).p);
	if (x->ask->full)
		buf_str(b, "  the copy itself, sealed, with the keys that "
		    "open it\n");
	if (x->ask->whole)
		buf_str(b, "  THE WHOLE CODEBOOK: every partner's and "
		    "reader's row. Only for an expert under seal.\n");
	buf_str(b, "Whoever holds the vault could have written the specimen "
	    "from any copy: no bundle excludes that.\n");
}

static int
print_shown(const struct evidence *x, const struct buf *shown)
{
	struct out_json o;

	if (!x->v->cli->json) {
		fputs(shown->p, stdout);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-evidence/1");
	put_str(o.j, "case", x->d.c.id);
	put_buf(o.j, "shown", shown);
	return out_json_end(&o);
}

/* CLI_DONE: it may be written now. */
static int
ask_second(struct evidence *x, const struct buf *shown)
{
	struct request_new n = { .act = APPROVAL_BUNDLE,
		.subject = x->d.c.id, .reason = x->ask->reason,
		.shown = buf_view(shown) };
	struct request_made made;
	struct case_text t;
	struct json_out *j;
	int code;

	if ((code = confirm_id(x->v->cli, "open rows of the codebook in "
	    "case", x->d.c.id, x->ask->yes)) != CLI_DONE)
		return code;
	j = case_text_begin(&t);
	put_str(j, "case", x->d.c.id);
	put_grant(j, x);
	if ((code = case_text_end(&t, &n.effect)) == CLI_DONE &&
	    (code = request_ask(x->v, &n, &made)) == CLI_DONE)
		code = request_said(x->v, &n, &made);
	case_text_done(&t);
	return code;
}

int
evidence_apply(struct vault *v, const struct request_done *r)
{
	struct case_new n = { .act = CASE_EXPORT, .officer = r->officers,
		.at_s = r->at_s };
	struct vault_case c;
	char *dumped;
	int code;

	if ((code = case_find(v, text_str(r->effect, "case"), &c)) !=
	    CLI_DONE)
		return code;
	if ((dumped = json_dumps(r->effect, JSON_COMPACT | JSON_SORT_KEYS)) ==
	    NULL)
		return say_err(TT_ENOMEM, NULL, "cannot enter the bundle");
	n.text = span_str(dumped);
	code = case_enter(v, &c, &n, NULL);
	free(dumped);
	return code;
}

static int
log_written(struct evidence *x, const struct hash *sum)
{
	struct case_new n = { .act = CASE_EXPORT };
	struct case_text t;
	struct json_out *j = case_text_begin(&t);
	int code;

	put_str(j, "evidence", text_str(x->reading, "bulletin"));
	json_out_key(j, "sha256");
	json_out_hex(j, sum->b, sizeof(sum->b));
	if ((code = case_text_end(&t, &n.text)) == CLI_DONE)
		code = case_log(x->v, &x->d.c, &n, NULL);
	case_text_done(&t);
	return code;
}

static int
said(const struct evidence *x, const struct hash *sum)
{
	char hex[HEX_LEN(32) + 1];
	struct out_json o;

	hex_encode(hex, sum->b, sizeof(sum->b));
	if (!x->v->cli->json) {
		out_line("evidence of case %s in %s: %zu files", x->d.c.id,
		    x->ask->path, x->b.n);
		out_line("sha256 %s", hex);
		say_note(x->v->cli, "telltale verify %s --policy FILE checks "
		    "it; seal it to whoever gets it", x->ask->path);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-evidence/1");
	put_str(o.j, "case", x->d.c.id);
	put_str(o.j, "bulletin", text_str(x->reading, "bulletin"));
	put_str(o.j, "partner", x->partner[0] != '\0' ? x->partner : NULL);
	put_u64(o.j, "files", x->b.n);
	put_str(o.j, "sha256", hex);
	return out_json_end(&o);
}

static int
write_bundle(struct evidence *x)
{
	struct hubclient *hub;
	struct hash sum;
	int code;

	if ((code = vault_hub(x->v, &hub)) != CLI_DONE ||
	    (code = bundle_open(&x->b, hub)) != CLI_DONE ||
	    (code = evidence_ledger(x)) != CLI_DONE ||
	    (code = evidence_rows(x)) != CLI_DONE ||
	    (x->ask->full && (code = evidence_copy(x)) != CLI_DONE) ||
	    (code = bundle_write(&x->b, x->ask->path, &sum)) != CLI_DONE ||
	    (code = log_written(x, &sum)) != CLI_DONE)
		return code;
	return said(x, &sum);
}

static int
prepare(struct evidence *x)
{
	int code;

	if ((code = dossier_open(&x->d, x->v, x->ask->in_case)) != CLI_DONE ||
	    (code = find_entries(x)) != CLI_DONE ||
	    (code = find_reading(x)) != CLI_DONE ||
	    (code = find_findings(x)) != CLI_DONE ||
	    (code = read_observations(x)) != CLI_DONE ||
	    (code = open_bulletin(x)) != CLI_DONE)
		return code;
	if (!x->ask->dry_run && (code = vault_fetch(x->v)) != CLI_DONE)
		return code;
	if ((code = find_accused(x)) != CLI_DONE)
		return code;
	if (x->ask->full && x->accused == NULL)
		return say_fail(CLI_USAGE, "leave --full out", "the finding "
		    "of case %s accuses nobody: there is no copy to show",
		    x->d.c.id);
	return CLI_DONE;
}

static int
run(struct evidence *x)
{
	struct buf shown;
	int code;

	if ((code = prepare(x)) != CLI_DONE)
		return code;
	buf_init_secret(&shown, REQUEST_EFFECT_MAX);
	write_shown(x, &shown);
	if (buf_err(&shown) != TT_OK)
		code = say_err(buf_err(&shown), NULL, "cannot describe it");
	else if (x->ask->dry_run)
		code = print_shown(x, &shown);
	else if (is_granted(x) || (code = ask_second(x, &shown)) == CLI_DONE)
		code = write_bundle(x);
	buf_done(&shown);
	return code;
}

int
evidence_export(struct vault *v, const struct evidence_ask *ask)
{
	struct evidence *x = calloc(1, sizeof(*x));
	int code;

	if (x == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a bundle");
	x->v = v;
	x->ask = ask;
	code = run(x);
	for (int l = 0; l < EVIDENCE_LEVELS; l++) {
		free(x->finding[l].s);
		buf_done(&x->finding[l].text);
	}
	tt_observations_free(x->observations);
	free(x->copy);
	for (size_t i = 0; i < x->n_revisions; i++)
		sealed_done(&x->revision[i].s);
	free(x->revision);
	bundle_done(&x->b);
	dossier_done(&x->d);
	free(x);
	return code;
}
