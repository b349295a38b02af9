/* SPDX-License-Identifier: ISC */
/*
 * The one file of base that does I/O and reads a clock: for the programs.
 * Each line is one write, so that lines of several processes stay whole.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES	8192
#define CUT		" cut=true\n"

static const struct {
	const char *name, *priority;	/* sd-daemon(3) */
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", "<3>" },
	[LOG_LEVEL_WARN] = { "warn", "<4>" },
	[LOG_LEVEL_INFO] = { "info", "<6>" },
	[LOG_LEVEL_DEBUG] = { "debug", "<7>" },
};

/* Written by log_open alone, before there are threads. */
static struct {
	const char *program;
	enum log_level max;
	bool journal;
} config = { "telltale", LOG_LEVEL_INFO, false };

/* Whether stderr is the stream that JOURNAL_STREAM names: "device:inode". */
static bool
is_journal(void)
{
	const char *env = getenv("JOURNAL_STREAM");
	struct span in, device;
	uint64_t dev, ino;
	struct stat st;

	if (env == NULL || fstat(STDERR_FILENO, &st) != 0)
		return false;
	in = span_str(env);
	return span_word(&in, ':', &device) &&
	    span_u64(device, UINT64_MAX, &dev) == TT_OK &&
	    span_u64(in, UINT64_MAX, &ino) == TT_OK &&
	    dev == st.st_dev && ino == st.st_ino;
}

static bool
is_plain(const char *s)
{
	if (*s == '\0' || !utf8_printable(s, span_str(s).n))
		return false;
	for (; *s != '\0'; s++)
		if (*s == ' ' || *s == '"' || *s == '=' || *s == '\\')
			return false;
	return true;
}

/* What a terminal would act on is written as \uXXXX. */
static void
add_quoted(struct buf *b, struct span s)
{
	size_t len;
	int32_t cp;

	buf_char(b, '"');
	for (; s.n > 0; s.p += len, s.n -= len) {
		cp = utf8_next(s.p, s.n, &len);
		if (cp < 0)
			buf_str(b, "\\ufffd");
		else if (cp == '\n')
			buf_str(b, "\\n");
		else if (cp < 0x20 || (cp >= 0x7f && cp <= 0x9f))
			buf_printf(b, "\\u%04x", (unsigned)cp);
		else {
			if (cp == '"' || cp == '\\')
				buf_char(b, '\\');
			buf_add(b, s.p, len);
		}
	}
	buf_char(b, '"');
}

static void
add_value(struct buf *b, const char *value)
{
	if (value == NULL)
		value = "";
	if (is_plain(value))
		buf_str(b, value);
	else
		add_quoted(b, span_str(value));
}

/* time() may be a tick behind the clock that instants are compared with. */
static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec;
}

static void
add_head(struct buf *b, enum log_level level, const char *msg)
{
	char ts[INSTANT_LEN + 1];

	if (config.journal) {
		buf_str(b, levels[level].priority);
	} else {
		instant_format(now(), ts);
		buf_printf(b, "ts=%s ", ts);
	}
	buf_printf(b, "level=%s ", levels[level].name);
	if (!config.journal)
		buf_printf(b, "program=%s ", config.program);
	buf_str(b, "msg=");
	add_quoted(b, span_str(msg));
}

/* A pair that does not fit is left out, and the end says so. */
static bool
add_pair(struct buf *b, const char *key, const char *value)
{
	size_t before = b->n;

	buf_printf(b, " %s=", key);
	add_value(b, value);
	if (buf_err(b) == TT_OK)
		return true;
	b->n = before;
	b->err = TT_OK;
	return false;
}

static void
emit(struct span line)
{
	ssize_t n;

	while (line.n > 0) {
		n = write(STDERR_FILENO, line.p, line.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;	/* nobody is left to be told */
		line.p += n;
		line.n -= (size_t)n;
	}
}

void
log_open(const char *program, enum log_level max)
{
	config.program = program;
	config.max = max;
	config.journal = is_journal();
}

void
log_line(enum log_level level, const char *msg, ...)
{
	int saved = errno;
	const char *key;
	bool whole = true;
	struct buf b;
	va_list ap;

	if (level > config.max)
		return;
	buf_init(&b, LINE_MAX_BYTES - sizeof(CUT));
	add_head(&b, level, msg);
	va_start(ap, msg);
	while (whole && (key = va_arg(ap, const char *)) != NULL)
		whole = add_pair(&b, key, va_arg(ap, const char *));
	va_end(ap);
	b.max = LINE_MAX_BYTES;
	buf_str(&b, whole ? "\n" : CUT);
	emit(buf_view(&b));
	buf_done(&b);
	errno = saved;
}
