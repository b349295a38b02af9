/* SPDX-License-Identifier: ISC */
/*
 * Text, an empty line and the lines are all of a note; a line more is a line
 * more; what verifies has a line of that key.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "telltale/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The keys of seeds 01... to 03...: log and witnesses of the corpus. */
static struct tt_signer
signer(int seed_byte, const char *name, enum tt_key_type type)
{
	uint8_t seed[TT_SIGN_KEY_LEN];
	struct tt_signer s;

	memset(seed, seed_byte, sizeof(seed));
	if (tt_signer_from_seed(&s, span_str(name), type, seed) != TT_OK)
		abort();
	return s;
}

static void
check_parts(const struct tt_note *n, struct span all)
{
	if (n->text.n + 1 + n->lines.n != all.n || n->n == 0 ||
	    n->n > TT_NOTE_LINES_MAX || n->text.p != all.p ||
	    n->lines.p + n->lines.n != all.p + all.n ||
	    n->text.p[n->text.n - 1] != '\n')
		abort();
}

static void
check_open(const struct tt_note *n)
{
	struct tt_vkey known[] = {
		signer(1, "psirt.example.com/telltale", TT_KEY_SIGN).vkey,
		signer(2, "witness.example.net/w1", TT_KEY_COSIGN).vkey,
	};
	struct tt_note_signed by[2] = { { false, 0 }, { false, 0 } };
	enum tt_err e = tt_note_open(n, known, 2, by);

	if (e == TT_OK && !by[0].yes && !by[1].yes)
		abort();
	if (e != TT_OK && (by[0].yes || by[1].yes))
		abort();
	if (by[1].yes != (by[1].time != 0))
		abort();
}

static void
check_add(const struct tt_note *n, struct span all)
{
	struct tt_signer s = signer(4, "m/o/anna", TT_KEY_SIGN);
	struct tt_note more;
	struct buf b;

	buf_init(&b, TT_NOTE_MAX);
	if (tt_note_add(&b, all, &s) == TT_OK &&
	    (tt_note_parse(&more, buf_view(&b)) != TT_OK ||
	    more.n != n->n + 1 || !span_eq(more.text, n->text)))
		abort();
	buf_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_of(data, size);
	struct tt_note n;

	if (sodium_init() < 0)
		abort();
	if (tt_note_parse(&n, all) != TT_OK)
		return 0;
	check_parts(&n, all);
	check_open(&n);
	check_add(&n, all);
	return 0;
}
