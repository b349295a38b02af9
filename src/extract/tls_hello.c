/* SPDX-License-Identifier: ISC */
/* tls_hello - records in the clear, and what both hellos agreed on. */
#include <string.h>

#include "base/buf.h"
#include "extract/tls_own.h"

static unsigned
be16(const char *p)
{
	return (unsigned)(uint8_t)p[0] << 8 | (uint8_t)p[1];
}

/* IANA's registry of TLS cipher suites. */
bool
tls_set_suite(struct tls_session *s)
{
	switch (s->suite) {
	case 0x1301: case 0xc02b: case 0xc02f: case 0x009c: case 0x009e:
		s->cipher = EVP_aes_128_gcm();
		s->hash = EVP_sha256();
		s->key_len = 16;
		return true;
	case 0x1302: case 0xc02c: case 0xc030: case 0x009d: case 0x009f:
		s->cipher = EVP_aes_256_gcm();
		s->hash = EVP_sha384();
		s->key_len = 32;
		return true;
	case 0x1303: case 0xcca8: case 0xcca9: case 0xccaa:
		s->cipher = EVP_chacha20_poly1305();
		s->hash = EVP_sha256();
		s->key_len = 32;
		return true;
	default:
		return false;
	}
}

bool
tls_next_record(struct span *s, struct tls_record *r)
{
	size_t n;

	if (s->n < 5)
		return false;
	n = be16(s->p + 3);
	if ((uint8_t)s->p[0] < 20 || (uint8_t)s->p[0] > 24 || s->p[1] != 3 ||
	    n > TLS_RECORD_MAX || n > s->n - 5)
		return false;
	*r = (struct tls_record){ (uint8_t)s->p[0], span_of(s->p, 5),
		span_of(s->p + 5, n) };
	*s = span_of(s->p + 5 + n, s->n - 5 - n);
	return true;
}

bool
tls_looks_so(struct span s)
{
	return s.n >= 6 && s.p[0] == 22 && s.p[1] == 3 && s.p[2] <= 4 &&
	    (s.p[5] == 1 || s.p[5] == 2);
}

/* The handshake messages in the clear that a direction begins with. */
static enum tt_err
read_handshake(struct span s, struct buf *out)
{
	struct tls_record r;

	while (tls_next_record(&s, &r) && r.type == 22 && out->n < 65536)
		buf_span(out, r.body);
	return buf_err(out);
}

static bool
next_message(struct span *s, uint8_t *type, struct span *body)
{
	size_t n;

	if (s->n < 4)
		return false;
	n = (size_t)(uint8_t)s->p[1] << 16 | be16(s->p + 2);
	if (n > s->n - 4)
		return false;
	*type = (uint8_t)s->p[0];
	*body = span_of(s->p + 4, n);
	*s = span_of(s->p + 4 + n, s->n - 4 - n);
	return true;
}

/* Is version 1.3 chosen?  Extension 43 of a ServerHello behind its suite. */
static bool
chooses_13(struct span ext)
{
	while (ext.n >= 4) {
		size_t n = be16(ext.p + 2);

		if (n > ext.n - 4)
			return false;
		if (be16(ext.p) == 43 && n == 2)
			return be16(ext.p + 4) == 0x0304;
		ext = span_of(ext.p + 4 + n, ext.n - 4 - n);
	}
	return false;
}

static bool
read_server_hello(struct span m, struct tls_session *s)
{
	size_t at = 2 + TLS_RANDOM_LEN;

	if (m.n < at + 1)
		return false;
	memcpy(s->server_random, m.p + 2, TLS_RANDOM_LEN);
	at += 1 + (size_t)(uint8_t)m.p[at];
	if (at + 3 > m.n)
		return false;
	s->suite = be16(m.p + at);
	at += 3;
	s->is_13 = at + 2 <= m.n &&
	    chooses_13(span_of(m.p + at + 2, m.n - at - 2));
	return true;
}

bool
tls_read_hellos(struct span client, struct span server, struct tls_session *s)
{
	struct buf c, d;
	struct span in, m;
	bool c_ok = false, s_ok = false;
	uint8_t type;

	buf_init(&c, (size_t)1 << 17);
	buf_init(&d, (size_t)1 << 17);
	if (read_handshake(client, &c) == TT_OK)
		for (in = buf_view(&c); next_message(&in, &type, &m);)
			if (type == 1 && m.n >= 2 + TLS_RANDOM_LEN) {
				memcpy(s->client_random, m.p + 2,
				    TLS_RANDOM_LEN);
				c_ok = true;
			}
	if (read_handshake(server, &d) == TT_OK)
		for (in = buf_view(&d); next_message(&in, &type, &m);)
			if (type == 2)
				s_ok = read_server_hello(m, s);
	buf_done(&c);
	buf_done(&d);
	return c_ok && s_ok;
}
