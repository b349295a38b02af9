/* SPDX-License-Identifier: ISC */
/* held_page - what a partner holds, on a page that may be handed to it. */
#include <string.h>

#include "base/instant.h"
#include "cli/out.h"
#include "cli/people/change.h"
#include "cli/people/held.h"
#include "cli/say.h"
#include "cli/sheet.h"
#include "programme/agreement.h"
#include "store/file.h"

static const char *const style[] = { NULL };

static const char *const heads[] = { "bulletin", "revision", "reader",
	"opens", "public", "signed for", "what becomes of it" };

static void
cell(struct html_out *h, const char *text)
{
	html_out_element(h, "td", NULL, text);
}

static void
cell_instant(struct html_out *h, int64_t at_s)
{
	char at[INSTANT_LEN + 1];

	instant_format(at_s, at);
	cell(h, at);
}

static void
put_row(struct html_out *h, const struct held_row *r)
{
	html_out_open(h, "tr");
	cell(h, r->bulletin);
	html_out_open(h, "td");
	html_out_fmt(h, "%u", r->revision);
	html_out_close(h);
	cell(h, r->reader);
	cell_instant(h, r->opens_s);
	cell_instant(h, r->public_s);
	if (r->state == HELD_KEPT)
		cell_instant(h, r->fetched_s);
	else
		cell(h, "no");
	cell(h, held_state_text(r->state));
	html_out_close(h);
}

/* What the hub has not published is nobody's business yet. */
static void
put_copies(struct html_out *h, const struct held *held)
{
	part_heading(h, "h2", "copies", "Copies");
	part_table(h, NULL, "Copies that were made for its readers", heads,
	    N_ROWS(heads));
	for (size_t i = 0; i < held->n; i++)
		if (held->row[i].state != HELD_SEALED)
			put_row(h, &held->row[i]);
	part_table_end(h);
	html_out_open(h, "p");
	html_out_fmt(h, "%zu of them were signed for and cannot be recalled; "
	    "%zu are withheld: the hub hands them out to nobody.", held->kept,
	    held->withheld);
	html_out_close(h);
}

static void
put_file(struct html_out *h, struct vault *v, const char *rel)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	vault_path(v, rel, path);
	if ((e = file_read(path, AGREEMENT_TEXT_MAX, &text)) != TT_OK) {
		html_out_open(h, "p");
		html_out_fmt(h, "The text is not here: %s.", tt_err_text(e));
		html_out_close(h);
		return;
	}
	html_out_open(h, "pre");
	html_out_text(h, buf_view(&text));
	html_out_close(h);
	buf_done(&text);
}

static void
put_owed(struct html_out *h, struct vault *v, const struct vault_partner *p)
{
	char rel[VAULT_ID_MAX + 32];

	part_heading(h, "h2", "owed", "What stays owed");
	html_out_element(h, "p", NULL, "Each bulletin is confidential until "
	    "its public instant. Its readers signed this for each copy:");
	put_file(h, v, "embargo.txt");
	if (p->agreement[0] == '\0')
		return;
	html_out_open(h, "p");
	html_out_fmt(h, "The partner signed the agreement, version %s:",
	    p->agreement);
	html_out_close(h);
	snprintf(rel, sizeof(rel), "agreement-%s.txt", p->agreement);
	put_file(h, v, rel);
}

static void
put_facts(struct html_out *h, const struct vault_partner *p,
    const struct vault_standing *s, int64_t now_s)
{
	const enum partner_state state = people_state(p, s, now_s);
	const struct partner_meaning *m = partner_meaning(state);
	char at[OUT_MOMENT_LEN];

	html_out_open(h, "dl");
	part_pair(h, "partner", NULL, p->name);
	part_pair(h, "state", NULL, partner_state_text(state));
	out_moment(at, p->since_s, now_s);
	part_pair(h, "since", NULL, at);
	if (s->reason[0] != '\0' && state == p->state)
		part_pair(h, "ground", NULL, s->reason);
	if (state == PARTNER_REMOVED && s->term_s != 0) {
		out_moment(at, s->term_s, now_s);
		part_pair(h, "not vetted again before", NULL, at);
	}
	part_pair(h, "receives", NULL, m->receives);
	part_pair(h, "copies that are open", NULL, m->copies);
	part_pair(h, "keys", NULL, m->keys);
	html_out_close(h);
}

int
held_page(struct vault *v, const struct vault_partner *p,
    const struct held *held, int64_t now_s, const char *path)
{
	struct vault_standing s;
	struct html_out h;
	struct buf b;
	enum tt_err e;
	int code;

	if ((e = vault_standing_get(v->db, p->id, &s)) != TT_OK)
		return say_err(e, NULL, "cannot read what is known of '%s'",
		    p->id);
	buf_init(&b, SHEET_MAX);
	sheet_begin(&h, &b, SPAN("What a partner holds"), style);
	html_out_open(&h, "main");
	html_out_element(&h, "h1", NULL, "What a partner holds");
	put_facts(&h, p, &s, now_s);
	put_copies(&h, held);
	put_owed(&h, v, p);
	html_out_close(&h);
	code = sheet_end(&h, path);
	buf_done(&b);
	return code;
}
