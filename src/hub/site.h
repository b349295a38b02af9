/* SPDX-License-Identifier: ISC */
/*
 * site - what an operator asks of telltaled besides serving: look before an
 * upgrade, go back, new keys, back up, restore.  Each prints, and returns the
 * status that the program ends with.
 */
#ifndef HUB_SITE_H
#define HUB_SITE_H

#include <stdbool.h>

enum {
	EXIT_DONE = 0,
	EXIT_NO = 1,
	EXIT_USAGE = 2,
	EXIT_TROUBLE = 3,
	EXIT_REFUSED = 4,
	EXIT_ALARM = 5,
	EXIT_LATER = 75,
};

/* dir: the hub's folder. */
int site_check(const char *dir, bool json);
int site_undo(const char *dir);
int site_new_keys(const char *dir, bool json);
int site_backup(const char *dir, const char *to, bool json);

/* dir: the folder that is to be made. */
int site_restore(const char *from, const char *dir, bool json);

#endif
