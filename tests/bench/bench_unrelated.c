/* SPDX-License-Identifier: ISC */
/*
 * bench_unrelated: how many sites of each shared draft are read in published
 * advisories and rules that have nothing to do with it.
 */
#include "draft.h"

#include "telltale/reading.h"

static const char *const names[] = {
	"01-atrium", "02-cipherkit", "03-ferry", "04-lattice", "05-pumphouse",
	"06-confluence",
};

struct figures {
	size_t texts, with_any, read, other, most;
	char worst[128];
};

static void
try_text(const struct draft *d, const char *path, struct figures *f)
{
	struct tt_reading *r = NULL;
	size_t n;
	char *text = test_read(path, &n);

	assert_int_equal(TT_OK, tt_reading_read_text(&r, d->b, NULL,
	    (struct span){ text, n }));
	f->texts++;
	f->with_any += r->n_read > 0;
	f->read += r->n_read;
	f->other += r->n_gone + r->n_novel;
	if (r->n_read > f->most) {
		f->most = r->n_read;
		snprintf(f->worst, sizeof(f->worst), "%s",
		    strrchr(path, '/') + 1);
	}
	for (size_t i = 0; getenv("SHOW") != NULL && i < r->n_quotes; i++) {
		const struct tt_reading_quote *q = &r->quotes[i];
		size_t from = q->offset > 40 ? q->offset - 40 : 0;

		printf("  %s: %s:%u \"%.*s\" in \"%.*s\"\n",
		    strrchr(path, '/') + 1, d->name[d->b->places[
		    q->place].part], d->b->places[q->place].line,
		    (int)q->length, text + q->offset,
		    (int)(q->offset + q->length + 40 < n ? q->offset +
			q->length + 40 - from : n - from), text + from);
	}
	tt_reading_free(r);
	free(text);
}

static void
walk(const struct draft *d, const char *folder, struct figures *f)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, NULL, alphasort);
	char *path;

	for (int i = 0; i < n; i++) {
		if (entry[i]->d_name[0] != '.' &&
		    strncmp(entry[i]->d_name, "README", 6) != 0) {
			assert_true(asprintf(&path, "%s/%s", folder,
				entry[i]->d_name) > 0);
			if (entry[i]->d_type == DT_DIR)
				walk(d, path, f);
			else
				try_text(d, path, f);
			free(path);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

int
main(void)
{
	static const char *const folders[] = { "advisories", "rules" };
	const char *root = getenv("TELLTALE_SHARED");
	struct draft d;
	char *path;

	if (root == NULL) {
		printf("skipped: TELLTALE_SHARED names no shared data\n");
		return 0;
	}
	for (size_t i = 0; i < N_ROWS(names) * N_ROWS(folders); i++) {
		struct figures f = { 0 };

		assert_true(asprintf(&path, "%s/data/drafts/%s/marked", root,
			names[i / N_ROWS(folders)]) > 0);
		draft_load(&d, path);
		free(path);
		assert_true(asprintf(&path, "%s/data/%s", root,
			folders[i % N_ROWS(folders)]) > 0);
		walk(&d, path, &f);
		free(path);
		printf("%-14s %-10s %4zu texts, %3zu with any site read, %4zu "
		    "sites in all, %4zu gone or novel; most %2zu %s\n",
		    names[i / N_ROWS(folders)], folders[i % N_ROWS(folders)],
		    f.texts, f.with_any, f.read, f.other, f.most, f.worst);
		draft_unload(&d);
	}
	return 0;
}
