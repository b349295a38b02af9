/* SPDX-License-Identifier: ISC */
#include <limits.h>
#include <string.h>

#include "base/hex.h"
#include "telltale/authority.h"
#include "telltale/origin.h"
#include "telltale/reader_id.h"

#define ALL	UINT_MAX	/* every officer of the list */

/* So many of each; officers may be fewer where a team is small. */
struct need {
	unsigned	officers;
	unsigned	counsel;
	unsigned	publishers;
	unsigned	keepers;
	unsigned	readers;
	bool		nobody;		/* it bears no signature */
	bool		reader_may;	/* the reader need not sign */
};

/* The tables' last column, before what depends on values. */
static const struct need needs[] = {
	[TT_PROGRAMME] = { .officers = ALL },
	[TT_KEYS] = { .officers = 2 },
	[TT_AGREEMENT] = { .officers = 1 },
	[TT_PUBLISHED] = { .publishers = 1 },
	[TT_BATCH] = { .nobody = true },
	[TT_PARTNER] = { .officers = 1 },
	[TT_READER] = { .officers = 1, .readers = 1 },
	[TT_CODEBOOK] = { .publishers = 1 },
	[TT_RENDERED] = { .publishers = 1 },
	[TT_WAVE] = { .publishers = 1 },
	[TT_COPIES] = { .publishers = 1 },
	[TT_CONSENT] = { .readers = 1 },
	[TT_RECEIPT] = { .readers = 1 },
	[TT_RELEASE] = { .keepers = 1 },
	[TT_EARLY] = { .officers = 2 },
	[TT_MOVE] = { .officers = 2 },
	[TT_DESTROYED] = { .keepers = 1 },
	[TT_OBSERVED] = { .officers = 1 },
	[TT_CLOCK] = { .officers = 1 },
	[TT_SIGHTING] = { .officers = 1 },
	[TT_CASE] = { .officers = 1 },
	[TT_EMBARGO] = { .officers = 1 },
	[TT_POLICY] = { .officers = 2, .counsel = 1 },
	[TT_EXCEPTION] = { .officers = 2 },
	[TT_FINDING] = { .officers = 2 },
	[TT_COPY] = { .nobody = true },
	[TT_SHARE] = { .publishers = 1 },
	[TT_HELD] = { .keepers = 1 },
	[TT_SHOWN] = { .keepers = 1 },
	[TT_EVIDENCE] = { .nobody = true },
	[TT_REQUEST] = { .nobody = true },	/* request.h: any one key */
	[TT_APPROVAL] = { .nobody = true },	/* by whoever says it */
	[TT_INVITATION] = { .officers = 1 },
	[TT_TERMS] = { .nobody = true },
	[TT_LETTER] = { .nobody = true },	/* letter.h: any one key */
	[TT_DESK] = { .officers = 1 },
	[TT_MEMBERS] = { .officers = 1 },
};

_Static_assert(N_ROWS(needs) == TT_KIND_COUNT, "a row for each kind");

static const char *const roles[] = {
	[TT_ROLE_COUNSEL] = "counsel",
	[TT_ROLE_KEEPER] = "keeper",
	[TT_ROLE_LOG] = "log",
	[TT_ROLE_OFFICER] = "officer",
	[TT_ROLE_PUBLISHER] = "publisher",
};

_Static_assert(N_ROWS(roles) == TT_ROLE_COUNT, "a name for each role");

const char *
tt_role_name(enum tt_role role)
{
	return roles[role];
}

bool
tt_keys_small_team(const struct tt_statement *keys)
{
	return tt_statement_has(keys, "small-team");
}

/* The list of keys. */

static unsigned
count_role(const struct tt_statement *keys, enum tt_role role)
{
	size_t n = tt_statement_count(keys, "key");
	struct span word, vkey;
	unsigned have = 0;

	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(keys, "key", i, &word, &vkey);
		have += span_is(word, roles[role]);
	}
	return have;
}

/* The name that a vkey begins with; it has no '+' in it. */
static struct span
name_of(struct span vkey)
{
	struct span name = vkey;

	span_word(&vkey, '+', &name);
	return name;
}

enum tt_err
tt_keys_find(const struct tt_statement *keys, enum tt_role role,
    struct span name, size_t i, struct tt_vkey *out)
{
	size_t n = tt_statement_count(keys, "key");
	struct span word, vkey;

	for (size_t k = 0; k < n; k++) {
		tt_statement_pair(keys, "key", k, &word, &vkey);
		if (!span_is(word, roles[role]))
			continue;
		if (name.n > 0 ? span_eq(name, name_of(vkey)) : i-- == 0)
			return tt_vkey_parse(out, vkey);
	}
	return TT_ENOENT;
}

/* One key has one name, lest one hand sign for two. */
static enum tt_err
check_distinct(const struct tt_statement *keys)
{
	uint8_t key[TT_STATEMENT_FIELDS_MAX][TT_SIGN_KEY_LEN];
	struct span name[TT_STATEMENT_FIELDS_MAX], word, vkey;
	size_t n = tt_statement_count(keys, "key");
	struct tt_vkey k;

	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(keys, "key", i, &word, &vkey);
		if (tt_vkey_parse(&k, vkey) != TT_OK)
			return TT_EKEY;
		name[i] = name_of(vkey);
		memcpy(key[i], k.key, sizeof(key[i]));
		for (size_t j = 0; j < i; j++)
			if (memcmp(key[i], key[j], sizeof(key[i])) == 0 &&
			    !span_eq(name[i], name[j]))
				return TT_EREFUSED;
	}
	return TT_OK;
}

/* Signatures. */

/* How the lines of a statement count; a key may have two roles. */
struct lines {
	size_t		n;
	struct tt_vkey	key[TT_NOTE_LINES_MAX];
	unsigned	officer, counsel, both;	/* only, only, either */
	unsigned	publisher, keeper, reader;
};

static bool
line_of(const struct tt_note_line *l, struct span vkey)
{
	char id[HEX_LEN(TT_KEY_ID_LEN) + 1];
	struct span name = l->name;

	hex_encode(id, l->id, sizeof(l->id));
	return vkey.n > name.n + 1 + HEX_LEN(TT_KEY_ID_LEN) &&
	    memcmp(vkey.p, name.p, name.n) == 0 && vkey.p[name.n] == '+' &&
	    memcmp(vkey.p + name.n + 1, id, HEX_LEN(TT_KEY_ID_LEN)) == 0;
}

/* The roles that the key of line l has in the list, and the key. */
static enum tt_err
look_up(const struct tt_statement *keys, const struct tt_note_line *l,
    bool has[TT_ROLE_COUNT], struct tt_vkey *out)
{
	size_t n = keys != NULL ? tt_statement_count(keys, "key") : 0;
	struct span word, vkey;
	bool found = false;

	memset(has, 0, TT_ROLE_COUNT * sizeof(has[0]));
	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(keys, "key", i, &word, &vkey);
		if (!line_of(l, vkey))
			continue;
		if (!found && tt_vkey_parse(out, vkey) != TT_OK)
			return TT_EKEY;
		found = true;
		for (size_t r = 0; r < TT_ROLE_COUNT; r++)
			has[r] = has[r] || span_is(word, roles[r]);
	}
	return found ? TT_OK : TT_EREFUSED;
}

static bool
is_reader(const struct tt_note_line *l, const struct tt_vkey *reader)
{
	return reader != NULL && span_is(l->name, reader->name) &&
	    memcmp(l->id, reader->id, sizeof(l->id)) == 0;
}

/* Count one line for what is needed of its key's roles. */
static enum tt_err
count_line(struct lines *c, const struct need *need,
    const bool has[TT_ROLE_COUNT])
{
	bool officer = need->officers > 0 && has[TT_ROLE_OFFICER];
	bool counsel = need->counsel > 0 && has[TT_ROLE_COUNSEL];

	if (officer && counsel)
		c->both++;
	else if (officer)
		c->officer++;
	else if (counsel)
		c->counsel++;
	else if (need->publishers > 0 && has[TT_ROLE_PUBLISHER])
		c->publisher++;
	else if (need->keepers > 0 && has[TT_ROLE_KEEPER])
		c->keeper++;
	else
		return TT_EREFUSED;
	return TT_OK;
}

static enum tt_err
collect(const struct tt_statement *s, const struct tt_statement *keys,
    const struct tt_vkey *reader, const struct need *need, struct lines *c)
{
	struct tt_note_signed by[TT_NOTE_LINES_MAX];
	bool has[TT_ROLE_COUNT];
	enum tt_err e;

	for (c->n = 0; c->n < s->note.n; c->n++) {
		const struct tt_note_line *l = &s->note.line[c->n];

		if (need->readers > 0 && is_reader(l, reader)) {
			c->key[c->n] = *reader;
			c->reader++;
			continue;
		}
		if ((e = look_up(keys, l, has, &c->key[c->n])) != TT_OK ||
		    (e = count_line(c, need, has)) != TT_OK)
			return e;
	}
	return tt_note_open(&s->note, c->key, c->n, by);
}

/* What is needed, in full. */

static bool
first_keys(const struct tt_statement *s)
{
	return s->kind == TT_KEYS && tt_statement_number(s, "number", 0) == 1;
}

static unsigned
two_if(bool two)
{
	return two ? 2 : 1;
}

/*
 * What values and circumstances add to the table.  A revoked reader's key may
 * be lost, or in a thief's hands: an officer alone revokes.
 */
static struct need
need_of(const struct tt_statement *s, const struct tt_authority *a,
    const struct tt_statement *keys)
{
	bool small = keys != NULL && tt_keys_small_team(keys);
	struct need n = needs[s->kind];

	if (s->kind == TT_PARTNER) {
		bool removed = tt_statement_is(s, "state", "removed");

		n.officers = two_if(removed ||
		    tt_statement_is(s, "state", "approved"));
		n.counsel = removed && !small;
	} else if (s->kind == TT_EMBARGO) {
		n.officers = two_if(a->two_officers ||
		    tt_statement_is(s, "state", "ended") ||
		    tt_statement_is(s, "state", "retracted"));
	} else if (s->kind == TT_EXCEPTION) {
		n.counsel = a->counsel;
	} else if (s->kind == TT_RELEASE) {
		n.keepers = a->keepers;
	} else if (s->kind == TT_READER) {
		n.reader_may = tt_statement_is(s, "state", "revoked");
	} else if (s->kind == TT_SIGHTING && a->reader != NULL) {
		n.readers = 1;
		n.officers = 0;
	} else if (first_keys(s)) {
		n.officers = ALL;
	}
	if (n.officers == ALL)
		n.officers = keys != NULL ? count_role(keys,
		    TT_ROLE_OFFICER) : 0;
	return n;
}

/* Fewest officers that will do. */
static unsigned
fewest(const struct need *n, const struct tt_statement *s, bool small)
{
	bool all = s->kind == TT_PROGRAMME || first_keys(s);

	return small && !all && n->officers > 1 ? 1 : n->officers;
}

/* In a small team the officer stands for counsel, too. */
static unsigned
least_counsel(const struct need *n, bool small)
{
	return small ? 0 : n->counsel;
}

static unsigned
lack(unsigned want, unsigned have)
{
	return want > have ? want - have : 0;
}

static enum tt_err
compare(const struct need *n, unsigned officers, unsigned counsel,
    const struct lines *c, struct tt_authority_missing *out)
{
	struct tt_authority_missing m = {
		.officers = lack(officers, c->officer),
		.counsel = lack(counsel, c->counsel),
		.publishers = lack(n->publishers, c->publisher),
		.keepers = lack(n->keepers, c->keeper),
		.readers = n->reader_may ? 0 : lack(n->readers, c->reader),
	};
	unsigned both = c->both, used;

	if (c->officer > n->officers || c->counsel > n->counsel ||
	    c->officer + c->counsel + both > n->officers + n->counsel ||
	    c->publisher > n->publishers || c->keeper > n->keepers ||
	    c->reader > n->readers)
		return TT_EREFUSED;
	used = both < m.counsel ? both : m.counsel;
	m.counsel -= used;
	m.officers = lack(m.officers, both - used);
	*out = m;
	return TT_OK;
}

/* Beyond signatures. */

static bool
is_reader_key(const struct tt_statement *s, const struct tt_vkey *k)
{
	enum tt_owner owner;
	struct span who;

	if (tt_key_name_parse(&owner, &who, s->origin,
	    span_str(k->name)) != TT_OK || owner != TT_OWNER_READER ||
	    k->type != TT_KEY_SIGN)
		return false;
	if (s->kind == TT_SIGHTING)
		return true;
	return span_eq(who, tt_statement_get(s, "reader"));
}

/* The reader's id is that of the keys in the same statement. */
static enum tt_err
check_reader(const struct tt_statement *s, const struct tt_vkey *sign)
{
	uint8_t said[TT_READER_ID_LEN], id[TT_READER_ID_LEN];
	struct tt_age_recipient seal;

	if (!tt_statement_recipient(s, "seal", &seal) ||
	    !tt_statement_bytes(s, "reader", said, sizeof(said)))
		return TT_EREFUSED;
	tt_reader_id(id, sign->key, &seal);
	return memcmp(id, said, sizeof(id)) == 0 ? TT_OK : TT_EREFUSED;
}

static enum tt_err
check_programme(const struct tt_statement *s, const struct tt_statement *keys)
{
	struct tt_vkey log_key, listed;

	if (!first_keys(keys) || !tt_statement_vkey(s, "log-key", &log_key) ||
	    !span_is(s->origin, log_key.name) ||
	    tt_keys_find(keys, TT_ROLE_LOG, s->origin, 0, &listed) != TT_OK ||
	    !tt_vkey_eq(&log_key, &listed))
		return TT_EREFUSED;
	return TT_OK;
}

/* keys is the list before it, or itself if it is the first. */
static enum tt_err
check_keys(const struct tt_statement *s, const struct tt_statement *keys)
{
	uint64_t number = tt_statement_number(s, "number", 0);
	struct tt_vkey k;

	if (s != keys && (number < 2 ||
	    tt_statement_number(keys, "number", 0) != number - 1))
		return TT_EREFUSED;
	if (tt_keys_find(s, TT_ROLE_LOG, s->origin, 0, &k) != TT_OK ||
	    count_role(s, TT_ROLE_OFFICER) == 0)
		return TT_EREFUSED;
	return check_distinct(s);
}

static enum tt_err
check_sense(const struct tt_statement *s, const struct tt_statement *keys,
    const struct tt_vkey *reader, const struct need *need)
{
	bool lists = need->officers > 0 || need->counsel > 0 ||
	    need->publishers > 0 || need->keepers > 0;

	if (need->nobody || (lists && keys == NULL) ||
	    (need->readers > 0 && reader == NULL))
		return TT_EREFUSED;
	if (keys != NULL && (keys->kind != TT_KEYS ||
	    !span_eq(keys->origin, s->origin)))
		return TT_EREFUSED;
	if (need->readers > 0 && !is_reader_key(s, reader))
		return TT_EREFUSED;
	if (s->kind == TT_READER)
		return check_reader(s, reader);
	if (s->kind == TT_PROGRAMME)
		return check_programme(s, keys);
	return s->kind == TT_KEYS ? check_keys(s, keys) : TT_OK;
}

enum tt_err
tt_authority_missing(const struct tt_statement *s,
    const struct tt_authority *a, struct tt_authority_missing *out)
{
	const struct tt_statement *keys = first_keys(s) ? s : a->keys;
	const struct tt_vkey *reader = a->reader;
	struct need need = need_of(s, a, keys);
	struct tt_vkey own;
	struct lines c = { .n = 0 };
	bool small;
	enum tt_err e;

	if (s->kind == TT_READER && tt_statement_vkey(s, "sign", &own))
		reader = &own;
	if ((e = check_sense(s, keys, reader, &need)) != TT_OK ||
	    (e = collect(s, keys, reader, &need, &c)) != TT_OK)
		return e;
	small = keys != NULL && tt_keys_small_team(keys);
	return compare(&need, fewest(&need, s, small),
	    least_counsel(&need, small), &c, out);
}

enum tt_err
tt_authority_check(const struct tt_statement *s,
    const struct tt_authority *a)
{
	struct tt_authority_missing m;
	enum tt_err e;

	if ((e = tt_authority_missing(s, a, &m)) != TT_OK)
		return e;
	return m.officers + m.counsel + m.publishers + m.keepers +
	    m.readers == 0 ? TT_OK : TT_EUNSIGNED;
}
