/* SPDX-License-Identifier: ISC */
/*
 * facts - what an advisory's text says in forms that programs know: a title,
 * numbers of CVE and CWE, CVSS vectors, a TLP label, a section on what to do.
 *
 * A CVE number counts only where the text says that it is this bulletin's: in
 * title or heading, after a label as in `CVE: CVE-2026-0001`, alone in its
 * line, or as one that was assigned.  One that is merely mentioned is
 * another's.
 * Nothing is reworded: all spans point into the text.  Pure.
 */
#ifndef EXCHANGE_FACTS_H
#define EXCHANGE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "exchange/ids.h"
#include "exchange/tlp.h"

#define FACTS_TITLE_MAX	256	/* bytes; a longer line is cut */

struct facts {
	struct span title;	/* n 0: there is none */
	struct ids cve, cwe, cvss;
	bool labelled;
	enum tlp label;
	struct span remedy_title;
	struct span remedy;	/* n 0: there is no such section */
};

/* Markdown or plain text; or what is no text but holds some, JSON, YAML. */
enum facts_form { FACTS_TEXT, FACTS_DATA };

/* text is UTF-8.  Of data no headings are looked for. */
void facts_read(struct facts *out, struct span text, enum facts_form form);

#endif
