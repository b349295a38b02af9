/* SPDX-License-Identifier: ISC */
/*
 * reader confirm - who joined, to be compared by another channel; then the
 * officer's signature beside the reader's.  specs/hub.md section 2.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/mine/tell.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/post/letter.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "store/vault_admin.h"
#include "telltale/authority.h"
#include "telltale/reader_id.h"

#define JOINS_MAX	((size_t)16 << 20)	/* bytes of the answer */

static const struct opt opts[] = {
	{ "all", 0, OPT_FLAG, NULL, "all who have joined" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "reader confirm",
	.args = "[READER...]",
	.examples = {
		{ "reader confirm", "who has joined, with fingerprints" },
		{ "reader confirm kiyokawa-1",
		    "complete one whose fingerprint was compared" },
	},
	.opts = opts,
	.args_max = OPT_ARGS_MAX,
	.notes = "Compare the fingerprint with the one that the reader's "
	    "telltale join printed, by\na channel other than the one that "
	    "the invitation took. Copies are sealed to it.",
};

static const struct out_column cols[] = {
	{ "reader", "reader", OUT_TEXT },
	{ "partner", "partner", OUT_TEXT },
	{ "name", "name", OUT_TEXT },
	{ "fingerprint", "fingerprint", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "invited_by", "invited by", OUT_TEXT },
};

struct confirming {
	struct vault *v;
	const struct opt_values *o;
	const struct tt_signer *officer;
	struct tt_statement *keys;	/* borrows from keys_text */
	struct buf keys_text;
	struct out_table *t;
	size_t pending, confirmed;
};

/* A join as the hub has it, against the vault's own records. */
struct join {
	struct span text;		/* the statement; borrowed */
	struct vault_reader r;
	struct vault_partner p;
	struct tt_vkey sign;
	struct tt_age_recipient seal;
	uint8_t id[TT_READER_ID_LEN];
	char by[VAULT_ID_MAX + 1];	/* the admin who invited, or "" */
	bool stopped;			/* by an admin, before that */
};

static int
load_keys(struct confirming *cf)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(cf->v, "keys/keys", path);
	if ((e = file_read(path, TT_STATEMENT_MAX, &cf->keys_text)) == TT_OK) {
		if ((cf->keys = malloc(sizeof(*cf->keys))) == NULL)
			e = TT_ENOMEM;
		else
			e = tt_statement_parse(cf->keys,
			    buf_view(&cf->keys_text), NULL);
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	return CLI_DONE;
}

/* The reader's signature is there, and only an officer's is missing. */
static enum tt_err
half_signed(const struct confirming *cf, const struct tt_statement *s,
    const struct join *j)
{
	const struct tt_authority a = { .keys = cf->keys, .reader = &j->sign };
	struct tt_authority_missing m;
	enum tt_err e;

	if ((e = tt_authority_missing(s, &a, &m)) != TT_OK)
		return e;
	return m.readers != 0 || m.officers != 1 ? TT_EUNSIGNED : TT_OK;
}

static enum tt_err
match(const struct confirming *cf, const struct tt_statement *s,
    struct join *j)
{
	uint8_t id[TT_READER_ID_LEN];
	enum tt_err e;

	if (s->kind != TT_READER ||
	    !span_is(s->origin, vault_origin(cf->v)) ||
	    !tt_statement_is(s, "partner", j->p.ref) ||
	    !tt_statement_is(s, "state", "active") ||
	    !tt_statement_bytes(s, "reader", j->id, sizeof(j->id)) ||
	    !tt_statement_vkey(s, "sign", &j->sign) ||
	    !tt_statement_recipient(s, "seal", &j->seal))
		return TT_EREFUSED;
	tt_reader_id(id, j->sign.key, &j->seal);
	if (memcmp(id, j->id, sizeof(id)) != 0)
		return TT_EREFUSED;
	if ((e = half_signed(cf, s, j)) != TT_OK)
		return e;
	return TT_OK;
}

/* TT_ENOENT: by an invitation that is not ours, or was replaced. */
static enum tt_err
read_join(const struct confirming *cf, const json_t *obj, struct join *j)
{
	struct tt_statement *s;
	uint8_t token[32];
	struct span hex;
	enum tt_err e;

	if ((e = json_in_str(obj, "token", &hex, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "statement", &j->text, NULL)) != TT_OK)
		return e;
	if (!hex_decode(token, sizeof(token), hex.p, hex.n))
		return TT_ESYNTAX;
	if ((e = vault_reader_of_token(cf->v->db, token, &j->r)) != TT_OK ||
	    (e = vault_partner_get(cf->v->db, span_str(j->r.partner),
	    &j->p)) != TT_OK)
		return e;
	if ((s = malloc(sizeof(*s))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, j->text, NULL)) == TT_OK)
		e = match(cf, s, j);
	free(s);
	if (e == TT_OK && (e = vault_vouched_get(cf->v->db, j->r.id,
	    j->by)) == TT_OK)
		e = vault_heard_stopped(cf->v->db, j->id, &j->stopped);
	return e;
}

static bool
asked_for(const struct confirming *cf, const struct join *j)
{
	char print[TT_FINGERPRINT_LEN + 1];

	if (opt_set(opts, cf->o, "all"))
		return true;
	tt_fingerprint(print, j->id);
	for (size_t i = 0; i < cf->o->n_args; i++)
		if (strcmp(cf->o->args[i], j->r.id) == 0 ||
		    strcmp(cf->o->args[i], print) == 0)
			return true;
	return false;
}

static void
take_keys(struct join *j)
{
	memcpy(j->r.key, j->id, sizeof(j->r.key));
	tt_vkey_format(&j->sign, j->r.sign);
	tt_age_recipient_format(j->r.seal, &j->seal);
	j->r.keyed = true;
}

/* Statement and record in one transaction. */
static int
complete(struct confirming *cf, struct join *j)
{
	struct tt_salt salt;
	struct buf note;
	enum tt_err e;
	int code;

	buf_init(&note, TT_STATEMENT_MAX);
	if ((e = tt_note_add(&note, j->text, cf->officer)) == TT_OK)
		e = db_begin(cf->v->db);
	if (e != TT_OK) {
		buf_done(&note);
		return say_err(e, NULL, "cannot confirm '%s'", j->r.id);
	}
	code = vault_queue(cf->v, buf_view(&note), &salt, &j->r.leaf);
	buf_done(&note);
	if (code == CLI_DONE)
		code = notice_reader_changed(cf->v, NOTICE_READER_NEW, &j->r);
	if (code == CLI_DONE) {
		j->r.stated = true;
		j->r.since_s = clock_now();
		j->r.active_s = j->r.since_s;
		j->r.revoked_s = 0;	/* of keys that it had before */
		if ((e = vault_reader_set(cf->v->db, &j->r)) == TT_OK)
			e = db_commit(cf->v->db);
		if (e != TT_OK)
			code = partner_cannot(cf->v, e, "keep a confirmation");
	}
	if (code != CLI_DONE)
		db_rollback(cf->v->db);
	else
		cf->confirmed++;
	return code;
}

static int
cannot_move(const struct join *j, enum tt_err e)
{
	if (e == TT_EREFUSED)
		return say_fail(CLI_REFUSED, "telltale partner approve",
		    "cannot confirm '%s': partner '%s' is %s", j->r.id,
		    j->p.id, partner_state_text(partner_state_now(&j->p)));
	return say_fail(CLI_REFUSED, "telltale reader list",
	    "cannot confirm '%s': this reader is %s", j->r.id,
	    reader_state_text(j->r.state));
}

/*
 * Keys were shown, and perhaps compared; others in their place are those of
 * whoever has the hub.
 */
static bool
keys_changed(const struct join *j)
{
	return j->r.state == READER_JOINED && j->r.keyed &&
	    memcmp(j->r.key, j->id, sizeof(j->id)) != 0;
}

static int
alarm_keys(const struct join *j)
{
	char was[TT_FINGERPRINT_LEN + 1], is[TT_FINGERPRINT_LEN + 1];

	tt_fingerprint(was, j->r.key);
	tt_fingerprint(is, j->id);
	return say_fail(CLI_ALARM, "nothing was confirmed; look at the hub, "
	    "and ask the reader which of the two is theirs",
	    "alarm: the hub shows the keys %s for '%s', and showed %s before",
	    is, j->r.id, was);
}

/* joined, if that is news; then active, if that was asked for. */
static int
advance(struct confirming *cf, struct join *j)
{
	enum partner_state now = partner_state_now(&j->p);
	bool news = j->r.state == READER_INVITED;
	enum tt_err e = TT_OK;

	if (keys_changed(j))
		return alarm_keys(j);
	if (news)
		e = reader_move(j->r.state, READER_JOIN, now, &j->r.state);
	if (e == TT_OK && asked_for(cf, j)) {
		e = reader_move(j->r.state, READER_CONFIRM, now, &j->r.state);
		if (e == TT_OK) {
			take_keys(j);
			return complete(cf, j);
		}
	}
	if (e != TT_OK)
		return cannot_move(j, e);
	if (!news)
		return CLI_DONE;
	take_keys(j);
	j->r.since_s = clock_now();
	if ((e = vault_reader_set(cf->v->db, &j->r)) != TT_OK)
		return partner_cannot(cf->v, e, "note who joined");
	return CLI_DONE;
}

static int
one_join(struct confirming *cf, const json_t *obj)
{
	char print[TT_FINGERPRINT_LEN + 1];
	struct join *j = calloc(1, sizeof(*j));
	enum tt_err e = TT_ENOMEM;
	int code = CLI_DONE;

	if (j != NULL)
		e = read_join(cf, obj, j);
	if (e == TT_ENOENT)
		say_warn("somebody joined by an invitation that is not of "
		    "this vault, or was replaced; nothing is done about it");
	else if (e == TT_ENOMEM || e == TT_EDB)
		code = say_err(e, NULL, "cannot read who joined");
	else if (e != TT_OK)
		say_warn("a join of '%s' is not as it must be (%s); nothing is "
		    "done about it", j->r.id, tt_err_text(e));
	else if (j->stopped)
		say_warn("'%s' joined, and was stopped by an admin of '%s'; "
		    "nothing is done about it", j->r.id, j->p.id);
	else if ((code = advance(cf, j)) == CLI_DONE) {
		cf->pending++;
		tt_fingerprint(print, j->id);
		out_str(cf->t, j->r.id);
		out_str(cf->t, j->r.partner);
		out_str(cf->t, j->r.name);
		out_str(cf->t, print);
		out_str(cf->t, reader_state_text(j->r.state));
		out_str(cf->t, j->by[0] != '\0' ? j->by : NULL);
	}
	free(j);
	return code;
}

static int
all_joins(struct confirming *cf, const json_t *root)
{
	json_t *joins;
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = json_in_array(root, "joins", &joins, NULL)) != TT_OK)
		return say_err(e, NULL, "cannot read who joined");
	for (size_t i = 0; i < json_array_size(joins) && code == CLI_DONE; i++)
		code = one_join(cf, json_array_get(joins, i));
	return code;
}

/* Those that were asked for by name, and have not joined. */
static int
not_joined(struct confirming *cf)
{
	struct vault_reader r;
	int code;

	for (size_t i = 0; i < cf->o->n_args; i++) {
		if ((code = reader_get(cf->v, cf->o->args[i], &r)) != CLI_DONE)
			return code;
		if (r.state == READER_ACTIVE)
			continue;
		return say_fail(CLI_LATER, "telltale join INVITATION, at the "
		    "reader's", "'%s' has not joined yet", r.id);
	}
	return CLI_DONE;
}

static int
run(struct confirming *cf)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/joins", .max_answer = JOINS_MAX };
	struct hubclient *hub;
	json_t *root;
	int code, then;

	if ((code = vault_officer(cf->v, &cf->officer)) != CLI_DONE ||
	    (code = load_keys(cf)) != CLI_DONE ||
	    (code = vault_hub(cf->v, &hub)) != CLI_DONE ||
	    (code = vault_greet(cf->v)) != CLI_DONE ||
	    /* whom admins invited is told in letters */
	    (code = letter_fetch(cf->v)) != CLI_DONE ||
	    (code = hubclient_json(hub, &call, "ask who joined", &root)) !=
	    CLI_DONE)
		return code;
	cf->t = out_table_new(cf->v->cli, "telltale-reader-confirm/1",
	    "readers", cols, N_ROWS(cols));
	code = all_joins(cf, root);
	json_decref(root);
	then = vault_post(cf->v);
	if (code == CLI_DONE)
		code = then;
	if (code == CLI_DONE &&
	    (code = letter_desk(cf->v)) == CLI_DONE)
		code = tell_admins(cf->v);
	if ((then = out_table_end(cf->t)) != CLI_DONE && code == CLI_DONE)
		code = then;
	if (code == CLI_DONE)
		code = not_joined(cf);
	if (code == CLI_DONE && cf->pending > cf->confirmed)
		say_note(cf->v->cli, "compare fingerprints by another "
		    "channel. next: telltale reader confirm READER");
	return code;
}

int
verb_reader_confirm(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	struct confirming cf = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = run(&cf);
	free(cf.keys);
	buf_done(&cf.keys_text);
	vault_close(&v);
	return code;
}
