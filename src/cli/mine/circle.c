/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "base/json_in.h"
#include "cli/clock.h"
#include "cli/mine/circle.h"
#include "cli/post/letter.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/age_file.h"

#define ANSWER_MAX	((size_t)64 << 20)	/* bytes */
#define NAMES_MAX	65536			/* bytes, sealed */
#define RECEIPTS_MAX	65536			/* of one reader */
#define INVITED_MAX	((size_t)1 << 20)	/* bytes of the file */

struct reading {
	struct reader_home *home;
	struct circle *circle;
	size_t cap;
	struct buf invited;		/* the file */
	bool named;
};

void
circle_done(struct circle *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->person[i].receipt);
	free(r->person);
	*r = (struct circle){ .n = 0 };
}

/* A member that is a text, or null or absent: "". */
static enum tt_err
take_text(const json_t *o, const char *key, char *out, size_t cap)
{
	struct span s;
	enum tt_err e;

	out[0] = '\0';
	if (!json_in_there(o, key))
		return TT_OK;
	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e;
	return span_copy(s, out, cap);
}

static enum tt_err
take_instant(const json_t *o, const char *key, int64_t *out)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e;
	return instant_parse(s, out);
}

static enum tt_err
take_receipts(const json_t *o, struct circle_person *p)
{
	json_t *list, *row;
	enum tt_err e;
	size_t i, n;

	if ((e = json_in_array(o, "receipts", &list, NULL)) != TT_OK)
		return e;
	if ((n = json_array_size(list)) > RECEIPTS_MAX)
		return TT_ELIMIT;
	if (n == 0)
		return TT_OK;
	if ((p->receipt = calloc(n, sizeof(*p->receipt))) == NULL)
		return TT_ENOMEM;
	p->n = n;
	json_array_foreach(list, i, row)
		if ((e = take_text(row, "bulletin", p->receipt[i].bulletin,
		    sizeof(p->receipt[i].bulletin))) != TT_OK ||
		    (e = take_instant(row, "at", &p->receipt[i].at_s)) !=
		    TT_OK || (e = take_instant(row, "public",
		    &p->receipt[i].public_s)) != TT_OK)
			return e;
	return TT_OK;
}

/* "HASH NAME" of the file that `add` keeps. */
static void
name_invited(const struct reading *x, const json_t *row,
    struct circle_person *p)
{
	struct span rest = buf_view(&x->invited), line, hash, token;

	if (json_in_str(row, "token", &token, NULL) != TT_OK)
		return;
	while (span_line(&rest, &line))
		if (span_word(&line, ' ', &hash) && span_eq(hash, token) &&
		    span_copy(line, p->name, sizeof(p->name)) != TT_OK)
			p->name[0] = '\0';
}

static enum tt_err
take_person(struct reading *x, const json_t *row)
{
	struct circle *r = x->circle;
	struct circle_person *p;
	enum tt_err e;

	if (r->n == x->cap) {
		x->cap = x->cap * 2 + 16;
		if ((p = reallocarray(r->person, x->cap, sizeof(*p))) == NULL)
			return TT_ENOMEM;
		r->person = p;
	}
	p = &r->person[r->n++];
	memset(p, 0, sizeof(*p));
	if ((e = take_text(row, "reader", p->hex, sizeof(p->hex))) != TT_OK ||
	    (e = take_text(row, "state", p->state, sizeof(p->state))) !=
	    TT_OK || (e = take_instant(row, "since", &p->since_s)) != TT_OK ||
	    (e = json_in_bool(row, "admin", &p->admin, NULL)) != TT_OK)
		return e;
	if (!hex_decode(p->key, sizeof(p->key), p->hex, strlen(p->hex)))
		return TT_ESYNTAX;
	name_invited(x, row, p);
	return take_receipts(row, p);
}

static enum tt_err
take_name(struct circle *r, const json_t *row)
{
	struct span hex;
	enum tt_err e;

	if ((e = json_in_str(row, "reader", &hex, NULL)) != TT_OK)
		return e;
	for (size_t i = 0; i < r->n; i++) {
		struct circle_person *p = &r->person[i];

		if (!span_is(hex, p->hex))
			continue;
		if ((e = take_text(row, "id", p->id, sizeof(p->id))) !=
		    TT_OK || (e = take_text(row, "name", p->name,
		    sizeof(p->name))) != TT_OK || (e = take_text(row,
		    "email", p->email, sizeof(p->email))) != TT_OK)
			return e;
		return take_text(row, "answers", p->answers,
		    sizeof(p->answers));
	}
	return TT_OK;	/* of keys that were replaced */
}

static enum tt_err
take_names(struct circle *r, struct span words)
{
	json_t *root, *list, *row;
	enum tt_err e;
	size_t i;

	if ((e = json_in_parse(words, TT_LETTER_MAX, &root, NULL)) != TT_OK)
		return e;
	if ((e = json_in_array(root, "people", &list, NULL)) == TT_OK)
		json_array_foreach(list, i, row)
			if ((e = take_name(r, row)) != TT_OK)
				break;
	json_decref(root);
	return e;
}

/* By an officer of the keys that this home believes, for this reader. */
static enum tt_err
check_names(const struct reading *x, const struct tt_letter *l)
{
	struct tt_statement *keys = malloc(sizeof(*keys));
	uint8_t id[TT_READER_ID_LEN];
	char path[FILE_PATH_MAX];
	struct buf text = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	reader_home_path(x->home, "keys", path);
	if (keys != NULL &&
	    (e = file_read(path, TT_STATEMENT_MAX, &text)) == TT_OK &&
	    (e = tt_statement_parse(keys, buf_view(&text), NULL)) == TT_OK)
		e = letter_by_officer(keys, l);
	if (e == TT_OK && (!tt_statement_is(&l->head, "about", "people") ||
	    !tt_statement_bytes(&l->head, "reader", id, sizeof(id)) ||
	    memcmp(id, x->home->id, sizeof(id)) != 0))
		e = TT_EREFUSED;
	buf_done(&text);
	free(keys);
	return e;
}

static enum tt_err
open_names(struct reading *x, const struct tt_age_identities *mine,
    struct span base64)
{
	const struct tt_age_opener by = { .identities = mine->id,
		.n_identities = mine->n };
	struct tt_letter *l = malloc(sizeof(*l));
	uint8_t *raw = malloc(NAMES_MAX);
	struct buf plain;
	size_t n;
	enum tt_err e = TT_ENOMEM;

	buf_init_secret(&plain, TT_LETTER_MAX);
	if (l == NULL || raw == NULL)
		goto out;
	if (!b64_decode_any(raw, NAMES_MAX, &n, base64.p, base64.n))
		e = TT_ESYNTAX;
	else if ((e = tt_age_file_open(&plain, &by, span_of(raw, n))) ==
	    TT_OK && (e = tt_letter_parse(l, buf_view(&plain), NULL)) ==
	    TT_OK && (e = check_names(x, l)) == TT_OK)
		e = take_names(x->circle, l->text);
out:
	buf_done(&plain);
	free(raw);
	free(l);
	return e;
}

static int
name_all(struct reading *x, struct span base64)
{
	const struct tt_age_identities *mine;
	enum tt_err e;
	int code;

	if ((code = reader_home_identities(x->home, &mine)) != CLI_DONE)
		return code;
	if ((e = open_names(x, mine, base64)) != TT_OK)
		return say_fail(CLI_ALARM, "ask the vendor by another "
		    "channel", "alarm: the names that the hub has for this "
		    "reader are none of an officer's: %s", tt_err_text(e));
	return CLI_DONE;
}

/* *next: after whom to ask on; "": that was all. */
static enum tt_err
take_page(struct reading *x, const json_t *root,
    char next[TT_READER_ID_HEX + 1])
{
	json_t *list, *row;
	enum tt_err e;
	size_t i;

	if ((e = take_text(root, "next", next, TT_READER_ID_HEX + 1)) !=
	    TT_OK || (e = take_text(root, "agreement", x->circle->agreement,
	    sizeof(x->circle->agreement))) != TT_OK ||
	    (e = json_in_array(root, "people", &list, NULL)) != TT_OK)
		return e;
	json_array_foreach(list, i, row)
		if ((e = take_person(x, row)) != TT_OK)
			return e;
	return TT_OK;
}

/* Whoever has the hub can go round in circles, and no further than that. */
static bool
is_later(const char *next, const char *last)
{
	return next[0] == '\0' || strcmp(next, last) > 0;
}

static int
read_pages(struct reading *x, struct hubclient *hub, struct buf *names)
{
	char path[96], next[TT_READER_ID_HEX + 1] = "",
	    last[TT_READER_ID_HEX + 1];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = ANSWER_MAX };
	struct span base64;
	json_t *root;
	enum tt_err e;
	int code;

	do {
		memcpy(last, next, sizeof(last));
		snprintf(path, sizeof(path), "/api/v1/people%s%s",
		    last[0] != '\0' ? "?after=" : "", last);
		if ((code = hubclient_json(hub, &call, "ask who is at this "
		    "partner", &root)) != CLI_DONE)
			return code;
		if ((e = take_page(x, root, next)) == TT_OK &&
		    !is_later(next, last))
			e = TT_ESYNTAX;
		if (e == TT_OK && names->n == 0 && (e = json_in_str(root,
		    "names", &base64, NULL)) == TT_OK) {
			buf_span(names, base64);
			e = buf_err(names);
		}
		json_decref(root);
		if (e != TT_OK)
			return say_err(e, NULL, "cannot read who is at this "
			    "partner");
	} while (next[0] != '\0');
	return CLI_DONE;
}

/* By the vendor's ids; those who have none yet come last. */
static int
by_id(const void *a, const void *b)
{
	const struct circle_person *x = a, *y = b;

	if ((x->id[0] == '\0') != (y->id[0] == '\0'))
		return x->id[0] == '\0' ? 1 : -1;
	return x->id[0] != '\0' ? strcmp(x->id, y->id) :
	    strcmp(x->hex, y->hex);
}

static int
read_invited(struct reading *x)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	reader_home_path(x->home, "invited", path);
	e = file_read(path, INVITED_MAX, &x->invited);
	return e == TT_OK || e == TT_ENOENT ? CLI_DONE : say_err(e, NULL,
	    "cannot read %s", path);
}

int
circle_read(struct circle *r, struct reader_home *home)
{
	struct reading x = { .home = home, .circle = r };
	struct hubclient *hub;
	struct buf names;
	int code;

	*r = (struct circle){ .n = 0 };
	buf_init(&names, B64_LEN(NAMES_MAX));
	if ((code = read_invited(&x)) == CLI_DONE &&
	    (code = reader_home_hub(home, &hub)) == CLI_DONE &&
	    (code = read_pages(&x, hub, &names)) == CLI_DONE)
		code = name_all(&x, buf_view(&names));
	buf_done(&names);
	buf_done(&x.invited);
	if (code != CLI_DONE)
		circle_done(r);
	else if (r->n > 1)
		qsort(r->person, r->n, sizeof(*r->person), by_id);
	return code;
}

void
circle_called(const struct circle_person *p, char out[CIRCLE_CALLED_MAX])
{
	if (p->id[0] != '\0')
		memcpy(out, p->id, sizeof(p->id));
	else
		tt_fingerprint(out, p->key);
}

bool
circle_is_active(const struct circle_person *p)
{
	return strcmp(p->state, "active") == 0;
}

static bool
is_called(const struct circle_person *p, const char *who)
{
	uint8_t key[TT_READER_ID_LEN];

	if (strcmp(who, p->id) == 0 || strcmp(who, p->hex) == 0)
		return true;
	return tt_fingerprint_parse(key, span_str(who)) == TT_OK &&
	    memcmp(key, p->key, sizeof(key)) == 0;
}

int
circle_find(const struct circle *r, const char *who,
    const struct circle_person **out)
{
	const struct circle_person *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (is_called(&r->person[i], who)) {
			*out = &r->person[i];
			return CLI_DONE;
		}
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(who, r->person[i].name) == 0) {
			found = &r->person[i];
			n++;
		}
	if (n > 1)
		return say_fail(CLI_USAGE, "say the id or the fingerprint, "
		    "from telltale people list", "%zu readers of this partner "
		    "are called '%s'", n, who);
	if (n == 0)
		return say_fail(CLI_TROUBLE, "telltale people list",
		    "this partner has no reader '%s'", who);
	*out = found;
	return CLI_DONE;
}

int
circle_invited(struct reader_home *home, const uint8_t token[32],
    const char *name)
{
	char path[FILE_PATH_MAX], hex[HEX_LEN(32) + 1];
	struct buf had = { .n = 0 }, text;
	enum tt_err e;

	reader_home_path(home, "invited", path);
	hex_encode(hex, token, 32);
	buf_init(&text, INVITED_MAX);
	e = file_read(path, INVITED_MAX, &had);
	if (e == TT_OK || e == TT_ENOENT) {
		buf_span(&text, buf_view(&had));
		buf_printf(&text, "%s %s\n", hex, name);
		if ((e = buf_err(&text)) == TT_OK)
			e = file_write(path, text.p, text.n, 0600);
	}
	buf_done(&text);
	buf_done(&had);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot keep %s",
	    path);
}

enum tt_err
circle_letter(struct reader_home *home, const char *about,
    const struct circle_person *who, const char *reason, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	buf_init(out, TT_LETTER_MAX);
	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_LETTER, span_str(reader_home_origin(home)),
	    clock_now());
	tt_statement_put_str(o, "about", about);
	if (who != NULL)
		tt_statement_put_str(o, "reader", who->hex);
	tt_statement_put_str(o, "reason", reason);
	e = tt_letter_sign(o, who != NULL ? SPAN("This reader of ours is to "
	    "be one no longer, as of now.\n") : SPAN("We leave the programme. "
	    "None of our readers is to be one, as of now.\n"), home->signer,
	    out);
	free(o);
	return e;
}
