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

	while ((i = planes_next(p, PLANE_X, i)) != SIZE_MAX) {
		if (!after_0x(s, ++i))
			continue;
		for (n = 0; i + n < s.n && n < f->least_hex &&
		    (run_kind[(uint8_t)s.p[i + n]] & RUN_HEX) != 0; n++)
			;
		if (n > 0 && n < f->least_hex)
			fn(ctx, FORM_HEX, s.p + i, n, true);
	}
}

void
forms_walk(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	struct span s = p->s;
	size_t at, n;

	if (f->least_hex != SIZE_MAX)
		for (at = n = 0; planes_run(p, PLANE_HEX, f->least_hex, &at,
		    &n);)
			fn(ctx, FORM_HEX, s.p + at, n, after_0x(s, at));
	if (f->short_hex)
		walk_short(f, p, fn, ctx);
	if (f->least_decimal != SIZE_MAX)
		for (at = n = 0; planes_run(p, PLANE_DIGIT, f->least_decimal,
		    &at, &n);)
			if (n <= SHAPE_DECIMAL)
				fn(ctx, FORM_DECIMAL, s.p + at, n, false);
	if (f->names)
		for (at = 0; (at = planes_alternate(p, PLANE_CONSONANT,
		    PLANE_VOWEL, SHAPE_NAME / 2, at)) != SIZE_MAX; at++)
			fn(ctx, FORM_NAME, s.p + at, SHAPE_NAME, false);
}
