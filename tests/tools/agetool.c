/* SPDX-License-Identifier: ISC */
/*
 * agetool - the library's sealing as a filter, for tests against other
 * programs.  Not installed.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/rng.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "telltale/age_armor.h"
#include "telltale/age_file.h"
#include "telltale/age_key.h"
#include "telltale/archive.h"
#include "telltale/copy.h"

#define INPUT_MAX	((size_t)256 << 20)	/* bytes */
#define RECIPIENTS_MAX	16

static void
die(const char *what, enum tt_err e)
{
	fprintf(stderr, "agetool: %s: %s\n", what, tt_err_text(e));
	exit(1);
}

static void
need(const char *what, enum tt_err e)
{
	if (e != TT_OK)
		die(what, e);
}

static void
slurp(struct buf *out, FILE *f)
{
	char piece[4096];
	size_t n;

	buf_init(out, INPUT_MAX);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(out, piece, n);
	need("reading", ferror(f) ? TT_EIO : buf_err(out));
}

static void
slurp_file(struct buf *out, const char *path)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		die(path, TT_ENOENT);
	slurp(out, f);
	fclose(f);
}

static void
print(struct span s)
{
	if (fwrite(s.p, 1, s.n, stdout) != s.n || fflush(stdout) != 0)
		die("writing", TT_EIO);
}

static struct tt_age_identities *
load_identities(const char *path)
{
	struct tt_age_identities *ids = tt_age_identities_new();
	struct buf text;

	if (ids == NULL)
		die(path, TT_ENOMEM);
	slurp_file(&text, path);
	need(path, tt_age_identities_parse(ids, buf_view(&text), NULL));
	buf_done(&text);
	return ids;
}

/* The first line of a file; the caller's buf. */
static struct span
load_passphrase(struct buf *text, const char *path)
{
	struct span in, line;

	slurp_file(text, path);
	in = buf_view(text);
	return span_line(&in, &line) ? line : in;
}

static void
seal_stdin(const struct tt_age_target *to)
{
	struct tt_age_writer *w;
	struct buf out;
	char piece[3000];
	size_t n;

	buf_init(&out, INPUT_MAX);
	need("sealing", tt_age_writer_new(&w, to, rng_system(), &out));
	while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		need("sealing", tt_age_writer_push(w, span_of(piece, n), &out));
	need("sealing", tt_age_writer_end(w, &out));
	print(buf_view(&out));
	tt_age_writer_free(w);
	buf_done(&out);
}

static void
open_stdin(const struct tt_age_opener *by)
{
	struct buf in, binary, out;

	slurp(&in, stdin);
	buf_init(&binary, INPUT_MAX);
	buf_init(&out, INPUT_MAX);
	if (tt_age_is_armored(buf_view(&in)))
		need("armor", tt_age_dearmor(&binary, buf_view(&in)));
	else
		buf_span(&binary, buf_view(&in));
	need("opening", tt_age_file_open(&out, by, buf_view(&binary)));
	print(buf_view(&out));
	buf_done(&out);
	buf_done(&binary);
	buf_done(&in);
}

static void
run_seal(char **arg, int n)
{
	struct tt_age_recipient to[RECIPIENTS_MAX];

	if (n > RECIPIENTS_MAX)
		die("recipients", TT_ELIMIT);
	for (int i = 0; i < n; i++)
		need(arg[i], tt_age_recipient_parse(&to[i], span_str(arg[i])));
	seal_stdin(&(struct tt_age_target){ .recipients = to,
	    .n_recipients = (size_t)n });
}

static void
run_open(char **arg, int n)
{
	struct tt_age_identities *ids = load_identities(arg[0]);

	(void)n;
	open_stdin(&(struct tt_age_opener){ .identities = ids->id,
	    .n_identities = ids->n });
	tt_age_identities_free(ids);
}

static void
run_seal_passphrase(char **arg, int n)
{
	struct buf text;

	seal_stdin(&(struct tt_age_target){
	    .passphrase = load_passphrase(&text, arg[0]),
	    .log_n = n > 1 ? (unsigned)strtoul(arg[1], NULL, 10) : 0 });
	buf_done(&text);
}

static void
run_open_passphrase(char **arg, int n)
{
	struct buf text;

	(void)n;
	open_stdin(&(struct tt_age_opener){
	    .passphrase = load_passphrase(&text, arg[0]) });
	buf_done(&text);
}

static void
run_armor(char **arg, int n)
{
	struct buf in, out;

	(void)arg;
	(void)n;
	slurp(&in, stdin);
	buf_init(&out, INPUT_MAX);
	tt_age_armor(&out, buf_view(&in));
	print(buf_view(&out));
	buf_done(&out);
	buf_done(&in);
}

static void
run_keygen(char **arg, int n)
{
	struct tt_age_identity *id = SECRET_NEW(struct tt_age_identity);
	struct buf out;

	(void)arg;
	(void)n;
	if (id == NULL)
		die("keygen", TT_ENOMEM);
	tt_age_identity_generate(id, rng_system());
	buf_init_secret(&out, 1024);
	tt_age_identity_file(&out, id, 0);
	print(buf_view(&out));
	buf_done(&out);
	secret_free(id);
}

/* The named files as members, sorted; their bytes in data. */
static void
load_members(struct tt_member *m, struct buf *data, char **arg, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		slurp_file(&data[i], arg[i]);
		m[i] = (struct tt_member){ span_str(arg[i]),
			buf_view(&data[i]) };
	}
	tt_archive_sort(m, n);
}

static void
run_tar(char **arg, int n_arg)
{
	static struct tt_member m[TT_ARCHIVE_MEMBERS_MAX];
	static struct buf data[TT_ARCHIVE_MEMBERS_MAX];
	size_t n = (size_t)n_arg, size;
	uint8_t *tar;

	if (n > TT_ARCHIVE_MEMBERS_MAX)
		die("members", TT_ELIMIT);
	load_members(m, data, arg, n);
	need("size", tt_archive_size(&size, m, n));
	if ((tar = malloc(size)) == NULL)
		die("tar", TT_ENOMEM);
	need("tar", tt_archive_write(tar, size, m, n));
	print(span_of(tar, size));
	free(tar);
	for (size_t i = 0; i < n; i++)
		buf_done(&data[i]);
}

/* READER WAVE FILE...: a copy for a reader id of zeroes. */
static void
run_copy(char **arg, int n_arg)
{
	static struct tt_member m[TT_ARCHIVE_MEMBERS_MAX];
	static struct buf data[TT_ARCHIVE_MEMBERS_MAX];
	static const uint8_t reader_id[TT_READER_ID_LEN];
	struct tt_age_recipient reader, wave;
	struct tt_copy_sealer *s;
	struct tt_seal_run *run = SECRET_NEW(struct tt_seal_run);
	size_t n = (size_t)n_arg - 2, size;
	uint8_t *copy, hash[TT_COPY_HASH_LEN];

	if (n > TT_ARCHIVE_MEMBERS_MAX || run == NULL)
		die("members", TT_ELIMIT);
	need("reader", tt_age_recipient_parse(&reader, span_str(arg[0])));
	need("wave", tt_age_recipient_parse(&wave, span_str(arg[1])));
	load_members(m, data, arg + 2, n);
	need("size", tt_archive_size(&size, m, n));
	tt_seal_run_generate(run, rng_system());
	need("copy", tt_copy_sealer_new(&s, &wave, run, size));
	if ((copy = malloc(tt_copy_size(size))) == NULL)
		die("copy", TT_ENOMEM);
	need("copy", tt_copy_seal(s, &reader, reader_id, m, n, rng_system(),
	    copy, hash));
	print(span_of(copy, tt_copy_size(size)));
	free(copy);
	tt_copy_sealer_free(s);
	secret_free(run);
	for (size_t i = 0; i < n; i++)
		buf_done(&data[i]);
}

/* READER-KEY WAVE-KEY: the members of a copy as sha256sum would list them. */
static void
run_list(char **arg, int n)
{
	struct tt_age_identities *reader = load_identities(arg[0]);
	struct tt_age_identities *wave = load_identities(arg[1]);
	const struct tt_copy_opener by = { .reader = reader->id,
		.n_reader = reader->n, .wave = wave->id };
	char hex[HEX_LEN(SHA256_LEN) + 1];
	uint8_t hash[SHA256_LEN];
	struct tt_copy *c;
	struct buf in;

	(void)n;
	slurp(&in, stdin);
	need("copy", tt_copy_open(&c, buf_view(&in), &by, NULL));
	for (size_t i = 0; i < c->archive.n; i++) {
		struct tt_member *m = &c->archive.member[i];

		sha256(hash, m->data.p, m->data.n);
		hex_encode(hex, hash, sizeof(hash));
		printf("%s  %.*s\n", hex, (int)m->name.n, m->name.p);
	}
	tt_copy_free(c);
	buf_done(&in);
	tt_age_identities_free(wave);
	tt_age_identities_free(reader);
}

static const struct {
	const char *name;
	int args;	/* at least */
	void (*run)(char **arg, int n);
	const char *usage;
} verbs[] = {
	{ "seal", 1, run_seal, "RECIPIENT..." },
	{ "open", 1, run_open, "KEY-FILE" },
	{ "seal-passphrase", 1, run_seal_passphrase, "FILE [LOG-N]" },
	{ "open-passphrase", 1, run_open_passphrase, "FILE" },
	{ "armor", 0, run_armor, "" },
	{ "keygen", 0, run_keygen, "" },
	{ "tar", 1, run_tar, "FILE..." },
	{ "copy", 3, run_copy, "READER WAVE FILE..." },
	{ "list", 2, run_list, "READER-KEY WAVE-KEY" },
};

int
main(int argc, char **argv)
{
	if (sodium_init() < 0)
		return 1;
	for (size_t i = 0; argc > 1 && i < N_ROWS(verbs); i++)
		if (strcmp(argv[1], verbs[i].name) == 0 &&
		    argc - 2 >= verbs[i].args) {
			verbs[i].run(argv + 2, argc - 2);
			return 0;
		}
	for (size_t i = 0; i < N_ROWS(verbs); i++)
		fprintf(stderr, "usage: agetool %s %s\n", verbs[i].name,
		    verbs[i].usage);
	return 2;
}
