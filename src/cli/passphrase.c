/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/secret.h"
#include "cli/passphrase.h"
#include "cli/say.h"

#define NEW_MIN		8	/* bytes */
#define CTRL_C		3
#define CTRL_D		4
#define CTRL_U		21

void
passphrase_init(struct passphrase *p, const char *file)
{
	*p = (struct passphrase){ .file = file };
	buf_init_secret(&p->text, PASSPHRASE_MAX);
}

void
passphrase_done(struct passphrase *p)
{
	buf_done(&p->text);
	p->known = false;
}

void
passphrase_forget(struct passphrase *p)
{
	buf_done(&p->text);
	buf_init_secret(&p->text, PASSPHRASE_MAX);
	p->known = false;
}

/* All of fd up to the first LF, without it. */
static enum tt_err
read_line(int fd, struct buf *out)
{
	enum tt_err e = TT_OK;
	char c[1];
	ssize_t n;

	for (;;) {
		n = read(fd, c, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			e = TT_EIO;
		if (n <= 0 || c[0] == '\n')
			break;
		buf_add(out, c, 1);
	}
	secret_wipe(c, sizeof(c));
	return e != TT_OK ? e : buf_err(out);
}

static int
from_file(struct passphrase *p)
{
	struct stat st;
	enum tt_err e;
	int fd;

	if ((fd = open(p->file, O_RDONLY | O_CLOEXEC)) < 0)
		return say_err(errno == ENOENT ? TT_ENOENT : TT_EIO, NULL,
		    "cannot read the passphrase in %s", p->file);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_mode & 077) != 0) {
		close(fd);
		say_fail(CLI_REFUSED, NULL,
		    "cannot use %s: others can read it", p->file);
		say_hint("chmod 600 %s", p->file);
		return CLI_REFUSED;
	}
	e = read_line(fd, &p->text);
	close(fd);
	if (e != TT_OK) {
		passphrase_forget(p);
		return say_err(e, NULL, "cannot read the passphrase in %s",
		    p->file);
	}
	if (p->text.n == 0)
		return say_fail(CLI_USAGE, NULL,
		    "the first line of %s is empty: no passphrase", p->file);
	return CLI_DONE;
}

/* Takes the last character, of one or more bytes, off b. */
static void
rub_out(struct buf *b)
{
	while (b->n > 0 && ((unsigned char)b->p[b->n - 1] & 0xc0) == 0x80)
		buf_cut(b, b->n - 1);
	if (b->n > 0)
		buf_cut(b, b->n - 1);
}

enum typed { TYPED, GIVEN_UP, INTERRUPTED };

/* One line, keys as they come. */
static enum typed
type_line(int fd, struct buf *out)
{
	bool done = false, up = false;
	unsigned char c;

	while (!done && !up) {
		if (read(fd, &c, 1) != 1)
			c = CTRL_D;
		switch (c) {
		case '\n':
		case '\r':
			done = true;
			break;
		case CTRL_C:
		case CTRL_D:
			up = true;
			break;
		case CTRL_U:
			buf_clear(out);
			break;
		case '\b':
		case 0x7f:
			rub_out(out);
			break;
		default:
			buf_add(out, &c, 1);
			break;
		}
	}
	if (up)
		return c == CTRL_C ? INTERRUPTED : GIVEN_UP;
	secret_wipe(&c, sizeof(c));
	return buf_err(out) == TT_OK ? TYPED : GIVEN_UP;
}

static bool
ask(int tty, const char *prompt, struct buf *out)
{
	struct termios was, quiet;
	enum typed how;

	if (tcgetattr(tty, &was) != 0)
		return false;
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
	if (tcsetattr(tty, TCSAFLUSH, &quiet) != 0)
		return false;
	dprintf(tty, "%s: ", prompt);
	how = type_line(tty, out);
	dprintf(tty, "\r\033[K");
	tcsetattr(tty, TCSAFLUSH, &was);
	if (how == INTERRUPTED) {	/* as if the terminal had seen it */
		buf_clear(out);
		raise(SIGINT);
	}
	return how == TYPED;
}

static int
open_tty(const char *what, const char *hint, int *tty)
{
	if ((*tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) >= 0)
		return CLI_DONE;
	return say_fail(CLI_USAGE, hint,
	    "cannot ask for the passphrase of %s: there is no terminal", what);
}

static int
given_up(struct passphrase *p, const char *what)
{
	passphrase_forget(p);
	return say_fail(CLI_USAGE, NULL, "no passphrase of %s was given", what);
}

int
passphrase_get(struct passphrase *p, const char *what, struct span *out)
{
	char prompt[256];
	int tty, code = CLI_DONE;

	if (!p->known && p->file != NULL)
		code = from_file(p);
	else if (!p->known) {
		code = open_tty(what, "--passphrase-file FILE", &tty);
		if (code != CLI_DONE)
			return code;
		snprintf(prompt, sizeof(prompt), "passphrase of %s", what);
		if (!ask(tty, prompt, &p->text))
			code = given_up(p, what);
		close(tty);
	}
	if (code != CLI_DONE)
		return code;
	p->known = true;
	*out = buf_view(&p->text);
	return CLI_DONE;
}

/* Twice the same, and long enough. */
static int
choose(struct passphrase *p, const char *what, int tty)
{
	char prompt[256];
	struct buf again;
	int code = CLI_DONE;

	buf_init_secret(&again, PASSPHRASE_MAX);
	snprintf(prompt, sizeof(prompt), "new passphrase of %s", what);
	if (!ask(tty, prompt, &p->text))
		code = given_up(p, what);
	else if (p->text.n < NEW_MIN)
		code = say_fail(CLI_USAGE, NULL,
		    "a passphrase of less than %d bytes protects nothing",
		    NEW_MIN);
	else if (!ask(tty, "the same again", &again))
		code = given_up(p, what);
	else if (again.n != p->text.n ||
	    !secret_eq(again.p, p->text.p, again.n))
		code = say_fail(CLI_USAGE, NULL,
		    "the two passphrases of %s differ", what);
	buf_done(&again);
	return code;
}

int
passphrase_new(struct passphrase *p, const char *what, struct span *out)
{
	int tty, code;

	if (p->known || p->file != NULL)
		return passphrase_get(p, what, out);
	if ((code = open_tty(what, "--passphrase-file FILE, or "
	    "--no-passphrase", &tty)) != CLI_DONE)
		return code;
	code = choose(p, what, tty);
	close(tty);
	if (code != CLI_DONE) {
		passphrase_forget(p);
		return code;
	}
	p->known = true;
	*out = buf_view(&p->text);
	return CLI_DONE;
}
