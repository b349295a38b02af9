/* SPDX-License-Identifier: ISC */
/*
 * queue - what waits for a second person.
 *
 * A page of one request has all of it, as `telltale approve` shows it.  Its
 * form, which decide.c reads, carries the hash of what was shown.
 */
#include <stdio.h>
#include <string.h>

#include "cli/desk/view.h"
#include "cli/passphrase.h"
#include "telltale/statement.h"


static void
put_pair(struct view *v, const char *term, const char *text)
{
	part_pair(&v->h, term, NULL, text[0] != '\0' ? text : "-");
}

static void
put_pair_moment(struct view *v, const char *term, const json_t *r,
    const char *key)
{
	html_out_element(&v->h, "dt", NULL, term);
	html_out_open(&v->h, "dd");
	view_moment(v, r, key);
	html_out_close(&v->h);
}

/* Who asks, why, until when, and what if nothing is done. */
static void
put_terms(struct view *v, const json_t *r)
{
	html_out_open(&v->h, "dl");
	put_pair(v, "asked by", view_str(r, "asker"));
	put_pair(v, "because", view_str(r, "reason"));
	html_out_element(&v->h, "dt", NULL, "state");
	html_out_open(&v->h, "dd");
	page_pill(&v->h, PAGE_PLAIN, view_str(r, "state"));
	html_out_close(&v->h);
	put_pair(v, "missing", view_str(r, "missing"));
	put_pair_moment(v, "until", r, "until");
	put_pair(v, "if nothing is done", view_str(r, "else"));
	html_out_close(&v->h);
}

static void
put_card(struct view *v, const json_t *r)
{
	char what[256];

	snprintf(what, sizeof(what), "%.64s of %.160s", view_str(r, "act"),
	    view_str(r, "subject"));
	html_out_open(&v->h, "li");
	html_out_attr(&v->h, "class", "card");
	html_out_open(&v->h, "h2");
	view_link(v, "/requests/", view_str(r, "request"), what);
	html_out_close(&v->h);
	put_terms(v, r);
	html_out_close(&v->h);
}

static void
put_cards(struct view *v, const json_t *requests)
{
	if (json_array_size(requests) == 0) {
		html_out_element(&v->h, "p", NULL, "Nothing waits for a "
		    "second person. What cannot be undone (release early, "
		    "remove a partner, tell a finding) comes here first, and "
		    "expires if nobody signs it.");
		return;
	}
	html_out_open(&v->h, "ul");
	html_out_attr(&v->h, "class", "cards");
	for (size_t i = 0; i < json_array_size(requests); i++)
		put_card(v, json_array_get(requests, i));
	html_out_close(&v->h);
}

void
show_queue(struct view *v)
{
	static const char *const words[] = { "approve", "--json", NULL };
	struct ask a = { .code = CLI_DONE };
	unsigned status = 200;

	view_begin(v, "Requests", "/requests");
	if (desk_is_shut(v->d)) {
		html_out_open(&v->h, "p");
		html_out_str(&v->h, "Requests are sealed to you, and your key "
		    "is kept under a passphrase: ");
		view_link(v, "/unlock", "", "unlock it");
		html_out_close(&v->h);
	} else if (!ask_json(v->d, words, &a)) {
		view_said(v, "What waits cannot be shown", &a, true);
		status = view_status(a.code);
	} else {
		/* a refusal here is of one that changed: it is said */
		view_said(v, "", &a, false);
		put_cards(v, json_object_get(a.json, "requests"));
	}
	view_command(v, words);
	view_end(v, status);
	ask_done(&a);
}

static void
put_text(struct view *v, const char *text)
{
	html_out_open(&v->h, "pre");
	html_out_attr(&v->h, "tabindex", "0");
	html_out_str(&v->h, text);
	html_out_close(&v->h);
}

/* The dry run, and to the letter what is signed and what changes. */
static void
put_whole(struct view *v, const json_t *r)
{
	const json_t *texts = json_object_get(r, "statements");
	const char *text;

	part_heading(&v->h, "h2", "what", "What happens");
	put_text(v, view_str(r, "shown"));
	part_heading(&v->h, "h2", "signed", "What is signed");
	if (json_array_size(texts) == 0)
		html_out_element(&v->h, "p", NULL, "Nothing that goes to the "
		    "ledger.");
	for (size_t i = 0; i < json_array_size(texts); i++) {
		text = json_string_value(json_array_get(texts, i));
		put_text(v, text != NULL ? text : "");
	}
	html_out_open(&v->h, "details");
	html_out_element(&v->h, "summary", NULL,
	    "What changes in each vault's records");
	put_text(v, view_str(r, "effect"));
	html_out_close(&v->h);
	html_out_open(&v->h, "dl");
	put_pair_moment(v, "asked", r, "asked");
	html_out_element(&v->h, "dt", NULL, "signed by");
	html_out_open(&v->h, "dd");
	texts = json_object_get(r, "signed");
	for (size_t i = 0; i < json_array_size(texts); i++) {
		text = json_string_value(json_array_get(texts, i));
		html_out_fmt(&v->h, "%s%.200s", i > 0 ? ", " : "",
		    text != NULL ? text : "");
	}
	html_out_close(&v->h);
	html_out_element(&v->h, "dt", NULL, "hash of all of it");
	html_out_element(&v->h, "dd", "hash", view_str(r, "hash"));
	html_out_close(&v->h);
}

static void
put_button(struct view *v, const char *class, const char *act,
    const char *text)
{
	html_out_open(&v->h, "button");
	html_out_attr(&v->h, "type", "submit");
	if (class != NULL)
		html_out_attr(&v->h, "class", class);
	html_out_attr(&v->h, "name", "act");
	html_out_attr(&v->h, "value", act);
	html_out_str(&v->h, text);
	html_out_close(&v->h);
}

static void
put_form(struct view *v, const char *id, const json_t *r)
{
	char path[sizeof("/requests/") + VIEW_ID_LEN], label[256];
	const struct page_field typed = { .name = "typed", .label = label,
		.type = "text", .max = TT_VALUE_MAX, .required = true,
		.hint = "Or the request's id. It shows that this one is "
		    "meant, and not another." };
	const struct page_field passphrase = { .name = "passphrase",
		.label = "the passphrase of your key", .type = "password",
		.fill = "current-password", .max = PASSPHRASE_MAX,
		.required = true };

	snprintf(path, sizeof(path), "/requests/%s", id);
	snprintf(label, sizeof(label), "to decide, type: %.200s",
	    view_str(r, "subject"));
	part_heading(&v->h, "h2", "decide", "Decide");
	view_form(v, path);
	page_hidden(&v->h, "hash", span_str(view_str(r, "hash")));
	page_field(&v->h, &typed);
	if (v->d->sealed)
		page_field(&v->h, &passphrase);
	html_out_open(&v->h, "p");
	put_button(v, NULL, "sign", "sign it");
	html_out_str(&v->h, " ");
	put_button(v, "quiet", "refuse", "refuse it");
	html_out_close(&v->h);
	html_out_close(&v->h);
}

void
show_request_after(struct view *v, const struct ask *failed)
{
	char id[VIEW_ID_LEN], title[256];
	const char *const words[] = { "approve", id, "--dry-run", "--json",
		NULL };
	const char *const command[] = { "approve", id, NULL };
	struct ask a;
	bool ok;

	snprintf(id, sizeof(id), "%.*s", (int)v->arg.n, v->arg.p);
	snprintf(title, sizeof(title), "Request %s", id);
	ok = ask_json(v->d, words, &a);
	if (ok)
		snprintf(title, sizeof(title), "%.64s of %.160s",
		    view_str(a.json, "act"), view_str(a.json, "subject"));
	view_begin(v, title, "/requests");
	if (failed != NULL)
		view_said(v, "This was not done, or not to its end", failed,
		    true);
	view_said(v, "It cannot be shown", &a, !ok);
	if (!ok && desk_is_shut(v->d))
		view_link(v, "/unlock", "", "unlock your key");
	if (ok) {
		put_terms(v, a.json);
		put_whole(v, a.json);
		if (strcmp(view_str(a.json, "missing"), "nobody") != 0)
			put_form(v, id, a.json);
	}
	view_command(v, command);
	view_end(v, view_status(failed != NULL ? failed->code : a.code));
	ask_done(&a);
}

void
show_request(struct view *v)
{
	show_request_after(v, NULL);
}
