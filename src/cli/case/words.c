/* SPDX-License-Identifier: ISC */
#include "cli/case/words.h"

const char words_bound[] = "The bound is the chance that this procedure names "
    "anybody\ninnocent, not the chance that this partner is innocent.\n";

const char words_keys[] = "A copy names a copy: whoever held these keys, or "
    "this copy, may\nhave passed it on, with or without its reader's "
    "knowledge.\n";

static const char asked[] =
    "What we ask of you, until the term above:\n"
    "\n"
    "  1. Who had access to these copies and to the keys that open them?\n"
    "  2. Was any of them passed on, stored elsewhere, or fed to a tool?\n"
    "  3. Were keys or devices lost, stolen or shared? Since when, and\n"
    "     when was that noticed?\n"
    "  4. Is there a use that the terms permit and that explains it?\n"
    "  5. Do you dispute anything said here?\n"
    "\n"
    "You may answer in writing, and add a statement of your own. It will\n"
    "stand in the case, with its hash, wherever the finding is shown.\n"
    "Nothing is decided before your answer or the end of the term. Nobody\n"
    "outside the programme has been told.\n";

static void
add_receipts(const struct words_letter *l, struct buf *out)
{
	buf_str(out, "What you received, by your own receipts:\n\n");
	for (size_t i = 0; i < l->n; i++)
		buf_printf(out, "  signed   %s\n  reader   %s\n"
		    "  copy     %s\n  opened   %s\n\n", l->receipt[i].signed_at,
		    l->receipt[i].reader, l->receipt[i].copy,
		    l->receipt[i].opened_at[0] != '\0' ?
		    l->receipt[i].opened_at : "no word of it");
	if (l->n == 0)
		buf_str(out, "  We hold no receipt signed by you for this "
		    "bulletin.\n\n");
	buf_str(out, "The hash is SHA-256 of the sealed copy. You hold the "
	    "same receipts,\nand can prove by them what you received.\n\n");
}

static void
add_verdict(const struct words_letter *l, struct buf *out)
{
	buf_printf(out, "Of the %llu places where copies of this bulletin may "
	    "differ, %llu could\nbe read in what was found. ",
	    (unsigned long long)l->sites, (unsigned long long)l->read);
	buf_str(out, l->verdict == TT_VERDICT_NAMED ?
	    "By them, copies of yours contributed to it.\n" :
	    "They are reason to ask you, and no more than that.\n");
	buf_printf(out, "A procedure of this kind names anybody innocent in "
	    "at most one of\n%s specimens. %s%s\n", l->one_in, words_bound,
	    words_keys);
}

void
words_letter(const struct words_letter *l, struct buf *out)
{
	buf_printf(out, "DRAFT, to be sent by counsel's channel\n\n"
	    "Programme  %s\nCase       %s\nBulletin   %s\nDate       %s\n"
	    "Term       %s\n\n", l->origin, l->in_case, l->bulletin, l->date,
	    l->term);
	if (l->verdict == TT_VERDICT_NAMED)
		buf_printf(out, "To %s\n\n", l->partner);
	else
		buf_str(out, "To the partner to whom this is delivered\n\n");
	buf_str(out, "Text of this bulletin was found where it should not "
	    "have been. We\nwrite to you, and to nobody else about you, "
	    "before anything follows.\n\n");
	add_receipts(l, out);
	add_verdict(l, out);
	buf_str(out, asked);
}

static void
add_finding(const struct words_statement *s, struct buf *out)
{
	if (!s->found)
		buf_str(out, "The investigation has made no finding.\n");
	else if (s->verdict == TT_VERDICT_NAMED)
		buf_str(out, "The marks in what was found lead to copies of "
		    "the programme.\n");
	else
		buf_str(out, "The marks in what was found do not decide whose "
		    "copy it is from.\n");
	if (s->found && s->verdict == TT_VERDICT_NAMED)
		buf_printf(out, "A procedure of this kind names anybody "
		    "innocent in at most one of\n%s specimens. ", s->one_in);
	buf_str(out, words_bound);
}

void
words_statement(const struct words_statement *s, struct buf *out)
{
	if (s->tell == CASE_TELL_NOTHING)
		return;
	buf_printf(out, "%s, %s\n\nThere is an investigation of how text of "
	    "a bulletin under embargo\nbecame known early", s->origin,
	    s->date);
	for (size_t i = 0; i < s->n_bulletins; i++)
		buf_printf(out, "%s%s", i == 0 ? ": " : ", ", s->bulletin[i]);
	buf_str(out, ".\n");
	if (s->tell >= CASE_TELL_VERDICT)
		add_finding(s, out);
	else
		buf_str(out, words_bound);
	if (s->tell < CASE_TELL_PARTNER || s->verdict != TT_VERDICT_NAMED)
		return;
	for (size_t i = 0; i < s->n_named; i++) {
		buf_printf(out, "Named: %s, who was heard", s->named[i].name);
		if (s->named[i].reply != NULL)
			buf_printf(out, "; its statement has the SHA-256\n%s",
			    s->named[i].reply);
		buf_str(out, ".\n");
	}
	buf_str(out, words_keys);
}
