/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/partner.h"
#include "cli/people/signed.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/manifest.h"

#define DAY		86400
#define SCAN_MAX	((size_t)256 << 20)	/* bytes */

int
signed_wrong(const char *verb, const char *option, const char *form)
{
	say_fail(CLI_USAGE, NULL, "%s: --%s is not %s", verb, option,
	    form);
	say_hint("telltale %s --help", verb);
	return CLI_USAGE;
}

int
signed_day(const struct opt *opts, const struct opt_values *o,
    const char *verb, const char *name, int64_t *at_s, bool *day)
{
	const char *s = opt_value(opts, o, name);

	if (s == NULL)
		return CLI_DONE;
	if (import_day(span_str(s), day, at_s) != TT_OK)
		return signed_wrong(verb, name, "a day, YYYY-MM-DD");
	return CLI_DONE;
}

int
signed_scan(const char *path, struct hash *out)
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

/* A scan, who signed it, and their days. */
static int
read_paper(const struct opt *opts, const struct opt_values *o,
    const char *verb, struct vault_signing *s)
{
	const char *signer = opt_value(opts, o, "signer");
	bool day = false;
	int code;

	if (signer == NULL || !import_value_ok(span_str(signer)))
		return signed_wrong(verb, "signer", "a name of 1 to 1024 "
		    "bytes without control characters");
	span_copy(span_str(signer), s->signer, sizeof(s->signer));
	if ((code = signed_day(opts, o, verb, "signed", &s->signed_s,
	    &day)) != CLI_DONE ||
	    (code = signed_day(opts, o, verb, "expires", &s->ends_s,
	    &day)) != CLI_DONE)
		return code;
	if (s->ends_s != PARTNER_NO_END && day)
		s->ends_s += DAY;
	if (s->ends_s <= s->signed_s)
		return signed_wrong(verb, "expires",
		    "after the day of signing");
	return signed_scan(opt_value(opts, o, "paper"), &s->scan);
}

int
signed_read(const struct opt *opts, const struct opt_values *o,
    const char *verb, struct vault_partner *p, struct vault_signing *s)
{
	const char *version = opt_value(opts, o, "agreement");
	bool on_paper = opt_set(opts, o, "paper");
	int code;

	memset(s, 0, sizeof(*s));
	s->entered_s = s->signed_s = clock_now();
	s->ends_s = PARTNER_NO_END;
	if (version == NULL && (on_paper || opt_set(opts, o, "signer") ||
	    opt_set(opts, o, "signed") || opt_set(opts, o, "expires")))
		return signed_wrong(verb, "agreement",
		    "given, and how it was signed is");
	if (version == NULL)
		return CLI_DONE;
	if (!tt_id_ok(span_str(version)))
		return signed_wrong(verb, "agreement", "a version");
	if (!on_paper && (opt_set(opts, o, "signer") ||
	    opt_set(opts, o, "signed") || opt_set(opts, o, "expires")))
		return signed_wrong(verb, "paper",
		    "given, and who signed it or when is");
	snprintf(p->agreement, sizeof(p->agreement), "%s", version);
	if (!on_paper)
		return CLI_DONE;
	if ((code = read_paper(opts, o, verb, s)) != CLI_DONE)
		return code;
	memcpy(s->version, p->agreement, sizeof(s->version));
	p->signed_s = s->signed_s;
	p->ends_s = s->ends_s;
	return CLI_DONE;
}

int
signed_keep(struct vault *v, const char *partner,
    const struct vault_signing *s)
{
	struct vault_signing of = *s;
	enum tt_err e;

	span_copy(span_str(partner), of.partner, sizeof(of.partner));
	e = vault_signing_add(v->db, &of);
	return e == TT_OK || e == TT_EEXIST ? CLI_DONE :
	    partner_cannot(v, e, "keep what was signed");
}

int
signed_basis(struct vault *v, const struct vault_partner *p,
    const char *verb, struct vault_signing *s)
{
	enum tt_err e = TT_ENOENT;

	if (strcmp(s->version, p->agreement) == 0)
		return CLI_DONE;
	if (v != NULL)
		e = vault_signing_of(v->db, p->id, p->agreement, s);
	if (e == TT_ENOENT) {
		say_fail(CLI_REFUSED, NULL, "%s: nothing shows that '%s' "
		    "signed version %s of the agreement", verb, p->id,
		    p->agreement);
		say_hint("--paper SCAN --signer NAME, which keeps the scan's "
		    "SHA-256; or one of its readers: telltale agreement sign "
		    "%s FILE", p->agreement);
		return CLI_REFUSED;
	}
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "read what it has signed");
}
