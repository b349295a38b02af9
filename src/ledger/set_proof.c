/* SPDX-License-Identifier: ISC */
#include "base/b64.h"
#include "ledger/proof_lines.h"
#include "telltale/set_proof.h"

#define HEAD	"telltale/v1/set-proof"

static enum tt_err
parse_salt(struct span *in, struct tt_salt *out)
{
	struct span line;

	if (!span_line(in, &line) || !span_skip(&line, "salt ") ||
	    !b64_decode(out->b, sizeof(out->b), line.p, line.n))
		return TT_ESYNTAX;
	return TT_OK;
}

static enum tt_err
parse_version(struct span *in)
{
	struct span line;

	if (!span_line(in, &line))
		return TT_ESYNTAX;
	if (span_is(line, HEAD))
		return TT_OK;
	return span_skip(&line, "telltale/v") && !span_skip(&line, "1/") ?
	    TT_EVERSION : TT_ESYNTAX;
}

static enum tt_err
check_shape(const struct tt_set_proof *p)
{
	if (p->depth > TT_SET_DEPTH_MAX || p->statement.n > TT_STATEMENT_MAX)
		return TT_ELIMIT;
	return p->index >> p->depth == 0 ? TT_OK : TT_ERANGE;
}

enum tt_err
tt_set_proof_parse(struct tt_set_proof *out, struct span file)
{
	struct tt_set_proof p = { .depth = 0 };
	struct span in = file;
	enum tt_err e;
	size_t n;

	if (file.n > TT_SET_PROOF_MAX)
		return TT_ELIMIT;
	if ((e = parse_version(&in)) != TT_OK ||
	    (e = parse_salt(&in, &p.salt)) != TT_OK ||
	    (e = proof_index(&in, &p.index)) != TT_OK ||
	    (e = proof_hashes(&in, p.proof, TT_SET_DEPTH_MAX, &n)) != TT_OK)
		return e;
	p.depth = (unsigned)n;
	p.statement = in;
	if ((e = check_shape(&p)) != TT_OK)
		return e;
	*out = p;
	return TT_OK;
}

enum tt_err
tt_set_proof_format(const struct tt_set_proof *p, struct buf *file)
{
	char salt[B64_LEN(TT_SALT_LEN) + 1];
	struct buf b;
	enum tt_err e;

	if ((e = check_shape(p)) != TT_OK)
		return e;
	b64_encode(salt, p->salt.b, sizeof(p->salt.b));
	buf_init(&b, TT_SET_PROOF_MAX);
	buf_printf(&b, HEAD "\nsalt %s\n", salt);
	proof_write(&b, p->index, p->proof, p->depth);
	buf_span(&b, p->statement);
	if ((e = buf_err(&b)) == TT_OK) {
		buf_span(file, buf_view(&b));
		e = buf_err(file);
	}
	buf_done(&b);
	return e;
}

enum tt_err
tt_set_proof_make(struct tt_set_proof *out, const struct tt_set *set,
    uint64_t place, const struct tt_salt *salt, struct span statement)
{
	struct tt_set_proof p = {
		.salt = *salt,
		.index = place,
		.depth = tt_set_depth_of(set),
		.statement = statement,
	};
	enum tt_err e;

	if ((e = tt_set_prove(set, place, p.proof)) != TT_OK)
		return e;
	*out = p;
	return TT_OK;
}

enum tt_err
tt_set_proof_check(const struct tt_set_proof *p, uint64_t depth,
    const struct hash *root, struct hash *leaf)
{
	struct hash h;
	enum tt_err e;

	if (p->depth != depth)
		return TT_EPROOF;
	tt_leaf_hash(&h, &p->salt, p->statement);
	e = merkle_check_inclusion(&h, p->index, (uint64_t)1 << p->depth,
	    p->proof, p->depth, root);
	if (e == TT_OK && leaf != NULL)
		*leaf = h;
	return e;
}
