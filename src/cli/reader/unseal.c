/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/reader/unseal.h"
#include "cli/say.h"
#include "cli/unpacking.h"

/* The recipient that this reader joined with: copies are sealed to it. */
static bool
own_recipient(const struct reader_home *home, struct tt_age_recipient *out)
{
	char path[FILE_PATH_MAX];
	struct tt_statement s;
	struct buf text;
	bool ok;

	reader_home_path(home, "reader", path);
	if (file_read(path, TT_STATEMENT_MAX, &text) != TT_OK)
		return false;
	ok = tt_statement_parse(&s, buf_view(&text), NULL) == TT_OK &&
	    s.kind == TT_READER && tt_statement_recipient(&s, "seal", out);
	buf_done(&text);
	return ok;
}

/* Names what the copy is sealed to, and what is here. */
static int
wrong_key(const struct parcel *p, const struct tt_age_identities *here)
{
	char want[TT_AGE_RECIPIENT_LEN + 1] = "another key", got[sizeof(want)];
	char reader[TT_FINGERPRINT_LEN + 1];
	struct tt_age_recipient seal;

	if (own_recipient(p->home, &seal))
		tt_age_recipient_format(want, &seal);
	tt_fingerprint(reader, p->home->id);
	tt_age_recipient_format(got, &here->id[0].recipient);
	say_fail(CLI_TROUBLE, NULL, "cannot open %s: the copy is sealed to "
	    "reader %s, %s; me.key of this home is %s", p->id, reader, want,
	    got);
	say_hint("put the key that this reader joined with to %s/me.key",
	    p->home->dir);
	return CLI_TROUBLE;
}

static int
not_opened(const struct parcel *p, const struct tt_age_identities *here,
    enum tt_err e, enum tt_copy_layer layer)
{
	static const char *const layers[] = {
		[TT_COPY_HASH] = "its hash",
		[TT_COPY_OUTER] = "its outer file",
		[TT_COPY_INNER] = "its inner file, to the wave's key",
		[TT_COPY_TAR] = "its archive",
	};

	if (e == TT_ENOMEM)
		return say_err(e, NULL, "cannot open %s", p->id);
	if (layer == TT_COPY_OUTER && e == TT_ENOMATCH)
		return wrong_key(p, here);
	return say_fail(CLI_ALARM, "nothing was written; the vendor sealed "
	    "it so: show them this line", "alarm: the copy of %s is the one "
	    "that the ledger names, and does not open, %s: %s", p->id,
	    layers[layer], tt_err_text(e));
}

int
unseal_copy(const struct parcel *p, struct tt_copy **out)
{
	struct tt_copy_opener by = { .wave = &p->wave->id[0],
		.hash = p->envelope->copy_hash.b };
	const struct tt_age_identities *here;
	enum tt_copy_layer layer = TT_COPY_HASH;
	enum tt_err e;
	int code;

	if ((code = reader_home_identities(p->home, &here)) != CLI_DONE)
		return code;
	by.reader = here->id;
	by.n_reader = here->n;
	if ((e = tt_copy_open(out, buf_view(&p->copy), &by, &layer)) != TT_OK)
		return not_opened(p, here, e, layer);
	return CLI_DONE;
}

static int
cannot_write(enum tt_err e, const char *dir)
{
	return say_err(e, e == TT_EEXIST ? "name a folder that is not there"
	    : NULL, "cannot write %s", dir);
}

int
unseal_write(const struct parcel *p, const char *dir,
    const struct file_member *members, size_t n)
{
	enum tt_err e = unpacking_write(p->home->dir, dir, members, n);

	return e == TT_OK ? CLI_DONE : cannot_write(e, dir);
}

int
unseal_print(const struct parcel *p, const char *format, const char *dir,
    const struct file_member *file, size_t n, const struct changes *changes)
{
	static const struct out_column cols[] = {
		{ "name", "file", OUT_TEXT }, { "bytes", "bytes", OUT_NUMBER },
	};
	struct out_table *t = out_table_new(p->home->cli, format,
	    "files", cols, N_ROWS(cols));
	struct json_out *head = out_table_head(t);
	int code;

	if (head != NULL) {
		json_out_key(head, "id");
		json_out_str(head, p->id);
		json_out_key(head, "folder");
		json_out_str(head, dir);
		changes_json(changes, head);
	}
	for (size_t i = 0; i < n; i++) {
		out_span(t, file[i].name);
		out_int(t, (int64_t)file[i].data.n);
	}
	code = out_table_end(t);
	if (head == NULL)
		changes_print(changes);
	return code;
}

static int
check_target(const char *dir)
{
	char parent[FILE_PATH_MAX];
	const char *slash = strrchr(dir, '/');

	if (file_exists(dir))
		return cannot_write(TT_EEXIST, dir);
	if (slash == NULL || slash == dir)
		return CLI_DONE;
	snprintf(parent, sizeof(parent), "%.*s", (int)(slash - dir), dir);
	if (file_exists(parent))
		return CLI_DONE;
	return say_fail(CLI_TROUBLE, "make it, or name another",
	    "cannot write %s: the folder %s is not there", dir, parent);
}

int
unseal_target(const char *name, char out[FILE_PATH_MAX])
{
	struct span dir = span_str(name);
	enum tt_err e;

	while (dir.n > 1 && dir.p[dir.n - 1] == '/')
		dir.n--;
	if ((e = span_copy(dir, out, FILE_PATH_MAX)) != TT_OK)
		return cannot_write(e, name);
	return check_target(out);
}
