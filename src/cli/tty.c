/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"
#include "cli/sentences.h"
#include "cli/tty.h"

#define ESCAPE_MS	50	/* for the rest of an arrow key */
#define CLEAR		"\033[H\033[2J"
#define PLAIN		"\033[0m"

/* What a handler needs is in globals: there is one terminal. */
static int fd = -1;
static struct termios before, raw;
static volatile sig_atomic_t ended_by, changed;

static const int enders[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static const int crashes[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };

static void
put(const char *s, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		s += done;
		n -= (size_t)done;
	}
}

static void
give_back(void)
{
	(void)!write(fd, PLAIN CLEAR, sizeof(PLAIN CLEAR) - 1);
	tcsetattr(fd, TCSANOW, &before);
}

static void
on_end(int sig)
{
	ended_by = sig;
}

static void
on_resize(int sig)
{
	(void)sig;
	changed = 1;
}

static void
on_stop(int sig)
{
	int e = errno;

	(void)sig;
	give_back();
	raise(SIGSTOP);		/* and on, when somebody says so */
	tcsetattr(fd, TCSANOW, &raw);
	changed = 1;
	errno = e;
}

static void
on_crash(int sig)
{
	give_back();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
set_handlers(void (*end)(int), void (*stop)(int), void (*resize)(int),
    void (*crash)(int))
{
	struct sigaction a = { .sa_flags = 0 };

	sigemptyset(&a.sa_mask);
	a.sa_handler = end;
	for (size_t i = 0; i < N_ROWS(enders); i++)
		sigaction(enders[i], &a, NULL);
	a.sa_handler = stop;
	sigaction(SIGTSTP, &a, NULL);
	a.sa_handler = resize;
	sigaction(SIGWINCH, &a, NULL);
	a.sa_handler = crash;
	for (size_t i = 0; i < N_ROWS(crashes); i++)
		sigaction(crashes[i], &a, NULL);
}

enum tt_err
tty_open(void)
{
	ended_by = 0;
	if ((fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0)
		return TT_ENOENT;
	if (tcgetattr(fd, &before) != 0) {
		close(fd);
		fd = -1;
		return TT_ENOENT;
	}
	raw = before;
	cfmakeraw(&raw);
	raw.c_oflag = before.c_oflag;	/* LF begins a line */
	set_handlers(on_end, on_stop, on_resize, on_crash);
	tcsetattr(fd, TCSAFLUSH, &raw);
	return TT_OK;
}

void
tty_close(void)
{
	if (fd < 0)
		return;
	give_back();
	set_handlers(SIG_DFL, SIG_DFL, SIG_DFL, SIG_DFL);
	close(fd);
	fd = -1;
}

int
tty_signal(void)
{
	return ended_by;
}

static void
size(size_t *rows, size_t *columns)
{
	struct winsize w = { .ws_row = 0 };

	*rows = 24;
	*columns = 80;
	if (ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_row > 0 && w.ws_col > 0) {
		*rows = w.ws_row;
		*columns = w.ws_col;
	}
}

size_t
tty_columns(void)
{
	size_t rows, columns;

	size(&rows, &columns);
	return columns < 20 ? 20 : columns;
}

size_t
tty_rows(void)
{
	size_t rows, columns;

	size(&rows, &columns);
	return rows < 8 ? 8 : rows;
}

/* The next byte, or one of enum tty_key. */
static int32_t
next_byte(int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	unsigned char c;
	int n;

	if (ended_by != 0)
		return TTY_GONE;
	n = poll(&p, 1, timeout_ms);
	if (ended_by != 0)
		return TTY_GONE;
	if (changed) {
		changed = 0;
		return TTY_RESIZED;
	}
	if (n < 0)
		return errno == EINTR ? TTY_RESIZED : TTY_GONE;
	if (n == 0)
		return TTY_IDLE;
	return read(fd, &c, 1) == 1 ? c : TTY_GONE;
}

/* Behind ESC: [ or O, digits, a letter. */
static int32_t
escaped(void)
{
	int32_t c = next_byte(ESCAPE_MS);

	if (c == TTY_GONE)
		return c;
	if (c != '[' && c != 'O')
		return c == TTY_IDLE ? TTY_ESCAPE : TTY_UNKNOWN;
	do
		c = next_byte(ESCAPE_MS);
	while ((c >= '0' && c <= '9') || c == ';');
	switch (c) {
	case 'A':
		return TTY_UP;
	case 'B':
		return TTY_DOWN;
	case 'C':
		return TTY_RIGHT;
	case 'D':
		return TTY_LEFT;
	case 'H':
		return TTY_HOME;
	case 'F':
		return TTY_END;
	default:
		return c == TTY_GONE ? c : TTY_UNKNOWN;
	}
}

/* The rest of a character of several bytes. */
static int32_t
character(int32_t first)
{
	char bytes[4] = { (char)first };
	size_t n = 1, len, want = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	int32_t c;

	while (n < want) {
		if ((c = next_byte(ESCAPE_MS)) < 0)
			return c == TTY_GONE ? c : TTY_UNKNOWN;
		bytes[n++] = (char)c;
	}
	c = utf8_next(bytes, n, &len);
	return c < 0 ? TTY_UNKNOWN : c;
}

int32_t
tty_key(int timeout_ms)
{
	int32_t c = next_byte(timeout_ms);

	if (c == TTY_ESCAPE)
		return escaped();
	return c >= 0x80 ? character(c) : c;
}

void
tty_draw(struct span text)
{
	put(CLEAR, sizeof(CLEAR) - 1);
	put(text.p, text.n);
	put(PLAIN, sizeof(PLAIN) - 1);
}

/* ---- a line ---- */

static size_t
before_character(const struct buf *b, size_t at)
{
	if (at > 0)
		at--;
	while (at > 0 && ((unsigned char)b->p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static size_t
behind_character(const struct buf *b, size_t at)
{
	if (at < b->n)
		at++;
	while (at < b->n && ((unsigned char)b->p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static void
take_out(struct buf *b, size_t from, size_t to)
{
	memmove(b->p + from, b->p + to, b->n - to);
	buf_cut(b, b->n - (to - from));
}

static void
put_in(struct buf *b, size_t at, int32_t c)
{
	char bytes[4];
	size_t n = utf8_put(bytes, (uint32_t)c);

	buf_add(b, bytes, n);
	if (buf_err(b) != TT_OK)
		return;
	memmove(b->p + at + n, b->p + at, b->n - n - at);
	memcpy(b->p + at, bytes, n);
}

/* The last row: the prompt, and as much of the line as fits around at. */
static void
draw_line(const char *prompt, const struct buf *b, size_t at)
{
	size_t room = tty_columns() - 1, from = 0, end;
	struct buf out;

	room -= strlen(prompt) < room ? strlen(prompt) : room;
	while (from < at && sentence_width((struct span){ b->p + from,
	    at - from }) >= room)
		from = behind_character(b, from);
	end = from;
	while (end < b->n && sentence_width((struct span){ b->p + from,
	    behind_character(b, end) - from }) <= room)
		end = behind_character(b, end);
	buf_init(&out, 1 << 16);
	buf_printf(&out, "\033[%zu;1H\033[K%s", tty_rows(), prompt);
	if (b->n > 0)
		buf_add(&out, b->p + from, end - from);
	buf_printf(&out, "\033[%zu;%zuH", tty_rows(), strlen(prompt) + 1 +
	    (b->n == 0 ? 0 : sentence_width((struct span){ b->p + from,
	    at - from })));
	put(out.p, out.n);
	buf_done(&out);
}

static void
edit(struct buf *b, size_t *at, int32_t c)
{
	size_t old = *at;

	switch (c) {
	case TTY_LEFT:
		*at = before_character(b, *at);
		break;
	case TTY_RIGHT:
		*at = behind_character(b, *at);
		break;
	case TTY_HOME:
	case TTY_CTRL('A'):
		*at = 0;
		break;
	case TTY_END:
	case TTY_CTRL('E'):
		*at = b->n;
		break;
	case TTY_CTRL('U'):
		take_out(b, 0, *at);
		*at = 0;
		break;
	case TTY_CTRL('H'):
	case TTY_DELETE:
		*at = before_character(b, *at);
		take_out(b, *at, old);
		break;
	default:
		if (c >= 0x20) {
			put_in(b, *at, c);
			*at = behind_character(b, *at);
		}
	}
}

bool
tty_line(const char *prompt, struct buf *out, int32_t *key)
{
	size_t at = out->n;

	for (;;) {
		draw_line(prompt, out, at);
		*key = tty_key(-1);
		if (*key == '\r' || *key == '\n')
			return true;
		if (*key == TTY_ESCAPE || *key == TTY_GONE ||
		    *key == TTY_CTRL('C')) {
			buf_clear(out);
			return false;
		}
		if (out->p != NULL || *key >= 0x20)
			edit(out, &at, *key);
	}
}
