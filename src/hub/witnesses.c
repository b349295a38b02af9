/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/log.h"
#include "http/client.h"
#include "hub/witnesses.h"
#include "telltale/note.h"

#define ANSWER_MAX	65536	/* bytes */
#define CONNECT_MS	5000
#define TRIES		2	/* a 409 says from where */

struct witness_peer {
	struct tt_vkey key;
	struct http_client *client;
	uint64_t size;		/* that it cosigned last, as far as we know */
	bool late;		/* said so already */
	_Atomic int64_t cosigned_s;
	struct buf kept;	/* the head that it cosigned last, with its
				 * line; n 0: none that is known */
	struct tt_checkpoint kept_cp;
	/* of the question that is asked */
	const struct tt_checkpoint *cp;
	struct span note;
	struct hash proof[MERKLE_PROOF_MAX];
	size_t n_proof;
	struct buf answer;
	unsigned status;
	enum tt_err err;
	bool asks;
	bool forgot;		/* it is shown what it cosigned */
};

struct witnesses {
	struct witness_peer peer[WITNESSES_MAX];
	size_t n;
};

/* "VKEY URL [PIN]" */
static enum tt_err
add_peer(struct witnesses *w, const char *row)
{
	struct http_client_conf conf = { .connect_ms = CONNECT_MS,
		.answer_ms = WITNESSES_WAIT_S * 1000 };
	struct witness_peer *p = &w->peer[w->n];
	struct span rest = span_str(row), word;
	char url[TT_ORIGIN_MAX + 16], pin[64] = "";
	enum tt_err e;

	if (w->n == WITNESSES_MAX)
		return TT_ELIMIT;
	if (!span_word(&rest, ' ', &word))
		return TT_ESYNTAX;
	if ((e = tt_vkey_parse(&p->key, word)) != TT_OK)
		return e;
	if (p->key.type != TT_KEY_COSIGN)
		return TT_EKEY;
	if (!span_word(&rest, ' ', &word) ||
	    span_copy(word, url, sizeof(url)) != TT_OK ||
	    span_copy(rest, pin, sizeof(pin)) != TT_OK)
		return TT_ESYNTAX;
	conf.base = url;
	conf.pin = pin[0] != '\0' ? pin : NULL;
	if ((e = http_client_new(&p->client, &conf)) == TT_OK)
		w->n++;
	return e;
}

enum tt_err
witnesses_new(struct witnesses **out, const struct conf *conf)
{
	struct witnesses *w = calloc(1, sizeof(*w));
	enum tt_err e = TT_OK;
	const char *row;

	if (w == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; e == TT_OK &&
	    (row = conf_nth(conf, "witness", i)) != NULL; i++)
		e = add_peer(w, row);
	if (e == TT_OK)
		*out = w;
	else
		witnesses_free(w);
	return e;
}

void
witnesses_free(struct witnesses *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->n; i++) {
		http_client_free(w->peer[i].client);
		buf_done(&w->peer[i].kept);
	}
	free(w);
}

enum tt_err
witnesses_recall(struct witnesses *w, struct span head)
{
	struct tt_checkpoint cp;
	struct tt_note_signed by;
	struct tt_note note;
	enum tt_err e = TT_OK;

	if (tt_note_parse(&note, head) != TT_OK ||
	    tt_checkpoint_parse(&cp, note.text.p, note.text.n) != TT_OK)
		return TT_OK;
	for (size_t i = 0; i < w->n && e == TT_OK; i++) {
		struct witness_peer *p = &w->peer[i];

		if (tt_note_open(&note, &p->key, 1, &by) != TT_OK || !by.yes)
			continue;
		buf_init(&p->kept, TT_NOTE_MAX);
		buf_span(&p->kept, head);
		e = buf_err(&p->kept);
		p->kept_cp = cp;
	}
	return e;
}

size_t
witnesses_count(const struct witnesses *w)
{
	return w != NULL ? w->n : 0;
}

const char *
witnesses_last(const struct witnesses *w, size_t i, int64_t *at_s)
{
	*at_s = w->peer[i].cosigned_s;
	return w->peer[i].key.name;
}

static void
write_question(const struct witness_peer *p, struct buf *out)
{
	char line[B64_LEN(32) + 1];

	buf_printf(out, "old %" PRIu64 "\n", p->size);
	for (size_t i = 0; i < p->n_proof; i++) {
		b64_encode(line, p->proof[i].b, sizeof(p->proof[i].b));
		buf_printf(out, "%s\n", line);
	}
	buf_char(out, '\n');
	buf_span(out, p->note);
}

/* On a thread of its own: touches nothing but its peer. */
static void *
ask(void *ctx)
{
	struct witness_peer *p = ctx;
	struct http_answer a;
	struct buf question;
	struct http_call call = { .verb = HTTP_POST,
		.target = "/add-checkpoint", .max_answer = ANSWER_MAX,
		.content_type = "text/plain; charset=utf-8" };

	buf_init(&question, TT_NOTE_MAX + 8192);
	write_question(p, &question);
	p->status = 0;
	if ((p->err = buf_err(&question)) == TT_OK) {
		call.body = buf_view(&question);
		p->err = http_client_call(p->client, &call, &a);
	}
	buf_done(&question);
	if (p->err == TT_OK) {
		p->status = a.status;
		p->answer = a.body;	/* transferred */
	}
	return NULL;
}

/* Who is to be asked again gets its question: a proof from where it is. */
static enum tt_err
prepare(struct witness_peer *p, const struct tt_checkpoint *cp,
    struct tt_log_reader *reader, struct span note)
{
	p->cp = p->forgot ? &p->kept_cp : cp;
	p->note = p->forgot ? buf_view(&p->kept) : note;
	p->n_proof = 0;
	if (p->size > p->cp->size)
		return TT_EROLLBACK;
	if (p->size == 0 || p->size == p->cp->size)
		return TT_OK;
	return merkle_prove_consistency(p->size, p->cp->size, tt_log_reader_get,
	    reader, p->proof, &p->n_proof);
}

static void
ask_all(struct witnesses *w)
{
	pthread_t thread[WITNESSES_MAX];
	bool runs[WITNESSES_MAX] = { false };

	for (size_t i = 0; i < w->n; i++) {
		if (!w->peer[i].asks)
			continue;
		w->peer[i].err = TT_ENOMEM;
		runs[i] = pthread_create(&thread[i], NULL, ask, &w->peer[i]) ==
		    0;
	}
	for (size_t i = 0; i < w->n; i++)
		if (runs[i])
			pthread_join(thread[i], NULL);
}

/* Lines of its key that hold over the head; others are dropped. */
static bool
take_lines(struct witness_peer *p, struct buf *note)
{
	struct span rest = buf_view(&p->answer), line;
	struct tt_note_signed by;
	struct tt_note parsed;
	struct buf one;
	bool good = false;

	while (!good && span_line(&rest, &line)) {
		buf_init(&one, TT_NOTE_MAX);
		buf_span(&one, p->note);
		buf_span(&one, line);
		buf_char(&one, '\n');
		if (buf_err(&one) == TT_OK &&
		    tt_note_parse(&parsed, buf_view(&one)) == TT_OK &&
		    tt_note_open(&parsed, &p->key, 1, &by) == TT_OK && by.yes) {
			buf_span(note, line);
			buf_char(note, '\n');
			p->cosigned_s = (int64_t)by.time;
			buf_done(&p->kept);
			p->kept = one;		/* transferred */
			p->kept_cp = *p->cp;
			good = true;
		} else
			buf_done(&one);
	}
	return good;
}

/*
 * 409 with a size: from there, once more.  Above ours: we are behind.  Below
 * what it cosigned: its state is an old one, and what it is shown is that head
 * with its own line, by which it can tell, and stops (specs/ledger.md 4).
 */
static enum tt_err
take_size(struct witness_peer *p)
{
	struct span rest = buf_view(&p->answer), line;
	uint64_t size;

	if (!span_line(&rest, &line) ||
	    span_u64(line, UINT64_MAX, &size) != TT_OK)
		return TT_OK;
	p->size = size;
	if (size > p->cp->size)
		return TT_EROLLBACK;
	p->forgot = p->kept.n > 0 && size < p->kept_cp.size;
	if (p->forgot)
		log_line(LOG_LEVEL_ERROR, "a witness remembers less than it "
		    "has cosigned", "witness", p->key.name, NULL);
	p->asks = true;
	return TT_OK;
}

static void
report(struct witness_peer *p, bool good)
{
	if (!good && !p->late)
		log_line(LOG_LEVEL_WARN, "a witness did not cosign",
		    "witness", p->key.name, "why", p->err != TT_OK ?
		    tt_err_text(p->err) : "its answer is no cosignature",
		    NULL);
	else if (good && p->late)
		log_line(LOG_LEVEL_INFO, "a witness cosigns again",
		    "witness", p->key.name, NULL);
	p->late = !good;
}

static enum tt_err
take_answer(struct witness_peer *p, bool last, struct buf *note, size_t *n)
{
	enum tt_err e = TT_OK;
	bool good = false;

	p->asks = false;
	if (p->err == TT_OK && p->status == 409 && !last)
		e = take_size(p);
	else if (p->err == TT_OK && p->status == 200 && !p->forgot)
		good = take_lines(p, note);
	p->forgot = p->forgot && p->asks;
	if (good) {
		p->size = p->cp->size;
		++*n;
	}
	if (!p->asks)
		report(p, good);
	buf_done(&p->answer);
	return e;
}

enum tt_err
witnesses_ask(struct witnesses *w, const struct tt_checkpoint *cp,
    struct tt_log_reader *reader, struct buf *note, size_t *n)
{
	struct buf head;
	enum tt_err e;

	*n = 0;
	buf_init(&head, TT_NOTE_MAX);
	buf_span(&head, buf_view(note));
	e = buf_err(&head);
	for (size_t i = 0; i < w->n; i++)
		w->peer[i].asks = true;
	for (int t = 0; t < TRIES && e == TT_OK; t++) {
		for (size_t i = 0; i < w->n && e == TT_OK; i++)
			if (w->peer[i].asks)
				e = prepare(&w->peer[i], cp, reader,
				    buf_view(&head));
		if (e == TT_OK)
			ask_all(w);
		for (size_t i = 0; i < w->n && e == TT_OK; i++)
			if (w->peer[i].asks)
				e = take_answer(&w->peer[i], t + 1 == TRIES,
				    note, n);
	}
	for (size_t i = 0; i < w->n; i++)
		buf_done(&w->peer[i].answer);
	buf_done(&head);
	return e != TT_OK ? e : buf_err(note);
}
