/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "telltale/reader_id.h"

#define GROUP	4	/* digits */

void
tt_reader_id(uint8_t out[TT_READER_ID_LEN], const uint8_t sign_key[32],
    const struct tt_age_recipient *seal)
{
	static const char domain[] = "telltale/v1/reader-id\n";
	uint8_t digest[SHA256_LEN];
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, domain, sizeof(domain) - 1);
	sha256_add(&h, sign_key, 32);
	sha256_add(&h, seal->u, sizeof(seal->u));
	sha256_end(&h, digest);
	memcpy(out, digest, TT_READER_ID_LEN);
}

void
tt_fingerprint(char out[TT_FINGERPRINT_LEN + 1],
    const uint8_t id[TT_READER_ID_LEN])
{
	char hex[TT_READER_ID_HEX + 1];
	size_t at = 0;

	hex_encode(hex, id, TT_READER_ID_LEN);
	for (size_t i = 0; i < TT_READER_ID_HEX; i++) {
		if (i > 0 && i % GROUP == 0)
			out[at++] = ' ';
		out[at++] = hex[i];
	}
	out[at] = '\0';
}

enum tt_err
tt_fingerprint_parse(uint8_t out[TT_READER_ID_LEN], struct span text)
{
	char hex[TT_READER_ID_HEX];
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == ' ')
			continue;
		if (n == sizeof(hex))
			return TT_ESYNTAX;
		hex[n++] = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
	}
	return hex_decode(out, TT_READER_ID_LEN, hex, n) ? TT_OK : TT_ESYNTAX;
}

enum tt_err
tt_reader_key_name(char out[TT_KEY_NAME_MAX + 1], struct span origin,
    const uint8_t id[TT_READER_ID_LEN])
{
	char hex[TT_READER_ID_HEX + 1];

	hex_encode(hex, id, TT_READER_ID_LEN);
	return tt_key_name(out, origin, TT_OWNER_READER, span_str(hex));
}
