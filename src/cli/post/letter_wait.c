/* SPDX-License-Identifier: ISC */
/*
 * letter_wait - letters beside whatever else a verb is at.
 *
 * In the vault of one officer they are taken in.  Where several have a vault
 * each, taking in would change one of these: there they are looked at, which
 * changes no record, and whoever looked is told of a sighting at once.
 */
#include <stdlib.h>

#include "base/instant.h"
#include "cli/known/clock_notices.h"
#include "cli/partner.h"
#include "cli/post/letter.h"
#include "cli/post/letter_own.h"
#include "cli/say.h"
#include "cli/team/lineup_file.h"

static void
count(struct letter_waits *w, const json_t *row, int64_t *received_s)
{
	struct span s;

	w->n++;
	if (json_in_str(row, "received", &s, NULL) == TT_OK &&
	    instant_parse(s, received_s) == TT_OK &&
	    (w->oldest_s == 0 || *received_s < w->oldest_s))
		w->oldest_s = *received_s;
}

/* One that cannot be opened or believed is a letter that waits, no more. */
static int
look(struct vault *v, const json_t *row, struct letter_waits *w)
{
	struct tt_letter *l = malloc(sizeof(*l));
	struct buf body = { .n = 0 }, plain = { .n = 0 };
	int64_t n = 0, received_s = 0;
	struct vault_reader r;
	int code = CLI_DONE;

	count(w, row, &received_s);
	if (l != NULL && received_s != 0 &&
	    letter_body(row, &n, &body) == TT_OK &&
	    letter_open(v, buf_view(&body), &plain, l) == TT_OK &&
	    letter_check(v, row, l, &r) == TT_OK &&
	    tt_statement_is(&l->head, "about", "sighting")) {
		if (w->sightings++ == 0 || received_s < w->sighted_s)
			w->sighted_s = received_s;
		code = clock_notices_letter(v, n, received_s);
	}
	buf_done(&plain);
	buf_done(&body);
	free(l);
	return code;
}

static int
look_at_all(struct vault *v, struct letter_waits *w)
{
	json_t *root, *list, *row;
	int64_t last = 0;
	enum tt_err e;
	size_t i;
	int code;

	if ((code = vault_unlock(v)) != CLI_DONE)
		return code;
	if ((e = vault_letter_last(v->db, &last)) != TT_OK)
		return partner_cannot(v, e, "read the vault's letters");
	if ((code = letter_page(v, last, &root)) != CLI_DONE)
		return code;
	if (json_in_array(root, "letters", &list, NULL) == TT_OK)
		json_array_foreach(list, i, row)
			if ((code = look(v, row, w)) != CLI_DONE)
				break;
	json_decref(root);
	return code;
}

int
letter_visit(struct vault *v, struct letter_waits *w)
{
	struct lineup_file *l = NULL;
	bool shared;
	int code;

	*w = (struct letter_waits){ .n = 0 };
	if ((code = vault_line_up(v, &l)) != CLI_DONE)
		return code;
	shared = l->n > 1;
	free(l);
	return shared ? look_at_all(v, w) : letter_fetch(v);
}
