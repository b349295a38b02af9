/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rng.h"
#include "cli/backup.h"
#include "seal/ustar.h"
#include "store/file.h"
#include "temp.h"

struct keys {
	struct tt_age_identity mine, other;
	struct tt_age_recipient to;
};

static struct rng
seeded(struct rng_seeded *state, uint8_t seed)
{
	uint8_t bytes[32] = { seed };

	return rng_seeded(state, bytes);
}

static void
draw(struct keys *k)
{
	struct rng_seeded state;
	struct rng rng = seeded(&state, 1);

	assert_true(sodium_init() >= 0);
	tt_age_identity_generate(&k->mine, rng);
	tt_age_identity_generate(&k->other, rng);
	k->to = k->mine.recipient;
}

static const struct {
	const char *name;
	size_t n;	/* bytes */
} files[] = {
	{ "a", 0 },
	{ "keys/officer-a.key", 189 },
	{ "keys/publisher.sign.age", 512 },
	{ "vault.db", 70000 },
	{ "bulletins/0011223344556677/parts/advisory.md", 513 },
};

static void
plant(void **state)
{
	char path[512];
	FILE *f;

	for (size_t i = 0; i < N_ROWS(files); i++) {
		snprintf(path, sizeof(path), "%s/%s",
		    temp_path(state, "vault"), files[i].name);
		*strrchr(path, '/') = '\0';
		assert_int_equal(TT_OK, file_mkdirs(path));
		path[strlen(path)] = '/';
		f = fopen(path, "w");
		assert_non_null(f);
		for (size_t k = 0; k < files[i].n; k++)
			fputc((int)(k * 7 + i), f);
		assert_int_equal(0, fclose(f));
		assert_int_equal(0, chmod(path, 0600));
	}
}

static enum tt_err
back_up(void **state, const char *to, const struct keys *k, uint8_t seed)
{
	const struct tt_age_target target = { .recipients = &k->to,
		.n_recipients = 1 };
	struct backup_list l;
	struct rng_seeded r;
	enum tt_err e;

	e = backup_walk(temp_path(state, "vault"), NULL, &l, NULL);
	if (e != TT_OK)
		return e;
	e = backup_write(temp_path(state, to), temp_path(state, "vault"), &l,
	    &target, seeded(&r, seed), NULL);
	backup_list_free(&l);
	return e;
}

static enum tt_err
bring_back(void **state, const char *from, const char *to,
    const struct tt_age_identity *id)
{
	const struct tt_age_opener by = { .identities = id,
		.n_identities = 1 };

	return backup_read(temp_path(state, to), temp_path(state, from), &by,
	    NULL);
}

static void
same_files(void **state, const char *dir)
{
	char path[512], *got;
	struct stat st;
	size_t n;

	for (size_t i = 0; i < N_ROWS(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", temp_path(state, dir),
		    files[i].name);
		got = test_read(path, &n);
		assert_int_equal(files[i].n, n);
		for (size_t k = 0; k < n; k++)
			assert_int_equal((uint8_t)(k * 7 + i),
			    (uint8_t)got[k]);
		free(got);
		assert_int_equal(0, stat(path, &st));
		assert_int_equal(0600, st.st_mode & 0777);
	}
	assert_int_equal(0, stat(temp_path(state, dir), &st));
	assert_int_equal(0700, st.st_mode & 0777);
}

static void
what_went_in_comes_out(void **state)
{
	struct keys k;

	draw(&k);
	plant(state);
	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 2));
	assert_int_equal(TT_OK, bring_back(state, "b.age", "new", &k.mine));
	same_files(state, "new");
	assert_false(file_exists(temp_path(state, "b.age.part")));
	assert_false(file_exists(temp_path(state,
	    ".tmp-restore-new")));
}

/* The bytes that the age file has inside. */
static struct buf
inside(void **state, const char *name, const struct keys *k)
{
	const struct tt_age_opener by = { .identities = &k->mine,
		.n_identities = 1 };
	struct buf out;
	size_t n;
	char *file = test_read(temp_path(state, name), &n);

	buf_init(&out, 1 << 20);
	assert_int_equal(TT_OK, tt_age_file_open(&out, &by, span_of(file, n)));
	free(file);
	return out;
}

static void
one_folder_gives_one_archive(void **state)
{
	struct buf a, b;
	struct keys k;

	draw(&k);
	plant(state);
	assert_int_equal(TT_OK, back_up(state, "a.age", &k, 2));
	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 3));
	a = inside(state, "a.age", &k);
	b = inside(state, "b.age", &k);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_done(&a);
	buf_done(&b);
}

static void
nothing_is_written_over(void **state)
{
	struct keys k;

	draw(&k);
	plant(state);
	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 2));
	assert_int_equal(TT_EEXIST, back_up(state, "b.age", &k, 2));
	assert_int_equal(TT_EEXIST, bring_back(state, "b.age", "vault",
	    &k.mine));
	same_files(state, "vault");
}

static void
what_the_archive_cannot_hold_ends_it(void **state)
{
	struct keys k;

	draw(&k);
	plant(state);
	temp_write(temp_path(state, "vault/a b"), "x");
	assert_int_equal(TT_ETAR_NAME, back_up(state, "b.age", &k, 2));
	assert_int_equal(0, unlink(temp_path(state, "vault/a b")));
	assert_int_equal(0, symlink("a", temp_path(state, "vault/link")));
	assert_int_equal(TT_ETAR_TYPE, back_up(state, "b.age", &k, 2));
	assert_false(file_exists(temp_path(state, "b.age")));
}

static void
a_full_disk_leaves_no_file(void **state)
{
	struct temp_limit limit;
	struct keys k;

	draw(&k);
	plant(state);
	temp_limit_files(&limit, 40000);
	assert_int_not_equal(TT_OK, back_up(state, "b.age", &k, 2));
	temp_limit_end(&limit);
	assert_false(file_exists(temp_path(state, "b.age")));
	assert_false(file_exists(temp_path(state, "b.age.part")));

	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 2));
	temp_limit_files(&limit, 40000);
	assert_int_not_equal(TT_OK, bring_back(state, "b.age", "new",
	    &k.mine));
	temp_limit_end(&limit);
	assert_false(file_exists(temp_path(state, "new")));
	assert_false(file_exists(temp_path(state,
	    ".tmp-restore-new")));
}

static void
rewrite(void **state, const char *name, const void *p, size_t n)
{
	FILE *f = fopen(temp_path(state, name), "w");

	assert_non_null(f);
	assert_int_equal(n, fwrite(p, 1, n, f));
	assert_int_equal(0, fclose(f));
}

static void
one_that_was_cut_off_is_no_hindrance(void **state)
{
	char longer[8192];
	struct keys k;
	int fd;

	memset(longer, 'x', sizeof(longer));
	draw(&k);
	plant(state);
	rewrite(state, "b.age.part", longer, sizeof(longer));
	fd = open(temp_path(state, "b.age.part"), O_RDONLY | O_CLOEXEC);
	assert_int_equal(0, flock(fd, LOCK_EX));	/* it is at work */
	assert_int_equal(TT_EEXIST, back_up(state, "b.age", &k, 2));
	close(fd);
	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 2));
	assert_false(file_exists(temp_path(state, "b.age.part")));
	assert_int_equal(TT_OK, bring_back(state, "b.age", "new", &k.mine));
	same_files(state, "new");
}

static void
a_damaged_backup_makes_no_folder(void **state)
{
	struct keys k;
	char *file;
	size_t n;

	draw(&k);
	plant(state);
	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 2));
	file = test_read(temp_path(state, "b.age"), &n);
	assert_int_equal(TT_ENOMATCH, bring_back(state, "b.age", "new",
	    &k.other));
	for (size_t at = 300; at < n; at += n / 7) {
		file[at] ^= 1;
		rewrite(state, "bad.age", file, n);
		file[at] ^= 1;
		assert_int_not_equal(TT_OK, bring_back(state, "bad.age",
		    "new", &k.mine));
		rewrite(state, "bad.age", file, at);
		assert_int_not_equal(TT_OK, bring_back(state, "bad.age",
		    "new", &k.mine));
	}
	free(file);
	assert_false(file_exists(temp_path(state, "new")));
	assert_false(file_exists(temp_path(state,
	    ".tmp-restore-new")));
}

/* A half-restored vault has keys in it, and may not stand in the way. */
static void
what_a_stopped_restore_left_goes_with_the_next(void **state)
{
	const char *left = temp_path(state, ".tmp-restore-new");
	struct keys k;

	draw(&k);
	plant(state);
	assert_int_equal(TT_OK, back_up(state, "b.age", &k, 2));
	assert_int_equal(TT_OK, file_mkdir(left));
	temp_write(temp_path(state, ".tmp-restore-new/officer.key"), "key");
	assert_int_equal(TT_OK, bring_back(state, "b.age", "new", &k.mine));
	same_files(state, "new");
	assert_false(file_exists(temp_path(state, "new/officer.key")));
	assert_false(file_exists(left));
}

struct member {
	char type;
	const char *name;
	size_t n;
	uint8_t filling;	/* after the data */
};

static const struct {
	const char *name;
	struct member m[3];
	size_t end;		/* bytes of NUL */
	const char *after;
	enum tt_err want;
} rows[] = {
	{ "two files", { { '0', "a", 3, 0 }, { '0', "b/c", 0, 0 } }, 1024, "",
	  TT_OK },
	{ "nothing at all", { { 0, NULL, 0, 0 } }, 1024, "", TT_OK },
	{ "a folder", { { '5', "a", 0, 0 } }, 1024, "", TT_ETAR_TYPE },
	{ "a link", { { '2', "a", 0, 0 } }, 1024, "", TT_ETAR_TYPE },
	{ "out of order", { { '0', "b", 0, 0 }, { '0', "a", 0, 0 } }, 1024, "",
	  TT_ETAR_ORDER },
	{ "a name twice", { { '0', "a", 0, 0 }, { '0', "a", 0, 0 } }, 1024, "",
	  TT_ETAR_DUPLICATE },
	{ "bytes where NUL should be", { { '0', "a", 3, 7 } }, 1024, "",
	  TT_ETAR_TRAILING },
	{ "no end", { { '0', "a", 3, 0 } }, 0, "", TT_ETAR_TRUNCATED },
	{ "half an end", { { '0', "a", 3, 0 } }, 512, "", TT_ETAR_TRUNCATED },
	{ "something after the end", { { '0', "a", 3, 0 } }, 1024, "x",
	  TT_ETAR_TRAILING },
	{ "a member after a block of the end", { { '0', "a", 3, 0 } }, 512,
	  "0123456789", TT_ETAR_TRUNCATED },
};

static void
put_member(struct buf *tar, const struct member *m)
{
	uint8_t header[USTAR_BLOCK];

	ustar_put(header, m->type, span_str(m->name), m->n);
	buf_add(tar, header, sizeof(header));
	for (size_t i = 0; i < m->n; i++)
		buf_char(tar, 'x');
	for (size_t i = m->n; i < ustar_blocks(m->n); i++)
		buf_char(tar, (char)m->filling);
}

static void
only_one_writing_of_an_archive(void **state)
{
	struct rng_seeded r;
	struct buf tar, file;
	struct keys k;

	draw(&k);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const struct tt_age_target to = { .recipients = &k.to,
			.n_recipients = 1 };

		CHECK_ROW(state, rows[i].name);
		buf_init(&tar, 65536);
		buf_init(&file, 65536);
		for (const struct member *m = rows[i].m; m->name != NULL; m++)
			put_member(&tar, m);
		buf_zero(&tar, rows[i].end);
		buf_str(&tar, rows[i].after);
		assert_int_equal(TT_OK, tt_age_file_seal(&file, &to,
		    buf_view(&tar), seeded(&r, 4)));
		rewrite(state, "x.age", file.p, file.n);
		assert_int_equal(rows[i].want, bring_back(state, "x.age",
		    "x", &k.mine));
		assert_int_equal(rows[i].want == TT_OK,
		    file_exists(temp_path(state, "x")));
		if (rows[i].want == TT_OK)
			assert_int_equal(TT_OK, file_remove_tree(
			    temp_path(state, "x")));
		buf_done(&tar);
		buf_done(&file);
	}
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(ROW(what_went_in_comes_out),
    ROW(one_folder_gives_one_archive),
    ROW(nothing_is_written_over),
    ROW(what_the_archive_cannot_hold_ends_it),
    ROW(a_full_disk_leaves_no_file),
    ROW(one_that_was_cut_off_is_no_hindrance),
    ROW(a_damaged_backup_makes_no_folder),
    ROW(what_a_stopped_restore_left_goes_with_the_next),
    ROW(only_one_writing_of_an_archive))
