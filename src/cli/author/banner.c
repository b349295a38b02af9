/* SPDX-License-Identifier: ISC */
#include "cli/author/banner.h"
#include "telltale/prose.h"

/* What stands before and after the line; before NULL: there is no way. */
static const struct {
	const char *before, *after;
	bool paragraph;		/* an empty line between it and the text */
} forms[] = {
	[TT_PROSE_NONE] = { NULL, NULL, false },
	[TT_PROSE_TEXT] = { "", "", true },
	[TT_PROSE_MARKDOWN] = { "> ", "", true },
	[TT_PROSE_RST] = { "", "", true },
	[TT_PROSE_HTML] = { "<!-- ", " -->", false },
	[TT_PROSE_JSON] = { NULL, NULL, false },
	[TT_PROSE_YAML] = { "# ", "", false },
	[TT_PROSE_C] = { "/* ", " */", false },
	[TT_PROSE_HASH] = { "# ", "", false },
	[TT_PROSE_SNORT] = { "# ", "", false },
	[TT_PROSE_YARA] = { "/* ", " */", false },
};

_Static_assert(N_ROWS(forms) == TT_PROSE_FORMAT_COUNT, "one for each");

static bool
ends(struct span s, const char *with)
{
	struct span w = span_str(with);

	return s.n >= w.n &&
	    span_eq(span_of(s.p + s.n - w.n, w.n), w);
}

/* TEXT is also what is said of a name that nobody knows. */
static bool
is_plain(struct span name)
{
	return ends(name, ".txt") || ends(name, ".text") ||
	    ends(name, ".asc");
}

static bool
begins(struct span s, const char *with)
{
	struct span w = span_str(with);

	return s.n >= w.n && span_eq(span_of(s.p, w.n), w);
}

/* What has to stay the first line of the file. */
static struct span
take_first(struct span *text)
{
	struct span none = { text->p, 0 }, first;

	if (!begins(*text, "#!") || !span_line(text, &first))
		return none;
	return span_of(first.p, (size_t)(text->p - first.p));
}

static void
put_line(enum tt_prose_format f, const char *says, struct buf *out)
{
	buf_str(out, forms[f].before);
	buf_str(out, says);
	buf_str(out, forms[f].after);
	buf_str(out, "\n");
}

bool
banner_put(struct span name, struct span text, const char *says,
    struct buf *out)
{
	enum tt_prose_format f = tt_prose_format_of(name, text);
	bool matter = f == TT_PROSE_MARKDOWN && (begins(text, "---") ||
	    begins(text, "+++"));

	if (forms[f].before == NULL || (f == TT_PROSE_TEXT &&
	    !is_plain(name))) {
		buf_span(out, text);
		return false;
	}
	buf_span(out, take_first(&text));
	if (!matter) {	/* which has to be the first in the file */
		put_line(f, says, out);
		if (forms[f].paragraph)
			buf_str(out, "\n");
	}
	buf_span(out, text);
	if (!ends(text, "\n"))
		buf_str(out, "\n");
	if (forms[f].paragraph)
		buf_str(out, "\n");
	put_line(f, says, out);
	return true;
}
