/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "keeper/news.h"
#include "ledger/proof_lines.h"

enum tt_err
keeper_news_parse(struct keeper_news *out, struct span body)
{
	struct keeper_news n = { .old = 0 };
	struct span line;
	enum tt_err e;

	if (body.n > KEEPER_NEWS_MAX)
		return TT_ELIMIT;
	if (!span_line(&body, &line) || !span_skip(&line, "old "))
		return TT_ESYNTAX;
	if ((e = span_u64(line, UINT64_MAX, &n.old)) != TT_OK ||
	    (e = proof_hashes(&body, n.proof, MERKLE_PROOF_MAX, &n.n)) !=
	    TT_OK)
		return e;
	n.note = body;
	*out = n;
	return TT_OK;
}

/* From nothing everything follows; else the proof says so. */
static enum tt_err
check_extends(const struct keeper_news *news,
    const struct tt_checkpoint *known, const struct tt_checkpoint *new)
{
	if (new->size < known->size)
		return TT_EROLLBACK;
	if (news->old != known->size)
		return TT_ESTATE;
	if (known->size == 0)
		return news->n == 0 ? TT_OK : TT_EFORK;
	return merkle_check_consistency(known->size, &known->root, new->size,
	    &new->root, news->proof, news->n) == TT_OK ? TT_OK : TT_EFORK;
}

enum tt_err
keeper_news_check(const struct keeper_news *news,
    const struct tt_policy *policy, const char *origin,
    const struct tt_checkpoint *known, struct tt_policy_verdict *out)
{
	struct tt_policy_verdict v;
	enum tt_err e;

	if ((e = tt_policy_open(policy, news->note, &v)) != TT_OK)
		return e;
	if (strcmp(v.checkpoint.origin, origin) != 0)
		return TT_EREFUSED;
	if (!v.quorum)
		return TT_EUNSIGNED;
	if ((e = check_extends(news, known, &v.checkpoint)) != TT_OK)
		return e;
	*out = v;
	return TT_OK;
}
