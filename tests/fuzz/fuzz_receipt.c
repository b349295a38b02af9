/* SPDX-License-Identifier: ISC */
/*
 * What a hub does with the body of POST /api/v1/receipt: parse, ask for the
 * reader's signature.  The reader's key is that of seed 05..., so seeds of
 * the corpus can be signed.
 */
#include <sodium.h>
#include <string.h>

#include "statement_again.h"
#include "telltale/authority.h"

#define ORIGIN	"psirt.example.com/telltale"
#define READER	"21b4e0f4b09337acab29689f94704c4d"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t seed[TT_SIGN_KEY_LEN];
	struct tt_signer reader;
	struct tt_authority a = { .reader = &reader.vkey };
	struct tt_statement s;

	if (sodium_init() < 0)
		abort();
	memset(seed, 5, sizeof(seed));
	if (tt_signer_from_seed(&reader, SPAN(ORIGIN "/r/" READER),
	    TT_KEY_SIGN, seed) != TT_OK)
		abort();
	if (tt_statement_parse(&s, span_of(data, size), NULL) != TT_OK ||
	    s.kind != TT_RECEIPT)
		return 0;
	statement_again(&s);
	if (tt_authority_check(&s, &a) == TT_OK && (s.note.n != 1 ||
	    !tt_statement_is(&s, "reader", READER) ||
	    !span_is(s.origin, ORIGIN)))
		abort();
	return 0;
}
