/* SPDX-License-Identifier: ISC */
/* A request to a witness: what is accepted says the same when written again. */
#include <stdlib.h>

#include "base/b64.h"
#include "witness/submit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct submit *s = malloc(sizeof(*s));
	char line[B64_LEN(32) + 1];
	struct buf again;

	if (s == NULL)
		abort();
	if (submit_parse(span_of(data, size), s) == TT_OK) {
		buf_init(&again, SUBMIT_MAX);
		buf_printf(&again, "old %llu\n", (unsigned long long)s->old);
		for (size_t i = 0; i < s->n_proof; i++) {
			b64_encode(line, s->proof[i].b,
			    sizeof(s->proof[i].b));
			buf_printf(&again, "%s\n", line);
		}
		buf_char(&again, '\n');
		buf_span(&again, s->text);
		if (buf_err(&again) != TT_OK ||
		    !span_eq(span_of(data, size), buf_view(&again)))
			abort();
		buf_done(&again);
	}
	free(s);
	return 0;
}
