/* SPDX-License-Identifier: ISC */
/*
 * programmekit - entries of a programme's ledger, each by a letter, for tests
 * of who reads one from outside.
 *
 *	P  programme		K  keys, list 1: anna officer and publisher
 *	A  agreement		L  keys, list 2: bert an officer too
 *	B  the next batch	M  keys, list 3: bert alone
 */
#ifndef PROGRAMMEKIT_H
#define PROGRAMMEKIT_H

#include "base/instant.h"
#include "base/sha256.h"
#include "ledgerkit.h"
#include "telltale/checkpoint.h"
#include "telltale/log_edge.h"

#define PROGRAMME_DEPTH	4
#define PROGRAMME_TIME	1773162000	/* POSIX seconds */
#define PROGRAMME_INTERVAL	900	/* seconds */

struct programme {
	char *entry[64];
	size_t n;
	char *keys;		/* the newest list; borrowed */
	uint64_t batch;		/* number of the last */
	int64_t now_s;
	struct hash set;	/* root that the next batch has */
};

static UNUSED void
programme_init(struct programme *p)
{
	*p = (struct programme){ .now_s = PROGRAMME_TIME };
}

static UNUSED void
programme_done(struct programme *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->entry[i]);
	p->n = 0;
}

static UNUSED PRINTF(1, 2) char *
programme_text(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	assert_true(vasprintf(&text, fmt, ap) >= 0);
	va_end(ap);
	return text;
}

/* Kind, log and time, then what follows; signed if there is a key. */
static UNUSED char *
programme_sign(const struct programme *p, const char *kind, char *fields,
    const enum kit_key *keys)
{
	char at[INSTANT_LEN + 1];
	char *text, *out;

	instant_format(p->now_s, at);
	text = programme_text("telltale/v1/%s\nlog %s\ntime %s\n%s", kind,
	    ORIGIN, at, fields);
	free(fields);
	if (keys == NULL || keys[0] == 0)
		return text;
	out = kit_sign(text, keys);
	free(text);
	return out;
}

#define PROGRAMME_SIGN(p, kind, fields, ...)				\
	programme_sign(p, kind, fields,					\
	    (const enum kit_key[]){ __VA_ARGS__, 0 })

static UNUSED char *
programme_batch(struct programme *p, uint64_t number)
{
	char set[HEX_LEN(32) + 1], keys[HEX_LEN(32) + 1];
	uint8_t sha[SHA256_LEN];

	sha256(sha, p->keys, strlen(p->keys));
	hex_encode(keys, sha, sizeof(sha));
	hex_encode(set, p->set.b, sizeof(p->set.b));
	return PROGRAMME_SIGN(p, "batch", programme_text("number %llu\n"
	    "keys %s\ndepth %d\nset %s\n", (unsigned long long)number, keys,
	    PROGRAMME_DEPTH, set), 0);
}

/* TAKES entry. */
static UNUSED void
programme_push(struct programme *p, char *entry)
{
	assert_true(p->n < N_ROWS(p->entry));
	p->entry[p->n++] = entry;
	if (strncmp(entry, "telltale/v1/keys\n", 17) == 0)
		p->keys = entry;
}

static UNUSED char *
programme_keys(struct programme *p, char which)
{
	const char *log = kit_vkey(KIT_LOG);

	if (which == 'K')
		return PROGRAMME_SIGN(p, "keys", programme_text("number 1\n"
		    "small-team yes\nkey log %s\nkey officer %s\n"
		    "key publisher %s\n", log, kit_vkey(KIT_ANNA),
		    kit_vkey(KIT_ANNA)), KIT_ANNA);
	if (which == 'L')
		return PROGRAMME_SIGN(p, "keys", programme_text("number 2\n"
		    "key log %s\nkey officer %s\nkey officer %s\n"
		    "key publisher %s\n", log, kit_vkey(KIT_ANNA),
		    kit_vkey(KIT_BERT), kit_vkey(KIT_ANNA)), KIT_ANNA);
	return PROGRAMME_SIGN(p, "keys", programme_text("number 3\n"
	    "key log %s\nkey officer %s\nkey publisher %s\n", log,
	    kit_vkey(KIT_BERT), kit_vkey(KIT_BERT)), KIT_ANNA, KIT_BERT);
}

static UNUSED void
programme_add(struct programme *p, char which)
{
	switch (which) {
	case 'P':
		programme_push(p, PROGRAMME_SIGN(p, "programme",
		    programme_text("name Example\ninterval %d\ndepth %d\n"
		    "log-key %s\n", PROGRAMME_INTERVAL, PROGRAMME_DEPTH,
		    kit_vkey(KIT_LOG)), KIT_ANNA));
		break;
	case 'A':
		programme_push(p, PROGRAMME_SIGN(p, "agreement",
		    programme_text("version 1\ntext %064d\n", 7), KIT_ANNA));
		break;
	case 'B':
		p->now_s += PROGRAMME_INTERVAL;
		programme_push(p, programme_batch(p, ++p->batch));
		break;
	default:
		programme_push(p, programme_keys(p, which));
		break;
	}
}

/* The entries as the log's files, and its head. */
static UNUSED struct tt_checkpoint
programme_log(const struct programme *p, struct kit_log *files)
{
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = p->n };
	struct tt_tile_io io = kit_io(files);
	static struct tt_log_edge edge;
	struct span s[N_ROWS(p->entry)];

	for (size_t i = 0; i < p->n; i++)
		s[i] = span_str(p->entry[i]);
	tt_log_edge_init(&edge);
	assert_int_equal(TT_OK, tt_log_edge_append(&edge, s, p->n, &io));
	tt_log_edge_root(&edge, &cp.root);
	return cp;
}

#endif
