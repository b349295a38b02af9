/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "cli/child.h"
#include "cli/clock.h"
#include "cli/desk/desk.h"
#include "cli/passphrase.h"

#define OUT_MAX		((size_t)64 << 20)	/* bytes a verb prints */
#define ERR_MAX		((size_t)256 << 10)
#define SECONDS		300		/* that it may take */
#define AGAIN		25		/* times, while the vault is in use */
#define AGAIN_MS	200
#define ARGS_MAX	(ASK_WORDS_MAX + 10)

/* A secret that is ours for one verb. */
static bool
passphrase_of(struct desk *d, struct buf *out)
{
	buf_init_secret(out, PASSPHRASE_MAX);
	pthread_mutex_lock(&d->lock);
	buf_span(out, buf_view(&d->passphrase));
	if (out->n > 0)
		d->used_ms = clock_ms();
	pthread_mutex_unlock(&d->lock);
	return out->n > 0;
}

/* execv takes pointers to what it does not change. */
static void
add(char **argv, size_t *n, const char *word)
{
	argv[(*n)++] = (char *)(uintptr_t)word;
}

static void
arguments(const struct desk *d, const char *const *words, bool given,
    char *argv[ARGS_MAX])
{
	size_t n = 0;

	add(argv, &n, "telltale");
	add(argv, &n, "-C");
	add(argv, &n, d->dir);
	for (; *words != NULL; words++) {
		assert(n < ASK_WORDS_MAX);
		add(argv, &n, *words);
	}
	if (d->as != NULL) {
		add(argv, &n, "--as");
		add(argv, &n, d->as);
	}
	if (given || d->passphrase_file != NULL) {
		add(argv, &n, "--passphrase-file");
		add(argv, &n, given ? CHILD_GIVEN_PATH : d->passphrase_file);
	}
	argv[n] = NULL;
}

static enum tt_err
once(struct desk *d, char *const *argv, struct span given, struct ask *a)
{
	const struct child_self c = { .argv = argv, .given = given,
		.seconds = SECONDS, .stop = &d->stopping, .out = &a->out,
		.err = &a->err };
	struct child_result r = { .status = 0 };
	enum tt_err e;

	buf_clear(&a->out);
	buf_clear(&a->err);
	if ((e = child_self(&c, &r)) == TT_OK)
		a->code = r.status;
	return e;
}

bool
ask_verb(struct desk *d, const char *const *words, struct span passphrase,
    struct ask *a)
{
	char *argv[ARGS_MAX];
	struct buf kept;
	bool given = passphrase_of(d, &kept);
	struct span secret = { NULL, 0 };
	enum tt_err e;
	int left = AGAIN;

	if (passphrase.p != NULL)
		secret = passphrase;
	else if (given)
		secret = buf_view(&kept);
	*a = (struct ask){ .code = CLI_TROUBLE };
	buf_init_secret(&a->out, OUT_MAX);
	buf_init(&a->err, ERR_MAX);
	arguments(d, words, secret.p != NULL, argv);
	pthread_mutex_lock(&d->asking);
	do {
		e = once(d, argv, secret, a);
		if (e != TT_OK || a->code != CLI_LATER || a->out.n > 0 ||
		    atomic_load(&d->stopping))
			break;
		clock_sleep_ms(AGAIN_MS);
	} while (--left > 0);
	pthread_mutex_unlock(&d->asking);
	buf_done(&kept);
	if (e != TT_OK)
		buf_printf(&a->err, "telltale: cannot start %s: %s\n",
		    words[0], tt_err_text(e));
	return e == TT_OK;
}

bool
ask_json(struct desk *d, const char *const *words, struct ask *a)
{
	if (!ask_verb(d, words, (struct span){ NULL, 0 }, a))
		return false;
	if (a->out.n > 0 && json_in_parse(buf_view(&a->out), OUT_MAX,
	    &a->json, NULL) != TT_OK)
		a->json = NULL;
	return a->json != NULL;
}

void
ask_done(struct ask *a)
{
	json_decref(a->json);
	a->json = NULL;
	buf_done(&a->out);
	buf_done(&a->err);
}

static bool
is_bare(const char *word)
{
	return word[0] != '\0' && strspn(word, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/=:,@") == strlen(word);
}

void
ask_command(struct buf *out, const char *const *words)
{
	buf_str(out, "telltale");
	for (; *words != NULL; words++) {
		if (strcmp(*words, "--json") == 0)
			continue;
		buf_char(out, ' ');
		if (is_bare(*words)) {
			buf_str(out, *words);
			continue;
		}
		buf_char(out, '\'');
		for (const char *p = *words; *p != '\0'; p++)
			if (*p == '\'')
				buf_str(out, "'\\''");
			else
				buf_char(out, *p);
		buf_char(out, '\'');
	}
}
