/* SPDX-License-Identifier: ISC */
/*
 * open - a bulletin's files in a fresh folder, after a receipt was signed for
 * them; or, with --sealed, what stock age needs to open them.
 *
 * All checks come before the signature, the signature before the copy, the
 * copy's hash before any key is used.  No plaintext is written anywhere but
 * to the folder, and to where that is built, which is on record (unpacking.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/changes.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/parcel.h"
#include "cli/say.h"
#include "cli/unpacking.h"
#include "cli/verbs.h"
#include "telltale/copy.h"

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "DIR",
	    "the new folder for the files; ./ID unless given" },
	{ "sealed", 0, OPT_VALUE, "DIR",
	    "write copy.age and wave.key there, to open with age itself" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "open",
	.args = "ID",
	.examples = {
		{ "open 6f1d0c92b4e87a35 -o bulletin",
		    "sign the receipt, open the copy, write its files" },
		{ "open 6f1d0c92b4e87a35 --sealed parcel",
		    "then: age -d -i me.key parcel/copy.age | "
		    "age -d -i parcel/wave.key | tar x" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Opening signs that you received this copy under its terms; "
	    "telltale inbox ID\nshows them before. What was opened once "
	    "opens again without the hub. Of a revision\nit shows what "
	    "differs from the copy that you opened before.",
};

struct target {
	char dir[FILE_PATH_MAX];
	bool sealed;
};

static int
cannot_write(enum tt_err e, const char *dir)
{
	return say_err(e, e == TT_EEXIST ? "name a folder that is not there"
	    : NULL, "cannot write %s", dir);
}

/* A new folder, of which nothing stays whatever stops us. */
static int
write_folder(const struct parcel *p, const char *dir,
    const struct file_member *members, size_t n)
{
	enum tt_err e = unpacking_write(p->home->dir, dir, members, n);

	return e == TT_OK ? CLI_DONE : cannot_write(e, dir);
}

/* With --sealed: nothing is opened, and me.key may be on another machine. */
static int
write_sealed(const struct parcel *p, const char *dir)
{
	const struct file_member members[] = {
		{ SPAN("copy.age"), buf_view(&p->copy) },
		{ SPAN("wave.key"), buf_view(&p->wave_file) },
	};

	return write_folder(p, dir, members, N_ROWS(members));
}

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

static int
open_copy(const struct parcel *p, struct tt_copy **out)
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
extract(const struct parcel *p, const struct tt_archive *a, const char *dir)
{
	struct file_member *members = calloc(a->n + 1, sizeof(*members));
	int code;

	if (members == NULL)
		return cannot_write(TT_ENOMEM, dir);
	for (size_t i = 0; i < a->n; i++)
		members[i] = (struct file_member){ a->member[i].name,
			a->member[i].data };
	code = write_folder(p, dir, members, a->n);
	free(members);
	return code;
}

static int
print_files(const struct cli *c, const char *id, const char *dir,
    const struct file_member *file, size_t n, const struct changes *changes)
{
	static const struct out_column cols[] = {
		{ "name", "file", OUT_TEXT }, { "bytes", "bytes", OUT_NUMBER },
	};
	int code;

	struct out_table *t = out_table_new(c, "telltale-open/1", "files",
	    cols, N_ROWS(cols));
	struct json_out *head = out_table_head(t);

	if (head != NULL) {
		json_out_key(head, "id");
		json_out_str(head, id);
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
print_copy(const struct parcel *p, const struct tt_archive *a,
    const char *dir)
{
	struct file_member file[TT_ARCHIVE_MEMBERS_MAX];
	const struct cli *c = p->home->cli;
	struct changes *changes = changes_find(p, a);
	char until[OUT_MOMENT_LEN];
	int code;

	for (size_t i = 0; i < a->n; i++)
		file[i] = (struct file_member){ a->member[i].name,
			a->member[i].data };
	code = print_files(c, p->id, dir, file, a->n, changes);
	changes_free(changes);
	out_moment(until, p->envelope->until_s, p->now_s);
	say_note(c, "opened %s into %s; silent until %s", p->id, dir, until);
	say_note(c, "this copy is marked: its wording is yours alone");
	say_note(c, "next: telltale receipts");
	return code;
}

static int
write_opened(const struct parcel *p, const char *dir)
{
	struct tt_copy *copy = NULL;
	int code;

	if ((code = open_copy(p, &copy)) != CLI_DONE)
		return code;
	if ((code = extract(p, &copy->archive, dir)) == CLI_DONE)
		code = print_copy(p, &copy->archive, dir);
	tt_copy_free(copy);
	return code;
}

static int
print_sealed(const struct parcel *p, const char *dir)
{
	const struct cli *c = p->home->cli;
	const struct file_member file[] = {
		{ SPAN("copy.age"), buf_view(&p->copy) },
		{ SPAN("wave.key"), buf_view(&p->wave_file) },
	};
	int code = print_files(c, p->id, dir, file, N_ROWS(file), NULL);

	say_note(c, "next: age -d -i %s/me.key %s/copy.age | age -d -i "
	    "%s/wave.key | tar x", p->home->dir, dir, dir);
	return code;
}

static int
open_bulletin(struct reader_home *r, const char *id, const struct target *to)
{
	struct parcel p;
	int code;

	parcel_init(&p, r, id, clock_now());
	if ((code = parcel_receive(&p)) == CLI_DONE &&
	    (code = parcel_wave_key(&p)) == CLI_DONE) {
		if (!to->sealed)
			code = write_opened(&p, to->dir);
		else if ((code = write_sealed(&p, to->dir)) == CLI_DONE)
			code = print_sealed(&p, to->dir);
	}
	parcel_done(&p);
	return code;
}

/* Looked at before anything is signed: what is there, and what is not. */
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

static int
choose(const struct opt_values *v, const char *id, struct target *to)
{
	const char *output = opt_value(opts, v, "output");
	const char *sealed = opt_value(opts, v, "sealed");
	struct span dir = span_str(sealed != NULL ? sealed :
	    output != NULL ? output : id);
	enum tt_err e;

	if (output != NULL && sealed != NULL)
		return say_fail(CLI_USAGE, NULL,
		    "open: -o and --sealed are two ways; name one");
	while (dir.n > 1 && dir.p[dir.n - 1] == '/')
		dir.n--;
	if ((e = span_copy(dir, to->dir, sizeof(to->dir))) != TT_OK)
		return cannot_write(e, dir.p);
	to->sealed = sealed != NULL;
	return check_target(to->dir);
}

int
verb_open(struct cli *c, int argc, char **argv)
{
	struct opt_values v;
	struct reader_home r;
	struct target to = { .sealed = false };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if ((code = bulletin_id_check(v.args[0])) != CLI_DONE ||
	    (code = choose(&v, v.args[0], &to)) != CLI_DONE)
		return code;
	if ((code = reader_home_open(&r, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = open_bulletin(&r, v.args[0], &to);
	reader_home_close(&r);
	return code;
}
