/* SPDX-License-Identifier: ISC */
/*
 * test - what every unit test includes: cmocka, rows, and shared data.
 *
 * SHARED names a folder that only some machines have (environment variable
 * TELLTALE_SHARED); a test that needs it calls shared_or_skip() first.
 */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifndef N_ROWS
#define N_ROWS(a)	(sizeof(a) / sizeof((a)[0]))
#endif

/* Of a copy, for it is printed at the end, when the row may be gone. */
static char test_row[4096] __attribute__((unused));

static __attribute__((unused)) void
name_row(const char *name)	/* NULL: none */
{
	snprintf(test_row, sizeof(test_row), "%s", name != NULL ? name : "");
}

/* Names the row that a failing assertion was in. */
#define CHECK_ROW(state, name)						\
	do {								\
		(void)(state);						\
		name_row(name);						\
	} while (0)

static __attribute__((unused)) void
print_row(void)
{
	if (test_row[0] != '\0')
		fprintf(stderr, "last row: %s\n", test_row);
}

/* The path of rel in the shared data, or skips the running test. */
static __attribute__((unused)) const char *
shared_or_skip(const char *rel)
{
	static char path[4096];
	const char *root = getenv("TELLTALE_SHARED");

	if (root == NULL || root[0] == '\0')
		skip();
	snprintf(path, sizeof(path), "%s/%s", root, rel);
	return path;
}

/* All bytes of a file, NUL-terminated; fails the test if it cannot. */
static __attribute__((unused)) char *
test_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *p;
	long size;

	if (f == NULL)
		fail_msg("cannot open %s", path);
	assert_int_equal(0, fseek(f, 0, SEEK_END));
	size = ftell(f);
	assert_true(size >= 0);
	rewind(f);
	p = malloc((size_t)size + 1);
	assert_non_null(p);
	assert_int_equal((size_t)size, fread(p, 1, (size_t)size, f));
	fclose(f);
	p[size] = '\0';
	if (n != NULL)
		*n = (size_t)size;
	return p;
}

#define TEST_MAIN(...)	TEST_MAIN_SETUP(NULL, __VA_ARGS__)

/* setup: int setup(void **state), 0 is success, called once before all. */
#define TEST_MAIN_SETUP(setup, ...)					\
	int								\
	main(void)							\
	{								\
		const struct CMUnitTest tests[] = { __VA_ARGS__ };	\
									\
		atexit(print_row);					\
		return cmocka_run_group_tests(tests, setup, NULL);	\
	}

#endif
