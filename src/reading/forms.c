/* SPDX-License-Identifier: ISC */
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

/* Runs after 0x that are shorter than those found anyhow. */
static void
walk_short(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	struct span s = p->s;
	size_t i = 0, n;

	/* 0 is among what is hexadecimal */
	while ((i = planes_next(p, PLANE_X, PLANE_HEX, PLANE_HEX, i)) !=
	    SIZE_MAX) {
		if (!after_0x(s, ++i))
			continue;
		for (n = 0; i + n < s.n && n < f->least_hex &&
		    (run_kind[(uint8_t)s.p[i + n]] & RUN_HEX) != 0; n++)
			;
		if (n > 0 && n < f->least_hex)
			fn(ctx, FORM_HEX, s.p + i, n, true);
	}
}

/* Runs of digits are within runs that could be hexadecimal. */
static void
walk_digits(const struct forms *f, struct span s, forms_fn fn, void *ctx)
{
	size_t at = 0, n = 0;

	while (run_next(s, RUN_DIGIT, f->least_decimal, &at, &n))
		if (n <= SHAPE_DECIMAL)
			fn(ctx, FORM_DECIMAL, s.p + at, n, false);
}

static void
walk_numbers(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	size_t least = f->least_hex < f->least_decimal ? f->least_hex :
	    f->least_decimal, at = 0, n = 0;

	if (least == SIZE_MAX)
		return;
	while (planes_run(p, PLANE_HEX, least, &at, &n)) {
		if (n >= f->least_hex)
			fn(ctx, FORM_HEX, p->s.p + at, n, after_0x(p->s, at));
		if (n >= f->least_decimal)
			walk_digits(f, span_of(p->s.p + at, n), fn, ctx);
	}
}

void
forms_walk(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	struct span s = p->s;
	uint64_t v;

	walk_numbers(f, p, fn, ctx);
	if (f->short_hex)
		walk_short(f, p, fn, ctx);
	for (size_t i = 0; f->names && (i = planes_name(p, i)) != SIZE_MAX;
	    i++)
		if (s.n - i >= SHAPE_NAME && shape_name(s.p + i, &v))
			fn(ctx, FORM_NAME, s.p + i, SHAPE_NAME, false);
}
