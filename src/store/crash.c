/* SPDX-License-Identifier: ISC */
#include "store/crash.h"

#ifdef TELLTALE_CRASH_POINTS

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CRASH_STATUS	86
#define WORDS_MAX	64	/* bytes of NAME:N, with NUL */

static struct {
	pthread_mutex_t	lock;
	long		passed;
	char		words[WORDS_MAX];	/* that passed counts for */
} crash = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* One more passing of name: is it the one that words ask for? */
static int
is_due(const char *words, const char *name)
{
	const char *colon = strchr(words, ':');
	size_t n = colon != NULL ? (size_t)(colon - words) : strlen(words);
	long want = colon != NULL ? strtol(colon + 1, NULL, 10) : 1;
	int due;

	if (strlen(name) != n || memcmp(words, name, n) != 0)
		return 0;
	pthread_mutex_lock(&crash.lock);
	if (strcmp(crash.words, words) != 0) {
		snprintf(crash.words, sizeof(crash.words), "%s", words);
		crash.passed = 0;
	}
	due = ++crash.passed >= want;
	pthread_mutex_unlock(&crash.lock);
	return due;
}

/* The first line of the file; 0 if there is none. */
static int
read_words(const char *path, char words[WORDS_MAX])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return 0;
	n = read(fd, words, WORDS_MAX - 1);
	close(fd);
	if (n <= 0)
		return 0;
	words[n] = '\0';
	words[strcspn(words, "\n")] = '\0';
	return 1;
}

void
crash_point(const char *name)
{
	const char *at = getenv("TELLTALE_CRASH_AT");
	const char *path = getenv("TELLTALE_CRASH_FILE");
	char words[WORDS_MAX];

	if (at != NULL && is_due(at, name))
		_exit(CRASH_STATUS);
	if (path != NULL && read_words(path, words) && is_due(words, name)) {
		kill(getpid(), SIGKILL);
		for (;;)
			pause();
	}
}

#else

_Static_assert(1, "a file may not be empty");

#endif
