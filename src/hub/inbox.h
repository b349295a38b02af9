/* SPDX-License-Identifier: ISC */
/* inbox - which wave of a bulletin is a reader's, and how it stands. */
#ifndef HUB_INBOX_H
#define HUB_INBOX_H

#include "base/attr.h"
#include "hub/consent.h"
#include "hub/embargo.h"
#include "hub/hub.h"
#include "store/hub_wave.h"

/*
 * The newest visible wave of the bulletin in which the reader has a copy;
 * under lock.  TT_ENOENT: none, or no such bulletin, or not visible.
 */
enum tt_err inbox_wave(struct hub *h, struct span bulletin,
    const char *reader, struct hub_wave *out) MUST_USE;

/*
 * What a reader has said of the bulletin, against the terms of their wave that
 * are in force; under lock.
 */
enum tt_err inbox_consent(struct hub *h, const struct hub_wave *w,
    const struct hub_embargo *m, const char *reader,
    struct consent_facts *out) MUST_USE;

/* A bulletin of a reader, by the newest wave in which they have a copy. */
struct inbox_row {
	struct hub_wave		wave;
	enum consent_state	consent;
	bool	retracted, over;	/* its embargo */
	bool	open;			/* its copies may be handed out */
	bool	received;		/* for any of them, once */
	bool	revised;		/* received, and not this wave's */
	char	replaces[HUB_ID_MAX];	/* a bulletin that the reader received;
					 * who did not is not told: "" */
};

struct inbox_rows {
	struct inbox_row	*row;	/* inbox_rows_done */
	size_t			n;
};

/* Under lock. */
enum tt_err inbox_row(struct hub *h, const struct hub_wave *w,
    const char *reader, struct inbox_row *out) MUST_USE;

/* Those of a reader, the newest first; under lock. */
enum tt_err inbox_read(struct hub *h, const char *reader,
    struct inbox_rows *out) MUST_USE;
void inbox_rows_done(struct inbox_rows *rows);

#endif
