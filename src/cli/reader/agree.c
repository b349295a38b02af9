/* SPDX-License-Identifier: ISC */
/*
 * The text is shown, its version typed, and a letter signed that names both
 * the version and the text's SHA-256.  It goes to the vendor's officers, by
 * the hub or, where that takes nothing from this reader any more, as a file.
 */
#include <stdlib.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/out.h"
#include "cli/post/letter_post.h"
#include "cli/reader/agree.h"
#include "cli/say.h"
#include "programme/agreement.h"
#include "programme/partner.h"
#include "store/file.h"
#include "telltale/letter.h"

struct agreeing {
	const struct agree_ask *ask;
	struct reader_home home;
	struct letter_to to;
	const struct tt_signer *me;
	struct buf text, letter;
	struct hash document, hash;	/* of the text, of the letter */
};

static int
show(struct agreeing *a)
{
	struct span rest, line;
	enum tt_err e;

	if (!tt_id_ok(span_str(a->ask->version)))
		return say_fail(CLI_USAGE, "telltale agreement sign --help",
		    "agreement sign: '%s' is no version", a->ask->version);
	if ((e = file_read(a->ask->file, AGREEMENT_TEXT_MAX, &a->text)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read %s", a->ask->file);
	sha256(a->document.b, a->text.p, a->text.n);
	rest = buf_view(&a->text);
	while (!a->home.cli->json && span_line(&rest, &line))
		out_line("%.*s", (int)line.n, line.p);
	return confirm_id(a->home.cli, "sign agreement", a->ask->version,
	    a->ask->yes);
}

static enum tt_err
write_letter(struct agreeing *a)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_letter *l = calloc(1, sizeof(*l));
	enum tt_err e = TT_ENOMEM;

	buf_init(&a->letter, TT_LETTER_MAX);
	if (o != NULL && l != NULL) {
		tt_statement_begin(o, TT_LETTER,
		    span_str(reader_home_origin(&a->home)), clock_now());
		tt_statement_put_str(o, "about", "agreement");
		if (a->ask->ends_s != PARTNER_NO_END)
			tt_statement_put_instant(o, "until", a->ask->ends_s);
		tt_statement_put_str(o, "version", a->ask->version);
		tt_statement_put_hash(o, "document", &a->document);
		e = tt_letter_sign(o, SPAN("We sign this version of the "
		    "agreement, whose text has this SHA-256.\n"), a->me,
		    &a->letter);
	}
	if (e == TT_OK && (e = tt_letter_parse(l, buf_view(&a->letter),
	    NULL)) == TT_OK)
		a->hash = l->hash;
	free(l);
	free(o);
	return e;
}

static int
hand_over(struct agreeing *a)
{
	const char *path = a->ask->output;
	enum tt_err e;
	int code;

	if (path == NULL)
		return (code = letter_to(&a->to)) != CLI_DONE ? code :
		    letter_post(&a->to, buf_view(&a->letter));
	if ((e = file_create(path, a->letter.p, a->letter.n, 0644)) != TT_OK)
		return say_err(e, NULL, "cannot write %s", path);
	return CLI_DONE;
}

static int
print(const struct agreeing *a)
{
	struct out_json o;

	if (!a->home.cli->json) {
		out_line("signed version %s", a->ask->version);
		say_note(a->home.cli, a->ask->output != NULL ?
		    "next: give the file to the vendor" :
		    "it is with the vendor, who renews your agreement by it");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-agreement-sign/1");
	json_out_key(o.j, "version");
	json_out_str(o.j, a->ask->version);
	json_out_key(o.j, "sha256");
	json_out_hex(o.j, a->document.b, sizeof(a->document.b));
	json_out_key(o.j, "letter");
	json_out_hex(o.j, a->hash.b, sizeof(a->hash.b));
	return out_json_end(&o);
}

static int
sign(struct agreeing *a)
{
	enum tt_err e;
	int code;

	if ((code = show(a)) != CLI_DONE ||
	    (code = reader_home_signer(&a->home, &a->me)) != CLI_DONE)
		return code;
	if ((e = write_letter(a)) != TT_OK)
		return say_err(e, NULL, "cannot sign version %s",
		    a->ask->version);
	return (code = hand_over(a)) != CLI_DONE ? code : print(a);
}

int
agree_sign(struct cli *c, const struct agree_ask *ask)
{
	struct agreeing *a = calloc(1, sizeof(*a));
	int code;

	if (a == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot sign");
	a->ask = ask;
	a->to.home = &a->home;
	if ((code = reader_home_open(&a->home, c, ask->passphrase_file)) ==
	    CLI_DONE)
		code = sign(a);
	buf_done(&a->text);
	buf_done(&a->letter);
	reader_home_close(&a->home);
	free(a);
	return code;
}
