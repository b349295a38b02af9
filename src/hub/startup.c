/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "hub/startup.h"
#include "store/hub_log.h"
#include "telltale/note.h"

enum tt_err
startup_compare(struct db *db, const struct past *p, struct hub_diag *diag)
{
	struct hash root;
	uint64_t size;
	enum tt_err e;

	if ((e = hub_entry_count(db, &size)) != TT_OK)
		return e;
	if (p->said.size > size) {
		snprintf(diag->text, sizeof(diag->text), "%s has size %" PRIu64
		    ", the database %" PRIu64 ": it is older than that",
		    p->who, p->said.size, size);
		return TT_EROLLBACK;
	}
	if ((e = hub_entry_root(db, p->said.size, &root)) != TT_OK)
		return e;
	if (memcmp(root.b, p->said.root.b, sizeof(root.b)) != 0) {
		snprintf(diag->text, sizeof(diag->text), "at size %" PRIu64
		    " %s has another root than the database",
		    p->said.size, p->who);
		return TT_EFORK;
	}
	return TT_OK;
}

enum tt_err
startup_published(const char *path, const struct tt_vkey *log,
    struct tt_checkpoint *out)
{
	struct tt_note_signed by;
	struct buf b = { .n = 0 };
	struct tt_note note;
	enum tt_err e;

	if ((e = file_read(path, TT_NOTE_MAX, &b)) != TT_OK)
		return e == TT_ELIMIT ? TT_EINTEGRITY : e;
	if (tt_note_parse(&note, buf_view(&b)) != TT_OK)
		e = TT_EINTEGRITY;
	else if ((e = tt_note_open(&note, log, 1, &by)) == TT_OK &&
	    tt_checkpoint_parse(out, note.text.p, note.text.n) != TT_OK)
		e = TT_EINTEGRITY;
	buf_done(&b);
	return e;
}
