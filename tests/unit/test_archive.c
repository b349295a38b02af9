/* SPDX-License-Identifier: ISC */
#include "base/name.h"
#include "seal/ustar.h"
#include "telltale/archive.h"
#include "test.h"

#define SIZE	10240	/* bytes */

static const struct tt_member two[] = {
	{ SPAN_INIT("advisory.md"), SPAN_INIT("# Heading\n") },
	{ SPAN_INIT("poc/run.py"), SPAN_INIT("") },
};

/* Each changes an archive that was good; checksums are made right again. */
struct change {
	const char *fact;
	size_t at;		/* byte of the archive */
	uint8_t value;
	bool keep_sum;		/* the checksum is not made right */
	enum tt_err want;
};

#define FIRST	(SIZE - 1024 - 1536)	/* header of advisory.md */
#define SECOND	(SIZE - 1024 - 512)	/* header of poc/run.py */

static const struct change changes[] = {
	{ "nothing", 0, 'p', false, TT_OK },
	{ "checksum", FIRST + 148, '7', true, TT_ETAR_HEADER },
	{ "magic", FIRST + 262, ' ', false, TT_ETAR_HEADER },
	{ "version", FIRST + 263, '1', false, TT_ETAR_HEADER },
	{ "symbolic link", FIRST + 156, '2', false, TT_ETAR_TYPE },
	{ "old type NUL", FIRST + 156, '\0', false, TT_ETAR_TYPE },
	{ "second g", FIRST + 156, 'g', false, TT_ETAR_TYPE },
	{ "padding is a file", 156, '0', false, TT_ETAR_PADDING },
	{ "padding of another name", 0, 'q', false, TT_ETAR_PADDING },
	{ "a letter that no name has", FIRST, '*', false, TT_ETAR_NAME },
	{ "bytes after the name", FIRST + 99, 'x', false, TT_ETAR_NAME },
	{ "cut where it needs none", FIRST + 345, 'x', false, TT_ETAR_NAME },
	{ "mode", FIRST + 105, '7', false, TT_ETAR_HEADER },
	{ "owner", FIRST + 114, '1', false, TT_ETAR_HEADER },
	{ "time", FIRST + 146, '1', false, TT_ETAR_HEADER },
	{ "link name", FIRST + 157, 'x', false, TT_ETAR_HEADER },
	{ "user name", FIRST + 265, 'r', false, TT_ETAR_HEADER },
	{ "device", FIRST + 335, '1', false, TT_ETAR_HEADER },
	{ "the last twelve bytes", FIRST + 511, 1, false, TT_ETAR_HEADER },
	{ "size in base 256", FIRST + 124, 0x80, false, TT_ETAR_HEADER },
	{ "size of blanks", FIRST + 124, ' ', false, TT_ETAR_HEADER },
	{ "size ends in a space", FIRST + 135, ' ', false, TT_ETAR_HEADER },
	{ "past the end", FIRST + 130, '1', false, TT_ETAR_TRUNCATED },
	{ "gigabytes", FIRST + 124, '7', false, TT_ETAR_TRUNCATED },
	{ "dirt after the data", FIRST + 1023, 1, false, TT_ETAR_TRAILING },
	{ "padding's length", 512, '1', false, TT_ETAR_PADDING },
	{ "padding's key", 518, 'C', false, TT_ETAR_PADDING },
	{ "padding that says something", 600, 'x', false, TT_ETAR_PADDING },
	{ "padding without its end", FIRST - 1, ' ', false, TT_ETAR_PADDING },
	{ "names out of order", FIRST, 'q', false, TT_ETAR_ORDER },
	{ "one zero block", SIZE - 512, 1, false, TT_ETAR_TRUNCATED },
	{ "no zero block", SIZE - 1024, 1, true, TT_ETAR_HEADER },
};

static void
mend_checksum(uint8_t *tar, size_t at)
{
	uint8_t *block = tar + at / 512 * 512;
	unsigned sum = 0;

	memset(block + 148, ' ', 8);
	for (size_t i = 0; i < 512; i++)
		sum += block[i];
	snprintf((char *)block + 148, 7, "%06o", sum);
}

static void
one_change_gives_its_word(void **state)
{
	static struct tt_archive a;
	uint8_t tar[SIZE];
	const struct change *c;
	size_t header;

	for (size_t i = 0; i < N_ROWS(changes); i++) {
		c = &changes[i];
		CHECK_ROW(state, c->fact);
		assert_int_equal(TT_OK, tt_archive_write(tar, SIZE, two, 2));
		tar[c->at] = c->value;
		header = c->at / 512 * 512;
		if (!c->keep_sum && (header == 0 || header == FIRST ||
		    header == SECOND))
			mend_checksum(tar, c->at);
		assert_int_equal(c->want, tt_archive_read(&a,
		    span_of(tar, SIZE), NULL));
		assert_int_equal(c->want == TT_OK ? 2 : 0, a.n);
	}
}

static void
every_shorter_archive_is_truncated(void **state)
{
	static struct tt_archive a;
	uint8_t tar[SIZE];

	(void)state;
	assert_int_equal(TT_OK, tt_archive_write(tar, SIZE, two, 2));
	for (size_t n = 0; n < SIZE; n++)
		assert_int_equal(TT_ETAR_TRUNCATED, tt_archive_read(&a,
		    span_of(tar, n), NULL));
}

static void
anything_after_the_end_is_trailing(void **state)
{
	static struct tt_archive a;
	struct tt_archive_diag diag;
	uint8_t tar[SIZE + 512] = { 0 };

	(void)state;
	assert_int_equal(TT_OK, tt_archive_write(tar, SIZE, two, 2));
	for (size_t n = SIZE + 1; n <= SIZE + 512; n++) {
		assert_int_equal(TT_ETAR_TRAILING, tt_archive_read(&a,
		    span_of(tar, n), &diag));
		assert_int_equal(SIZE - 1024, diag.offset);
	}
}

#define TEN	"abcdefghij"
#define FIFTY	TEN TEN TEN TEN TEN
#define HUNDRED	FIFTY FIFTY

static const struct {
	const char *fact;
	size_t n;
	struct tt_member m[3];
	enum tt_err want;
} sets[] = {
	{ "no member", 0, { { { NULL, 0 }, { NULL, 0 } } }, TT_OK },
	{ "sorted", 2, { { SPAN_INIT("a"), SPAN_INIT("1") },
	    { SPAN_INIT("b"), SPAN_INIT("2") } }, TT_OK },
	{ "by bytes, not by folder", 3, { { SPAN_INIT("a-b"), SPAN_INIT("1") },
	    { SPAN_INIT("a.b"), SPAN_INIT("2") },
	    { SPAN_INIT("aa/b"), SPAN_INIT("3") } }, TT_OK },
	{ "a long name", 1, { { SPAN_INIT("x/" FIFTY "/" HUNDRED),
	    SPAN_INIT("1") } }, TT_OK },
	{ "a name of padding", 1, { { SPAN_INIT("padding"), SPAN_INIT("1") } },
	    TT_OK },
	{ "unsorted", 2, { { SPAN_INIT("b"), SPAN_INIT("1") },
	    { SPAN_INIT("a"), SPAN_INIT("2") } }, TT_ETAR_ORDER },
	{ "twice", 2, { { SPAN_INIT("a"), SPAN_INIT("1") },
	    { SPAN_INIT("a"), SPAN_INIT("2") } }, TT_ETAR_DUPLICATE },
	{ "but for case", 2, { { SPAN_INIT("A"), SPAN_INIT("1") },
	    { SPAN_INIT("a"), SPAN_INIT("2") } }, TT_ETAR_DUPLICATE },
	{ "file and folder", 3, { { SPAN_INIT("a"), SPAN_INIT("1") },
	    { SPAN_INIT("a.b"), SPAN_INIT("2") },
	    { SPAN_INIT("a/b"), SPAN_INIT("3") } }, TT_ETAR_DUPLICATE },
	{ "above", 1, { { SPAN_INIT("../a"), SPAN_INIT("1") } }, TT_ETAR_NAME },
};

static void
what_is_written_is_read_back(void **state)
{
	static struct tt_archive a;
	uint8_t tar[SIZE];

	for (size_t i = 0; i < N_ROWS(sets); i++) {
		CHECK_ROW(state, sets[i].fact);
		memset(tar, 0xaa, sizeof(tar));
		assert_int_equal(sets[i].want, tt_archive_write(tar, SIZE,
		    sets[i].m, sets[i].n));
		if (sets[i].want != TT_OK) {
			for (size_t k = 0; k < SIZE; k++)
				assert_int_equal(0xaa, tar[k]);
			continue;
		}
		assert_int_equal(TT_OK, tt_archive_read(&a,
		    span_of(tar, SIZE), NULL));
		assert_int_equal(sets[i].n, a.n);
		for (size_t k = 0; k < a.n; k++) {
			assert_true(span_eq(sets[i].m[k].name,
			    a.member[k].name));
			assert_true(span_eq(sets[i].m[k].data,
			    a.member[k].data));
		}
	}
}

static const struct {
	const char *fact;
	size_t longest;		/* bytes of the one member */
	size_t want;		/* bytes of the archive */
} sizes[] = {
	{ "nothing in it", 0, 10240 },
	{ "the last byte that fits", 10240 - 1024 - 1024 - 512, 10240 },
	{ "one more", 10240 - 1024 - 1024 - 511, 20480 },
	{ "the largest member", TT_ARCHIVE_MEMBER_MAX, 67112960 },
};

static void
size_follows_from_the_longest(void **state)
{
	struct tt_member m = { SPAN_INIT("a"), { NULL, 0 } };
	size_t size;

	for (size_t i = 0; i < N_ROWS(sizes); i++) {
		CHECK_ROW(state, sizes[i].fact);
		m.data.n = sizes[i].longest;
		assert_int_equal(TT_OK, tt_archive_size(&size, &m, 1));
		assert_int_equal(sizes[i].want, size);
	}
	m.data.n = TT_ARCHIVE_MEMBER_MAX + 1;
	assert_int_equal(TT_ELIMIT, tt_archive_size(&size, &m, 1));
}

static void
all_members_have_limits(void **state)
{
	static struct tt_member m[TT_ARCHIVE_MEMBERS_MAX + 1];
	static char names[TT_ARCHIVE_MEMBERS_MAX + 1][8];
	size_t size;

	(void)state;
	for (size_t i = 0; i < N_ROWS(m); i++) {
		snprintf(names[i], sizeof(names[i]), "m%03zu", i);
		m[i] = (struct tt_member){ span_str(names[i]), { NULL, 0 } };
	}
	assert_int_equal(TT_OK, tt_archive_size(&size, m,
	    TT_ARCHIVE_MEMBERS_MAX));
	assert_int_equal(TT_ELIMIT, tt_archive_size(&size, m, N_ROWS(m)));
	for (size_t i = 0; i < 3; i++)
		m[i].data.n = TT_ARCHIVE_MEMBER_MAX;
	assert_int_equal(TT_OK, tt_archive_size(&size, m, 4));
	m[3].data.n = 1;
	assert_int_equal(TT_ELIMIT, tt_archive_size(&size, m, 4));
}

static void
padding_takes_what_is_left_up_to_a_mebibyte(void **state)
{
	size_t most = 512 + TT_ARCHIVE_PADDING_MAX + 1024;
	uint8_t *tar = malloc(most + 512);
	static struct tt_archive a;

	(void)state;
	assert_non_null(tar);
	assert_int_equal(TT_OK, tt_archive_write(tar, most, NULL, 0));
	assert_int_equal(TT_OK, tt_archive_read(&a, span_of(tar, most), NULL));
	assert_int_equal(TT_ELIMIT, tt_archive_write(tar, most + 512, NULL, 0));
	assert_int_equal(TT_OK, tt_archive_write(tar, 2048, NULL, 0));
	assert_int_equal(TT_OK, tt_archive_read(&a, span_of(tar, 2048), NULL));
	assert_int_equal(TT_ENOSPC, tt_archive_write(tar, 1536, NULL, 0));
	assert_int_equal(TT_ENOSPC, tt_archive_write(tar, 2049, NULL, 0));
	assert_int_equal(TT_ENOSPC, tt_archive_write(tar, 2048, two, 2));
	free(tar);
}

static void
members_are_sorted_by_bytes(void **state)
{
	struct tt_member m[] = {
		{ SPAN_INIT("b"), SPAN_INIT("1") },
		{ SPAN_INIT("a/b"), SPAN_INIT("2") },
		{ SPAN_INIT("B"), SPAN_INIT("3") },
		{ SPAN_INIT("a-b"), SPAN_INIT("4") },
	};

	(void)state;
	tt_archive_sort(m, N_ROWS(m));
	assert_true(span_is(m[0].name, "B"));
	assert_true(span_is(m[1].name, "a-b"));
	assert_true(span_is(m[2].name, "a/b"));
	assert_true(span_is(m[3].name, "b"));
	tt_archive_sort(NULL, 0);
}

static const struct {
	const char *word;
	enum tt_err e;
} words[] = {
	{ "ok", TT_OK }, { "name", TT_ETAR_NAME }, { "type", TT_ETAR_TYPE },
	{ "header", TT_ETAR_HEADER }, { "order", TT_ETAR_ORDER },
	{ "duplicate", TT_ETAR_DUPLICATE }, { "padding", TT_ETAR_PADDING },
	{ "truncated", TT_ETAR_TRUNCATED }, { "trailing", TT_ETAR_TRAILING },
};

static enum tt_err
word(struct span s)
{
	for (size_t i = 0; i < N_ROWS(words); i++)
		if (span_is(s, words[i].word))
			return words[i].e;
	fail();
	return TT_ERR_COUNT;
}

static void
check_archive(const char *path, enum tt_err want)
{
	static struct tt_archive a;
	char *tar, *again;
	size_t n;

	tar = test_read(path, &n);
	assert_int_equal(want, tt_archive_read(&a, span_of(tar, n), NULL));
	if (want == TT_OK) {
		again = malloc(n);
		assert_non_null(again);
		assert_int_equal(TT_OK, tt_archive_write(again, n, a.member,
		    a.n));
		assert_memory_equal(tar, again, n);
		free(again);
	}
	free(tar);
}

static void
every_vector_gives_its_word(void **state)
{
	static char file[256];	/* the row: outlives the test */
	char dir[4096], path[5000];
	struct span tsv, line, name, want;
	size_t n, rows = 0;
	char *text;

	snprintf(dir, sizeof(dir), "%s", shared_or_skip("data/age/tar"));
	snprintf(path, sizeof(path), "%s/MANIFEST.tsv", dir);
	text = test_read(path, &n);
	tsv = span_of(text, n);
	assert_true(span_line(&tsv, &line));	/* names of columns */
	for (; span_line(&tsv, &line); rows++) {
		assert_true(span_word(&line, '\t', &name));
		assert_true(span_word(&line, '\t', &want));
		assert_int_equal(TT_OK, span_copy(name, file, sizeof(file)));
		CHECK_ROW(state, file);
		snprintf(path, sizeof(path), "%s/%s", dir, file);
		check_archive(path, word(want));
	}
	assert_int_equal(53, rows);
	free(text);
}

/* Bare: no padding, and what has some is refused. */
static void
a_bare_archive_is_its_members(void **state)
{
	static struct tt_archive a, b;
	uint8_t tar[SIZE], padded[SIZE];
	size_t size;

	(void)state;
	assert_int_equal(TT_OK, tt_archive_bare_size(&size, two, 2));
	assert_true(size < SIZE);
	assert_int_equal(TT_ENOSPC, tt_archive_bare_write(tar, size + 512,
	    two, 2));
	assert_int_equal(TT_OK, tt_archive_bare_write(tar, size, two, 2));
	assert_int_equal(TT_OK, tt_archive_bare_read(&a, span_of(tar, size),
	    NULL));
	assert_int_equal(2, a.n);
	for (size_t i = 0; i < 2; i++) {
		assert_true(span_eq(a.member[i].name, two[i].name));
		assert_true(span_eq(a.member[i].data, two[i].data));
	}
	assert_int_equal(TT_ETAR_PADDING, tt_archive_read(&b,
	    span_of(tar, size), NULL));
	assert_int_equal(TT_OK, tt_archive_write(padded, SIZE, two, 2));
	assert_int_equal(TT_ETAR_TYPE, tt_archive_bare_read(&b,
	    span_of(padded, SIZE), NULL));
	for (size_t n = 0; n < size; n++)
		assert_int_not_equal(TT_OK, tt_archive_bare_read(&b,
		    span_of(tar, n), NULL));
}

TEST_MAIN(cmocka_unit_test(a_bare_archive_is_its_members),
    cmocka_unit_test(one_change_gives_its_word),
    cmocka_unit_test(every_shorter_archive_is_truncated),
    cmocka_unit_test(anything_after_the_end_is_trailing),
    cmocka_unit_test(what_is_written_is_read_back),
    cmocka_unit_test(size_follows_from_the_longest),
    cmocka_unit_test(all_members_have_limits),
    cmocka_unit_test(padding_takes_what_is_left_up_to_a_mebibyte),
    cmocka_unit_test(members_are_sorted_by_bytes),
    cmocka_unit_test(every_vector_gives_its_word))
