/* SPDX-License-Identifier: ISC */
/*
 * page - what every page of desk and portal has: the frame around its text.
 *
 * One h1, landmarks, a link over the navigation, a footer with the state of
 * the log.  A page needs no script.  Whatever stands in it goes through
 * html_out; style is the one sheet of asset.h.  Pages are answered with the
 * headers below, which allow nothing that is not the site's own.
 */
#ifndef PORTAL_PAGE_H
#define PORTAL_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/html_out.h"
#include "base/html_part.h"
#include "http/server.h"

#define PAGE_MAX	((size_t)16 << 20)	/* bytes */

/* For http_response.headers: within TLS, and in the clear on loopback. */
extern const char *const page_headers[];
extern const char *const page_headers_plain[];

struct page_link {
	const char *href, *text;
};

struct page_frame {
	const char *site;		/* whose: "Example PSIRT, the desk" */
	struct span title;		/* of this page; also its h1 */
	const struct page_link *nav;	/* a NULL href after the last; NULL */
	const char *here;		/* the href where this page belongs */
	const char *banner;		/* stands above all; NULL: none */
	const char *const *modules;	/* asset_path()s, NULL after; NULL */
};

/* Opens the page down to its h1.  b outlives it; html_out_* fill it. */
void page_begin(struct html_out *h, struct buf *b,
    const struct page_frame *f);

/*
 * Closes main and writes the footer: what is known of the log, or that
 * nothing is (NULL).  Pages that only say no have an empty text: no footer.
 */
enum tt_err page_end(struct html_out *h, const char *log) MUST_USE;

/* "Same thing in the terminal": a command, and how it is called. */
void page_terminal(struct html_out *h, struct span command);

/* A state in words, with a look: good, due, bad, or plain. */
enum page_look { PAGE_PLAIN, PAGE_GOOD, PAGE_DUE, PAGE_BAD };
void page_pill(struct html_out *h, enum page_look look, const char *words);

/* What went wrong, at the top of a page; what with a link to its field. */
struct page_problem {
	const char *field;	/* its name in the form, or NULL */
	struct span text;
};
void page_problems(struct html_out *h, const char *title,
    const struct page_problem *problems, size_t n);

/*
 * A form that is posted to action, a path, with a token that only this page
 * can know; then fields, hidden values, and a button that closes it.
 */
void page_form(struct html_out *h, const char *action, const char *token);
void page_form_end(struct html_out *h, const char *button);
void page_hidden(struct html_out *h, const char *name, struct span value);

struct page_field {
	const char *name;	/* and id */
	const char *label;
	const char *type;	/* "text", "password" */
	const char *hint;	/* or NULL */
	const char *fill;	/* autocomplete; NULL: "off" */
	struct span value;	/* never of a password */
	struct span problem;	/* what is wrong with it; empty: nothing */
	unsigned max;		/* characters */
	bool required;
};
void page_field(struct html_out *h, const struct page_field *f);

/* The answer is a whole page of that status: its title and a paragraph. */
void page_say(struct http_response *r, const struct page_frame *f,
    unsigned status, const char *text);

#endif
