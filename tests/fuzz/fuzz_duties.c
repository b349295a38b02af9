/* SPDX-License-Identifier: ISC */
/*
 * A file of duties: whatever is accepted can be asked of, and an answer has
 * words and a place in its order; what is refused says why.
 */
#include <stdlib.h>

#include "programme/duty.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tt_diags diags;
static struct profile somebody = { .declared = true, .declared_s = 90,
	.n_countries = 1, .country = { "DE" }, .n_roles = 2,
	.role = { { ROLE_MANUFACTURER, "relay" }, { ROLE_FINDER, "" } } };

static void
check(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char about[1][TT_ID_MAX + 1] = { "relay" };
	struct duty_ask ask = { .profile = &somebody, .now_s = 100,
		.opens_s = 1000, .public_s = 100000, .exploited_s = 2000,
		.products = about, .n_products = 1 };
	struct duties *d = NULL;
	struct duty_answer a;

	tt_diags_init(&diags);
	if (duties_parse(&d, span_of(data, size), span_str("duties.json"),
	    &diags) != TT_OK) {
		check(d == NULL && diags.n_errors > 0);
		return 0;
	}
	ask.duties = d;
	a = duty_of(&ask);
	check(a.because[0] != '\0' && (a.all & 1u << a.report) != 0);
	check(a.report != DUTY_CERTAIN || a.due_s < ask.public_s);
	for (size_t i = 0; i < d->n; i++)
		check(d->duty[i].confidence == CONFIDENCE_UNVERIFIED ||
		    d->duty[i].review_s != DUTY_NEVER);
	duties_free(d);
	return 0;
}
