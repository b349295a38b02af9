/* SPDX-License-Identifier: ISC */
#include "cli/known/view_words.h"
#include "cli/out.h"
#include "cli/paragraph.h"

/* The date that was promised, and what became of it. */
static void
show_date(const struct view *v, int64_t now_s)
{
	char at[OUT_MOMENT_LEN], was[OUT_MOMENT_LEN];

	if (v->embargo == EMBARGO_ENDED) {
		out_moment(at, v->ended_s, now_s);
		out_moment(was, v->public_s, now_s);
		paragraph(0, v->end == EMBARGO_RETRACTED ?
		    "It was retracted at %s." : "It is public since %s.", at);
		if (v->end != EMBARGO_SCHEDULED)
			paragraph(0, "It was to be public at %s.", was);
		return;
	}
	out_moment(at, v->public_s, now_s);
	paragraph(0, "It is to be public at %s.", at);
	if (v->public_s != v->planned_s) {
		out_moment(was, v->planned_s, now_s);
		paragraph(0, "It was to be public at %s before the date was "
		    "moved.", was);
	}
	if (v->embargo == EMBARGO_REVISING) {
		out_moment(at, v->proposed_s, now_s);
		paragraph(0, "Another date is proposed: %s. Until it is "
		    "adopted nothing changes.", at);
	}
}

/* What they are asked, and what they said last. */
static void
show_answer(const struct view *v, int64_t now_s)
{
	char at[OUT_MOMENT_LEN];

	if (view_waits(v)) {
		out_moment(at, v->respond_by_s, now_s);
		paragraph(0, "You are asked to agree to terms %u by %s: "
		    "telltale report accept %u, or reject %u. Without your "
		    "yes they are not adopted.", v->proposed, at, v->proposed,
		    v->proposed);
	}
	if (v->answered == 0)
		return;
	out_moment(at, v->answered_s, now_s);
	paragraph(0, "You %s terms %u at %s, %s.%s", v->accepts ? "accepted" :
	    "rejected", v->answered, at, v->by_key ? "signed by your key" :
	    "as stated by the officer", v->accepts ? "" : v->terms == 0 ?
	    " It is not published." : " The old terms stay in force.");
}

static void
show_line(const struct view *v)
{
	struct buf t;

	if (!v->known)
		return;
	buf_init(&t, 256);
	moment_text(&t, &v->knew);
	paragraph(0, "In the list of who could have known what, you stand "
	    "as %s, who knew since %s%s%s%s. The list accuses nobody.",
	    v->as, t.p, v->stated ? ", as stated by the officer" : "",
	    v->source[0] != '\0' ? ", by " : "", v->source);
	buf_done(&t);
}

void
view_words(const struct view *v, int64_t now_s)
{
	struct buf t;

	paragraph(0, "To %s, about %s%s.", v->name, v->has[VIEW_REPORTED] ?
	    "your report, " : "", v->title);
	for (enum view_date d = 0; d < VIEW_DATES; d++) {
		if (!v->has[d])
			continue;
		buf_init(&t, 256);
		moment_text(&t, &v->at[d]);
		paragraph(0, "- %s: %s.", view_date_words(d), t.p);
		buf_done(&t);
	}
	paragraph(0, "%s", view_state(v));
	show_date(v, now_s);
	show_answer(v, now_s);
	show_line(v);
}
