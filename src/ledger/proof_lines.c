/* SPDX-License-Identifier: ISC */
#include <inttypes.h>

#include "base/b64.h"
#include "ledger/proof_lines.h"

enum tt_err
proof_index(struct span *in, uint64_t *out)
{
	struct span line;

	if (!span_line(in, &line) || !span_skip(&line, "index "))
		return TT_ESYNTAX;
	return span_u64(line, UINT64_MAX, out);
}

enum tt_err
proof_hashes(struct span *in, struct hash *out, size_t max, size_t *n)
{
	struct span line;

	for (*n = 0; span_line(in, &line); (*n)++) {
		if (line.n == 0)
			return TT_OK;
		if (*n == max)
			return TT_ELIMIT;
		if (!b64_decode(out[*n].b, sizeof(out[*n].b), line.p, line.n))
			return TT_ESYNTAX;
	}
	return TT_ESYNTAX;
}

void
proof_write(struct buf *b, uint64_t index, const struct hash *proof, size_t n)
{
	char base64[B64_LEN(sizeof(proof->b)) + 1];

	buf_printf(b, "index %" PRIu64 "\n", index);
	for (size_t i = 0; i < n; i++) {
		b64_encode(base64, proof[i].b, sizeof(proof[i].b));
		buf_printf(b, "%s\n", base64);
	}
	buf_char(b, '\n');
}
