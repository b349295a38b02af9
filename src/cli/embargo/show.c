/* SPDX-License-Identifier: ISC */
/* embargo show - the terms in force, every entry, and who is bound. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/embargo/consents.h"
#include "cli/embargo/verbs.h"
#include "cli/embargo/zone.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "programme/uses.h"
#include "store/vault_letter.h"
#include "telltale/terms.h"

static const struct opt opts[] = {
	{ "zone", 0, OPT_VALUE, "ZONE",
	    "local times there, as IANA names it: Europe/Berlin" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "embargo show",
	.args = "BULLETIN",
	.examples = {
		{ "embargo show EX-2026-014",
		    "the terms in force, and who may speak when" },
		{ "embargo show EX-2026-014 --zone Europe/Berlin --json",
		    "the same for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Asks the hub for receipts and consents first, if it can "
	    "be reached.",
};

struct showing {
	struct standing *s;
	struct consents c;
	struct tt_terms *terms;		/* of the first wave; NULL: none */
	struct buf file;
	const char *zone;		/* or NULL */
};

static int
read_terms(struct showing *k)
{
	const struct standing_wave *w;
	enum tt_err e;

	if (k->s->n_waves == 0)
		return CLI_DONE;
	w = &k->s->wave[k->s->n_waves - 1];
	if ((e = sealed_terms(k->s->v, w->sealing, &w->wave, &k->file)) ==
	    TT_OK) {
		if ((k->terms = malloc(sizeof(*k->terms))) == NULL)
			e = TT_ENOMEM;
		else if ((e = tt_terms_parse(k->terms, buf_view(&k->file),
		    NULL)) != TT_OK) {
			free(k->terms);
			k->terms = NULL;
		}
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the terms of %s",
		    k->s->b.name);
	return CLI_DONE;
}

static void
line_instant(const struct showing *k, const char *what, int64_t at_s)
{
	char at[OUT_MOMENT_LEN], there[ZONE_TEXT_LEN] = "";

	out_moment(at, at_s, k->s->now_s);
	if (k->zone != NULL)
		zone_format(k->zone, at_s, there);
	out_line("%-12s %s%s%s", what, at, there[0] != '\0' ? ", " : "",
	    there);
}

static void
print_party(const struct vault_party *p, const char *what)
{
	if (p->revision == 0)
		out_line("%-12s %s, %s", what, p->name,
		    vault_party_role_text(p->role));
	else if (p->letter == 0)
		out_line("%-12s %s, %s: %s terms %u, as stated by the officer",
		    what, p->name, vault_party_role_text(p->role),
		    p->accepts ? "accepted" : "refused", p->revision);
	else
		out_line("%-12s %s, %s: %s terms %u, signed by key, letter "
		    "%lld", what, p->name, vault_party_role_text(p->role),
		    p->accepts ? "accepted" : "refused", p->revision,
		    (long long)p->letter);
}

static void
print_head(const struct showing *k)
{
	const struct embargo_now *now = &k->s->now;

	out_line("%-12s %s, %s", "bulletin", k->s->b.id, k->s->b.name);
	out_line("%-12s %s%s%s", "embargo", embargo_state_text(now->state),
	    now->state == EMBARGO_ENDED ? ": " : "",
	    now->state == EMBARGO_ENDED ? embargo_end_text(now->end) : "");
	if (now->revision > 0) {
		out_line("%-12s %u", "terms", now->revision);
		line_instant(k, "public", now->public_s);
	}
	if (now->state == EMBARGO_ENDED)
		line_instant(k, "ended", now->ended_s);
	if (now->proposed > 0) {
		out_line("%-12s %u, not in force", "proposed",
		    now->proposed);
		line_instant(k, "", now->proposed_s);
	}
	for (size_t i = 0; i < k->s->n_parties; i++) {
		const struct vault_party *p = &k->s->party[i];

		print_party(p, i == 0 ? "parties" : "");
	}
}

static void
print_uses(const struct showing *k)
{
	struct span name, value;
	enum use u;

	if (k->terms == NULL)
		return;
	for (size_t i = 0; i < tt_statement_count(&k->terms->head, "use");
	    i++) {
		tt_statement_pair(&k->terms->head, "use", i, &name, &value);
		if (use_parse(name, &u))
			out_line("%-12s %s: %.*s", i == 0 ? "may it" : "",
			    use_rule(u)->text, (int)value.n, value.p);
	}
}

static enum schedule_opening
opened(const struct showing *k, const struct standing_wave *w, int64_t *late_s)
{
	const struct schedule_opened o = { .opens_s = w->wave.opens_s,
		.published_s = w->published_s, .opened_s = w->opened_s };

	return standing_opened(k->s->said, k->s->n_said, &o, late_s);
}

/* "open", and how, unless it was at its instant. */
static void
put_state(const struct showing *k, const struct standing_wave *w,
    struct out_table *t)
{
	char late[LENGTH_LEN] = "", state[LENGTH_LEN + 32];
	int64_t late_s;
	enum schedule_opening as = opened(k, w, &late_s);

	if (as == SCHEDULE_MISSED)
		length_format(late_s, late);
	snprintf(state, sizeof(state), "open, %s%s%s", late, late[0] != '\0' ?
	    " " : "", schedule_opening_text(as));
	if (!w->released)
		out_str(t, standing_is_open(k->s, w) ? "due" : "closed");
	else
		out_str(t, as > SCHEDULE_IN_TIME ? state : "open");
}

static int
print_waves(const struct showing *k)
{
	static const struct out_column cols[] = {
		{ "wave", "wave", OUT_TEXT },
		{ "profile", "profile", OUT_TEXT },
		{ "text", "text", OUT_NUMBER },
		{ "opens", "opens", OUT_TEXT },
		{ "state", "state", OUT_TEXT },
		{ "readers", "readers", OUT_NUMBER },
	};
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", cols,
	    N_ROWS(cols));

	for (size_t i = 0; i < k->s->n_waves; i++) {
		const struct standing_wave *w = &k->s->wave[i];

		out_str(t, w->wave.name);
		out_str(t, tt_profile_name(w->wave.profile));
		out_int(t, w->revision);
		out_instant(t, w->released ? w->released_s :
		    w->wave.opens_s);
		put_state(k, w, t);
		out_int(t, (int64_t)w->copies);
	}
	return out_table_end(t);
}

/* When a partner may speak; 0: it is bound by nothing here. */
static int64_t
speaks_at(const struct showing *k, const struct consents_row *r)
{
	if (k->s->now.state == EMBARGO_ENDED || r->now.bound_until_s == 0)
		return 0;
	return r->now.bound_until_s;
}

static int
print_partners(const struct showing *k)
{
	static const struct out_column cols[] = {
		{ "partner", "partner", OUT_TEXT },
		{ "consent", "consent", OUT_TEXT },
		{ "how", "", OUT_TEXT },
		{ "terms", "signed terms", OUT_NUMBER },
		{ "bound_until", "bound until", OUT_TEXT },
	};
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", cols,
	    N_ROWS(cols));

	for (size_t i = 0; i < k->c.n; i++) {
		const struct consents_row *r = &k->c.row[i];

		out_str(t, r->partner);
		out_str(t, consent_state_text(r->now.state));
		out_str(t, consent_how_text(r->now.how));
		if (r->now.signed_revision > 0)
			out_int(t, r->now.signed_revision);
		else
			out_none(t);
		if (speaks_at(k, r) != 0)
			out_instant(t, speaks_at(k, r));
		else
			out_none(t);
	}
	return out_table_end(t);
}

static void
print_said(const struct showing *k)
{
	char at[INSTANT_LEN + 1];

	for (size_t i = 0; i < k->s->n_said; i++) {
		const struct vault_embargo *e = &k->s->said[i];

		instant_format(e->entry.at_s, at);
		out_line("%s %s, terms %u%s%s, by %s", at,
		    embargo_said_text(e->entry.said), e->entry.revision,
		    e->reason[0] != '\0' ? ": " : "", e->reason,
		    e->officers);
	}
}

static int
print_words(const struct showing *k)
{
	int code;

	print_head(k);
	print_uses(k);
	out_line(" ");
	if ((code = print_waves(k)) != CLI_DONE)
		return code;
	out_line(" ");
	if ((code = print_partners(k)) != CLI_DONE)
		return code;
	out_line(" ");
	print_said(k);
	return CLI_DONE;
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_number(struct json_out *j, const char *key, uint64_t v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static void
put_said(const struct vault_embargo *e, struct json_out *j)
{
	json_out_object(j);
	json_out_at_or(j, "at", e->entry.at_s, 0);
	put_str(j, "said", embargo_said_text(e->entry.said));
	put_number(j, "terms", e->entry.revision);
	json_out_at_or(j, "public", e->entry.public_s, 0);
	put_str(j, "reason", e->reason[0] != '\0' ? e->reason : NULL);
	put_str(j, "officers", e->officers);
	json_out_object_end(j);
}

static void
put_wave(const struct showing *k, const struct standing_wave *w,
    struct json_out *j)
{
	int64_t late_s;
	enum schedule_opening as = opened(k, w, &late_s);

	json_out_object(j);
	put_str(j, "wave", w->wave.name);
	put_str(j, "profile", tt_profile_name(w->wave.profile));
	put_number(j, "text", w->revision);
	json_out_at_or(j, "opens", w->wave.opens_s, 0);
	json_out_at_or(j, "released", w->released ? w->released_s : 0, 0);
	json_out_at_or(j, "opened", w->opened_s, 0);
	json_out_key(j, "late_s");
	json_out_int(j, late_s);
	put_str(j, "opened_as", schedule_opening_text(as));
	json_out_key(j, "open");
	json_out_bool(j, standing_is_open(k->s, w));
	put_number(j, "readers", w->copies);
	json_out_object_end(j);
}

static void
put_partner(const struct showing *k, const struct consents_row *r,
    struct json_out *j)
{
	json_out_object(j);
	put_str(j, "partner", r->partner);
	put_str(j, "wave", r->wave);
	put_str(j, "consent", consent_state_text(r->now.state));
	put_str(j, "how", consent_how_text(r->now.how));
	put_number(j, "signed_terms", r->now.signed_revision);
	json_out_at_or(j, "bound_until", speaks_at(k, r), 0);
	if (k->s->now.state == EMBARGO_ENDED)
		put_str(j, "before_the_end",
		    consent_state_text(r->now.before_end));
	json_out_object_end(j);
}

/* How the answer came, and where the signed text of it is. */
static enum tt_err
put_how(const struct showing *k, const struct vault_party *p,
    struct json_out *j)
{
	struct vault_letter row;
	enum tt_err e = TT_OK;

	put_str(j, "by", p->revision == 0 ? NULL : p->letter != 0 ? "key" :
	    "officer");
	if (p->revision == 0 || p->letter == 0)
		return e;
	if ((e = vault_letter_get(k->s->v->db, p->letter, &row)) != TT_OK)
		return e;
	put_number(j, "letter", (uint64_t)p->letter);
	json_out_key(j, "letter_sha256");
	json_out_hex(j, row.hash.b, sizeof(row.hash.b));
	put_str(j, "reader", row.reader);
	json_out_at(j, "answered_public", p->public_s);
	return e;
}

static enum tt_err
put_party(const struct showing *k, const struct vault_party *p,
    struct json_out *j)
{
	enum tt_err e;

	json_out_object(j);
	put_str(j, "name", p->name);
	put_str(j, "role", vault_party_role_text(p->role));
	put_number(j, "answered_terms", p->revision);
	json_out_key(j, "accepts");
	if (p->revision > 0)
		json_out_bool(j, p->accepts);
	else
		json_out_null(j);
	put_str(j, "note", p->note[0] != '\0' ? p->note : NULL);
	e = put_how(k, p, j);
	json_out_object_end(j);
	return e;
}

static int
print_json(const struct showing *k)
{
	const struct embargo_now *now = &k->s->now;
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-embargo/1");
	enum tt_err e = TT_OK;

	put_str(j, "id", k->s->b.id);
	put_str(j, "bulletin", k->s->b.name);
	put_str(j, "state", embargo_state_text(now->state));
	put_str(j, "end", now->state == EMBARGO_ENDED ?
	    embargo_end_text(now->end) : NULL);
	put_number(j, "terms", now->revision);
	json_out_at_or(j, "public", now->public_s, 0);
	json_out_at_or(j, "ended", now->ended_s, 0);
	put_number(j, "proposed_terms", now->proposed);
	json_out_at_or(j, "proposed_public", now->proposed > 0 ?
	    now->proposed_s : 0, 0);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < k->s->n_waves; i++)
		put_wave(k, &k->s->wave[i], j);
	json_out_array_end(j);
	json_out_key(j, "partners");
	json_out_array(j);
	for (size_t i = 0; i < k->c.n; i++)
		put_partner(k, &k->c.row[i], j);
	json_out_array_end(j);
	json_out_key(j, "parties");
	json_out_array(j);
	for (size_t i = 0; i < k->s->n_parties && e == TT_OK; i++)
		e = put_party(k, &k->s->party[i], j);
	json_out_array_end(j);
	json_out_key(j, "entries");
	json_out_array(j);
	for (size_t i = 0; i < k->s->n_said; i++)
		put_said(&k->s->said[i], j);
	json_out_array_end(j);
	if (e == TT_OK)
		return out_json_end(&o);
	out_json_drop(&o);
	return say_err(e, NULL, "cannot read an answer to the terms of %s",
	    k->s->b.name);
}

static int
show(struct showing *k)
{
	int code;

	if ((code = consents_read(k->s, &k->c)) == CLI_DONE &&
	    (code = read_terms(k)) == CLI_DONE)
		code = k->s->v->cli->json ? print_json(k) : print_words(k);
	consents_done(&k->c);
	free(k->terms);
	buf_done(&k->file);
	return code;
}

int
verb_embargo_show(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct showing k = { .s = NULL };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	k.zone = opt_value(opts, &o, "zone");
	if (k.zone != NULL && !zone_ok(span_str(k.zone)))
		return zone_say("embargo show", "zone", k.zone, TT_ENOENT,
		    NULL);
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&k.s, &v, o.args[0], true)) == CLI_DONE)
		code = show(&k);
	standing_free(k.s);
	vault_close(&v);
	return code;
}
