/* SPDX-License-Identifier: ISC */
/*
 * party_key - a key for a finder or a coordinator of one bulletin: an
 * invitation, as readers have them, or the key of a reader who is there.
 *
 * Whoever is invited has a record that is no partner's (people/staff.h).
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_KNOWN_PARTY_KEY_H
#define CLI_KNOWN_PARTY_KEY_H

#include "base/attr.h"
#include "cli/known/known.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "store/vault_party.h"

#define PARTY_KEY_OPTS							\
	{ "email", 0, OPT_VALUE, "ADDRESS", "theirs" },			\
	{ "output", 'o', OPT_VALUE, "FILE", "the invitation" },		\
	{ "reader", 0, OPT_VALUE, "READER",				\
	    "instead: who it is among the readers that are there" }

#define PARTY_KEY_NOTES							\
	"They run telltale join, then comes telltale reader confirm; "	\
	"from then on\ntelltale report shows them dates, the embargo "	\
	"and their line, and nothing of\npartners. They get no copy, "	\
	"and are in no wave and no list of partners."

struct party_key_ask {
	const char *verb;
	const char *email, *output, *reader;	/* or NULL */
};

struct party_key_ask party_key_ask(const struct known_opts *o);

/* Either a reader, or an address and a file. */
int party_key_check(const struct party_key_ask *ask) MUST_USE;

/*
 * name is a finder's or a terms party's of b.  Who was invited and has not
 * joined, or whose key was revoked, is invited again.  CLI_LATER: the record
 * waits for others; then the same again.
 */
int party_key_give(struct vault *v, const struct vault_bulletin *b,
    const char *name, const struct party_key_ask *ask) MUST_USE;

/*
 * The name's key, if it has one that is in force: *has.  *k and *r are then
 * good.
 */
int party_key_in_force(struct vault *v, const char *bulletin,
    const char *name, struct vault_party_key *k, struct vault_reader *r,
    bool *has) MUST_USE;

#endif
