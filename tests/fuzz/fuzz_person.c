/* SPDX-License-Identifier: ISC */
/* Words about a person that are accepted are written again as they were. */
#include <stdlib.h>

#include "cli/import.h"
#include "cli/mine/person.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct person p;
	struct buf out;

	if (person_parse(&p, span_of(data, size)) != TT_OK)
		return 0;
	if (!import_value_ok(span_str(p.name)) ||
	    !import_email_ok(span_str(p.email)))
		abort();
	buf_init(&out, PERSON_MAX);
	if (person_format(&p, &out) != TT_OK ||
	    !span_eq(buf_view(&out), span_of(data, size)))
		abort();
	buf_done(&out);
	return 0;
}
