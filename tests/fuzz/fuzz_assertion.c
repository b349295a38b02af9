/* SPDX-License-Identifier: ISC */
/* What a browser says of a passkey: read, and judged whatever it is. */
#include <stdlib.h>
#include <string.h>

#include "hub/portal/assertion.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct passkey_site site = { "localhost",
	"https://localhost:8443" };

static void
judge(const struct assertion *a)
{
	const struct passkey_said said = assertion_said(a);
	struct span challenge = span_of(a->challenge, sizeof(a->challenge));
	struct passkey key = { .alg = PASSKEY_ES256 };
	uint32_t count = 0;

	if (passkey_register(&key, &site, challenge, &said) == TT_OK &&
	    (key.id_n == 0 || key.id_n > sizeof(key.id)))
		abort();
	/* nobody has signed with the key that the input itself brought */
	if (said.signature.n > 0 && passkey_assert(&count, &key, &site,
	    challenge, &said) == TT_OK && count == 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct assertion a;
	struct span json = span_of(data, size);

	for (int registration = 0; registration < 2; registration++) {
		memset(&a, 0, sizeof(a));
		if (assertion_parse(&a, json, registration != 0) == TT_OK)
			judge(&a);
	}
	return 0;
}
