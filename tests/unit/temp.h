/* SPDX-License-Identifier: ISC */
/*
 * temp - a folder of its own for each test that needs files, gone after it;
 * and a disk that is full, by a limit on the size of files.
 *
 * Include after test.h; setup and teardown of a test are temp_new, temp_gone.
 */
#ifndef TEST_TEMP_H
#define TEST_TEMP_H

#include <ftw.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define TEMP_PATHS	24

struct temp {
	char dir[64];
	char *path[TEMP_PATHS];
	unsigned next;
};

static __attribute__((unused)) int
temp_new(void **state)
{
	struct temp *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return -1;
	/* in memory where there is such a place: tests sync a lot */
	snprintf(t->dir, sizeof(t->dir), "%s/telltale-test-XXXXXX",
	    access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp");
	*state = t;
	return mkdtemp(t->dir) == NULL ? -1 : 0;
}

static __attribute__((unused)) int
temp_drop(const char *path, const struct stat *st, int type, struct FTW *w)
{
	(void)st;
	(void)type;
	(void)w;
	return remove(path);
}

static __attribute__((unused)) int
temp_gone(void **state)
{
	struct temp *t = *state;
	int r = nftw(t->dir, temp_drop, 16, FTW_DEPTH | FTW_PHYS);

	for (size_t i = 0; i < TEMP_PATHS; i++)
		free(t->path[i]);
	free(t);
	return r;
}

/* Good for TEMP_PATHS more calls. */
static __attribute__((unused)) const char *
temp_path(void **state, const char *name)
{
	struct temp *t = *state;
	char **p = &t->path[t->next++ % TEMP_PATHS];

	free(*p);
	*p = NULL;
	assert_true(asprintf(p, "%s/%s", t->dir, name) > 0);
	return *p;
}

static __attribute__((unused)) void
temp_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(0, fclose(f));
}

struct temp_limit {
	struct rlimit kept;
};

/* From here on no file grows over bytes. */
static __attribute__((unused)) void
temp_limit_files(struct temp_limit *l, rlim_t bytes)
{
	struct rlimit now;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &l->kept));
	now = l->kept;
	now.rlim_cur = bytes;
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &now));
}

static __attribute__((unused)) void
temp_limit_end(const struct temp_limit *l)
{
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &l->kept));
}

#endif
