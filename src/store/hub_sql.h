/* SPDX-License-Identifier: ISC */
/*
 * hub_sql - the hub's schema: its migrations, and every statement by number.
 *
 * Used by hub_log, hub_event, hub_people and hub_wave; nobody else writes
 * SQL.
 */
#ifndef STORE_HUB_SQL_H
#define STORE_HUB_SQL_H

#include "store/db.h"

enum hub_sql {
	ENTRY_ADD,
	ENTRY_COUNT,
	ENTRY_GET,
	ENTRY_NEWEST,
	BATCH_ADD,
	BATCH_GET,
	BATCH_NEWEST,
	CHECKPOINT_ADD,
	CHECKPOINT_GET,
	CHECKPOINT_NEWEST,
	CHECKPOINT_PUBLISHED,
	EVENT_ADD,
	EVENT_BY_LEAF,
	EVENT_BY_OWN,
	EVENT_NEXT,
	EVENT_OF_READER,
	EVENT_NEWEST,
	EVENT_WAITING_OF,
	EVENT_WAITING,
	EVENT_PLACE,
	EVENT_LOGGED,
	EVENT_OF_BATCH,
	PARTNER_SET,
	PARTNER_GET,
	PARTNER_NEXT,
	READER_SET,
	READER_GET,
	READER_NEXT,
	TOKEN_ADD,
	TOKEN_GET,
	TOKEN_USE,
	PENDING_ADD,
	PENDING_GET,
	PENDING_NEXT,
	PENDING_DROP,
	SET_ADD,
	SET_GET,
	LEAF_ADD,
	LEAF_NEXT,
	LEAF_OF_READER,
	WAVE_ADD,
	WAVE_GET,
	WAVE_SHOW,
	WAVE_RELEASED,
	WAVE_OF_BULLETIN,
	WAVE_OF_READER,
	WAVE_BY_COPIES,
	WAVE_DUE,
	WAVE_NEXT_OPENING,
	HELD_ADD,
	HELD_COUNT,
	/* hub_request.c */
	REQUEST_ADD,
	REQUEST_GET,
	REQUEST_NEXT,
	REQUEST_OPEN,
	HUB_SQL_COUNT
};

/* A function, for its size is known only where the migrations are. */
struct db_schema hub_schema(void);

#endif
