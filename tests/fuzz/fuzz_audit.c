/* SPDX-License-Identifier: ISC */
/*
 * fuzz_audit - a bundle from a stranger.  An archive that is read is written
 * again as the same bytes; and, so that more than the manifest's hashes is
 * tried, it is judged once as it came and once with a manifest of its own.
 */
#include <sodium.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "telltale/archive.h"
#include "telltale/audit.h"
#include "telltale/statement.h"

#define ORIGIN	"localhost:54269"

static const char policy_file[] = "log " ORIGIN
    "+28f13fc1+AYeRu/MHUPaIyNFyH5tpdJHowtrw+2P276xz+VteYpRA\n"
    "quorum none\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool so)
{
	if (!so)
		abort();
}

static void
judge(struct span bundle, const struct tt_policy *policy)
{
	static struct tt_audit a;

	if (tt_audit_run(&a, bundle, policy) != TT_OK)
		return;
	if (a.failed == 0) {
		must(a.line[TT_AUDIT_ALL].state == TT_AUDIT_HOLDS);
		return;
	}
	must(a.failed >= TT_AUDIT_FILES && a.failed < TT_AUDIT_ALL);
	must(a.line[a.failed].state == TT_AUDIT_FAILED);
	must(a.line[a.failed].said[0] != '\0');
	for (int c = (int)a.failed + 1; c < TT_AUDIT_CHECKS; c++)
		must(a.line[c].state == TT_AUDIT_NOT_REACHED);
}

/* The member in place of `manifest`, if it can be written. */
static void
list(struct tt_archive *in, struct buf *text)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	char hex[HEX_LEN(SHA256_LEN) + 1];
	uint8_t sum[SHA256_LEN];

	must(o != NULL);
	tt_statement_begin(o, TT_EVIDENCE, SPAN(ORIGIN), 1773162000);
	for (size_t i = 0; i < in->n; i++) {
		if (span_is(in->member[i].name, "manifest"))
			continue;
		sha256(sum, in->member[i].data.p, in->member[i].data.n);
		hex_encode(hex, sum, sizeof(sum));
		tt_statement_put_pair(o, "file", span_str(hex),
		    in->member[i].name);
	}
	if (tt_statement_end(o, text) == TT_OK)
		for (size_t i = 0; i < in->n; i++)
			if (span_is(in->member[i].name, "manifest"))
				in->member[i].data = buf_view(text);
	free(o);
}

static void
judge_listed(struct tt_archive *in, const struct tt_policy *policy)
{
	struct buf text;
	size_t size;
	char *tar;

	buf_init(&text, TT_STATEMENT_MAX);
	list(in, &text);
	must(tt_archive_bare_size(&size, in->member, in->n) == TT_OK);
	must((tar = malloc(size)) != NULL);
	must(tt_archive_bare_write(tar, size, in->member, in->n) == TT_OK);
	judge(span_of(tar, size), policy);
	free(tar);
	buf_done(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tt_archive in;
	struct span bundle = span_of(data, size);
	struct tt_policy *policy = NULL;
	size_t again;
	char *tar;

	must(sodium_init() >= 0);
	must(tt_policy_new(&policy, span_of(policy_file,
	    sizeof(policy_file) - 1), NULL) == TT_OK);
	judge(bundle, policy);
	if (tt_archive_bare_read(&in, bundle, NULL) == TT_OK) {
		must(tt_archive_bare_size(&again, in.member, in.n) == TT_OK);
		must(again == size);
		tar = malloc(size);
		must(tar != NULL);
		must(tt_archive_bare_write(tar, size, in.member, in.n) ==
		    TT_OK);
		must(span_eq(span_of(tar, size), bundle));
		free(tar);
		judge_listed(&in, policy);
	}
	tt_policy_free(policy);
	return 0;
}
