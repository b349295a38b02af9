/* SPDX-License-Identifier: ISC */
/*
 * clockshift - preloaded into a program by tests: its clocks run beside the
 * machine's.
 *
 * The file that TELLTALE_TEST_CLOCK names holds three numbers of 11 characters
 * and a space after each, "+0000003600 +0000000000 +0000000000 ": seconds added
 * to CLOCK_REALTIME, CLOCK_BOOTTIME and CLOCK_MONOTONIC.  Waits for a condition
 * go by the machine's, whatever the third says: no machine's jumps.  The file
 * is mapped, so that writing it sets the clocks of a program that runs (and
 * cannot open files any more, as the keeper).
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SIZE	36	/* bytes of the file */
#define NUMBER	12	/* and of each number in it */
#define DIGITS	10

static int (*real_gettime)(clockid_t, struct timespec *);
static const char *shifts;

/* dlsym gives a data pointer; POSIX says that it holds a function's, too. */
static void
find_real(void)
{
	void *symbol = dlsym(RTLD_NEXT, "clock_gettime");

	*(void **)&real_gettime = symbol;
}

static void __attribute__((constructor))
start(void)
{
	const char *name = getenv("TELLTALE_TEST_CLOCK");
	void *map;
	int fd;

	if (name == NULL || (fd = open(name, O_RDONLY | O_CLOEXEC)) == -1)
		return;
	map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (map != MAP_FAILED)
		shifts = map;
}

static time_t
shift(size_t at)
{
	time_t n = 0;

	if (shifts == NULL)
		return 0;
	for (size_t i = 1; i <= DIGITS; i++)
		n = n * 10 + (shifts[at + i] - '0');
	return shifts[at] == '-' ? -n : n;
}

int
clock_gettime(clockid_t id, struct timespec *t)
{
	int r;

	if (real_gettime == NULL)	/* libraries ask before our start */
		find_real();
	r = real_gettime(id, t);
	if (r == 0 && id == CLOCK_REALTIME)
		t->tv_sec += shift(0);
	else if (r == 0 && id == CLOCK_BOOTTIME)
		t->tv_sec += shift(NUMBER);
	else if (r == 0 && id == CLOCK_MONOTONIC)
		t->tv_sec += shift((size_t)2 * NUMBER);
	return r;
}

time_t
time(time_t *out)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	if (out != NULL)
		*out = t.tv_sec;
	return t.tv_sec;
}

int
gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	struct timespec t;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &t);
	out->tv_sec = t.tv_sec;
	out->tv_usec = t.tv_nsec / 1000;
	return 0;
}
