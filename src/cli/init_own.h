/* SPDX-License-Identifier: ISC */
/* init_own - what init_make.c and init_state.c share. */
#ifndef CLI_INIT_OWN_H
#define CLI_INIT_OWN_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/init.h"
#include "hub/create.h"
#include "store/file.h"
#include "telltale/age_key.h"
#include "telltale/err.h"
#include "telltale/vkey.h"

struct officer {
	struct tt_signer *sign;
	struct tt_age_identity *key;
};

struct making {
	const struct init_plan *plan;
	char work[FILE_PATH_MAX];	/* the folder beside the target */
	char vault[FILE_PATH_MAX], hub[FILE_PATH_MAX];
	char keeper[INIT_KEEPERS_MAX][FILE_PATH_MAX];
	struct officer officer[INIT_OFFICERS_MAX];
	struct tt_signer *publisher;
	struct hub_created hub_made;
	struct hub_keeper keeper_made[INIT_KEEPERS_MAX];
	struct buf programme, keys, agreement, policy;
};

/* programme, keys and agreement, signed, into m's bufs. */
enum tt_err init_statements(struct making *m) MUST_USE;

#endif
