/* SPDX-License-Identifier: ISC */
/*
 * Office documents: the first byte says whether the rest is a whole one or
 * one of its parts, which a fuzzer would not often find its way to.
 */
#include "parse_again.h"

#include "extract/office.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out;

	if (size == 0)
		return 0;
	if (data[0] == 'P') {
		(void)parse_once(parse_office, span_of(data, size), 0);
		(void)parse_once(parse_office, span_of(data, size), 1);
		return 0;
	}
	buf_init(&out, 1 << 20);
	(void)!office_text(span_of(data, size), &out);
	parse_check(utf8_valid(out.p, out.n));
	buf_done(&out);
	return 0;
}
