/* SPDX-License-Identifier: ISC */
#include "base/b64.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "telltale/request.h"

#define SCHEME	"Telltale "

static void
hash_body(struct hash *out, struct span body)
{
	sha256(out->b, body.p, body.n);
}

/* "Telltale " and base64 of note. */
static enum tt_err
write_header(struct buf *header, struct span note)
{
	char base64[B64_LEN(TT_REQUEST_MAX) + 1];
	struct buf b;
	enum tt_err e;

	b64_encode(base64, note.p, note.n);
	buf_init(&b, TT_REQUEST_HEADER_MAX);
	buf_str(&b, SCHEME);
	buf_str(&b, base64);
	if ((e = buf_err(&b)) == TT_OK) {
		buf_span(header, buf_view(&b));
		e = buf_err(header);
	}
	buf_done(&b);
	return e;
}

enum tt_err
tt_request_sign(struct buf *header, const struct tt_request *r,
    const struct tt_signer *signer)
{
	struct tt_statement_out o;
	struct hash body;
	struct buf note;
	enum tt_err e;

	hash_body(&body, r->body);
	buf_init(&note, TT_REQUEST_MAX);
	tt_statement_begin(&o, TT_REQUEST, r->origin, r->time);
	tt_statement_put_str(&o, "key", signer->vkey.name);
	tt_statement_put_bytes(&o, "challenge", r->challenge,
	    sizeof(r->challenge));
	tt_statement_put(&o, "method", r->method);
	tt_statement_put(&o, "path", r->path);
	tt_statement_put_hash(&o, "body", &body);
	if ((e = tt_statement_sign(&o, &signer, 1, &note)) == TT_OK)
		e = write_header(header, buf_view(&note));
	buf_done(&note);
	return e;
}

enum tt_err
tt_request_parse(struct tt_statement *out, struct buf *note,
    struct span header)
{
	char text[TT_REQUEST_MAX];
	struct tt_statement s;
	struct buf b;
	size_t n;
	enum tt_err e;

	if (header.n > TT_REQUEST_HEADER_MAX)
		return TT_ELIMIT;
	if (!span_skip(&header, SCHEME) ||
	    !b64_decode_any(text, sizeof(text), &n, header.p, header.n))
		return TT_ESYNTAX;
	buf_init(&b, note->max);
	buf_add(&b, text, n);
	if ((e = buf_err(&b)) != TT_OK ||
	    (e = tt_statement_parse(&s, buf_view(&b), NULL)) != TT_OK) {
		buf_done(&b);
		return e;
	}
	if (s.kind != TT_REQUEST) {
		buf_done(&b);
		return TT_ESYNTAX;
	}
	buf_done(note);
	*note = b;	/* transferred; s borrows from it */
	*out = s;
	return TT_OK;
}

static bool
says(const struct tt_statement *s, const struct tt_request *r)
{
	uint8_t challenge[TT_CHALLENGE_LEN];
	struct hash body, wanted;

	hash_body(&wanted, r->body);
	return span_eq(s->origin, r->origin) &&
	    tt_statement_bytes(s, "challenge", challenge, sizeof(challenge)) &&
	    secret_eq(challenge, r->challenge, sizeof(challenge)) &&
	    span_eq(tt_statement_get(s, "method"), r->method) &&
	    span_eq(tt_statement_get(s, "path"), r->path) &&
	    tt_statement_hash(s, "body", &body) &&
	    secret_eq(body.b, wanted.b, sizeof(body.b));
}

enum tt_err
tt_request_check(const struct tt_statement *s, const struct tt_request *r,
    const struct tt_vkey *key)
{
	struct tt_note_signed by;

	if (s->kind != TT_REQUEST || s->note.n != 1 || !says(s, r) ||
	    !tt_statement_is(s, "key", key->name) ||
	    key->type != TT_KEY_SIGN)
		return TT_EREFUSED;
	return tt_note_open(&s->note, key, 1, &by);
}
