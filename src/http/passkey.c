/* SPDX-License-Identifier: ISC */
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <string.h>

#include "base/b64.h"
#include "base/json_in.h"
#include "base/sha256.h"
#include "http/passkey.h"

#define VERIFIED	0x05	/* flags: user present and verified */

size_t
passkey_key_len(enum passkey_alg alg)
{
	return alg == PASSKEY_ES256 ? 64 : 32;
}

/* base64url without padding, as browsers write challenges. */
static void
encode_url(char *out, struct span bytes)
{
	b64_raw_encode(out, bytes.p, bytes.n);
	for (; *out != '\0'; out++)
		*out = *out == '+' ? '-' : *out == '/' ? '_' : *out;
}

static bool
member_is(const json_t *o, const char *key, const char *want)
{
	struct span s;

	return json_in_str(o, key, &s, NULL) == TT_OK && span_is(s, want);
}

/* Not within a page of somebody else's. */
static bool
is_top(const json_t *o)
{
	bool cross = false;

	if (json_in_there(o, "topOrigin"))
		return false;
	return !json_in_there(o, "crossOrigin") ||
	    (json_in_bool(o, "crossOrigin", &cross, NULL) == TT_OK && !cross);
}

static enum tt_err
check_client(struct span client, const char *type, struct span challenge,
    const struct passkey_site *site)
{
	char want[B64_RAW_LEN(PASSKEY_CHALLENGE_MAX) + 1];
	json_t *o;
	enum tt_err e;

	if (challenge.n == 0 || challenge.n > PASSKEY_CHALLENGE_MAX)
		return TT_ELIMIT;
	encode_url(want, challenge);
	if ((e = json_in_parse(client, PASSKEY_CLIENT_MAX, &o, NULL)) !=
	    TT_OK)
		return e;
	if (!member_is(o, "type", type) ||
	    !member_is(o, "challenge", want) ||
	    !member_is(o, "origin", site->origin) || !is_top(o))
		e = TT_EREFUSED;
	json_decref(o);
	return e;
}

/* Of this site, and by a user who was asked: the data's first 33 bytes. */
static enum tt_err
check_auth(struct span auth, const struct passkey_site *site)
{
	uint8_t rp[SHA256_LEN];

	if (auth.n > PASSKEY_AUTH_MAX)
		return TT_ELIMIT;
	if (auth.n <= sizeof(rp))
		return TT_ESYNTAX;
	sha256(rp, site->rp_id, strlen(site->rp_id));
	return memcmp(auth.p, rp, sizeof(rp)) == 0 &&
	    ((uint8_t)auth.p[sizeof(rp)] & VERIFIED) == VERIFIED ?
	    TT_OK : TT_EREFUSED;
}

static const uint8_t *
bytes_of(struct span s)
{
	return (const uint8_t *)s.p;
}

/* What is in the data, if it is of that algorithm. */
static enum tt_err
take_credential(fido_cred_t *cred, enum passkey_alg alg, struct span auth,
    struct passkey *out)
{
	struct passkey k = { .alg = alg };

	if (fido_cred_set_type(cred, (int)alg) != FIDO_OK)
		return TT_EKEY;
	if (fido_cred_set_authdata_raw(cred, bytes_of(auth), auth.n) !=
	    FIDO_OK)
		return TT_ESYNTAX;
	k.id_n = fido_cred_id_len(cred);
	if (k.id_n == 0 || k.id_n > sizeof(k.id) ||
	    fido_cred_pubkey_len(cred) != passkey_key_len(alg))
		return TT_ESYNTAX;
	memcpy(k.id, fido_cred_id_ptr(cred), k.id_n);
	memcpy(k.key, fido_cred_pubkey_ptr(cred), passkey_key_len(alg));
	k.count = fido_cred_sigcount(cred);
	*out = k;
	return TT_OK;
}

/* libfido2 wants to know the algorithm before it reads which it is. */
static enum tt_err
read_credential(struct span auth, struct passkey *out)
{
	static const enum passkey_alg algs[] = { PASSKEY_ES256,
		PASSKEY_EDDSA };
	enum tt_err e = TT_EKEY;

	for (size_t i = 0; i < N_ROWS(algs) && e != TT_OK; i++) {
		fido_cred_t *cred = fido_cred_new();

		if (cred == NULL)
			return TT_ENOMEM;
		e = take_credential(cred, algs[i], auth, out);
		fido_cred_free(&cred);
	}
	return e;
}

enum tt_err
passkey_register(struct passkey *out, const struct passkey_site *site,
    struct span challenge, const struct passkey_said *said)
{
	enum tt_err e;

	if ((e = check_client(said->client_data, "webauthn.create", challenge,
	    site)) != TT_OK || (e = check_auth(said->auth_data, site)) !=
	    TT_OK)
		return e;
	return read_credential(said->auth_data, out);
}

static bool
fill(fido_assert_t *a, const struct passkey_site *site,
    const struct passkey_said *said)
{
	return fido_assert_set_clientdata(a, bytes_of(said->client_data),
	    said->client_data.n) == FIDO_OK &&
	    fido_assert_set_rp(a, site->rp_id) == FIDO_OK &&
	    fido_assert_set_up(a, FIDO_OPT_TRUE) == FIDO_OK &&
	    fido_assert_set_uv(a, FIDO_OPT_TRUE) == FIDO_OK &&
	    fido_assert_set_count(a, 1) == FIDO_OK &&
	    fido_assert_set_authdata_raw(a, 0, bytes_of(said->auth_data),
	    said->auth_data.n) == FIDO_OK &&
	    fido_assert_set_sig(a, 0, bytes_of(said->signature),
	    said->signature.n) == FIDO_OK;
}

static enum tt_err
verify_es256(const fido_assert_t *a, const struct passkey *key)
{
	es256_pk_t *pk = es256_pk_new();
	enum tt_err e = TT_ENOMEM;

	if (pk != NULL)
		e = es256_pk_from_ptr(pk, key->key, 64) == FIDO_OK &&
		    fido_assert_verify(a, 0, COSE_ES256, pk) == FIDO_OK ?
		    TT_OK : TT_ESIG;
	es256_pk_free(&pk);
	return e;
}

static enum tt_err
verify_eddsa(const fido_assert_t *a, const struct passkey *key)
{
	eddsa_pk_t *pk = eddsa_pk_new();
	enum tt_err e = TT_ENOMEM;

	if (pk != NULL)
		e = eddsa_pk_from_ptr(pk, key->key, 32) == FIDO_OK &&
		    fido_assert_verify(a, 0, COSE_EDDSA, pk) == FIDO_OK ?
		    TT_OK : TT_ESIG;
	eddsa_pk_free(&pk);
	return e;
}

static enum tt_err
verify(const struct passkey *key, const struct passkey_site *site,
    const struct passkey_said *said, uint32_t *count)
{
	fido_assert_t *a = fido_assert_new();
	enum tt_err e;

	if (a == NULL)
		return TT_ENOMEM;
	if (!fill(a, site, said))
		e = TT_ESYNTAX;
	else
		e = key->alg == PASSKEY_ES256 ? verify_es256(a, key) :
		    verify_eddsa(a, key);
	if (e == TT_OK)
		*count = fido_assert_sigcount(a, 0);
	fido_assert_free(&a);
	return e;
}

enum tt_err
passkey_assert(uint32_t *count, const struct passkey *key,
    const struct passkey_site *site, struct span challenge,
    const struct passkey_said *said)
{
	uint32_t now = 0;
	enum tt_err e;

	if (said->signature.n == 0 || said->signature.n > PASSKEY_SIG_MAX)
		return TT_ESYNTAX;
	if ((e = check_client(said->client_data, "webauthn.get", challenge,
	    site)) != TT_OK ||
	    (e = check_auth(said->auth_data, site)) != TT_OK ||
	    (e = verify(key, site, said, &now)) != TT_OK)
		return e;
	if ((now != 0 || key->count != 0) && now <= key->count)
		return TT_ESTATE;
	*count = now;
	return TT_OK;
}
