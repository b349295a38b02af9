/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/forms.h"
#include "reading/runs.h"

void
forms_init(struct forms *f)
{
	*f = (struct forms){ .least_hex = SIZE_MAX, .least_decimal = SIZE_MAX };
}

void
forms_want(struct forms *f, const struct shape *s)
{
	size_t hex = shape_least_hex(s), decimal = shape_least_decimal(s);

	if (f->least_hex > hex)
		f->least_hex = hex;
	if (f->least_decimal > decimal)
		f->least_decimal = decimal;
	f->names = f->names || s->kind == TT_SITE_NAME;
	f->short_hex = f->short_hex || (s->kind == TT_SITE_HEX &&
	    s->digits > 1 && s->digits <= SHAPE_HEAD);
}

static bool
after_0x(struct span s, size_t at)
{
	return at >= 2 && (s.p[at - 1] | 32) == 'x' && s.p[at - 2] == '0';
}

/* Runs after x that run_next would not stop at. */
static void
walk_short(const struct forms *f, struct span s, char x, forms_fn fn, void *ctx)
{
	const char *end = s.p + s.n, *p = s.p, *q;

	while (p < end && (p = memchr(p, x, (size_t)(end - p))) != NULL) {
		size_t at = (size_t)(++p - s.p), n = 0;

		if (!after_0x(s, at))
			continue;
		for (q = p; q < end && n < f->least_hex &&
		    (run_kind[(uint8_t)*q] & RUN_HEX) != 0; q++)
			n++;
		if (n > 0 && n < f->least_hex)
			fn(ctx, FORM_HEX, p, n, true);
	}
}

static void
walk_names(struct span s, forms_fn fn, void *ctx)
{
	size_t at = 0, n = 0;
	uint64_t v;

	while (run_next(s, RUN_LETTER, SHAPE_NAME, &at, &n))
		for (size_t i = at; i + SHAPE_NAME <= at + n; i++)
			if (shape_name(s.p + i, &v))
				fn(ctx, FORM_NAME, s.p + i, SHAPE_NAME, false);
}

void
forms_walk(const struct forms *f, struct span s, forms_fn fn, void *ctx)
{
	size_t at, n;

	if (f->least_hex != SIZE_MAX)
		for (at = n = 0; run_next(s, RUN_HEX, f->least_hex, &at, &n);)
			fn(ctx, FORM_HEX, s.p + at, n, after_0x(s, at));
	if (f->short_hex && s.n > 0) {
		walk_short(f, s, 'x', fn, ctx);
		walk_short(f, s, 'X', fn, ctx);
	}
	if (f->least_decimal != SIZE_MAX)
		for (at = n = 0; run_next(s, RUN_DIGIT, f->least_decimal, &at,
		    &n);)
			if (n <= SHAPE_DECIMAL)
				fn(ctx, FORM_DECIMAL, s.p + at, n, false);
	if (f->names)
		walk_names(s, fn, ctx);
}
