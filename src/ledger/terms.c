/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "ledger/headed.h"
#include "telltale/terms.h"

enum tt_err
tt_terms_parse(struct tt_terms *out, struct span file,
    struct tt_statement_diag *diag)
{
	struct tt_terms t = { .text = { NULL, 0 } };
	struct tt_statement_diag d = { 0 };
	enum tt_err e = TT_ELIMIT;

	if (file.n <= TT_TERMS_MAX)
		e = headed_parse(TT_TERMS, file, &t.head, &t.text, &d);
	if (e == TT_OK) {
		sha256(t.hash.b, file.p, file.n);
		*out = t;
	} else if (diag != NULL) {
		*diag = d;
	}
	return e;
}

enum tt_err
tt_terms_write(struct tt_statement_out *head, struct span text,
    struct buf *file)
{
	return headed_write(TT_TERMS, head, text, TT_TERMS_MAX, file);
}
