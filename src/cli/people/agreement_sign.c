/* SPDX-License-Identifier: ISC */
/*
 * agreement sign - in a reader's home: sign it by key.  In a vault: what a
 * partner signed, on paper or in a letter that came as a file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/agreement_need.h"
#include "cli/people/by_key.h"
#include "cli/people/signed.h"
#include "cli/people/verbs.h"
#include "cli/reader/agree.h"
#include "cli/say.h"
#include "store/file.h"

#define DAY		86400
#define VERB		"agreement sign"

static const struct opt opts[] = {
	{ "paper", 0, OPT_VALUE, "SCAN", "a scan of what was signed" },
	{ "signer", 0, OPT_VALUE, "NAME", "who signed it" },
	{ "date", 0, OPT_VALUE, "DAY", "when: YYYY-MM-DD" },
	{ "until", 0, OPT_VALUE, "DAY",
	    "the last day on which it is good; else it has no end" },
	{ "letter", 0, OPT_VALUE, "FILE",
	    "what one of its readers signed, and gave as a file" },
	{ "output", 'o', OPT_VALUE, "FILE",
	    "a reader: write what was signed there; else it goes to the hub" },
	{ "yes", 0, OPT_VALUE, "VERSION", "a reader: do not ask" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = VERB,
	.args = "[PARTNER] VERSION [FILE]",
	.examples = {
		{ "agreement sign 2 agreement-2.txt --until 2028-11-20",
		    "a reader's: read the text, and sign it by key" },
		{ "agreement sign kiyokawa 2 --paper scan.pdf --signer 'Y. "
		    "Kiyokawa' --date 2026-11-20 --until 2028-11-20",
		    "the vendor's: enter what was signed on paper" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "By a reader's key: VERSION and the FILE of its text, as the "
	    "vendor gave it. Counts\nif the reader speaks for the partner: "
	    "telltale reader role.\nOn paper, in the vendor's vault: PARTNER "
	    "and VERSION. Of the scan its SHA-256 is\nkept, and not the scan. "
	    "Then telltale partner approve, or partner renew, has the\n"
	    "partner hold to it.",
};

static int
read_options(const struct opt_values *o, struct vault_signing *s)
{
	const char *signer = opt_value(opts, o, "signer");
	bool day = false;
	int code;

	s->ends_s = PARTNER_NO_END;
	if (signer == NULL || !import_value_ok(span_str(signer)))
		return signed_wrong(VERB, "signer", "a name of 1 to 1024 "
		    "bytes without control characters");
	if (!opt_set(opts, o, "date"))
		return signed_wrong(VERB, "date", "given");
	span_copy(span_str(signer), s->signer, sizeof(s->signer));
	if ((code = signed_day(opts, o, VERB, "date", &s->signed_s, &day)) !=
	    CLI_DONE ||
	    (code = signed_day(opts, o, VERB, "until", &s->ends_s, &day)) !=
	    CLI_DONE)
		return code;
	if (s->ends_s != PARTNER_NO_END && day)
		s->ends_s += DAY;
	if (s->signed_s > s->entered_s)
		return signed_wrong(VERB, "date", "past");
	if (s->ends_s <= s->signed_s)
		return signed_wrong(VERB, "until", "after the day of signing");
	return CLI_DONE;
}

/* The newest version that there is. */
static enum tt_err
newest(void *ctx, const struct vault_agreement *a)
{
	*(struct vault_agreement *)ctx = *a;
	return TT_OK;
}

/* An older one than the newest counts; what has changed since is shown. */
static int
say_difference(struct vault *v, const struct vault_agreement *a)
{
	struct vault_agreement now = *a;
	enum tt_err e;

	if ((e = vault_agreement_each(v->db, newest, &now)) != TT_OK)
		return partner_cannot(v, e, "read the agreement's versions");
	if (strcmp(now.version, a->version) == 0)
		return CLI_DONE;
	say_warn("version %s is not the newest: version %s says", a->version,
	    now.version);
	return agreement_say_difference(v, a->version, now.version);
}

static int
print(const struct cli *c, const struct vault_signing *s,
    const struct vault_partner *p)
{
	char at[INSTANT_LEN + 1];
	struct out_json o;

	if (!c->json) {
		out_line("partner %s has signed version %s, by %s",
		    s->partner, s->version, s->signer);
		say_note(c, "next: telltale partner %s %s", p->state ==
		    PARTNER_APPROVED ? "renew" : "approve", s->partner);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-agreement-sign/1");
	json_out_key(o.j, "partner");
	json_out_str(o.j, s->partner);
	json_out_key(o.j, "version");
	json_out_str(o.j, s->version);
	json_out_key(o.j, "scan");
	json_out_hex(o.j, s->scan.b, sizeof(s->scan.b));
	json_out_key(o.j, "signer");
	json_out_str(o.j, s->signer);
	json_out_key(o.j, "reader");
	json_out_str(o.j, s->reader[0] != '\0' ? s->reader : NULL);
	instant_format(s->signed_s, at);
	json_out_key(o.j, "signed_at");
	json_out_str(o.j, at);
	instant_format(s->ends_s, at);
	json_out_key(o.j, "ends_at");
	json_out_str(o.j, s->ends_s == PARTNER_NO_END ? NULL : at);
	return out_json_end(&o);
}

/* What is signed must be here, and whose it is. */
static int
find(struct vault *v, const struct opt_values *o, struct vault_partner *p,
    struct vault_agreement *a)
{
	bool found;
	int code;

	if ((code = partner_get(v, o->args[0], p)) != CLI_DONE ||
	    (code = agreement_find(v, o->args[1], a, &found)) != CLI_DONE)
		return code;
	if (!found)
		return say_fail(CLI_TROUBLE, "telltale agreement add VERSION "
		    "FILE", "there is no version '%s' of the agreement here",
		    o->args[1]);
	return CLI_DONE;
}

static int
paper(struct vault *v, const struct opt_values *o, struct vault_signing *s)
{
	struct vault_agreement a;
	struct vault_partner p;
	enum tt_err e;
	int code;

	if ((code = read_options(o, s)) != CLI_DONE ||
	    (code = signed_scan(opt_value(opts, o, "paper"), &s->scan)) !=
	    CLI_DONE ||
	    (code = find(v, o, &p, &a)) != CLI_DONE)
		return code;
	memcpy(s->partner, p.id, sizeof(s->partner));
	memcpy(s->version, a.version, sizeof(s->version));
	if ((e = vault_signing_add(v->db, s)) == TT_EEXIST)
		return say_fail(CLI_USAGE, NULL, "this scan was entered "
		    "already, for '%s'", p.id);
	if (e != TT_OK)
		return partner_cannot(v, e, "keep what was signed");
	if ((code = say_difference(v, &a)) != CLI_DONE)
		return code;
	return print(v->cli, s, &p);
}

/* The one of a partner's readers whose key signed a letter. */
struct finding {
	const struct tt_letter *l;
	struct vault_reader r;
	bool found;
};

static enum tt_err
try_reader(void *ctx, const struct vault_reader *r)
{
	struct finding *f = ctx;
	struct tt_vkey key;

	if (!f->found && r->keyed && tt_vkey_parse(&key,
	    span_str(r->sign)) == TT_OK && tt_letter_check(f->l, &key) ==
	    TT_OK) {
		f->r = *r;
		f->found = true;
	}
	return TT_OK;
}

static int
take_letter(struct vault *v, const struct opt_values *o, struct span whole,
    const struct tt_letter *l)
{
	struct finding f = { .l = l };
	struct vault_agreement a;
	struct vault_signing s;
	struct vault_partner p;
	const char *why = NULL;
	enum tt_err e;
	int code;

	if ((code = find(v, o, &p, &a)) != CLI_DONE)
		return code;
	if ((e = vault_reader_each(v->db, p.id, try_reader, &f)) != TT_OK)
		return partner_cannot(v, e, "read a partner's readers");
	if (!f.found || !span_is(l->head.origin, vault_origin(v)))
		why = "no reader of the partner signed it";
	else if (!tt_statement_is(&l->head, "version", a.version))
		why = "it is of another version";
	else if ((code = by_key_agreement(v, l, whole, &f.r, &why)) !=
	    CLI_DONE)
		return code;
	if (why != NULL)
		return say_fail(CLI_REFUSED, NULL, "cannot take the letter of "
		    "'%s': %s", p.id, why);
	if ((e = vault_signing_of(v->db, p.id, a.version, &s)) != TT_OK)
		return partner_cannot(v, e, "read what was signed");
	if ((code = say_difference(v, &a)) != CLI_DONE)
		return code;
	return print(v->cli, &s, &p);
}

static int
letter(struct vault *v, const struct opt_values *o)
{
	const char *path = opt_value(opts, o, "letter");
	struct tt_letter *l = malloc(sizeof(*l));
	struct buf file = { .n = 0 };
	enum tt_err e = TT_ENOMEM;
	int code;

	if (l != NULL && (e = file_read(path, TT_LETTER_MAX, &file)) ==
	    TT_OK)
		e = tt_letter_parse(l, buf_view(&file), NULL);
	code = e == TT_OK ? take_letter(v, o, buf_view(&file), l) :
	    say_err(e, NULL, "cannot read %s", path);
	buf_done(&file);
	free(l);
	return code;
}

static int
by_key(struct cli *c, const struct opt_values *o)
{
	struct agree_ask ask = { .version = o->args[0], .file = o->args[1],
		.output = opt_value(opts, o, "output"),
		.yes = opt_value(opts, o, "yes"),
		.passphrase_file = opt_value(opts, o, "passphrase-file"),
		.ends_s = PARTNER_NO_END };
	bool day = false;
	int code;

	if (opt_set(opts, o, "signer") || opt_set(opts, o, "date"))
		return signed_wrong(VERB, "paper",
		    "given, and who signed it is");
	if ((code = signed_day(opts, o, VERB, "until", &ask.ends_s, &day)) !=
	    CLI_DONE)
		return code;
	if (ask.ends_s != PARTNER_NO_END && day)
		ask.ends_s += DAY;
	if (ask.ends_s <= clock_now())
		return signed_wrong(VERB, "until", "a day to come");
	return agree_sign(c, &ask);
}

int
verb_agreement_sign(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault_signing s = { .entered_s = clock_now() };
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if (!opt_set(opts, &o, "paper") && !opt_set(opts, &o, "letter"))
		return by_key(c, &o);
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE)
		code = opt_set(opts, &o, "letter") ? letter(&v, &o) :
		    paper(&v, &o, &s);
	vault_close(&v);
	return code;
}
