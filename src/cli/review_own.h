/* SPDX-License-Identifier: ISC */
/* review_own - what review.c decides and review_draw.c shows. */
#ifndef CLI_REVIEW_OWN_H
#define CLI_REVIEW_OWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "bulletin/grow.h"
#include "cli/marking.h"
#include "cli/meter.h"
#include "cli/review.h"
#include "cli/sentences.h"
#include "store/file.h"
#include "telltale/power.h"

struct review_undo {
	size_t choice, step;
	enum choice_state state;	/* before */
};

struct review {
	struct marking *m;
	const struct review_plan *plan;
	struct sentences s;
	size_t at;		/* sentence; s.n: all is decided */
	size_t choice;		/* of it */
	struct review_undo *undo;
	size_t n_undo, cap_undo;
	size_t step;		/* of undo: one key, one step */
	struct tt_power power;	/* 0 trials: not measured */
	size_t measured;	/* sites it was measured with */
	struct meter meter;
	size_t resumed;		/* decisions of before */
	char path[FILE_PATH_MAX];	/* of the state */
	char message[160];	/* until the next key */
	bool done, finished;
	int code;
};

void review_say(struct review *r, const char *fmt, ...) PRINTF(2, 3);
void review_draw(const struct review *r);
void review_draw_help(void);
void review_draw_facts(void);

#endif
