/* SPDX-License-Identifier: ISC */
/* pages - those that anybody may see: to join, to sign in, what is served. */
#include "base/hex.h"
#include "hub/portal/pages.h"
#include "hub/portal/portal.h"
#include "hub/portal/session.h"
#include "portal/asset.h"

static void
put_file(struct html_out *h, const char *id, const char *label)
{
	html_out_open(h, "p");
	html_out_attr(h, "class", "field");
	portal_label(h, id, label);
	html_out_void(h, "input");
	html_out_attr(h, "id", id);
	html_out_attr(h, "type", "file");
	html_out_close(h);
}

/* What is there once this browser has keys; filled by join.js. */
static void
put_joined(struct html_out *h)
{
	html_out_open(h, "section");
	html_out_attr(h, "id", "joined");
	html_out_flag(h, "hidden");
	part_heading(h, "h2", "fingerprint-of", "Fingerprint of your keys");
	html_out_open(h, "p");
	html_out_open(h, "code");
	html_out_attr(h, "id", "fingerprint");
	html_out_close(h);
	html_out_close(h);
	html_out_element(h, "p", NULL, "Read it to whoever invited you, by "
	    "another channel than the invitation came by. Once they have "
	    "confirmed it you can sign in here.");
	html_out_element(h, "p", NULL, "The keys are in this browser and "
	    "cannot be taken out of it. If it is lost, so are they: ask for "
	    "a new invitation then.");
	portal_button(h, "passkey", "Register a passkey");
	portal_button(h, "receipts", "Save my receipts and their proofs");
	html_out_close(h);
}

static void
put_join(struct html_out *h)
{
	html_out_open(h, "section");
	html_out_attr(h, "id", "joining");
	html_out_element(h, "p", NULL, "Keys are made here, in this browser. "
	    "The invitation is good once, and a secret until then.");
	put_file(h, "file", "Load the invitation");
	portal_area(h, "invitation", "or paste it");
	html_out_open(h, "details");
	html_out_element(h, "summary", NULL, "A log policy of your own");
	html_out_element(h, "p", NULL, "Which witnesses must have cosigned "
	    "the ledger, as you got it by another channel. Without one the "
	    "log's own signature counts.");
	portal_area(h, "policy", "Policy, as of C2SP tlog-policy");
	html_out_close(h);
	portal_button(h, "join", "Make keys and join");
	html_out_close(h);
}

void
route_portal_join(struct call *c)
{
	const struct portal_page p = { .title = SPAN("Join"),
		.here = PORTAL_JOIN, .module = "join.js" };
	struct html_out h;

	if (!portal_begin(c, &p, &h))
		return;
	portal_noscript(&h);
	portal_says(&h);
	put_joined(&h);
	put_join(&h);
	page_terminal(&h, SPAN("telltale join INVITATION"));
	portal_end(c, &p, &h);
}

void
page_sign_in(struct call *c)
{
	const struct portal_page p = { .title = SPAN("Sign in"),
		.here = PORTAL_HOME, .module = "login.js" };
	struct html_out h;

	if (!portal_begin(c, &p, &h))
		return;
	portal_noscript(&h);
	portal_says(&h);
	portal_button(&h, "sign-in", "Sign in with a passkey");
	html_out_open(&h, "p");
	html_out_str(&h, "With an invitation ");
	html_out_open(&h, "a");
	html_out_attr(&h, "href", PORTAL_JOIN);
	html_out_str(&h, "join first");
	html_out_close(&h);
	html_out_str(&h, ".");
	html_out_close(&h);
	page_terminal(&h, SPAN("telltale inbox"));
	portal_end(c, &p, &h);
}

/* Keys of an officer who has but a browser; filled by approve.js. */
static void
put_officer(struct html_out *h)
{
	static const struct page_field fields[] = {
		{ .name = "name", .label = "Your name as an officer",
		    .type = "text", .max = 64 },
		{ .name = "log", .label = "The log's key", .type = "text",
		    .hint = "the line log of the vault's telltale.conf, as an "
		    "officer gives it to you, not as a page does",
		    .max = 400 },
	};

	html_out_open(h, "section");
	html_out_attr(h, "id", "making");
	for (size_t i = 0; i < N_ROWS(fields); i++)
		page_field(h, &fields[i]);
	portal_button(h, "make", "Make an officer's keys");
	html_out_close(h);
	html_out_open(h, "section");
	html_out_attr(h, "id", "made");
	html_out_flag(h, "hidden");
	html_out_open(h, "p");
	html_out_str(h, "Fingerprint: ");
	html_out_open(h, "code");
	html_out_attr(h, "id", "fingerprint");
	html_out_close(h);
	html_out_close(h);
	html_out_open(h, "details");
	html_out_element(h, "summary", NULL, "What enrols these keys");
	html_out_element(h, "p", NULL, "An officer runs telltale vault "
	    "add-officer with this file, after you have read them the "
	    "fingerprint by another channel.");
	html_out_open(h, "div");
	html_out_attr(h, "id", "public");
	html_out_close(h);
	html_out_close(h);
	portal_button(h, "load", "Load the queue");
	html_out_open(h, "div");
	html_out_attr(h, "id", "queue");
	html_out_close(h);
	html_out_close(h);
}

void
route_portal_approve(struct call *c)
{
	const struct portal_page p = { .title = SPAN("Approve"),
		.module = "approve.js" };
	struct html_out h;

	if (!portal_begin(c, &p, &h))
		return;
	portal_noscript(&h);
	portal_says(&h);
	put_officer(&h);
	page_terminal(&h, SPAN("telltale approve"));
	portal_end(c, &p, &h);
}

static void
put_asset(struct html_out *h, const struct asset *a)
{
	char hex[HEX_LEN(sizeof(a->sha256)) + 1];

	hex_encode(hex, a->sha256, sizeof(a->sha256));
	html_out_open(h, "tr");
	html_out_open(h, "th");
	html_out_attr(h, "scope", "row");
	html_out_open(h, "a");
	html_out_attr(h, "href", a->path);
	html_out_str(h, a->name);
	html_out_close(h);
	html_out_close(h);
	html_out_open(h, "td");
	html_out_element(h, "code", NULL, hex);
	html_out_close(h);
	html_out_open(h, "td");
	html_out_attr(h, "class", "num");
	html_out_fmt(h, "%zu", a->n);
	html_out_close(h);
	html_out_close(h);
}

void
route_portal_files(struct call *c)
{
	static const char *const heads[] = { "file", "SHA-256", "bytes" };
	const struct portal_page p = {
		.title = SPAN("Files of these pages"), .here = PORTAL_FILES };
	struct html_out h;

	if (!portal_begin(c, &p, &h))
		return;
	html_out_element(&h, "p", NULL, "A file names the files that it uses "
	    "by their hashes, so that a page's own module stands for all of "
	    "them. Compare them with another reader's, or with the source: "
	    "two who are served different ones see it here only if this page "
	    "is honest.");
	part_table(&h, NULL, "files and their hashes", heads, N_ROWS(heads));
	for (size_t i = 0; i < assets_n; i++)
		put_asset(&h, &assets[i]);
	part_table_end(&h);
	page_terminal(&h, SPAN("curl --silent URL | sha256sum"));
	portal_end(c, &p, &h);
}
