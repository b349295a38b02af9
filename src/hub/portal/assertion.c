/* SPDX-License-Identifier: ISC */
#include "base/b64.h"
#include "base/hex.h"
#include "base/json_in.h"
#include "hub/portal/assertion.h"

static enum tt_err
get_bytes(const json_t *o, const char *key, uint8_t *out, size_t cap,
    size_t *n)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e == TT_ENOENT ? TT_ESYNTAX : e;
	if (s.n > B64_LEN(cap))
		return TT_ELIMIT;
	return b64_decode_any(out, cap, n, s.p, s.n) && *n > 0 ? TT_OK :
	    TT_ESYNTAX;
}

static enum tt_err
get_challenge(const json_t *o, uint8_t out[ASSERTION_CHALLENGE])
{
	struct span s;

	return json_in_str(o, "challenge", &s, NULL) == TT_OK &&
	    hex_decode(out, ASSERTION_CHALLENGE, s.p, s.n) ? TT_OK :
	    TT_ESYNTAX;
}

static enum tt_err
read(struct assertion *a, const json_t *o, bool registration)
{
	enum tt_err e;

	if ((e = get_challenge(o, a->challenge)) != TT_OK ||
	    (e = get_bytes(o, "client_data", a->client_data,
	    sizeof(a->client_data), &a->client_data_n)) != TT_OK ||
	    (e = get_bytes(o, "auth_data", a->auth_data,
	    sizeof(a->auth_data), &a->auth_data_n)) != TT_OK ||
	    registration)
		return e;
	if ((e = get_bytes(o, "credential", a->credential,
	    sizeof(a->credential), &a->credential_n)) != TT_OK)
		return e;
	return get_bytes(o, "signature", a->signature, sizeof(a->signature),
	    &a->signature_n);
}

enum tt_err
assertion_parse(struct assertion *out, struct span json, bool registration)
{
	struct assertion a = { .client_data_n = 0 };
	json_t *o;
	enum tt_err e;

	if ((e = json_in_parse(json, ASSERTION_MAX, &o, NULL)) != TT_OK)
		return e;
	e = read(&a, o, registration);
	json_decref(o);
	if (e == TT_OK)
		*out = a;
	return e;
}

struct passkey_said
assertion_said(const struct assertion *a)
{
	return (struct passkey_said){
		.client_data = span_of(a->client_data, a->client_data_n),
		.auth_data = span_of(a->auth_data, a->auth_data_n),
		.signature = span_of(a->signature, a->signature_n),
	};
}
