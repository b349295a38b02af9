/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/b64.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "ledger/key_name.h"
#include "telltale/note.h"

#define DASH		"\xe2\x80\x94 "	/* U+2014 and a space */
#define COSIGNATURE	"cosignature/v1\n"
#define TIME_LEN	8		/* bytes */
#define TIME_MAX	(UINT64_MAX >> 1)
#define HEAD_MAX	64		/* bytes of a cosignature's own lines */
#define SIGNED_MAX	(TT_KEY_ID_LEN + TIME_LEN + TT_SIG_LEN)

/* Form. */

static bool
chars_ok(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n')
			return false;
	return utf8_valid(s.p, s.n);
}

/*
 * Canonical base64 of at least five bytes, the first four to id.  In pieces:
 * lines of post-quantum keys, which are skipped, are long.
 */
static bool
take_id(struct span base64, uint8_t id[TT_KEY_ID_LEN])
{
	uint8_t raw[192];
	size_t got, total = 0;

	while (base64.n > 0) {
		size_t n = base64.n < B64_LEN(sizeof(raw)) ? base64.n :
		    B64_LEN(sizeof(raw));

		if (!b64_decode_any(raw, sizeof(raw), &got, base64.p, n))
			return false;
		if (n < base64.n && got != sizeof(raw))
			return false;	/* padding before the end */
		if (total == 0 && got > TT_KEY_ID_LEN)
			memcpy(id, raw, TT_KEY_ID_LEN);
		total += got;
		base64 = span_of(base64.p + n, base64.n - n);
	}
	return total > TT_KEY_ID_LEN;
}

static enum tt_err
parse_line(struct tt_note_line *out, struct span line)
{
	if (!span_skip(&line, DASH) || !span_word(&line, ' ', &out->name) ||
	    !key_name_ok(out->name) || !take_id(line, out->id))
		return TT_ESYNTAX;
	out->base64 = line;
	return TT_OK;
}

/* Cut at the last empty line; the text keeps its LF. */
static enum tt_err
split(struct span note, struct span *text, struct span *lines)
{
	for (size_t i = note.n; i >= 2; i--)
		if (note.p[i - 1] == '\n' && note.p[i - 2] == '\n') {
			*text = span_of(note.p, i - 1);
			*lines = span_of(note.p + i, note.n - i);
			return TT_OK;
		}
	return TT_ESYNTAX;
}

enum tt_err
tt_note_parse(struct tt_note *out, struct span note)
{
	struct tt_note tmp = { .n = 0 };
	struct span rest, line;
	enum tt_err e;

	if (note.n > TT_NOTE_MAX)
		return TT_ELIMIT;
	if (!chars_ok(note))
		return TT_ESYNTAX;
	if ((e = split(note, &tmp.text, &tmp.lines)) != TT_OK)
		return e;
	for (rest = tmp.lines; rest.n > 0; tmp.n++) {
		if (!span_line(&rest, &line))
			return TT_ESYNTAX;
		if (tmp.n == TT_NOTE_LINES_MAX)
			return TT_ELIMIT;
		if ((e = parse_line(&tmp.line[tmp.n], line)) != TT_OK)
			return e;
	}
	if (tmp.n == 0)
		return TT_ESYNTAX;
	*out = tmp;
	return TT_OK;
}

/* Verifying. */

static bool
line_is(const struct tt_note_line *l, const struct tt_vkey *k)
{
	return memcmp(l->id, k->id, sizeof(l->id)) == 0 &&
	    span_is(l->name, k->name);
}

/* The first line of k, or note->n. */
static size_t
find_line(const struct tt_note *note, const struct tt_vkey *k)
{
	size_t i = 0;

	while (i < note->n && !line_is(&note->line[i], k))
		i++;
	return i;
}

static uint64_t
be64(const uint8_t *p)
{
	uint64_t v = 0;

	for (size_t i = 0; i < TIME_LEN; i++)
		v = v << 8 | p[i];
	return v;
}

/* What a cosignature is over. */
static void
cosigned(struct buf *b, uint64_t time, struct span text)
{
	buf_init(b, TT_NOTE_MAX + HEAD_MAX);
	buf_printf(b, COSIGNATURE "time %" PRIu64 "\n", time);
	buf_span(b, text);
}

static enum tt_err
verify(const uint8_t *sig, struct span message, const struct tt_vkey *k)
{
	return crypto_sign_verify_detached(sig,
	    (const unsigned char *)message.p, message.n, k->key) == 0 ?
	    TT_OK : TT_ESIG;
}

static enum tt_err
verify_cosignature(const uint8_t *sig, struct span text,
    const struct tt_vkey *k)
{
	uint64_t time = be64(sig);
	struct buf b;
	enum tt_err e;

	if (time == 0 || time > TIME_MAX)
		return TT_ESIG;
	cosigned(&b, time, text);
	if ((e = buf_err(&b)) == TT_OK)
		e = verify(sig + TIME_LEN, buf_view(&b), k);
	buf_done(&b);
	return e;
}

static enum tt_err
verify_line(const struct tt_note_line *l, struct span text,
    const struct tt_vkey *k)
{
	uint8_t raw[SIGNED_MAX];

	switch (k->type) {
	case TT_KEY_SIGN:
		if (!b64_decode(raw, TT_KEY_ID_LEN + TT_SIG_LEN, l->base64.p,
		    l->base64.n))
			return TT_ESIG;
		return verify(raw + TT_KEY_ID_LEN, text, k);
	case TT_KEY_COSIGN:
		if (!b64_decode(raw, sizeof(raw), l->base64.p, l->base64.n))
			return TT_ESIG;
		return verify_cosignature(raw + TT_KEY_ID_LEN, text, k);
	}
	return TT_EKEY;
}

/* Of a line that verified. */
static uint64_t
time_of(const struct tt_note_line *l, const struct tt_vkey *k)
{
	uint8_t raw[SIGNED_MAX];

	if (k->type != TT_KEY_COSIGN ||
	    !b64_decode(raw, sizeof(raw), l->base64.p, l->base64.n))
		return 0;
	return be64(raw + TT_KEY_ID_LEN);
}

enum tt_err
tt_note_open(const struct tt_note *note, const struct tt_vkey *known,
    size_t n, struct tt_note_signed *signed_by)
{
	bool any = false;
	enum tt_err e;
	size_t at;

	for (size_t k = 0; k < n; k++) {
		if ((at = find_line(note, &known[k])) == note->n)
			continue;
		if ((e = verify_line(&note->line[at], note->text,
		    &known[k])) != TT_OK)
			return e;
		any = true;
	}
	if (!any)
		return TT_EUNSIGNED;
	for (size_t k = 0; k < n; k++) {
		at = find_line(note, &known[k]);
		signed_by[k].yes = at < note->n;
		signed_by[k].time = signed_by[k].yes ?
		    time_of(&note->line[at], &known[k]) : 0;
	}
	return TT_OK;
}

/* Signing. */

static enum tt_err
text_ok(struct span text)
{
	if (text.n > TT_NOTE_MAX)
		return TT_ELIMIT;
	if (text.n == 0 || text.p[text.n - 1] != '\n' || !chars_ok(text))
		return TT_ESYNTAX;
	return TT_OK;
}

/* A text that a cosignature could be over is no plain key's to sign. */
static enum tt_err
signable(struct span text)
{
	return span_starts(text, "cosignature/") ? TT_ESYNTAX : text_ok(text);
}

static void
sign(uint8_t sig[TT_SIG_LEN], struct span message, const struct tt_signer *s)
{
	uint8_t pk[crypto_sign_PUBLICKEYBYTES];
	uint8_t sk[crypto_sign_SECRETKEYBYTES];

	crypto_sign_seed_keypair(pk, sk, s->seed);
	crypto_sign_detached(sig, NULL, (const unsigned char *)message.p,
	    message.n, sk);
	secret_wipe(sk, sizeof(sk));
}

static void
write_line(struct buf *b, struct span name, struct span base64)
{
	buf_str(b, DASH);
	buf_span(b, name);
	buf_char(b, ' ');
	buf_span(b, base64);
	buf_char(b, '\n');
}

static void
sign_line(struct buf *b, struct span text, const struct tt_signer *s)
{
	uint8_t raw[TT_KEY_ID_LEN + TT_SIG_LEN];
	char base64[B64_LEN(sizeof(raw)) + 1];

	memcpy(raw, s->vkey.id, TT_KEY_ID_LEN);
	sign(raw + TT_KEY_ID_LEN, text, s);
	b64_encode(base64, raw, sizeof(raw));
	write_line(b, span_str(s->vkey.name), span_str(base64));
}

static int
compare(struct span name, const uint8_t *id, const struct tt_vkey *k)
{
	int c = span_cmp(name, span_str(k->name));

	return c != 0 ? c : memcmp(id, k->id, TT_KEY_ID_LEN);
}

/* The order that signers' lines stand in. */
static enum tt_err
sort(const struct tt_signer *const *signers, size_t n,
    const struct tt_signer *sorted[TT_NOTE_LINES_MAX])
{
	if (n > TT_NOTE_LINES_MAX)
		return TT_ELIMIT;
	for (size_t i = 0; i < n; i++) {
		const struct tt_vkey *k = &signers[i]->vkey;
		size_t at = i;
		int c = -1;

		if (k->type != TT_KEY_SIGN)
			return TT_EKEY;
		for (; at > 0; at--) {
			c = compare(span_str(sorted[at - 1]->vkey.name),
			    sorted[at - 1]->vkey.id, k);
			if (c == 0)
				return TT_EEXIST;
			if (c < 0)
				break;
			sorted[at] = sorted[at - 1];
		}
		sorted[at] = signers[i];
	}
	return TT_OK;
}

/* Hand b's bytes on to out, all or none, and be done with b. */
static enum tt_err
hand_on(struct buf *b, struct buf *out)
{
	enum tt_err e = buf_err(b);

	if (e == TT_OK) {
		buf_span(out, buf_view(b));
		e = buf_err(out);
	}
	buf_done(b);
	return e;
}

enum tt_err
tt_note_sign(struct buf *note, struct span text,
    const struct tt_signer *const *signers, size_t n)
{
	const struct tt_signer *sorted[TT_NOTE_LINES_MAX];
	struct buf b;
	enum tt_err e;

	assert(n > 0);
	if ((e = signable(text)) != TT_OK ||
	    (e = sort(signers, n, sorted)) != TT_OK)
		return e;
	buf_init(&b, TT_NOTE_MAX);
	buf_span(&b, text);
	buf_char(&b, '\n');
	for (size_t i = 0; i < n; i++)
		sign_line(&b, text, sorted[i]);
	return hand_on(&b, note);
}

/* Where k's line belongs among sorted lines. */
static enum tt_err
place(const struct tt_note *note, const struct tt_vkey *k, size_t *at)
{
	size_t before = 0;
	int c;

	for (size_t i = 0; i < note->n; i++) {
		const struct tt_note_line *l = &note->line[i];

		if (i > 0 && (c = span_cmp(l[-1].name, l->name)) >= 0 &&
		    (c > 0 || memcmp(l[-1].id, l->id, sizeof(l->id)) >= 0))
			return TT_ESYNTAX;
		if ((c = compare(l->name, l->id, k)) == 0)
			return TT_EEXIST;
		before += c < 0;
	}
	*at = before;
	return TT_OK;
}

enum tt_err
tt_note_add(struct buf *out, struct span note, const struct tt_signer *signer)
{
	struct tt_note old;
	struct buf b;
	size_t at;
	enum tt_err e;

	if (signer->vkey.type != TT_KEY_SIGN)
		return TT_EKEY;
	if ((e = tt_note_parse(&old, note)) != TT_OK ||
	    (e = signable(old.text)) != TT_OK ||
	    (e = place(&old, &signer->vkey, &at)) != TT_OK)
		return e;
	if (old.n == TT_NOTE_LINES_MAX)
		return TT_ELIMIT;
	buf_init(&b, TT_NOTE_MAX);
	buf_span(&b, old.text);
	buf_char(&b, '\n');
	for (size_t i = 0; i <= old.n; i++) {
		if (i == at)
			sign_line(&b, old.text, signer);
		if (i < old.n)
			write_line(&b, old.line[i].name, old.line[i].base64);
	}
	return hand_on(&b, out);
}

enum tt_err
tt_note_cosign(struct buf *line, struct span text, uint64_t time,
    const struct tt_signer *witness)
{
	char base64[B64_LEN(SIGNED_MAX) + 1];
	uint8_t raw[SIGNED_MAX];
	struct buf b, out;
	enum tt_err e;

	if (witness->vkey.type != TT_KEY_COSIGN)
		return TT_EKEY;
	if (time == 0 || time > TIME_MAX)
		return TT_ERANGE;
	if ((e = text_ok(text)) != TT_OK)
		return e;
	cosigned(&b, time, text);
	if ((e = buf_err(&b)) == TT_OK) {
		memcpy(raw, witness->vkey.id, TT_KEY_ID_LEN);
		for (size_t i = 0; i < TIME_LEN; i++)
			raw[TT_KEY_ID_LEN + i] =
			    (uint8_t)(time >> (56 - 8 * i));
		sign(raw + TT_KEY_ID_LEN + TIME_LEN, buf_view(&b), witness);
	}
	buf_done(&b);
	if (e != TT_OK)
		return e;
	b64_encode(base64, raw, sizeof(raw));
	buf_init(&out, TT_NOTE_MAX);
	write_line(&out, span_str(witness->vkey.name), span_str(base64));
	return hand_on(&out, line);
}
