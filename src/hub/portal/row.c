/* SPDX-License-Identifier: ISC */
#include "hub/portal/portal.h"
#include "hub/portal/row.h"

enum row_group
row_group(const struct inbox_row *r)
{
	if (r->over || r->consent == CONSENT_DECLINED ||
	    r->consent == CONSENT_WITHDRAWN)
		return ROW_OVER;
	if (r->consent == CONSENT_INVITED || r->consent == CONSENT_LAPSED ||
	    (r->open && (!r->received || r->revised)))
		return ROW_DUE;
	return ROW_WAITS;
}

const char *
row_next(const struct inbox_row *r)
{
	if (r->retracted)
		return "retracted: destroy what you made from it";
	if (r->consent == CONSENT_LAPSED)
		return "its terms changed: read and sign them";
	if (r->open && r->revised)
		return "it was revised: open it anew";
	if (r->open)
		return r->received ? "open it again" : "open it";
	if (r->consent == CONSENT_INVITED)
		return "read its terms";
	return "opens at its instant";
}

void
row_state(struct html_out *h, const struct inbox_row *r)
{
	static const enum page_look looks[] = {
		[ROW_DUE] = PAGE_DUE, [ROW_WAITS] = PAGE_GOOD,
		[ROW_OVER] = PAGE_PLAIN,
	};

	page_pill(h, r->retracted ? PAGE_BAD : looks[row_group(r)],
	    r->retracted ? "retracted" : r->revised ? "revised" :
	    consent_text(r->consent));
}

void
row_term(struct html_out *h, const char *term, int64_t at_s, int64_t now_s)
{
	html_out_element(h, "dt", NULL, term);
	html_out_open(h, "dd");
	portal_instant(h, at_s, now_s);
	html_out_close(h);
}

void
row_replaces(struct html_out *h, const struct inbox_row *r)
{
	if (r->replaces[0] == '\0')
		return;
	html_out_element(h, "dt", NULL, "replaces");
	html_out_open(h, "dd");
	html_out_open(h, "a");
	html_out_attr_fmt(h, "href", "/portal/bulletin/%s", r->replaces);
	html_out_str(h, r->replaces);
	html_out_close(h);
	html_out_close(h);
}
