/* SPDX-License-Identifier: ISC */
/*
 * Charsets: the first line is what was declared, or nothing.  What comes out
 * is UTF-8 without zero bytes or carriage returns, and decoding that again
 * changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "extract/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_of(data, size), line = SPAN("");
	char charset[32] = "";
	struct buf once, twice;

	if (span_line(&in, &line) &&
	    span_copy(line, charset, sizeof(charset)) != TT_OK)
		charset[0] = '\0';
	buf_init(&once, 8 << 20);
	buf_init(&twice, 8 << 20);
	(void)decode_is_text(in);
	if (decode_text(in, charset[0] == '\0' ? NULL : charset, &once) ==
	    TT_OK) {
		if (!utf8_valid(once.p, once.n) || (once.n > 0 &&
		    (memchr(once.p, '\0', once.n) != NULL ||
		    memchr(once.p, '\r', once.n) != NULL)))
			abort();
		if (once.n < 3 || memcmp(once.p, "\xef\xbb\xbf", 3) != 0) {
			if (decode_text(buf_view(&once), NULL, &twice) !=
			    TT_OK || !span_eq(buf_view(&once),
			    buf_view(&twice)))
				abort();
		}
	}
	buf_done(&once);
	buf_done(&twice);
	return 0;
}
