/* SPDX-License-Identifier: ISC */
/* vaultkit - a vault's database in a folder of its own, gone after the test. */
#ifndef TESTS_VAULTKIT_H
#define TESTS_VAULTKIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/vault_db.h"

struct fixture {
	char path[64];
	struct db *db;
};

static struct fixture *
vault_new(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	char dir[] = "/tmp/vault-XXXXXX";

	assert_non_null(f);
	assert_non_null(mkdtemp(dir));
	snprintf(f->path, sizeof(f->path), "%s/vault.db", dir);
	assert_int_equal(TT_OK, vault_db_open(&f->db, f->path, DB_CREATE,
	    NULL));
	*state = f;
	return f;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	unlink(f->path);
	*strrchr(f->path, '/') = '\0';
	rmdir(f->path);
	free(f);
	return 0;
}

#endif
