/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/case/case.h"
#include "cli/known/clock_notices.h"
#include "cli/known/record.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "programme/own_duty.h"
#include "store/file.h"
#include "telltale/manifest.h"
#include "telltale/statement.h"

#define RECORD_MAX	8192	/* bytes of the line of JSON */
#define SALT_LEN	32

static int
read_case(const struct known_opts *o, struct vault_sighting *s)
{
	const char *id = known_value(o, "case");

	if (id != NULL && !tt_id_ok(span_str(id)))
		return known_wrong(o, "case", "a case's id");
	if (id != NULL)
		(void)span_copy(span_str(id), s->case_id,
		    sizeof(s->case_id));
	return CLI_DONE;
}

/* The same words as in a file of sightings, by the same rules. */
int
record_frame_read(const struct known_opts *o, struct record_frame *f)
{
	const char *source = known_value(o, "source");
	const char *sure = known_value(o, "confidence");
	struct span who = { "", 0 };
	int code;

	f->s.confidence = SIGHTING_MEDIUM;
	f->s.source = SIGHTING_OTHER;
	if ((code = read_case(o, &f->s)) != CLI_DONE)
		return code;
	if (source != NULL && strncmp(source, "victim:", 7) == 0)
		return say_fail(CLI_USAGE, "--source victim --victim NAME "
		    "--case ID: the name is sealed then",
		    "%s: --source may be read by many, and holds a victim's "
		    "name", o->verb);
	if (source != NULL && (!sighting_source_parse(span_str(source),
	    &f->s.source, &who) || (who.n > 0 && !tt_id_ok(who)) ||
	    span_copy(who, f->s.partner, sizeof(f->s.partner)) != TT_OK))
		return known_wrong(o, "source", "one of vendor-telemetry, "
		    "hunt, authority, victim, public, partner:ID, finder, "
		    "other");
	if (sure != NULL &&
	    !sighting_confidence_parse(span_str(sure), &f->s.confidence))
		return known_wrong(o, "confidence", "low, medium or high");
	if ((code = known_instant(o, "aware", f->now_s, &f->aware_s)) !=
	    CLI_DONE)
		return code;
	return known_instant(o, "received", f->now_s, &f->s.received_s);
}

/* Its whole id, however many digits of it were given. */
static int
find_case(struct vault *v, struct vault_sighting *s)
{
	struct vault_case c;
	int code;

	if (s->case_id[0] == '\0')
		return CLI_DONE;
	if ((code = case_find(v, s->case_id, &c)) == CLI_DONE)
		memcpy(s->case_id, c.id, sizeof(c.id));
	return code;
}

int
record_frame_find(struct vault *v, const char *bulletin,
    struct record_frame *f, struct vault_bulletin *store)
{
	struct vault_partner p;
	int code;

	if (bulletin == NULL && f->s.case_id[0] == '\0')
		return say_fail(CLI_USAGE, "name the bulletin, or --case ID",
		    "a sighting is of a bulletin or of a case");
	if (bulletin != NULL) {
		if ((code = sealed_find_told(v, bulletin, store)) !=
		    CLI_DONE || (code = known_in_force(v, store)) !=
		    CLI_DONE)
			return code;
		f->bulletin = store;
		memcpy(f->s.bulletin, store->id, sizeof(store->id));
	}
	if ((code = find_case(v, &f->s)) != CLI_DONE)
		return code;
	if (f->s.partner[0] != '\0')
		return partner_get(v, f->s.partner, &p);
	return CLI_DONE;
}

static void
secret_rel(const char *kind, const struct hash *h, char out[FILE_PATH_MAX])
{
	char hex[HEX_LEN(sizeof(h->b)) + 1];

	hex_encode(hex, h->b, sizeof(h->b));
	snprintf(out, FILE_PATH_MAX, "sightings/%s-%s.age", kind, hex);
}

static int
keep_secret(struct vault *v, const char *kind, const struct hash *h,
    struct span bytes)
{
	char rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(v, "sightings", path);
	if ((e = file_mkdirs(path)) != TT_OK)
		return say_err(e, NULL, "cannot make %s", path);
	secret_rel(kind, h, rel);
	return vault_secret_write(v, rel, bytes);
}

int
record_evidence(struct vault *v, struct span bytes, const struct hash *h)
{
	return keep_secret(v, "evidence", h, bytes);
}

int
record_victims(struct vault *v, const struct hash *digest, struct buf *names)
{
	char rel[FILE_PATH_MAX];
	struct buf file;
	int code;

	secret_rel("victims", digest, rel);
	if ((code = vault_secret_read(v, rel, &file)) != CLI_DONE)
		return code;
	buf_init_secret(names, file.n + 1);
	if (file.n > SALT_LEN)
		buf_add(names, file.p + SALT_LEN, file.n - SALT_LEN);
	buf_done(&file);
	return CLI_DONE;
}

/* The one line of JSON whose hash stands in the ledger. */
static enum tt_err
write_record(struct buf *out, const struct vault_sighting *s,
    const struct hash *victims)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	known_put_str(j, "format", "telltale-sighting/1");
	known_put_str(j, "bulletin", s->bulletin);
	known_put_str(j, "case", s->case_id);
	known_put_moment(j, "seen", &s->seen);
	known_put_str(j, "source", sighting_rules[s->source].name);
	known_put_str(j, "partner", s->partner);
	known_put_str(j, "confidence",
	    sighting_confidence_text(s->confidence));
	known_put_str(j, "country", s->country);
	known_put_str(j, "network", s->network);
	json_out_key(j, "confirms");
	json_out_int(j, s->confirms);
	json_out_key(j, "evidence");
	if (s->has_evidence)
		json_out_hex(j, s->evidence.b, sizeof(s->evidence.b));
	else
		json_out_null(j);
	json_out_key(j, "victims");
	if (victims != NULL)
		json_out_hex(j, victims->b, sizeof(victims->b));
	else
		json_out_null(j);
	json_out_object_end(j);
	return json_out_end(j);
}

static enum tt_err
digest_of(struct vault_sighting *s, const struct hash *victims)
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, RECORD_MAX);
	if ((e = write_record(&b, s, victims)) == TT_OK &&
	    (e = buf_err(&b)) == TT_OK)
		sha256(s->digest.b, b.p, b.n);
	buf_done(&b);
	return e;
}

/* "partner:" and the partner's random name: the ledger has no other. */
static enum tt_err
source_text(struct vault *v, const struct vault_sighting *s, struct buf *out)
{
	struct vault_partner p;
	enum tt_err e;

	buf_str(out, sighting_rules[s->source].name);
	if (s->partner[0] == '\0')
		return TT_OK;
	if ((e = vault_partner_get(v->db, span_str(s->partner), &p)) == TT_OK)
		buf_printf(out, ":%s", p.ref);
	return e;
}

static enum tt_err
write_statement(struct vault *v, const struct vault_sighting *s,
    int64_t now_s, const struct tt_signer *officer, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct buf source;
	enum tt_err e, signing;

	if (o == NULL)
		return TT_ENOMEM;
	buf_init(&source, TT_VALUE_MAX);
	e = source_text(v, s, &source);
	tt_statement_begin(o, TT_SIGHTING, span_str(vault_origin(v)), now_s);
	tt_statement_put_instant(o, "seen", s->seen.until_s);
	tt_statement_put(o, "source", buf_view(&source));
	tt_statement_put_hash(o, "evidence", &s->digest);
	if (s->bulletin[0] != '\0')
		tt_statement_put_str(o, "bulletin", s->bulletin);
	if (s->case_id[0] != '\0')
		tt_statement_put_str(o, "case", s->case_id);
	signing = tt_statement_sign(o, &officer, 1, out);
	buf_done(&source);
	free(o);
	return e == TT_OK ? signing : e;
}

static int
state(struct vault *v, struct vault_sighting *s, int64_t now_s)
{
	const struct tt_signer *officer;
	struct tt_salt salt;
	struct buf note;
	enum tt_err e;
	int code;

	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	buf_init(&note, TT_STATEMENT_MAX);
	if ((e = write_statement(v, s, now_s, officer, &note)) != TT_OK)
		code = say_err(e, NULL, "cannot state a sighting");
	else
		code = vault_queue(v, buf_view(&note), &salt, &s->leaf);
	buf_done(&note);
	return code;
}

void
record_subject(const struct vault_sighting *s,
    char out[VAULT_SUBJECT_MAX + 1])
{
	if (s->bulletin[0] != '\0')
		snprintf(out, VAULT_SUBJECT_MAX + 1, "%s", s->bulletin);
	else
		snprintf(out, VAULT_SUBJECT_MAX + 1, "case:%s", s->case_id);
}

/* One stage's clock, by what runs already. */
static enum tt_err
start_clock(struct db *db, struct vault_clock *c)
{
	struct vault_clock last;
	enum tt_err e;

	e = vault_clock_last(db, c->subject, c->stage, &last);
	if (e == TT_ENOENT)
		return vault_clock_add(db, c);
	if (e != TT_OK)
		return e;
	switch (own_duty_move(last.state, OWN_DUTY_START)) {
	case OWN_DUTY_ANEW:
		return vault_clock_add(db, c);
	case OWN_DUTY_EARLIER:
		if (c->aware_s >= last.aware_s)
			return TT_OK;
		last.aware_s = c->aware_s;
		return vault_clock_set(db, &last);
	case OWN_DUTY_REFUSE:
	case OWN_DUTY_STAY:
	case OWN_DUTY_BECOME_CLOSED:
	case OWN_DUTY_BECOME_DISMISSED:
		break;
	}
	return TT_OK;
}

static enum tt_err
start_clocks(struct db *db, const struct vault_sighting *s, int64_t aware_s)
{
	struct vault_clock c = { .aware_s = aware_s, .sighting = s->n,
		.state = OWN_DUTY_OPEN };
	enum tt_err e = TT_OK;

	record_subject(s, c.subject);
	for (c.stage = 0; c.stage < OWN_DUTY_STAGES && e == TT_OK; c.stage++)
		e = start_clock(db, &c);
	return e;
}

/* Names and a salt, so that no hash of them can be guessed. */
static int
seal_victims(struct vault *v, struct vault_sighting *s, struct span victims)
{
	uint8_t salt[SALT_LEN];
	struct hash h;
	struct buf b;
	enum tt_err e;
	int code;

	rng_fill(rng_system(), salt, sizeof(salt));
	buf_init_secret(&b, RECORD_VICTIMS_MAX * (TT_VALUE_MAX + 1));
	buf_add(&b, salt, sizeof(salt));
	buf_span(&b, victims);
	if ((e = buf_err(&b)) == TT_OK) {
		sha256(h.b, b.p, b.n);
		e = digest_of(s, &h);
	}
	if (e == TT_OK)
		code = keep_secret(v, "victims", &s->digest, buf_view(&b));
	else
		code = say_err(e, NULL, "cannot keep the names of victims");
	buf_done(&b);
	return code;
}

int
record_keep(struct vault *v, const struct record_frame *f,
    struct vault_sighting *s, struct span victims, bool *fresh)
{
	struct vault_sighting known;
	enum tt_err e;
	int code;

	*fresh = true;
	if ((e = digest_of(s, NULL)) != TT_OK)
		return partner_cannot(v, e, "describe the sighting");
	e = s->victims > 0 ? TT_ENOENT :
	    vault_sighting_of_digest(v->db, &s->digest, &known);
	if (e == TT_OK) {
		*s = known;
		*fresh = false;
		return CLI_DONE;
	}
	if (e != TT_ENOENT)
		return partner_cannot(v, e, "read the sightings");
	if (s->victims > 0 &&
	    (code = seal_victims(v, s, victims)) != CLI_DONE)
		return code;
	if ((code = state(v, s, f->now_s)) != CLI_DONE)
		return code;
	if ((e = vault_sighting_add(v->db, s, &s->n)) != TT_OK ||
	    (e = start_clocks(v->db, s, f->aware_s)) != TT_OK)
		return partner_cannot(v, e, "keep the sighting");
	return CLI_DONE;
}

bool
record_is_early(const struct record_frame *f)
{
	return f->bulletin != NULL && f->now_s < f->bulletin->public_s;
}

/* The clocks that run of it, as far as they have an end by now. */
static enum tt_err
say_clocks(struct vault *v, const struct record_frame *f)
{
	char subject[VAULT_SUBJECT_MAX + 1], at[OUT_MOMENT_LEN];
	struct vault_clock c;
	enum tt_err e = TT_OK;
	int64_t due_s;

	record_subject(&f->s, subject);
	for (size_t i = 0; i < OWN_DUTY_STAGES && e == TT_OK; i++) {
		if ((e = vault_clock_last(v->db, subject, i, &c)) != TT_OK ||
		    c.state != OWN_DUTY_OPEN)
			continue;
		due_s = own_duty_due(&own_duty_stages[i], c.aware_s,
		    OWN_DUTY_NEVER);
		if (due_s == OWN_DUTY_NEVER)
			continue;
		out_moment(at, due_s, f->now_s);
		say_warn("%s, %s: due %s", own_duty_stages[i].duty,
		    own_duty_stages[i].stage, at);
	}
	return e;
}

int
record_alert(struct vault *v, const struct record_frame *f)
{
	char subject[VAULT_SUBJECT_MAX + 1], at[OUT_MOMENT_LEN];
	enum tt_err e;
	int code;

	if (record_is_early(f)) {
		out_moment(at, f->bulletin->public_s, f->now_s);
		say_warn("alert: exploitation of %s was seen before it is "
		    "public, %s", f->bulletin->name, at);
	}
	if ((e = say_clocks(v, f)) != TT_OK)
		return partner_cannot(v, e, "read our own clocks");
	record_subject(&f->s, subject);
	if ((code = clock_notices(v, subject)) != CLI_DONE)
		return code;
	say_note(v->cli, "next: telltale clocks list");
	if (record_is_early(f))
		say_note(v->cli, "next: telltale release %s --reason "
		    "exploited", f->bulletin->name);
	return CLI_DONE;
}
