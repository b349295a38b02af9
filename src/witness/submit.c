/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/b64.h"
#include "witness/submit.h"

static const unsigned statuses[] = {
	[SUBMIT_COSIGN] = 200,
	[SUBMIT_BAD] = 400,
	[SUBMIT_UNKNOWN] = 404,
	[SUBMIT_UNSIGNED] = 403,
	[SUBMIT_STALE] = 409,
	[SUBMIT_UNPROVEN] = 422,
	[SUBMIT_FORK] = 422,
	[SUBMIT_FORGOTTEN] = 503,
};

_Static_assert(N_ROWS(statuses) == SUBMIT_WORDS, "a status for each");

unsigned
submit_status(enum submit_word w)
{
	return statuses[w];
}

/* Lines of hashes up to the empty one. */
static enum tt_err
parse_proof(struct span *rest, struct submit *out)
{
	struct span line;

	while (span_line(rest, &line)) {
		if (line.n == 0)
			return TT_OK;
		if (out->n_proof == MERKLE_PROOF_MAX)
			return TT_ELIMIT;
		if (!b64_decode(out->proof[out->n_proof++].b,
		    sizeof(struct hash), line.p, line.n))
			return TT_ESYNTAX;
	}
	return TT_ESYNTAX;
}

enum tt_err
submit_parse(struct span body, struct submit *out)
{
	struct span line;
	enum tt_err e;

	out->n_proof = 0;
	if (body.n > SUBMIT_MAX)
		return TT_ELIMIT;
	if (!span_line(&body, &line) || !span_skip(&line, "old "))
		return TT_ESYNTAX;
	if ((e = span_u64(line, UINT64_MAX, &out->old)) != TT_OK ||
	    (e = parse_proof(&body, out)) != TT_OK)
		return e;
	out->text = body;
	if ((e = tt_note_parse(&out->note, body)) != TT_OK)
		return e;
	return tt_checkpoint_parse(&out->cp, out->note.text.p,
	    out->note.text.n);
}

/* Did we cosign this before?  A line of ours that fails is nobody's word. */
static bool
has_ours(const struct submit *s, const struct tt_vkey *own)
{
	struct tt_note_signed by;

	return tt_note_open(&s->note, own, 1, &by) == TT_OK && by.yes;
}

static enum submit_word
follows(const struct submit *s, const struct tt_checkpoint *last)
{
	struct tt_checkpoint from = *last;

	if (s->cp.size == last->size && last->size > 0 &&
	    memcmp(s->cp.root.b, last->root.b, sizeof(last->root.b)) != 0)
		return SUBMIT_FORK;
	/* nothing was cosigned: any first head of the origin may follow */
	memcpy(from.origin, s->cp.origin, sizeof(from.origin));
	if (from.size == 0)
		merkle_empty(&from.root);
	if ((s->old == 0 || s->old == s->cp.size) && s->n_proof != 0)
		return SUBMIT_UNPROVEN;
	return tt_checkpoint_follows(&from, &s->cp, s->proof, s->n_proof) ==
	    TT_OK ? SUBMIT_COSIGN : SUBMIT_UNPROVEN;
}

enum submit_word
submit_judge(const struct submit *s, const struct tt_vkey *key,
    const struct tt_vkey *own, const struct tt_checkpoint *last)
{
	struct tt_note_signed by;

	if (key == NULL)
		return SUBMIT_UNKNOWN;
	if (tt_note_open(&s->note, key, 1, &by) != TT_OK || !by.yes)
		return SUBMIT_UNSIGNED;
	if (s->cp.size > last->size && has_ours(s, own))
		return SUBMIT_FORGOTTEN;
	if (s->old > s->cp.size)
		return SUBMIT_BAD;
	if (s->old != last->size)
		return SUBMIT_STALE;
	return follows(s, last);
}
