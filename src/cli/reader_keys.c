/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "cli/keychain.h"
#include "cli/log_source.h"
#include "cli/reader_keys.h"
#include "cli/say.h"
#include "telltale/statement.h"

static uint64_t
number_of(struct span entry)
{
	struct tt_statement s;

	return tt_statement_parse(&s, entry, NULL) == TT_OK &&
	    s.kind == TT_KEYS ? tt_statement_number(&s, "number", 0) : 0;
}

/* Forward from *keys, the home's; a list before it: from the beginning. */
static enum tt_err
follow(const struct reader_home *r, struct tt_log_reader *log, uint64_t size,
    struct span entry, struct buf *keys)
{
	struct keychain_start start = { .interval_s = 0 };
	struct hash want;
	enum tt_err e;

	sha256(want.b, entry.p, entry.n);
	if (number_of(entry) > number_of(buf_view(keys)))
		return keychain_follow(log, size, &want, keys);
	if ((e = keychain_start(log, size, &r->log, &r->officer, &start)) !=
	    TT_OK)
		return e;
	e = keychain_follow(log, size, &want, &start.keys);
	buf_done(&start.keys);
	return e;
}

static int
refuse(enum tt_err e)
{
	if (e == TT_ENET || e == TT_EAGAIN || e == TT_ENOMEM || e == TT_ELIMIT)
		return say_err(e, NULL, "cannot read the hub's ledger");
	return say_fail(CLI_ALARM, "ask the officer who invited you, by "
	    "another channel", "alarm: the hub names a list of keys that does "
	    "not follow from the one that this home believes: %s",
	    tt_err_text(e));
}

static int
store(const struct reader_home *r, const char *path, const struct buf *keys)
{
	enum tt_err e;

	if ((e = file_write(path, keys->p, keys->n, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot keep the list of keys %s",
		    path);
	say_note(r->cli, "the programme has a new list of keys, number %llu, "
	    "signed by officers of the one before",
	    (unsigned long long)number_of(buf_view(keys)));
	return CLI_DONE;
}

/* keys is the home's list; another than it is asked for. */
static int
search(struct reader_home *r, struct span entry, const char *path,
    struct buf *keys)
{
	uint64_t had = number_of(buf_view(keys));
	struct tt_log_reader *log = NULL;
	const struct tt_checkpoint *cp;
	struct log_source source;
	struct hubclient *hub;
	struct tt_tile_io io;
	enum tt_err e;
	int code;

	if ((code = reader_home_hub(r, &hub)) != CLI_DONE)
		return code;
	cp = hubclient_seen(hub);
	log_source_hub(&source, hub);
	io = log_source_io(&source);
	if ((e = tt_log_reader_new(&log, cp, &io)) == TT_OK)
		e = follow(r, log, cp->size, entry, keys);
	tt_log_reader_free(log);
	if (e != TT_OK)
		return refuse(e);
	return number_of(buf_view(keys)) > had ? store(r, path, keys) :
	    CLI_DONE;
}

int
reader_keys_believe(struct reader_home *r, struct span entry)
{
	char path[FILE_PATH_MAX];
	struct buf keys;
	enum tt_err e;
	int code;

	reader_home_path(r, "keys", path);
	if ((e = file_read(path, TT_STATEMENT_MAX, &keys)) != TT_OK)
		return say_err(e, NULL, "cannot read the list of keys %s",
		    path);
	code = span_eq(entry, buf_view(&keys)) ? CLI_DONE :
	    search(r, entry, path, &keys);
	buf_done(&keys);
	return code;
}
