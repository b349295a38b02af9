/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "ledger/headed.h"
#include "telltale/letter.h"

enum tt_err
tt_letter_parse(struct tt_letter *out, struct span letter,
    struct tt_statement_diag *diag)
{
	struct tt_letter l = { .text = { NULL, 0 } };
	struct tt_statement_diag d = { 0 };
	enum tt_err e = TT_ELIMIT;

	if (letter.n <= TT_LETTER_MAX &&
	    (e = tt_note_parse(&l.note, letter)) == TT_OK)
		e = headed_parse(TT_LETTER, l.note.text, &l.head, &l.text,
		    &d);
	if (e == TT_OK) {
		sha256(l.hash.b, letter.p, letter.n);
		*out = l;
	} else if (diag != NULL) {
		*diag = d;
	}
	return e;
}

enum tt_err
tt_letter_check(const struct tt_letter *l, const struct tt_vkey *key)
{
	struct tt_note_signed by;
	enum tt_err e;

	if (l->note.n != 1 || !tt_statement_is(&l->head, "key", key->name))
		return TT_EREFUSED;
	if ((e = tt_note_open(&l->note, key, 1, &by)) != TT_OK)
		return e;
	return by.yes ? TT_OK : TT_EUNSIGNED;
}

enum tt_err
tt_letter_sign(struct tt_statement_out *head, struct span text,
    const struct tt_signer *signer, struct buf *letter)
{
	struct buf file;
	enum tt_err e;

	buf_init(&file, TT_LETTER_MAX);
	tt_statement_put_str(head, "key", signer->vkey.name);
	e = headed_write(TT_LETTER, head, text, TT_LETTER_MAX, &file);
	if (e == TT_OK)
		e = tt_note_sign(letter, buf_view(&file), &signer, 1);
	buf_done(&file);
	return e;
}
