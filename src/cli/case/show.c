/* SPDX-License-Identifier: ISC */
/* case show - all of a case, for people in the house, or for programs. */
#include <stdlib.h>
#include <string.h>

#include "cli/case/case.h"
#include "cli/case/tale.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/sheet.h"

static const struct opt opts[] = {
	{ "report", 0, OPT_VALUE, "FILE.html", "write it there as a page" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case show",
	.args = "CASE",
	.examples = {
		{ "case show 3f9c", "all of it: found, traced, thought, done" },
		{ "case show 3f9c --report case.html",
		    "as a page for those who decide" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Whoever has the page knows whom the marks point at: it is as "
	    "secret as the vault.",
};

static void
line_heading(void *ctx, const char *text)
{
	(void)ctx;
	out_line(" ");
	out_line("%s", text);
}

/* Paragraphs are laid out here, not where they were written. */
static void
lay(size_t indent, const char *mark, const char *term, const char *text)
{
	char *flat = strdup(text);
	size_t n = flat != NULL ? strlen(flat) : 0;

	if (flat == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		if (flat[i] == '\n' || flat[i] == '\t')
			flat[i] = i + 1 < n ? ' ' : '\0';
	if (term != NULL)
		paragraph(indent, "%s%s: %s", mark, term, flat);
	else
		paragraph(indent, "%s%s", mark, flat);
	free(flat);
}

static void
line_pair(void *ctx, const char *term, const char *text)
{
	(void)ctx;
	if (term[0] != '\0')
		lay(2, "- ", term, text);
	else
		lay(4, "", NULL, text);
}

static void
line_say(void *ctx, const char *text)
{
	(void)ctx;
	lay(0, "", NULL, text);
}

static int
print_words(const struct dossier *d, const struct beside *b)
{
	const struct tale_on on = { line_heading, line_pair, line_say, NULL };

	tale_tell(d, b, &on, clock_now());
	return CLI_DONE;
}

static int
print_json(const struct dossier *d, const struct beside *b)
{
	struct out_json o;

	tale_put(d, b, out_json_begin(&o, "telltale-case/1"), clock_now());
	return out_json_end(&o);
}

struct page {
	struct html_out h;
	bool in_list;
};

static void
end_list(struct page *p)
{
	if (p->in_list)
		html_out_close(&p->h);
	p->in_list = false;
}

static void
page_heading(void *ctx, const char *text)
{
	struct page *p = ctx;

	end_list(p);
	html_out_element(&p->h, "h2", NULL, text);
}

static void
page_pair(void *ctx, const char *term, const char *text)
{
	struct page *p = ctx;

	if (!p->in_list)
		html_out_open(&p->h, "dl");
	p->in_list = true;
	part_pair(&p->h, term, NULL, text);
}

static void
page_say(void *ctx, const char *text)
{
	struct page *p = ctx;

	end_list(p);
	html_out_element(&p->h, "p", NULL, text);
}

static int
write_page(const struct dossier *d, const struct beside *b,
    const char *path)
{
	static const char *const style[] = { NULL };
	struct page p = { .in_list = false };
	const struct tale_on on = { page_heading, page_pair, page_say, &p };
	struct buf out;
	int code;

	buf_init(&out, SHEET_MAX);
	sheet_begin(&p.h, &out, SPAN("Case"), style);
	part_skip(&p.h, "main", "Go to the case");
	html_out_element(&p.h, "h1", NULL, "Case");
	html_out_open(&p.h, "main");
	html_out_attr(&p.h, "id", "main");
	tale_tell(d, b, &on, clock_now());
	end_list(&p);
	html_out_close(&p.h);
	html_out_open(&p.h, "footer");
	html_out_element(&p.h, "p", NULL, "Whoever has this page knows whom "
	    "the marks point at: it is as secret as the vault. What is not "
	    "named is never told outside.");
	html_out_close(&p.h);
	code = sheet_end(&p.h, path);
	buf_done(&out);
	return code;
}

static int
show(const struct dossier *d, const struct beside *b, const struct cli *c,
    const char *report)
{
	int code = report != NULL ? write_page(d, b, report) : CLI_DONE;

	if (code != CLI_DONE)
		return code;
	return c->json ? print_json(d, b) : print_words(d, b);
}

int
verb_case_show(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct dossier d = { .n = 0 };
	struct beside b = { .n_mishaps = 0 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = dossier_open(&d, &v, o.args[0])) == CLI_DONE &&
	    (code = beside_read(&b, &v, &d)) == CLI_DONE)
		code = show(&d, &b, c, opt_value(opts, &o, "report"));
	beside_done(&b);
	dossier_done(&d);
	vault_close(&v);
	return code;
}
