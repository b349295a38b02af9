/* SPDX-License-Identifier: ISC */
/*
 * member - members of the programme's own JSON files: policy, duties,
 * profiles of partners.
 *
 * What bulletin/node.h reads of bulletin.json, and what these files have
 * besides: lists of names, lengths, days, members that must be known.  Faults
 * are told with their places, all of them in one run.
 */
#ifndef PROGRAMME_MEMBER_H
#define PROGRAMME_MEMBER_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "bulletin/node.h"

#define MEMBER_COUNTRY_LEN	2	/* capitals: ISO 3166-1, or a group's */

/*
 * What is written in r->text, at most max bytes; the caller's to json_decref.
 * TT_ESYNTAX, TT_ELIMIT: told.  TT_ENOMEM.
 */
enum tt_err member_root(struct reader *r, size_t max, struct node *root)
    MUST_USE;

/* An object whose "format" is this one; else told, and false. */
bool member_format(struct reader *r, struct node top, const char *format);

bool member_there(struct node in, const char *key);	/* and not null */

/* Members that known lacks are told as faults. */
void member_only(struct reader *r, struct node n, const char *const *known,
    const char *remedy);

/* "14d"; false, and told, if it is none. */
bool member_length(struct reader *r, struct node in, const char *key,
    int64_t *out_s);

/* YYYY-MM-DD, its first second, or an instant. */
bool member_day(struct reader *r, struct node in, const char *key,
    int64_t *out_s);

bool member_yes(struct reader *r, struct node in, const char *key, bool *out);

/* One line of up to cap - 1 bytes. */
bool member_line(struct reader *r, struct node in, const char *key, char *out,
    size_t cap);

/*
 * Names at in[key], at most max, to out; how many.  Absent: none.  A single
 * name may stand without the list.
 */
size_t member_names(struct reader *r, struct node in, const char *key,
    char (*out)[TT_ID_MAX + 1], size_t max);

bool member_is_country(struct span s);

/* The same of names that must be countries. */
size_t member_countries(struct reader *r, struct node in, const char *key,
    char (*out)[MEMBER_COUNTRY_LEN + 1], size_t max);

/* The value, wherever one may stand. */
void member_put(struct json_out *j, json_t *v);

/* The value in RFC 8785's writing; errors stick in out. */
enum tt_err member_canonical(json_t *v, struct buf *out) MUST_USE;

#endif
