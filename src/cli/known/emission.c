/* SPDX-License-Identifier: ISC */
/*
 * emission - what partners registered: scanners, honeypots, products that
 * send a bulletin's constants as its permitted uses allow.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/known/known.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"
#include "programme/sighting.h"
#include "store/vault_known.h"

static const struct opt add_opts[] = {
	{ "what", 0, OPT_VALUE, "KIND",
	    "scanner, honeypot, product, gateway, test" },
	{ "from", 0, OPT_VALUE, "INSTANT", "since when it sends them" },
	{ "until", 0, OPT_VALUE, "INSTANT", "until when; open unless given" },
	{ "network", 0, OPT_LIST, "CIDR",
	    "where it sends from: an address, a network, AS64500" },
	{ "reference", 0, OPT_VALUE, "R", "the partner's notice" },
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "emission add",
	.args = "PARTNER BULLETIN",
	.examples = {
		{ "emission add kiyokawa EX-2026-014 --what scanner --from "
		    "2026-12-03T18:00:00Z --network 192.0.2.0/24 "
		    "--reference 'mail of 3 December'",
		    "what a scanner of theirs sends is no leak" },
		{ "emission add kiyokawa EX-2026-014 --what honeypot --from "
		    "2026-12-03T18:00:00Z --network AS64500 "
		    "--reference T-17", "the same of a whole network" },
	},
	.opts = add_opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "From then on constants of that bulletin never name this "
	    "partner by themselves:\nwhoever meets its scanner can copy "
	    "them. Prose and facts still do.",
};

static const struct opt list_opts[] = { CLI_OPTS };

static const struct usage list_usage = {
	.verb = "emission list",
	.args = "[BULLETIN]",
	.examples = {
		{ "emission list EX-2026-014", "what was registered" },
		{ "emission list --json", "of all bulletins, for a script" },
	},
	.opts = list_opts,
	.args_max = 1,
};

static const char *const kinds[] = { "scanner", "honeypot", "product",
	"gateway", "test", NULL };

static const struct out_column cols[] = {
	{ "n", "n", OUT_NUMBER },
	{ "partner", "partner", OUT_TEXT },
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "what", "what", OUT_TEXT },
	{ "from", "from", OUT_TEXT },
	{ "until", "until", OUT_TEXT },
	{ "networks", "networks", OUT_TEXT },
	{ "reference", "reference", OUT_TEXT },
	{ "registered", "registered", OUT_TEXT },
};

struct listing {
	struct vault *v;
	struct out_table *t;
};

/* Bulletins as people call them. */
static void
out_bulletin(struct vault *v, struct out_table *t, const char *id)
{
	struct vault_bulletin *b = calloc(1, sizeof(*b));

	if (b != NULL && vault_bulletin_told(v->db, span_str(id), b) == TT_OK)
		out_str(t, b->name);
	else
		out_str(t, id);
	free(b);
}

static enum tt_err
list_one(void *ctx, const struct vault_emission *e)
{
	struct listing *l = ctx;

	out_int(l->t, e->n);
	out_str(l->t, e->partner);
	out_bulletin(l->v, l->t, e->bulletin);
	out_str(l->t, e->what);
	out_instant(l->t, e->since_s);
	if (e->until_s == 0)
		out_none(l->t);
	else
		out_instant(l->t, e->until_s);
	out_str(l->t, e->networks);
	out_str(l->t, e->reference);
	out_instant(l->t, e->added_s);
	return TT_OK;
}

static int
read_kind(const struct known_opts *o, struct vault_emission *e)
{
	const char *s = known_value(o, "what");

	for (size_t i = 0; s != NULL && kinds[i] != NULL; i++)
		if (strcmp(s, kinds[i]) == 0)
			return known_words(o, "what", true, e->what,
			    sizeof(e->what));
	return known_wrong(o, "what",
	    "one of scanner, honeypot, product, gateway, test");
}

/* It may begin later than now: whoever registers early does well. */
static int
read_times(const struct known_opts *o, struct vault_emission *e)
{
	const char *from = known_value(o, "from");
	const char *until = known_value(o, "until");

	if (from == NULL ||
	    instant_parse_human(span_str(from), &e->since_s) != TT_OK)
		return known_wrong(o, "from", "an instant: write it as "
		    "2026-12-03T09:30:00Z, or with an offset such as +01:00");
	if (until != NULL && (instant_parse_human(span_str(until),
	    &e->until_s) != TT_OK || e->until_s <= e->since_s))
		return known_wrong(o, "until", "an instant after --from");
	return CLI_DONE;
}

static int
read_networks(const struct known_opts *o, struct vault_emission *e)
{
	size_t row = opt_row(o->table, "network"), n = 0, len;
	const char *s;

	if (o->values->n_list[row] == 0)
		return known_wrong(o, "network", "given");
	for (size_t i = 0; i < o->values->n_list[row]; i++) {
		s = o->values->list[row][i];
		len = strlen(s);
		if (!sighting_network_ok(span_str(s)) ||
		    n + len + 1 > VAULT_NETWORKS_MAX)
			return known_wrong(o, "network", "an address, a "
			    "network as 192.0.2.0/24, or AS64500");
		if (n > 0)
			e->networks[n++] = ' ';
		memcpy(e->networks + n, s, len + 1);
		n += len;
	}
	return CLI_DONE;
}

static int
add(struct vault *v, const struct known_opts *o, struct vault_emission *e)
{
	struct listing l = { .v = v };
	struct vault_bulletin b;
	struct vault_partner p;
	enum tt_err err;
	int code;

	e->added_s = clock_now();
	if ((code = read_kind(o, e)) != CLI_DONE ||
	    (code = read_times(o, e)) != CLI_DONE ||
	    (code = read_networks(o, e)) != CLI_DONE ||
	    (code = known_words(o, "reference", true, e->reference,
	    sizeof(e->reference))) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE, NULL)) != CLI_DONE ||
	    (code = partner_get(v, o->values->args[0], &p)) != CLI_DONE ||
	    (code = sealed_find_told(v, o->values->args[1], &b)) !=
	    CLI_DONE)
		return code;
	memcpy(e->partner, p.id, sizeof(p.id));
	memcpy(e->bulletin, b.id, sizeof(b.id));
	if ((err = vault_emission_add(v->db, e, &e->n)) != TT_OK)
		return partner_cannot(v, err, "keep the emission");
	l.t = out_table_new(o->cli, "telltale-emission-add/1", "emissions",
	    cols, N_ROWS(cols));
	(void)list_one(&l, e);
	return out_table_end(l.t);
}

static int
emission_add(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "emission add", add_opts, &values };
	struct vault v = { .lock = -1 };
	struct vault_emission e = { .n = 0 };
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &values)) != CLI_GO)
		return code;
	code = add(&v, &o, &e);
	vault_close(&v);
	return code;
}

static int
emission_list(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct vault v = { .lock = -1 };
	struct listing l = { .v = &v };
	struct vault_bulletin b;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (values.n_args == 0 || (code = sealed_find_told(&v,
	    values.args[0], &b)) == CLI_DONE)) {
		l.t = out_table_new(c, "telltale-emission-list/1",
		    "emissions", cols, N_ROWS(cols));
		e = vault_emission_each(v.db, values.n_args > 0 ? b.id : NULL,
		    list_one, &l);
		if (e == TT_OK)
			code = out_table_end(l.t);
		else {
			out_table_drop(l.t);
			code = partner_cannot(&v, e, "list the emissions");
		}
	}
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "enter what a partner registered", emission_add },
	{ "list", "what was registered", emission_list },
	{ NULL, NULL, NULL },
};

int
verb_emission(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "emission", verbs, argc, argv);
}
