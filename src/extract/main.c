/* SPDX-License-Identifier: ISC */
/*
 * telltale-extract FORMAT SKIP: the confined child that reads one file.
 *
 * The file is descriptor 0, messages (hatch.h) go to 1, the keys of captures
 * are 3.  telltale starts it (worker.h); it is of no use by hand.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/confine.h"
#include "extract/hatch.h"
#include "extract/parse.h"
#include "extract/tell.h"
#include "extract/worker.h"

#define KEYS_FD		3
#define EXIT_USAGE	2
#define EXIT_CONFINE	3
#define EXIT_MEMORY	4

/* The parent is gone, or has enough: there is nobody to work for. */
static void
put(void *arg, const void *p, size_t n)
{
	const char *from = p;
	ssize_t k;

	(void)arg;
	while (n > 0) {
		if ((k = write(1, from, n)) < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			_exit(1);
		from += k;
		n -= (size_t)k;
	}
}

/* An empty file, or none, is an empty span. */
static struct span
map(int fd)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) != 0 || st.st_size <= 0)
		return SPAN("");
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		_exit(EXIT_MEMORY);
	return span_of(p, (size_t)st.st_size);
}

/* The most that any format may cost: what it is, is not known yet. */
static struct confine_limits
most(void)
{
	struct confine_limits l = { 0, 0 };
	const struct format_limits *f;

	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		f = format_limits((enum format)i);
		l.cpu_s = f->cpu_s > l.cpu_s ? f->cpu_s : l.cpu_s;
		l.memory = f->memory > l.memory ? f->memory : l.memory;
	}
	return l;
}

static void
work(const char *format, uint32_t skip)
{
	struct hatch h = { .put = put, .skip = skip };
	struct told told;
	struct parse in = { map(0), map(KEYS_FD), told.media };
	const struct format_limits *l;

	tell(&told, in.file);
	if (!span_is(span_str(format), WORKER_TELL))
		told.format = format_by_name(span_str(format));
	if (told.format == FORMAT_COUNT)
		_exit(EXIT_USAGE);
	l = format_limits(told.format);
	if (confine_tighten(&(struct confine_limits){ l->memory,
	    l->cpu_s }) != TT_OK)
		_exit(EXIT_CONFINE);
	hatch_type(&h, l->name, told.media);
	parse_as(told.format, &h, &in);
	hatch_done(&h);
}

int
main(int argc, char **argv)
{
	const struct confine_limits l = most();
	uint64_t skip;

	if (argc != 3 || span_u64(span_str(argv[2]), UINT32_MAX,
	    &skip) != TT_OK)
		return EXIT_USAGE;
	if (confine(&l) != TT_OK)
		return EXIT_CONFINE;
	work(argv[1], (uint32_t)skip);
	_exit(0);	/* whatever libraries would do at exit is not needed */
}
