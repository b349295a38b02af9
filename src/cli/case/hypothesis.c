/* SPDX-License-Identifier: ISC */
/* case hypothesis - what speaks for, or against, an explanation. */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/case/case.h"
#include "cli/case/given.h"
#include "cli/case/used.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/members.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "store/vault_bulletin.h"
#include "store/vault_opened.h"

static const struct opt opts[] = {
	{ "for", 0, OPT_VALUE, "TEXT|-", "what speaks for it" },
	{ "against", 0, OPT_VALUE, "TEXT|-", "what speaks against it" },
	{ "reader", 0, OPT_VALUE, "READER",
	    "stolen-keys: whose; what they open is looked up" },
	{ "since", 0, OPT_VALUE, "INSTANT",
	    "stolen-keys: since when somebody else may have held them" },
	{ "seen-from", 0, OPT_VALUE, "TEXT",
	    "stolen-keys: from where they were used" },
	{ "reported", 0, OPT_VALUE, "INSTANT",
	    "stolen-keys: when the loss was reported" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case hypothesis",
	.args = "CASE leak|stolen-keys|insider|finder|rediscovery|patch",
	.examples = {
		{ "case hypothesis 3f9c rediscovery --against 'the paste has "
		    "our own typing error'", "evidence against one" },
		{ "case hypothesis 3f9c stolen-keys --for - --reader kiyo-2 "
		    "--reported 2026-12-07T09:00:00Z",
		    "and for another, from standard input" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "All of them stand side by side in case show. A loss that "
	    "was reported after the\nspecimen was found is recorded with both "
	    "instants.",
};

struct thinking {
	struct vault *v;
	const struct opt_values *o;
	enum case_hypothesis what;
	struct buf text;
	int64_t since_s, reported_s;	/* 0: not said */
};

/* Every bulletin of which this key has a copy. */
struct opened {
	const char *reader;
	bool has;
};

static enum tt_err
has_copy(void *ctx, const struct vault_copy *c)
{
	struct opened *o = ctx;

	if (strcmp(c->reader, o->reader) == 0)
		o->has = true;
	return TT_OK;
}

struct names {
	char (*name)[TT_ID_MAX + 1], (*sealing)[VAULT_BULLETIN_LEN + 1];
	char (*id)[VAULT_BULLETIN_LEN + 1];
	size_t n;
};

/* Room for one more in a list. */
static void *
room(void *list, size_t n, size_t size, bool *ok)
{
	void *more = reallocarray(list, n + 1, size);

	*ok = *ok && more != NULL;
	return more != NULL ? more : list;
}

static enum tt_err
add_name(void *ctx, const struct vault_bulletin *b)
{
	struct names *l = ctx;
	bool ok = true;

	l->name = room(l->name, l->n, sizeof(*l->name), &ok);
	l->sealing = room(l->sealing, l->n, sizeof(*l->sealing), &ok);
	l->id = room(l->id, l->n, sizeof(*l->id), &ok);
	if (!ok)
		return TT_ENOMEM;
	memcpy(l->name[l->n], b->name, sizeof(b->name));
	memcpy(l->id[l->n], b->id, sizeof(b->id));
	memcpy(l->sealing[l->n++], b->sealing, sizeof(b->sealing));
	return TT_OK;
}

static void
put_when(struct json_out *j, const char *key, int64_t at_s)
{
	if (at_s == 0)
		return;
	json_out_key(j, key);
	json_out_int(j, at_s);
}

struct words {
	const uint8_t *key;
	int64_t at_s;			/* 0: none */
};

static enum tt_err
first_word(void *ctx, const struct vault_opened *o)
{
	struct words *w = ctx;

	if (memcmp(o->key, w->key, sizeof(o->key)) == 0 &&
	    (w->at_s == 0 || o->at_s < w->at_s))
		w->at_s = o->at_s;
	return TT_OK;
}

/* Which of them its holder says were opened, signed by the key. */
static enum tt_err
put_words(struct vault *v, struct json_out *j,
    const uint8_t key[TT_READER_ID_LEN], const struct names *l)
{
	enum tt_err e = TT_OK;

	json_out_key(j, "opened");
	json_out_array(j);
	for (size_t i = 0; i < l->n && e == TT_OK; i++) {
		struct words w = { .key = key };

		if (i > 0 && strcmp(l->id[i], l->id[i - 1]) == 0)
			continue;
		e = vault_opened_each(v->db, l->id[i], first_word, &w);
		if (e != TT_OK || w.at_s == 0)
			continue;
		json_out_object(j);
		put_str(j, "bulletin", l->name[i]);
		put_when(j, "at", w.at_s);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	return e;
}

/* Read whole before the copies are: one statement runs at a time. */
static int
put_opened(struct vault *v, struct json_out *j,
    const struct vault_reader *r)
{
	struct opened o = { .reader = r->id };
	struct names l = { .n = 0 };
	enum tt_err e = vault_bulletin_each(v->db, add_name, &l);

	json_out_key(j, "could_open");
	json_out_array(j);
	for (size_t i = 0; i < l.n && e == TT_OK; i++) {
		o.has = false;
		e = vault_copy_each(v->db, l.sealing[i], has_copy, &o);
		if (e == TT_OK && o.has)
			json_out_str(j, l.name[i]);
	}
	json_out_array_end(j);
	if (e == TT_OK)
		e = put_words(v, j, r->key, &l);
	free(l.id);
	free(l.name);
	free(l.sealing);
	return e == TT_OK ? CLI_DONE : case_cannot(v, e,
	    "read what the key opens");
}

static int
describe(const struct thinking *k, struct case_text *t, struct span *text)
{
	const char *reader = opt_value(opts, k->o, "reader");
	struct json_out *j = case_text_begin(t);
	struct vault_reader r;
	int code = CLI_DONE;

	put_str(j, "hypothesis", case_hypothesis_text(k->what));
	put_str(j, "side", opt_set(opts, k->o, "for") ? "for" : "against");
	put_buf(j, "text", &k->text);
	put_when(j, "since", k->since_s);
	put_when(j, "reported", k->reported_s);
	if (opt_set(opts, k->o, "seen-from"))
		put_str(j, "seen_from", opt_value(opts, k->o, "seen-from"));
	if (reader != NULL && (code = reader_get(k->v, reader, &r)) ==
	    CLI_DONE) {
		put_str(j, "reader", r.id);
		code = put_opened(k->v, j, &r);
		if (code == CLI_DONE)
			code = used_put(k->v, j, &r);
	}
	if (case_text_end(t, text) != CLI_DONE && code == CLI_DONE)
		code = CLI_TROUBLE;
	return code;
}

static int
run(struct thinking *k)
{
	struct case_new n = { .act = CASE_HYPOTHESIS,
		.subject = case_hypothesis_text(k->what) };
	struct vault_case x;
	struct case_text t;
	unsigned entry;
	int code;

	if ((code = case_find(k->v, k->o->args[0], &x)) != CLI_DONE)
		return code;
	if ((code = describe(k, &t, &n.text)) == CLI_DONE &&
	    (code = case_log(k->v, &x, &n, &entry)) == CLI_DONE)
		code = case_said(k->v, &x, entry);
	case_text_done(&t);
	return code;
}

static int
instant(const struct opt_values *o, const char *name, int64_t *at_s)
{
	const char *s = opt_value(opts, o, name);

	if (s == NULL)
		return CLI_DONE;
	if (instant_parse_human(span_str(s), at_s) != TT_OK ||
	    *at_s > clock_now())
		return say_fail(CLI_USAGE, "write it as 2026-12-06T07:40:00Z, "
		    "or with an offset such as +01:00", "case hypothesis: "
		    "--%s is no instant that has been: '%s'", name, s);
	return CLI_DONE;
}

static int
check(struct thinking *k)
{
	static const char *const only[] = { "reader", "since", "seen-from",
		"reported" };
	const struct opt_values *o = k->o;
	const char *from = opt_value(opts, o, "seen-from");
	int code;

	if (!case_hypothesis_parse(span_str(o->args[1]), &k->what))
		return say_fail(CLI_USAGE, "telltale case hypothesis --help",
		    "case hypothesis: '%s' is none of them", o->args[1]);
	if (opt_set(opts, o, "for") == opt_set(opts, o, "against"))
		return say_fail(CLI_USAGE, "telltale case hypothesis --help",
		    "case hypothesis: --for or --against, and one of them");
	for (size_t i = 0; i < N_ROWS(only); i++)
		if (opt_set(opts, o, only[i]) && k->what != CASE_STOLEN_KEYS)
			return say_fail(CLI_USAGE, NULL, "case hypothesis: "
			    "--%s is about stolen-keys", only[i]);
	if (from != NULL && !import_value_ok(span_str(from)))
		return say_fail(CLI_USAGE, NULL, "case hypothesis: "
		    "--seen-from is no line of text");
	if ((code = instant(o, "since", &k->since_s)) != CLI_DONE ||
	    (code = instant(o, "reported", &k->reported_s)) != CLI_DONE)
		return code;
	return case_given_text("hypothesis", opt_set(opts, o, "for") ?
	    opt_value(opts, o, "for") : opt_value(opts, o, "against"),
	    &k->text);
}

int
verb_case_hypothesis(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct thinking k = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = check(&k)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&k);
	buf_done(&k.text);
	vault_close(&v);
	return code;
}
