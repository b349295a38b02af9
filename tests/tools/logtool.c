/* SPDX-License-Identifier: ISC */
/*
 * logtool - writes a log as it is served, for tests against other programs.
 *
 *	logtool keys
 *		the log's and the witness's vkeys
 *	logtool FOLDER WORD SIZE...
 *		entries WORD-0, WORD-1, ...; grows to each SIZE in turn, and
 *		keeps each checkpoint
 *
 * Its keys are made of constants.  Not installed.
 */
#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "telltale/bundle.h"
#include "telltale/checkpoint.h"
#include "telltale/log_edge.h"
#include "telltale/note.h"

#define ORIGIN		"localhost:8443/log"
#define WITNESS		"witness.example/w"
#define PATH_MAX_	4096
#define TIME		1773162000

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "logtool: %s: %s\n", what, why);
	exit(1);
}

static void
need(const char *what, enum tt_err e)
{
	if (e != TT_OK)
		die(what, tt_err_text(e));
}

static struct tt_signer
signer(const char *name, enum tt_key_type type, int byte)
{
	uint8_t seed[TT_SIGN_KEY_LEN];
	struct tt_signer s;

	memset(seed, byte, sizeof(seed));
	need(name, tt_signer_from_seed(&s, span_str(name), type, seed));
	return s;
}

/* FOLDER/NAME, and the folders on the way to it. */
static void
path_of(char path[PATH_MAX_], const char *folder, const char *name)
{
	if (snprintf(path, PATH_MAX_, "%s/%s", folder, name) >= PATH_MAX_)
		die(folder, "too long");
	for (char *p = path + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			die(path, strerror(errno));
		*p = '/';
	}
}

static void
write_file(const char *folder, const char *name, struct span bytes)
{
	char path[PATH_MAX_];
	FILE *f;

	path_of(path, folder, name);
	if ((f = fopen(path, "wb")) == NULL ||
	    fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
		die(path, strerror(errno));
}

static enum tt_err
get(void *ctx, const struct tt_tile *t, struct buf *out)
{
	char path[PATH_MAX_], name[TT_TILE_PATH_MAX + 1], piece[4096];
	size_t n;
	FILE *f;

	tt_tile_path(t, name);
	path_of(path, ctx, name);
	if ((f = fopen(path, "rb")) == NULL)
		return TT_ENOENT;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(out, piece, n);
	fclose(f);
	return buf_err(out);
}

static enum tt_err
put(void *ctx, const struct tt_tile *t, struct span bytes)
{
	char name[TT_TILE_PATH_MAX + 1];

	tt_tile_path(t, name);
	write_file(ctx, name, bytes);
	return TT_OK;
}

static void
publish(const char *folder, const struct tt_log_edge *edge)
{
	struct tt_signer log = signer(ORIGIN, TT_KEY_SIGN, 1);
	struct tt_signer witness = signer(WITNESS, TT_KEY_COSIGN, 2);
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = edge->size };
	char text[TT_CHECKPOINT_TEXT_MAX + 1], name[64];
	struct buf note;

	tt_log_edge_root(edge, &cp.root);
	buf_init(&note, TT_NOTE_MAX);
	need("checkpoint", tt_checkpoint_sign(&note, &cp, &log));
	need("checkpoint", tt_checkpoint_format(&cp, text, sizeof(text)));
	need("cosignature", tt_note_cosign(&note, span_str(text), TIME,
	    &witness));
	snprintf(name, sizeof(name), "checkpoint.at-%" PRIu64, cp.size);
	write_file(folder, name, buf_view(&note));
	write_file(folder, "checkpoint", buf_view(&note));
	buf_done(&note);
}

static void
grow(struct tt_log_edge *edge, const char *word, uint64_t size,
    const struct tt_tile_io *io)
{
	size_t n = (size_t)(size - edge->size);
	struct span *entry = calloc(n + 1, sizeof(*entry));
	char (*text)[64] = calloc(n + 1, sizeof(*text));

	if (entry == NULL || text == NULL)
		die("memory", strerror(errno));
	for (size_t i = 0; i < n; i++) {
		snprintf(text[i], sizeof(text[i]), "%.32s-%" PRIu64, word,
		    edge->size + i);
		entry[i] = span_str(text[i]);
	}
	need("append", tt_log_edge_append(edge, entry, n, io));
	free(entry);
	free(text);
}

static void
print_keys(void)
{
	struct tt_signer log = signer(ORIGIN, TT_KEY_SIGN, 1);
	struct tt_signer witness = signer(WITNESS, TT_KEY_COSIGN, 2);
	char a[TT_VKEY_TEXT_MAX + 1], b[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(&log.vkey, a);
	tt_vkey_format(&witness.vkey, b);
	printf("%s %s\n", a, b);
}

int
main(int argc, char **argv)
{
	static struct tt_log_edge edge;
	struct tt_tile_io io = { get, put, NULL };
	uint64_t size;

	if (sodium_init() < 0)
		die("libsodium", "does not start");
	if (argc == 2 && strcmp(argv[1], "keys") == 0) {
		print_keys();
		return 0;
	}
	if (argc < 4)
		die("usage", "logtool keys | FOLDER WORD SIZE...");
	io.ctx = argv[1];
	tt_log_edge_init(&edge);
	for (int i = 3; i < argc; i++) {
		need(argv[i], span_u64(span_str(argv[i]), 1U << 24, &size));
		if (size < edge.size)
			die(argv[i], "smaller than the one before");
		grow(&edge, argv[2], size, &io);
		publish(argv[1], &edge);
	}
	return 0;
}
