/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "telltale/prose.h"
#include "wording/cutting.h"

static const struct {
	const char *name;
	void (*cut)(struct cutting *c);	/* NULL: nothing in it is text */
	const char *ends[12];		/* of files' names */
} formats[] = {
	[TT_PROSE_NONE] = { "none", NULL, { NULL } },
	[TT_PROSE_TEXT] = { "text", cut_text, { ".txt", ".text", ".eml",
	    ".asc" } },
	[TT_PROSE_MARKDOWN] = { "markdown", cut_markdown, { ".md",
	    ".markdown" } },
	[TT_PROSE_RST] = { "rst", cut_rst, { ".rst", ".rest" } },
	[TT_PROSE_HTML] = { "html", cut_html, { ".html", ".htm", ".xhtml" } },
	[TT_PROSE_JSON] = { "json", cut_json, { ".json", ".csaf" } },
	[TT_PROSE_YAML] = { "yaml", cut_yaml, { ".yml", ".yaml" } },
	[TT_PROSE_C] = { "c", cut_c, { ".c", ".h", ".cc", ".cpp", ".go",
	    ".rs", ".java", ".js", ".ts", ".cs", ".kt", ".swift" } },
	[TT_PROSE_HASH] = { "hash", cut_hash, { ".py", ".sh", ".rb", ".pl",
	    ".bash" } },
	[TT_PROSE_SNORT] = { "snort", cut_snort, { ".rules", ".rule" } },
	[TT_PROSE_YARA] = { "yara", cut_yara, { ".yar", ".yara" } },
};

_Static_assert(N_ROWS(formats) == TT_PROSE_FORMAT_COUNT, "one for each");

static bool
ends_with(struct span name, const char *end)
{
	size_t n = strlen(end);

	if (name.n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char ch = name.p[name.n - n + i];

		if ((ch >= 'A' && ch <= 'Z' ? ch + ('a' - 'A') : ch) != end[i])
			return false;
	}
	return true;
}

static bool
is_text(struct span text)
{
	return text.n == 0 || (memchr(text.p, '\0', text.n) == NULL &&
	    utf8_valid(text.p, text.n));
}

enum tt_prose_format
tt_prose_format_of(struct span name, struct span text)
{
	if (!is_text(text))
		return TT_PROSE_NONE;
	for (size_t f = 0; f < N_ROWS(formats); f++)
		for (size_t i = 0; i < N_ROWS(formats[f].ends) &&
		    formats[f].ends[i] != NULL; i++)
			if (ends_with(name, formats[f].ends[i]))
				return (enum tt_prose_format)f;
	return TT_PROSE_TEXT;
}

const char *
tt_prose_format_name(enum tt_prose_format f)
{
	return f < TT_PROSE_FORMAT_COUNT ? formats[f].name : "none";
}

enum tt_err
tt_prose_cut(struct tt_prose **out, enum tt_prose_format format,
    struct span text)
{
	struct cutting c;
	enum tt_err e;

	if ((e = cutting_init(&c, text)) != TT_OK)
		return e;
	if (format < TT_PROSE_FORMAT_COUNT && formats[format].cut != NULL &&
	    is_text(text))
		formats[format].cut(&c);
	return cutting_take(&c, format, out);
}

static void
give_back(const void *p)
{
	union { const void *in; void *out; } u = { .in = p };

	free(u.out);
}

void
tt_prose_free(struct tt_prose *p)
{
	if (p == NULL)
		return;
	give_back(p->blocks);
	give_back(p->runs);
	give_back(p->lists);
	give_back(p->items);
	free(p);
}
