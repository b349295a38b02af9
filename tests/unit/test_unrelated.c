/* SPDX-License-Identifier: ISC */
/*
 * Published advisories have nothing to do with the shared drafts: next to no
 * site of any draft is read in them.  Every fifth one, for time; bench
 * unrelated takes all.
 */
#include "draft.h"

#include "telltale/reading.h"

#define EVERY		5
#define READ_MOST	.05	/* sites in a text, on the average */
#define ONE_MOST	3	/* in one text */

static const char *const names[] = {
	"01-atrium", "02-cipherkit", "03-ferry", "04-lattice", "05-pumphouse",
	"06-confluence",
};

static const char *const folders[] = {
	"cisa-csaf", "curl", "kernelctf", "openssl-cve", "openstack",
	"rustsec",
};

struct figures {
	size_t texts, read;
};

static void
try_text(const struct draft *d, const char *path, struct figures *f)
{
	struct tt_reading *r = NULL;
	size_t n;
	char *text = test_read(path, &n);

	assert_int_equal(TT_OK, tt_reading_read_text(&r, d->b, NULL,
	    (struct span){ text, n }));
	assert_in_range(r->n_read, 0, ONE_MOST);
	f->texts++;
	f->read += r->n_read;
	tt_reading_free(r);
	free(text);
}

static void
try_folder(const struct draft *d, const char *folder, struct figures *f)
{
	struct dirent **entry;
	char *path, *dir;
	int n;

	CHECK_ROW(NULL, folder);
	assert_true(asprintf(&dir, "%s/%s", shared_or_skip("data/advisories"),
		folder) > 0);
	n = scandir(dir, &entry, NULL, alphasort);
	assert_true(n > 2);
	for (int i = 0; i < n; i++) {
		assert_true(asprintf(&path, "%s/%s", dir,
			entry[i]->d_name) > 0);
		if (entry[i]->d_name[0] != '.' && i % EVERY == 0)
			try_text(d, path, f);
		free(path);
		free(entry[i]);
	}
	free(entry);
	free(dir);
}

static void
next_to_nothing_is_read(void **state)
{
	struct figures f = { 0, 0 };
	struct draft d;
	char *path;

	(void)state;
	shared_or_skip("data/advisories");
	for (size_t i = 0; i < N_ROWS(names); i++) {
		assert_true(asprintf(&path, "%s/%s/marked",
			shared_or_skip("data/drafts"), names[i]) > 0);
		draft_load(&d, path);
		free(path);
		for (size_t k = 0; k < N_ROWS(folders); k++)
			try_folder(&d, folders[k], &f);
		draft_unload(&d);
	}
	print_message("%zu sites read in %zu texts\n", f.read, f.texts);
	assert_true((double)f.read <= READ_MOST * (double)f.texts);
}

TEST_MAIN(cmocka_unit_test(next_to_nothing_is_read))
