/* SPDX-License-Identifier: ISC */
/*
 * decide - the second person's yes or no, from the form of a request's page.
 *
 * The form has the hash of what was shown: the verb signs that or nothing.
 */
#include <stdio.h>
#include <string.h>

#include "cli/desk/view.h"
#include "cli/passphrase.h"
#include "http/form.h"
#include "telltale/statement.h"

#define HASH_LEN	64	/* hex digits */

struct answer {
	char id[VIEW_ID_LEN], act[8], hash[HASH_LEN + 1];
	char typed[TT_VALUE_MAX + 1];
	struct buf passphrase;	/* secret */
};

static bool
get(struct span form, const char *name, char *out, size_t cap)
{
	struct buf b;
	bool ok;

	buf_init(&b, cap - 1);
	ok = form_get(form, name, &b) == TT_OK &&
	    span_copy(span_trim(buf_view(&b)), out, cap) == TT_OK &&
	    out[0] != '\0';
	buf_done(&b);
	return ok;
}

/* All that the form must have; what of it is right, the verb says. */
static bool
read_answer(struct view *v, struct answer *a)
{
	struct span form = v->q->body;

	snprintf(a->id, sizeof(a->id), "%.*s", (int)v->arg.n, v->arg.p);
	if (!get(form, "act", a->act, sizeof(a->act)) ||
	    !get(form, "hash", a->hash, sizeof(a->hash)) ||
	    !get(form, "typed", a->typed, sizeof(a->typed)))
		return false;
	if (!v->d->sealed)
		return true;
	return form_get(form, "passphrase", &a->passphrase) == TT_OK &&
	    a->passphrase.n > 0 &&
	    memchr(a->passphrase.p, '\n', a->passphrase.n) == NULL;
}

static void
run_answer(struct view *v, const struct answer *a)
{
	char yes[TT_VALUE_MAX + 8], path[sizeof("/requests/") + VIEW_ID_LEN];
	const char *words[] = { "approve", a->id, "--json", "--shown", a->hash,
		yes, NULL, NULL };
	struct span passphrase = { NULL, 0 };
	struct ask said;

	snprintf(yes, sizeof(yes), "--yes=%s", a->typed);
	if (strcmp(a->act, "sign") != 0)
		words[6] = "--refuse";
	if (v->d->sealed)
		passphrase = buf_view(&a->passphrase);
	if (ask_verb(v->d, words, passphrase, &said) &&
	    said.code == CLI_DONE) {
		snprintf(path, sizeof(path), "/requests/%s", a->id);
		view_go(v, path);
	} else
		show_request_after(v, &said);
	ask_done(&said);
}

void
answer_request(struct view *v)
{
	struct answer a = { .id = "" };
	struct ask none = { .code = CLI_USAGE };

	buf_init_secret(&a.passphrase, PASSPHRASE_MAX);
	if (read_answer(v, &a) && (strcmp(a.act, "sign") == 0 ||
	    strcmp(a.act, "refuse") == 0))
		run_answer(v, &a);
	else {
		buf_init(&none.err, 256);
		buf_str(&none.err, "the form was not filled in: type what it "
		    "asks for\n");
		show_request_after(v, &none);
		ask_done(&none);
	}
	buf_done(&a.passphrase);
}
