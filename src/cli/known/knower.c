/* SPDX-License-Identifier: ISC */
/* knower - who knew without being a reader of the bulletin. */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/known/known.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"
#include "store/vault_known.h"

static const struct opt add_opts[] = {
	{ "organisation", 0, OPT_VALUE, "O", "who it is" },
	{ "person", 0, OPT_VALUE, "P", "a person there" },
	{ "role", 0, OPT_VALUE, "ROLE",
	    "finder, contest, coordinator, staff, contractor, upstream, "
	    "authority, victim, customer" },
	{ "from", 0, OPT_VALUE, "MOMENT",
	    "since when; a day or a month stays one" },
	{ "until", 0, OPT_VALUE, "MOMENT",
	    "by when at the latest, where --from is not sure" },
	{ "source", 0, OPT_VALUE, "S", "how that is known" },
	{ "conflict", 0, OPT_VALUE, "TEXT", "a conflict of interest" },
	{ "parts", 0, OPT_LIST, "FILE",
	    "a part that it knew; all unless given" },
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "knower add",
	.args = "BULLETIN",
	.examples = {
		{ "knower add EX-2026-014 --organisation 'Example Contest' "
		    "--role contest --from 2026-11-17",
		    "a contest, since some time of that day" },
		{ "knower add EX-2026-014 --organisation Kiyokawa --role "
		    "coordinator --from 2026-11-18T09:00:00Z --source 'mail "
		    "of that hour'", "with what it rests on" },
	},
	.opts = add_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Knowledge does not end. Without --source the line says that "
	    "the officer\nstates it.",
};

static const struct opt list_opts[] = { CLI_OPTS };

static const struct usage list_usage = {
	.verb = "knower list",
	.args = "BULLETIN",
	.examples = {
		{ "knower list EX-2026-014",
		    "who knew of it without being a reader" },
		{ "knower list EX-2026-014 --json", "the same for a script" },
	},
	.opts = list_opts,
	.args_min = 1,
	.args_max = 1,
};

static const char *const roles[] = { "finder", "contest", "coordinator",
	"staff", "contractor", "upstream", "authority", "victim", "customer",
	NULL };

static int
read_role(const struct known_opts *o, struct vault_knower *k)
{
	const char *s = known_value(o, "role");

	for (size_t i = 0; s != NULL && roles[i] != NULL; i++)
		if (strcmp(s, roles[i]) == 0)
			return known_words(o, "role", true, k->role,
			    sizeof(k->role));
	return known_wrong(o, "role", "one of finder, contest, coordinator, "
	    "staff, contractor, upstream, authority, victim, customer");
}

/* From the one to the other, both as uncertain as they are. */
static int
read_since(const struct known_opts *o, struct vault_knower *k)
{
	struct moment until;
	int code;

	if ((code = known_moment(o, "from", k->added_s, &k->since)) !=
	    CLI_DONE || known_value(o, "until") == NULL)
		return code;
	if ((code = known_moment(o, "until", k->added_s, &until)) !=
	    CLI_DONE)
		return code;
	if (until.until_s < k->since.from_s)
		return known_wrong(o, "until", "after --from");
	k->since.until_s = until.until_s;
	return CLI_DONE;
}

static int
read_parts(const struct known_opts *o, struct vault_knower *k)
{
	size_t row = opt_row(o->table, "parts"), n = 0, len;
	const char *s;

	for (size_t i = 0; i < o->values->n_list[row]; i++) {
		s = o->values->list[row][i];
		len = strlen(s);
		if (len == 0 || strchr(s, '\n') != NULL ||
		    n + len + 1 > VAULT_KNOWER_PARTS_MAX)
			return known_wrong(o, "parts", "a part's name");
		if (n > 0)
			k->parts[n++] = '\n';
		memcpy(k->parts + n, s, len + 1);
		n += len;
	}
	return CLI_DONE;
}

static int
read_knower(const struct known_opts *o, struct vault_knower *k)
{
	int code;

	if ((code = known_words(o, "organisation", true, k->organisation,
	    sizeof(k->organisation))) != CLI_DONE ||
	    (code = known_words(o, "person", false, k->person,
	    sizeof(k->person))) != CLI_DONE ||
	    (code = read_role(o, k)) != CLI_DONE ||
	    (code = read_since(o, k)) != CLI_DONE ||
	    (code = known_words(o, "source", false, k->source,
	    sizeof(k->source))) != CLI_DONE ||
	    (code = known_words(o, "conflict", false, k->conflict,
	    sizeof(k->conflict))) != CLI_DONE)
		return code;
	return read_parts(o, k);
}

static const struct out_column cols[] = {
	{ "n", "n", OUT_NUMBER },
	{ "organisation", "organisation", OUT_TEXT },
	{ "person", "person", OUT_TEXT },
	{ "role", "role", OUT_TEXT },
	{ "from", "not before", OUT_TEXT },
	{ "until", "not after", OUT_TEXT },
	{ "source", "source", OUT_TEXT },
	{ "conflict", "conflict of interest", OUT_TEXT },
	{ "parts", "parts", OUT_TEXT },
};

static enum tt_err
list_one(void *ctx, const struct vault_knower *k)
{
	struct out_table *t = ctx;
	struct buf b;

	out_int(t, k->n);
	out_str(t, k->organisation);
	known_out_words(t, k->person);
	out_str(t, k->role);
	known_out_moment(t, &k->since);
	buf_init(&b, VAULT_WORDS_MAX + 64);
	if (k->source[0] != '\0')
		buf_str(&b, k->source);
	else
		buf_printf(&b, "as stated by the officer %.*s",
		    VAULT_WORDS_MAX, k->officer);
	out_span(t, buf_view(&b));
	buf_done(&b);
	known_out_words(t, k->conflict);
	out_str(t, k->parts[0] == '\0' ? "all" : k->parts);
	return TT_OK;
}

static int
add(struct vault *v, const struct known_opts *o, const char *id,
    struct vault_knower *k)
{
	struct vault_bulletin b;
	struct out_table *t;
	enum tt_err e;
	int code;

	k->added_s = clock_now();
	if ((code = read_knower(o, k)) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE, NULL)) != CLI_DONE ||
	    (code = sealed_find(v, id, &b)) != CLI_DONE)
		return code;
	(void)span_copy(span_str(b.id), k->bulletin, sizeof(k->bulletin));
	(void)span_copy(span_str(known_officer(v)), k->officer,
	    sizeof(k->officer));
	if ((e = vault_knower_add(v->db, k, &k->n)) != TT_OK)
		return partner_cannot(v, e, "keep who knew");
	t = out_table_new(o->cli, "telltale-knower-add/1", "knowers", cols,
	    N_ROWS(cols));
	(void)list_one(t, k);
	return out_table_end(t);
}

static int
knower_add(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "knower add", add_opts, &values };
	struct vault v = { .lock = -1 };
	struct vault_knower *k;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((k = calloc(1, sizeof(*k))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot keep who knew");
	code = add(&v, &o, values.args[0], k);
	free(k);
	vault_close(&v);
	return code;
}

static int
knower_list(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct vault v = { .lock = -1 };
	struct vault_bulletin b;
	struct out_table *t;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (code = sealed_find(&v, values.args[0], &b)) == CLI_DONE) {
		t = out_table_new(c, "telltale-knower-list/1", "knowers",
		    cols, N_ROWS(cols));
		if ((e = vault_knower_each(v.db, b.id, list_one, t)) ==
		    TT_OK)
			code = out_table_end(t);
		else {
			out_table_drop(t);
			code = partner_cannot(&v, e, "list who knew");
		}
	}
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "enter one", knower_add },
	{ "list", "all of a bulletin", knower_list },
	{ NULL, NULL, NULL },
};

int
verb_knower(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "knower", verbs, argc, argv);
}
