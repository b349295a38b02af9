/* SPDX-License-Identifier: ISC */
/* attacks - the rows of the catalogue, each from the file of its name. */
#ifndef ATTACK_ATTACKS_H
#define ATTACK_ATTACKS_H

#include "telltale/attack.h"

extern const struct tt_attack attack_inter;
extern const struct tt_attack attack_rnd;
extern const struct tt_attack attack_min;
extern const struct tt_attack attack_maj;
extern const struct tt_attack attack_low;
extern const struct tt_attack attack_high;
extern const struct tt_attack attack_rare;
extern const struct tt_attack attack_common;
extern const struct tt_attack attack_group;
extern const struct tt_attack attack_strip;
extern const struct tt_attack attack_redraw;
extern const struct tt_attack attack_third;
extern const struct tt_attack attack_remark;
extern const struct tt_attack attack_copied;
extern const struct tt_attack attack_forged;

#endif
