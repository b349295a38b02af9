/* SPDX-License-Identifier: ISC */
/*
 * statement - the lines of text that the ledger is made of.
 *
 * specs/ledger.md section 7: "telltale/v1/KIND", log, time, and the fields of
 * one table, each kind's in its order; kinds that somebody signs are signed
 * notes.  A statement that would not be formatted exactly as it was written
 * is refused.  Who must have signed: authority.h.  Pure.
 */
#ifndef TT_STATEMENT_H
#define TT_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/age_key.h"
#include "telltale/err.h"
#include "telltale/note.h"
#include "telltale/vkey.h"

#define TT_STATEMENT_MAX	16384	/* bytes, signatures included */
#define TT_STATEMENT_FIELDS_MAX	256	/* lines after log and time */
#define TT_VALUE_MAX		1024	/* bytes */
#define TT_KIND_NAME_MAX	32	/* bytes; field names too */

enum tt_kind {
	/* in the clear: entries of the log themselves */
	TT_PROGRAMME,
	TT_KEYS,
	TT_AGREEMENT,
	TT_PUBLISHED,
	TT_BATCH,		/* nobody signs it */
	/* committed: leaves of a batch */
	TT_PARTNER,
	TT_READER,
	TT_CODEBOOK,
	TT_RENDERED,
	TT_WAVE,
	TT_COPIES,
	TT_CONSENT,
	TT_RECEIPT,
	TT_RELEASE,
	TT_EARLY,
	TT_MOVE,
	TT_DESTROYED,		/* a keeper's share of a retracted wave */
	TT_OBSERVED,
	TT_CLOCK,
	TT_SIGHTING,
	TT_CASE,
	TT_EMBARGO,
	TT_POLICY,
	TT_EXCEPTION,
	TT_FINDING,
	/* a leaf of a `copies` set: unsigned, without time */
	TT_COPY,
	/* between vault, keeper and hub: specs/sealing.md section 7 */
	TT_SHARE,
	TT_HELD,
	TT_SHOWN,
	/* never logged */
	TT_EVIDENCE,		/* a bundle's list of files; unsigned */
	TT_REQUEST,		/* specs/hub.md */
	TT_APPROVAL,		/* an officer's or counsel's yes or no */
	TT_INVITATION,
	TT_TERMS,		/* head of a terms file: read with terms.h */
	TT_LETTER,		/* likewise, with letter.h */
	TT_DESK,		/* whom letters to the vendor are sealed to */
	TT_MEMBERS,		/* who is shown to be in the programme */
	TT_KIND_COUNT
};

/* Where a kind goes. */
enum tt_venue {
	TT_PLACE_LOG,		/* in the clear */
	TT_PLACE_BATCH,
	TT_PLACE_COPIES,
	TT_PLACE_NONE,		/* never in the ledger */
};

struct tt_statement_field {
	const char	*name;	/* constant */
	struct span	value;
};

/* Borrows from what was parsed. */
struct tt_statement {
	enum tt_kind			kind;
	struct span			bytes;	/* all, signatures included */
	struct span			origin;	/* value of log */
	int64_t				time;	/* 0 if the kind has none */
	size_t				n;
	struct tt_statement_field	field[TT_STATEMENT_FIELDS_MAX];
	/* n is 0 if nobody signs it; text is what is, or would be, signed */
	struct tt_note			note;
};

struct tt_statement_diag {
	unsigned	line;	/* from 1; 0 unknown */
	const char	*field;	/* constant text, or NULL */
	const char	*what;	/* constant text, or NULL */
};

/* "programme"; NULL is never returned. */
const char *tt_kind_name(enum tt_kind kind);
enum tt_err tt_kind_parse(enum tt_kind *out, struct span name) MUST_USE;
enum tt_venue tt_kind_place(enum tt_kind kind);
bool tt_kind_signed(enum tt_kind kind);

/*
 * A whole statement: signed kinds with at least one signature line, sorted
 * by name, then id, none twice; the others without.  No signature is
 * verified here.  TT_TERMS and TT_LETTER are refused: terms.h, letter.h.
 * TT_ESYNTAX, TT_EVERSION (telltale/v2/...), TT_ELIMIT, TT_ERANGE; *diag
 * says where (may be NULL).
 */
enum tt_err tt_statement_parse(struct tt_statement *out, struct span text,
    struct tt_statement_diag *diag) MUST_USE;

/*
 * Getters.  name must be a field of the kind, of the type asked for: that is
 * asserted.  Values were checked by the parser, so these do not fail but for
 * absence.
 */
bool tt_statement_has(const struct tt_statement *s, const char *name);
struct span tt_statement_get(const struct tt_statement *s,
    const char *name);		/* p NULL, n 0 if absent; the first of many */
size_t tt_statement_count(const struct tt_statement *s, const char *name);
struct span tt_statement_nth(const struct tt_statement *s, const char *name,
    size_t i);			/* i below the count */
bool tt_statement_is(const struct tt_statement *s, const char *name,
    const char *value);
uint64_t tt_statement_number(const struct tt_statement *s, const char *name,
    uint64_t absent);
int64_t tt_statement_instant(const struct tt_statement *s, const char *name,
    int64_t absent);
/* n bytes of a hex field; false, and out as it was, if absent. */
bool tt_statement_bytes(const struct tt_statement *s, const char *name,
    uint8_t *out, size_t n);
bool tt_statement_hash(const struct tt_statement *s, const char *name,
    struct hash *out);
bool tt_statement_vkey(const struct tt_statement *s, const char *name,
    struct tt_vkey *out);
bool tt_statement_recipient(const struct tt_statement *s, const char *name,
    struct tt_age_recipient *out);

/*
 * Values of two words: the nth `key` of `keys` is a role and a vkey, `use` of
 * terms a name and a value, `file` of `evidence` a hash and a name;
 * `coefficient` and `keeper` of `wave` an index (two digits) and the rest.
 */
void tt_statement_pair(const struct tt_statement *s, const char *name,
    size_t i, struct span *first, struct span *second);

/*
 * Writing: name fields in any order, they come out in the table's, repeated
 * ones sorted.  Values are copied.  Errors stick: tt_statement_end reports
 * the first.
 */
struct tt_statement_out {
	enum tt_kind	kind;
	int64_t		time;
	struct buf	values;		/* copies, one after another */
	size_t		origin_len;	/* bytes, the first of them */
	size_t		n;
	struct {
		const char	*name;
		size_t		at, len;	/* in values, bytes */
	} field[TT_STATEMENT_FIELDS_MAX];
	enum tt_err	err;
};

/* time is ignored for kinds that have none. */
void tt_statement_begin(struct tt_statement_out *o, enum tt_kind kind,
    struct span origin, int64_t time);
void tt_statement_put(struct tt_statement_out *o, const char *name,
    struct span value);
void tt_statement_put_str(struct tt_statement_out *o, const char *name,
    const char *value);		/* NULL: left out */
void tt_statement_put_pair(struct tt_statement_out *o, const char *name,
    struct span first, struct span second);
void tt_statement_put_number(struct tt_statement_out *o, const char *name,
    uint64_t value);
void tt_statement_put_instant(struct tt_statement_out *o, const char *name,
    int64_t value);
void tt_statement_put_bytes(struct tt_statement_out *o, const char *name,
    const uint8_t *p, size_t n);
void tt_statement_put_hash(struct tt_statement_out *o, const char *name,
    const struct hash *h);
void tt_statement_put_vkey(struct tt_statement_out *o, const char *name,
    const struct tt_vkey *k);
void tt_statement_put_recipient(struct tt_statement_out *o, const char *name,
    const struct tt_age_recipient *r);

/*
 * Append the text (of an unsigned kind: the statement), and be done with o,
 * on errors too.  TT_ESYNTAX: a value is not of its type, a field is missing,
 * unknown or there twice; TT_ELIMIT, TT_ENOMEM.
 */
enum tt_err tt_statement_end(struct tt_statement_out *o, struct buf *text)
    MUST_USE;

/*
 * The same, then signed by each of the n signers (n > 0 exactly if the kind
 * is signed, else TT_ESTATE).  Errors of tt_note_sign too.  A further
 * signature: tt_note_add.
 */
enum tt_err tt_statement_sign(struct tt_statement_out *o,
    const struct tt_signer *const *signers, size_t n, struct buf *statement)
    MUST_USE;

#endif
