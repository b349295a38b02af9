/* SPDX-License-Identifier: ISC */
/* agreement_add - what adding a version does, once it was agreed. */
#ifndef CLI_PEOPLE_AGREEMENT_ADD_H
#define CLI_PEOPLE_AGREEMENT_ADD_H

#include "cli/team/request.h"

request_apply_fn agreement_apply;

#endif
