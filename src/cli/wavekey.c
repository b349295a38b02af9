/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/wavekey.h"
#include "telltale/age_file.h"

static enum tt_err
read_threshold(const struct conf *conf, struct wavekey_keepers *k)
{
	const char *value = conf_get(conf, "threshold");
	uint64_t n = k->n;

	if (value != NULL &&
	    (span_u64(span_str(value), k->n, &n) != TT_OK || n == 0))
		return TT_ERANGE;
	k->k = (unsigned)n;
	return TT_OK;
}

enum tt_err
wavekey_keepers(const struct conf *conf, struct wavekey_keepers *out)
{
	struct wavekey_keepers k = { .n = 0 };
	struct span line, index, age;
	char want[4];
	const char *value;
	enum tt_err e;

	while ((value = conf_nth(conf, "keeper", k.n)) != NULL) {
		if (k.n == TT_SHARES_MAX)
			return TT_ELIMIT;
		line = span_str(value);
		snprintf(want, sizeof(want), "%02u", (k.n + 1) % 100);
		if (!span_word(&line, ' ', &index) || !span_is(index, want) ||
		    !span_word(&line, ' ', &age) ||
		    tt_age_recipient_parse(&k.recipient[k.n], age) != TT_OK)
			return TT_ESYNTAX;
		k.n++;
	}
	if (k.n == 0)
		return TT_ENOENT;
	if ((e = read_threshold(conf, &k)) != TT_OK)
		return e;
	*out = k;
	return TT_OK;
}

void
wavekey_row(unsigned number, const struct tt_age_recipient *seal,
    const struct tt_vkey *sign, char out[WAVEKEY_ROW_MAX])
{
	char age[TT_AGE_RECIPIENT_LEN + 1], vkey[TT_VKEY_TEXT_MAX + 1];

	tt_age_recipient_format(age, seal);
	tt_vkey_format(sign, vkey);
	snprintf(out, WAVEKEY_ROW_MAX, "%02u %s %s", number % 100, age, vkey);
}

enum tt_err
wavekey_draw(struct wavekey *w, const struct wavekey_keepers *keepers,
    struct rng rng)
{
	enum tt_err e;

	memset(w, 0, sizeof(*w));
	w->keepers = keepers;
	w->secret = SECRET_NEW(struct tt_wave_secret);
	w->identity = SECRET_NEW(struct tt_age_identity);
	w->shares = secret_new(keepers->n * sizeof(*w->shares));
	if (w->secret == NULL || w->identity == NULL || w->shares == NULL)
		return TT_ENOMEM;
	if ((e = tt_wave_secret_draw(w->secret, keepers->k, rng)) != TT_OK ||
	    (e = tt_wave_commit(&w->commitment, w->secret, keepers->n)) !=
	    TT_OK)
		return e;
	for (unsigned i = 0; i < keepers->n; i++)
		if ((e = tt_share_make(&w->shares[i], w->secret, i + 1)) !=
		    TT_OK)
			return e;
	return tt_wave_identity(w->identity, w->secret);
}

void
wavekey_done(struct wavekey *w)
{
	secret_free(w->secret);
	secret_free(w->identity);
	secret_free(w->shares);
	memset(w, 0, sizeof(*w));
}

void
wavekey_put(const struct wavekey *w, struct tt_statement_out *o)
{
	char index[12], hex[HEX_LEN(TT_COMMITMENT_LEN) + 1];
	char age[TT_AGE_RECIPIENT_LEN + 1];

	tt_statement_put_recipient(o, "recipient", &w->identity->recipient);
	tt_statement_put_number(o, "threshold", w->commitment.k);
	for (unsigned i = 0; i < w->commitment.k; i++) {
		snprintf(index, sizeof(index), "%02u", i);
		hex_encode(hex, w->commitment.c[i], TT_COMMITMENT_LEN);
		tt_statement_put_pair(o, "coefficient", span_str(index),
		    span_str(hex));
	}
	for (unsigned i = 0; i < w->keepers->n; i++) {
		snprintf(index, sizeof(index), "%02u", i + 1);
		tt_age_recipient_format(age, &w->keepers->recipient[i]);
		tt_statement_put_pair(o, "keeper", span_str(index),
		    span_str(age));
	}
}

enum tt_err
wavekey_share(const struct wavekey *w, unsigned i, const struct hash *wave,
    struct span origin, int64_t now_s, int64_t opens_s,
    const struct tt_signer *publisher, struct rng rng, struct buf *out)
{
	const struct tt_signer *signers[] = { publisher };
	const struct tt_age_target to = {
		.recipients = &w->keepers->recipient[i], .n_recipients = 1 };
	struct tt_statement_out *o = SECRET_NEW(struct tt_statement_out);
	struct buf text;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	buf_init_secret(&text, TT_STATEMENT_MAX);
	tt_statement_begin(o, TT_SHARE, origin, now_s);
	tt_statement_put_hash(o, "wave", wave);
	tt_statement_put_number(o, "index", w->shares[i].index);
	tt_statement_put_number(o, "threshold", w->commitment.k);
	tt_statement_put_number(o, "shares", w->commitment.n);
	tt_statement_put_instant(o, "opens", opens_s);
	tt_statement_put_bytes(o, "value", w->shares[i].value,
	    sizeof(w->shares[i].value));
	if ((e = tt_statement_sign(o, signers, 1, &text)) == TT_OK)
		e = tt_age_file_seal(out, &to, buf_view(&text), rng);
	buf_done(&text);
	secret_free(o);
	return e;
}
