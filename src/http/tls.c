/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "http/tls.h"

#define DAY_S		86400
#define YEARS_S		((int64_t)20 * 365 * DAY_S)
#define HOST_MAX	253	/* bytes; RFC 1035 */
#define SERIAL_LEN	16	/* bytes */

static bool
is_address(const char *host)
{
	uint8_t a[16];

	return inet_pton(AF_INET, host, a) == 1 ||
	    inet_pton(AF_INET6, host, a) == 1;
}

static bool
add_extension(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e;
	X509V3_CTX ctx;
	bool ok;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	if ((e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value)) == NULL)
		return false;
	ok = X509_add_ext(x, e, -1) == 1;
	X509_EXTENSION_free(e);
	return ok;
}

static bool
set_serial(X509 *x)
{
	unsigned char r[SERIAL_LEN];
	BIGNUM *n;
	bool ok;

	if (RAND_bytes(r, sizeof(r)) != 1)
		return false;
	r[0] = (unsigned char)((r[0] & 0x7f) | 0x40); /* positive, not short */
	if ((n = BN_bin2bn(r, sizeof(r), NULL)) == NULL)
		return false;
	ok = BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)) != NULL;
	BN_free(n);
	return ok;
}

static bool
set_name(X509 *x, const char *host)
{
	X509_NAME *name = X509_get_subject_name(x);

	/* a common name has 64 bytes at most; what counts is the SAN */
	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)(strlen(host) <= 64 ? host : "telltale"),
	    -1, -1, 0) == 1 && X509_set_issuer_name(x, name) == 1;
}

static X509 *
make_cert(const char *host, int64_t now_s, EVP_PKEY *key)
{
	char san[HOST_MAX + sizeof("DNS:")];
	X509 *x = X509_new();

	if (x == NULL)
		return NULL;
	snprintf(san, sizeof(san), "%s:%s", is_address(host) ? "IP" : "DNS",
	    host);
	if (X509_set_version(x, X509_VERSION_3) == 1 && set_serial(x) &&
	    ASN1_TIME_set(X509_getm_notBefore(x), now_s - DAY_S) != NULL &&
	    ASN1_TIME_set(X509_getm_notAfter(x), now_s + YEARS_S) != NULL &&
	    X509_set_pubkey(x, key) == 1 && set_name(x, host) &&
	    add_extension(x, NID_subject_alt_name, san) &&
	    add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(x, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(x, NID_ext_key_usage, "serverAuth") &&
	    X509_sign(x, key, EVP_sha256()) != 0)
		return x;
	X509_free(x);
	return NULL;
}

/* All of bio into b, which is initialised. */
static enum tt_err
drain(BIO *bio, struct buf *b)
{
	char *p;
	long n = BIO_get_mem_data(bio, &p);

	buf_add(b, p, n > 0 ? (size_t)n : 0);
	return buf_err(b);
}

static enum tt_err
write_pem(EVP_PKEY *key, X509 *cert, struct buf *k, struct buf *c)
{
	BIO *kb = BIO_new(BIO_s_secmem()), *cb = BIO_new(BIO_s_mem());
	enum tt_err e = TT_ENOMEM;

	if (kb != NULL && cb != NULL &&
	    PEM_write_bio_PKCS8PrivateKey(kb, key, NULL, NULL, 0, NULL,
	    NULL) == 1 && PEM_write_bio_X509(cb, cert) == 1 &&
	    (e = drain(kb, k)) == TT_OK)
		e = drain(cb, c);
	BIO_free(kb);
	BIO_free(cb);
	return e;
}

enum tt_err
tls_make(const char *host, int64_t now_s, struct buf *key_pem,
    struct buf *cert_pem)
{
	enum tt_err e = TT_ENOMEM;
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	struct buf k, c;

	if (host[0] == '\0' || strlen(host) > HOST_MAX ||
	    strpbrk(host, ", \n") != NULL)
		return TT_ESYNTAX;
	buf_init_secret(&k, TLS_PEM_MAX);
	buf_init(&c, TLS_PEM_MAX);
	if ((key = EVP_EC_gen("P-256")) != NULL &&
	    (cert = make_cert(host, now_s, key)) != NULL)
		e = write_pem(key, cert, &k, &c);
	X509_free(cert);
	EVP_PKEY_free(key);
	if (e != TT_OK) {
		buf_done(&k);
		buf_done(&c);
		return e;
	}
	*key_pem = k;
	*cert_pem = c;
	return TT_OK;
}

enum tt_err
tls_pin(struct span cert_pem, char pin[TLS_PIN_LEN + 1])
{
	uint8_t sha[SHA256_LEN];
	unsigned char *spki = NULL;
	X509 *x = NULL;
	BIO *b;
	int n = -1;

	if (cert_pem.n > TLS_PEM_MAX ||
	    (b = BIO_new_mem_buf(cert_pem.p, (int)cert_pem.n)) == NULL)
		return TT_EKEY;
	x = PEM_read_bio_X509(b, NULL, NULL, NULL);
	BIO_free(b);
	if (x != NULL)
		n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &spki);
	X509_free(x);
	if (n < 0)
		return TT_EKEY;
	sha256(sha, spki, (size_t)n);
	OPENSSL_free(spki);
	b64_encode(pin, sha, sizeof(sha));
	return TT_OK;
}
