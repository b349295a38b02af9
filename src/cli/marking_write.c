/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/marking.h"
#include "cli/say.h"
#include "store/file.h"

#define FORCE_HINT	"name another with -o, or replace it with --force"

static int
write_file(const struct marking *m, const char *out, bool force)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_PART_MAX);
	if ((e = marking_text(m, 0, &text)) == TT_OK)
		e = force ? file_write(out, text.p, text.n, 0600) :
		    file_create(out, text.p, text.n, 0600);
	buf_done(&text);
	if (e != TT_OK)
		return say_err(e, e == TT_EEXIST ? FORCE_HINT : NULL,
		    "cannot write %s", out);
	return CLI_DONE;
}

/* Every file of the folder again, its parts marked. */
static enum tt_err
members_of(const struct marking *m, struct file_member *members,
    struct buf *text, size_t *n)
{
	enum tt_err e = TT_OK;

	*n = 0;
	for (size_t i = 0; i < m->draft.n_parts && e == TT_OK; i++) {
		buf_init(&text[i], TT_PART_MAX);
		e = marking_text(m, i, &text[i]);
		members[(*n)++] = (struct file_member){
			m->draft.part[i].name, buf_view(&text[i]) };
	}
	if (m->draft.manifest != NULL)
		members[(*n)++] = (struct file_member){
			SPAN("bulletin.json"), buf_view(&m->draft.json) };
	return e;
}

/* Into a folder that is there: each file of it whole, others stay. */
static enum tt_err
replace(const char *out, const struct file_member *members, size_t n)
{
	char path[FILE_PATH_MAX], name[FILE_PATH_MAX];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n && e == TT_OK; i++) {
		if ((e = span_copy(members[i].name, name, sizeof(name))) ==
		    TT_OK && (e = file_path(path, out, name)) == TT_OK)
			e = file_write(path, members[i].data.p,
			    members[i].data.n, 0600);
	}
	return e;
}

static int
write_folder(const struct marking *m, const char *out, bool force)
{
	struct file_member *members = calloc(m->draft.n_parts + 1,
	    sizeof(*members));
	struct buf *text = calloc(m->draft.n_parts + 1, sizeof(*text));
	enum tt_err e = TT_ENOMEM;
	size_t n;

	if (members != NULL && text != NULL)
		e = members_of(m, members, text, &n);
	if (e == TT_OK)
		e = force && file_exists(out) ? replace(out, members, n) :
		    file_extract(out, members, n);
	for (size_t i = 0; text != NULL && i < m->draft.n_parts; i++)
		buf_done(&text[i]);
	free(text);
	free(members);
	if (e != TT_OK)
		return say_err(e, e == TT_EEXIST ? FORCE_HINT : NULL,
		    "cannot write the folder %s", out);
	return CLI_DONE;
}

int
marking_write(const struct marking *m, const char *out, bool force)
{
	return m->folder ? write_folder(m, out, force) :
	    write_file(m, out, force);
}
