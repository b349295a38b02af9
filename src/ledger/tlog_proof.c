/* SPDX-License-Identifier: ISC */
#include "ledger/proof_lines.h"
#include "telltale/tlog_proof.h"

#define HEAD	"c2sp.org/tlog-proof@v"
#define VERSION	"1"

static enum tt_err
parse_version(struct span *in)
{
	struct span line;

	if (!span_line(in, &line) || !span_skip(&line, HEAD))
		return TT_ESYNTAX;
	return span_is(line, VERSION) ? TT_OK : TT_EVERSION;
}

enum tt_err
tt_tlog_proof_parse(struct tt_tlog_proof *out, struct span file)
{
	struct tt_tlog_proof p = { .n = 0 };
	struct span in = file;
	enum tt_err e;

	if (file.n > TT_TLOG_PROOF_MAX)
		return TT_ELIMIT;
	if ((e = parse_version(&in)) != TT_OK ||
	    (e = proof_index(&in, &p.index)) != TT_OK ||
	    (e = proof_hashes(&in, p.proof, MERKLE_PROOF_MAX, &p.n)) != TT_OK)
		return e;
	if (in.n > TT_NOTE_MAX)
		return TT_ELIMIT;
	p.checkpoint = in;
	*out = p;
	return TT_OK;
}

enum tt_err
tt_tlog_proof_format(const struct tt_tlog_proof *p, struct buf *file)
{
	struct buf b;
	enum tt_err e;

	if (p->n > MERKLE_PROOF_MAX || p->checkpoint.n > TT_NOTE_MAX)
		return TT_ELIMIT;
	buf_init(&b, TT_TLOG_PROOF_MAX);
	buf_str(&b, HEAD VERSION "\n");
	proof_write(&b, p->index, p->proof, p->n);
	buf_span(&b, p->checkpoint);
	if ((e = buf_err(&b)) == TT_OK) {
		buf_span(file, buf_view(&b));
		e = buf_err(file);
	}
	buf_done(&b);
	return e;
}

enum tt_err
tt_tlog_proof_check(const struct tt_tlog_proof *p, struct span entry,
    const struct tt_policy *policy, struct tt_policy_verdict *out)
{
	struct tt_policy_verdict v;
	struct hash leaf;
	enum tt_err e;

	if ((e = tt_policy_open(policy, p->checkpoint, &v)) != TT_OK)
		return e;
	if (!v.quorum)
		return TT_EUNSIGNED;
	merkle_leaf(&leaf, entry.p, entry.n);
	e = merkle_check_inclusion(&leaf, p->index, v.checkpoint.size,
	    p->proof, p->n, &v.checkpoint.root);
	if (e == TT_OK)
		*out = v;
	return e;
}
