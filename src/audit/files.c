/* SPDX-License-Identifier: ISC */
/* files - check 3: what the bundle is made of. */
#include <string.h>

#include "audit/audit_own.h"
#include "base/hex.h"
#include "base/sha256.h"

#define MANIFEST	"manifest"

/* Names as they are; where tail is set, with anything before it. */
static const struct {
	const char *head, *tail;
} known[] = {
	{ MANIFEST, NULL }, { "programme", NULL }, { "keys", NULL },
	{ "keys-", "" }, { "batch/", "" }, { "proofs/", ".tlog-proof" },
	{ "statements/", ".set-proof" }, { "copy.set-proof", NULL },
	{ "copies/", ".set-proof" }, { "terms", NULL }, { "agreed/", "" },
	{ "sites", NULL }, { "parts", NULL }, { "text/", "" },
	{ AUDIT_BEFORE, "" },
	{ "bias-key", NULL }, { "beacon", NULL }, { "holder-key/", "" },
	{ "copy-key/", "" }, { "observations", NULL }, { "matches", NULL },
	{ "codebook-key", NULL }, { "roster", NULL }, { "copy.age", NULL },
	{ "file.key", NULL }, { "wave.key", NULL },
};

static bool
is_known(struct span name)
{
	for (size_t i = 0; i < N_ROWS(known); i++) {
		struct span s = name;
		size_t tail = known[i].tail != NULL ? strlen(known[i].tail) :
		    0;

		if (!span_skip(&s, known[i].head))
			continue;
		if (known[i].tail == NULL ? s.n == 0 : s.n > tail &&
		    memcmp(s.p + s.n - tail, known[i].tail, tail) == 0)
			return true;
	}
	return false;
}

/* The place of a file in the list, or its length. */
static size_t
listed(const struct audit *a, struct span name, struct span *hex)
{
	size_t n = tt_statement_count(&a->manifest, "file"), i;
	struct span at;

	for (i = 0; i < n; i++) {
		tt_statement_pair(&a->manifest, "file", i, hex, &at);
		if (span_eq(at, name))
			break;
	}
	return i;
}

static bool
check_file(struct audit *a, const struct tt_member *m)
{
	char got[HEX_LEN(SHA256_LEN) + 1];
	uint8_t sum[SHA256_LEN];
	struct span want;

	if (!is_known(m->name))
		return audit_refuse(a, "%.*s: no file of a bundle has that "
		    "name", (int)m->name.n, m->name.p);
	if (listed(a, m->name, &want) == tt_statement_count(&a->manifest,
	    "file"))
		return audit_refuse(a, "%.*s: the manifest does not list it",
		    (int)m->name.n, m->name.p);
	sha256(sum, m->data.p, m->data.n);
	hex_encode(got, sum, sizeof(sum));
	if (!span_is(want, got))
		return audit_refuse(a, "%.*s: another SHA-256 than the "
		    "manifest says", (int)m->name.n, m->name.p);
	return true;
}

static bool
read_manifest(struct audit *a)
{
	struct span file = audit_file(a, MANIFEST);
	enum tt_err e;

	if (file.p == NULL)
		return audit_refuse(a, "there is no manifest");
	e = tt_statement_parse(&a->manifest, file, NULL);
	if (e == TT_OK && a->manifest.kind != TT_EVIDENCE)
		e = TT_EREFUSED;
	return e == TT_OK || audit_cannot(a, e, SPAN(MANIFEST));
}

bool
audit_files(struct audit *a)
{
	struct span bundle = a->files.member[0].data;
	enum tt_err e;

	if (bundle.n > TT_AUDIT_MAX)
		return audit_refuse(a, "over %zu MiB",
		    TT_AUDIT_MAX >> 20);
	if ((e = tt_archive_bare_read(&a->files, bundle, NULL)) != TT_OK)
		return audit_cannot(a, e, SPAN("the archive"));
	if (!read_manifest(a))
		return false;
	for (size_t i = 0; i < a->files.n; i++)
		if (!span_is(a->files.member[i].name, MANIFEST) &&
		    !check_file(a, &a->files.member[i]))
			return false;
	if (tt_statement_count(&a->manifest, "file") + 1 != a->files.n)
		return audit_refuse(a, "the manifest lists %zu files, %zu are "
		    "there", tt_statement_count(&a->manifest, "file"),
		    a->files.n - 1);
	if (audit_file(a, "programme").p == NULL ||
	    audit_file(a, "keys").p == NULL)
		return audit_refuse(a, "programme or keys is missing");
	a->out->whole = audit_file(a, "codebook-key").p != NULL;
	a->out->full = audit_file(a, "copy.age").p != NULL;
	return audit_hold(a, "%zu files, each with the SHA-256 that the "
	    "manifest says", a->files.n - 1);
}
