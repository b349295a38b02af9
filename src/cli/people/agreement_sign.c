/* SPDX-License-Identifier: ISC */
/* agreement_sign - agreement sign: what a partner signed on paper. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/line_diff.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/signed.h"
#include "cli/people/verbs.h"
#include "cli/say.h"
#include "store/file.h"

#define DAY		86400
#define SCAN_MAX	((size_t)256 << 20)	/* bytes */
#define VERB		"agreement sign"

static const struct opt opts[] = {
	{ "paper", 0, OPT_VALUE, "SCAN", "a scan of what was signed" },
	{ "signer", 0, OPT_VALUE, "NAME", "who signed it" },
	{ "date", 0, OPT_VALUE, "DAY", "when: YYYY-MM-DD" },
	{ "until", 0, OPT_VALUE, "DAY",
	    "the last day on which it is good; else it has no end" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = VERB,
	.args = "PARTNER VERSION",
	.examples = {
		{ "agreement sign kiyokawa 2 --paper scan.pdf --signer 'Y. "
		    "Kiyokawa' --date 2026-11-20 --until 2028-11-20",
		    "enter it" },
		{ "agreement sign kiyokawa 2 --paper scan.pdf --signer 'Y. "
		    "Kiyokawa' --date 2026-11-20 --json",
		    "one without an end" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "Of the scan its SHA-256 is kept, and not the scan. Then "
	    "telltale partner approve,\nor partner renew, has the partner hold "
	    "to it.",
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
	if (!opt_set(opts, o, "paper"))
		return signed_wrong(VERB, "paper", "given");
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

static int
hash_scan(const char *path, struct hash *out)
{
	struct buf scan;
	enum tt_err e;

	if ((e = file_read(path, SCAN_MAX, &scan)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	sha256(out->b, scan.p, scan.n);
	if (scan.n == 0)
		e = TT_ESYNTAX;
	buf_done(&scan);
	return e == TT_OK ? CLI_DONE : say_fail(CLI_USAGE, NULL, "cannot use "
	    "%s: it is empty", path);
}

/* The newest version that there is. */
static enum tt_err
newest(void *ctx, const struct vault_agreement *a)
{
	*(struct vault_agreement *)ctx = *a;
	return TT_OK;
}

static enum tt_err
say_line(void *ctx, char sign, size_t line, struct span text)
{
	(void)ctx;
	say_place("%c %zu: %.*s", sign, line, (int)text.n, text.p);
	return TT_OK;
}

/* An older one than the newest counts; what has changed since is shown. */
static int
say_difference(struct vault *v, const struct vault_agreement *a)
{
	struct vault_agreement now = *a;
	struct buf was, is;
	enum tt_err e;
	int code;

	if ((e = vault_agreement_each(v->db, newest, &now)) != TT_OK)
		return partner_cannot(v, e, "read the agreement's versions");
	if (strcmp(now.version, a->version) == 0)
		return CLI_DONE;
	if ((code = agreement_text(v, a, &was)) != CLI_DONE)
		return code;
	if ((code = agreement_text(v, &now, &is)) == CLI_DONE) {
		say_warn("version %s is not the newest: version %s says",
		    a->version, now.version);
		e = line_diff(buf_view(&was), buf_view(&is), say_line, NULL);
		if (e != TT_OK)
			code = say_err(e, NULL, "cannot compare versions");
		buf_done(&is);
	}
	buf_done(&was);
	return code;
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
	instant_format(s->signed_s, at);
	json_out_key(o.j, "signed_at");
	json_out_str(o.j, at);
	instant_format(s->ends_s, at);
	json_out_key(o.j, "ends_at");
	json_out_str(o.j, s->ends_s == PARTNER_NO_END ? NULL : at);
	return out_json_end(&o);
}

static int
sign(struct vault *v, const struct opt_values *o, struct vault_signing *s)
{
	struct vault_agreement a;
	struct vault_partner p;
	bool found;
	enum tt_err e;
	int code;

	if ((code = partner_get(v, o->args[0], &p)) != CLI_DONE ||
	    (code = agreement_find(v, o->args[1], &a, &found)) != CLI_DONE)
		return code;
	if (!found)
		return say_fail(CLI_TROUBLE, "telltale agreement add VERSION "
		    "FILE", "there is no version '%s' of the agreement here",
		    o->args[1]);
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

int
verb_agreement_sign(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault_signing s = { .entered_s = clock_now() };
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_options(&o, &s)) != CLI_DONE ||
	    (code = hash_scan(opt_value(opts, &o, "paper"), &s.scan)) !=
	    CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE)
		code = sign(&v, &o, &s);
	vault_close(&v);
	return code;
}
