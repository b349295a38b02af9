/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/b64.h"
#include "base/span.h"
#include "telltale/checkpoint.h"
#include "telltale/note.h"

enum tt_err
tt_checkpoint_parse(struct tt_checkpoint *cp, const char *text, size_t len)
{
	struct tt_checkpoint tmp = { .size = 0 };
	struct span in = { text, len }, origin, size, root;
	enum tt_err e;

	if (!span_line(&in, &origin) || !span_line(&in, &size) ||
	    !span_line(&in, &root) || in.n != 0)
		return TT_ESYNTAX;
	if ((e = tt_origin_check(origin)) != TT_OK ||
	    (e = span_u64(size, UINT64_MAX, &tmp.size)) != TT_OK)
		return e;
	memcpy(tmp.origin, origin.p, origin.n);
	if (!b64_decode(tmp.root.b, sizeof(tmp.root.b), root.p, root.n))
		return TT_ESYNTAX;
	*cp = tmp;
	return TT_OK;
}

enum tt_err
tt_checkpoint_format(const struct tt_checkpoint *cp, char *out, size_t cap)
{
	char root[B64_LEN(sizeof(cp->root)) + 1];
	char buf[TT_CHECKPOINT_TEXT_MAX + 1];
	int n;

	b64_encode(root, cp->root.b, sizeof(cp->root.b));
	n = snprintf(buf, sizeof(buf), "%s\n%" PRIu64 "\n%s\n", cp->origin,
	    cp->size, root);	/* fits: that is what TEXT_MAX counts */
	if ((size_t)n >= cap)
		return TT_ENOSPC;
	memcpy(out, buf, (size_t)n + 1);
	return TT_OK;
}

enum tt_err
tt_checkpoint_sign(struct buf *note, const struct tt_checkpoint *cp,
    const struct tt_signer *log)
{
	char text[TT_CHECKPOINT_TEXT_MAX + 1];
	enum tt_err e;

	if (strcmp(log->vkey.name, cp->origin) != 0)
		return TT_EKEY;
	if ((e = tt_checkpoint_format(cp, text, sizeof(text))) != TT_OK)
		return e;
	return tt_note_sign(note, span_str(text), &log, 1);
}

static bool
same(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

enum tt_err
tt_checkpoint_follows(const struct tt_checkpoint *last,
    const struct tt_checkpoint *next, const struct hash *proof, size_t n)
{
	struct hash empty;

	if (strcmp(last->origin, next->origin) != 0)
		return TT_EREFUSED;
	merkle_empty(&empty);
	if ((last->size == 0 && !same(&last->root, &empty)) ||
	    (next->size == 0 && !same(&next->root, &empty)))
		return TT_EFORK;
	if (next->size < last->size)
		return TT_EROLLBACK;
	if (merkle_check_consistency(last->size, &last->root, next->size,
	    &next->root, proof, n) != TT_OK)
		return TT_EFORK;
	return TT_OK;
}
