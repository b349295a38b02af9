/* SPDX-License-Identifier: ISC */
/* What is read of a form can be written again, and reads as the same. */
#include <stdlib.h>

#include "http/form.h"

#define VALUE_MAX	65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span form = span_of(data, size), cookie;
	struct buf value, again, text;

	buf_init(&value, VALUE_MAX);
	buf_init(&again, VALUE_MAX);
	buf_init(&text, 4 * VALUE_MAX);
	if (form_get(form, "id", &value) == TT_OK) {
		buf_str(&text, "id=");
		form_put(&text, buf_view(&value));
		if (form_get(buf_view(&text), "id", &again) != TT_OK ||
		    !span_eq(buf_view(&value), buf_view(&again)))
			abort();
	} else if (value.n != 0)
		abort();
	buf_clear(&text);
	buf_span(&text, form);
	if (text.p != NULL && form_cookie(text.p, "id", &cookie) &&
	    cookie.n > text.n)
		abort();
	buf_done(&value);
	buf_done(&again);
	buf_done(&text);
	return 0;
}
