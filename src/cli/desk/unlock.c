/* SPDX-License-Identifier: ISC */
/*
 * unlock - the officer's passphrase, typed once and kept for a while, for
 * pages that cannot be read without it.  What is signed asks for it again.
 */
#include <string.h>

#include "base/secret.h"
#include "cli/clock.h"
#include "cli/desk/view.h"
#include "cli/passphrase.h"
#include "http/form.h"

void
desk_keep(struct desk *d, struct span passphrase)
{
	pthread_mutex_lock(&d->lock);
	buf_done(&d->passphrase);
	buf_init_secret(&d->passphrase, PASSPHRASE_MAX);
	buf_span(&d->passphrase, passphrase);
	d->used_ms = clock_ms();
	pthread_mutex_unlock(&d->lock);
}

void
desk_forget_idle(struct desk *d)
{
	bool idle;

	pthread_mutex_lock(&d->lock);
	idle = clock_ms() - d->used_ms > (int64_t)DESK_IDLE_S * 1000;
	pthread_mutex_unlock(&d->lock);
	if (idle)
		desk_keep(d, SPAN(""));
}

bool
desk_is_shut(struct desk *d)
{
	bool none;

	pthread_mutex_lock(&d->lock);
	none = d->passphrase.n == 0;
	pthread_mutex_unlock(&d->lock);
	return d->sealed && none;
}

static void
put_form(struct view *v)
{
	const struct page_field f = { .name = "passphrase",
		.label = "passphrase", .type = "password",
		.fill = "current-password", .max = PASSPHRASE_MAX,
		.hint = "It stays in this program's memory, and is gone when "
		    "the desk ends or has not needed it for half an hour.",
		.required = true };

	html_out_element(&v->h, "p", NULL, "Your key is kept under a "
	    "passphrase. What is sealed to you (requests, what the hub has to "
	    "say) cannot be read without it. To sign anything it is asked for "
	    "again.");
	view_form(v, "/unlock");
	page_field(&v->h, &f);
	page_form_end(&v->h, "unlock");
}

void
show_unlock(struct view *v)
{
	view_begin(v, "Unlock", NULL);
	if (!v->d->sealed)
		html_out_element(&v->h, "p", NULL,
		    "There is nothing to unlock: your key has no passphrase, "
		    "or the desk was given its file.");
	else if (!desk_is_shut(v->d)) {
		html_out_element(&v->h, "p", NULL, "It is unlocked.");
		view_form(v, "/lock");
		page_form_end(&v->h, "forget the passphrase");
	} else
		put_form(v);
	view_end(v, 200);
}

static void
again(struct view *v, const struct ask *a)
{
	view_begin(v, "Unlock", NULL);
	view_said(v, "This did not unlock it", a, true);
	put_form(v);
	view_end(v, 403);
}

void
answer_unlock(struct view *v)
{
	static const char *const words[] = { "approve", "--json", "--quiet",
		NULL };
	struct ask a = { .code = CLI_REFUSED };
	struct buf typed;

	buf_init_secret(&typed, PASSPHRASE_MAX);
	buf_init(&a.err, 256);
	if (form_get(v->q->body, "passphrase", &typed) != TT_OK ||
	    typed.n == 0 || memchr(typed.p, '\n', typed.n) != NULL)
		again(v, &a);
	else if (ask_verb(v->d, words, buf_view(&typed), &a) &&
	    a.code == CLI_DONE) {
		desk_keep(v->d, buf_view(&typed));
		view_go(v, "/");
	} else
		again(v, &a);
	buf_done(&typed);
	ask_done(&a);
}

void
answer_lock(struct view *v)
{
	desk_keep(v->d, SPAN(""));
	view_go(v, "/unlock");
}
