/* SPDX-License-Identifier: ISC */
/*
 * node - a value of bulletin.json, the way to it, and what is told about it.
 */
#ifndef BULLETIN_NODE_H
#define BULLETIN_NODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_place.h"
#include "base/span.h"
#include "telltale/diag.h"
#include "telltale/manifest.h"

struct node {
	json_t *v;		/* borrowed; NULL: not there */
	struct json_path path;
};

/* What one run of reading knows. */
struct reader {
	struct tt_manifest *m;	/* as far as it was read */
	struct span text, file;
	int64_t now_s;
	bool public_at_known;
	struct tt_diags *diags;
};

struct node node_member(struct node in, const char *key);
struct node node_item(struct node in, size_t i);

/* One message at a node. */
void node_tell(struct reader *r, enum tt_severity severity, struct node n,
    const char *remedy, const char *fmt, ...) PRINTF(5, 6);

/* Says whether n is an object, and warns of members that known lacks. */
bool node_is_object(struct reader *r, struct node n, const char *const *known);

/* Says whether n is an array of 1 to max items; more are told, not refused. */
bool node_is_array(struct reader *r, struct node n, const char *what,
    size_t max);

/* The text of member key; else it is told, and false. */
bool node_text(struct reader *r, struct node in, const char *key,
    struct span *out);

/* The same, for a name: TT_ID_MAX + 1 bytes at out. */
bool node_id(struct reader *r, struct node in, const char *key, char *out);

/* The same, for an item of a list of such names: what is "tier". */
bool node_id_item(struct reader *r, struct node n, const char *what,
    char *out);

/* An instant. */
bool node_instant(struct reader *r, struct node in, const char *key,
    int64_t *out_s);

/* One of n words: its number. */
bool node_word(struct reader *r, struct node in, const char *key,
    const char *const *words, size_t n, unsigned *out);

/* Room for a text of a message, of any bytes. */
#define NODE_QUOTED	60
#define NODE_QUOTE(s)	(int)((s).n < NODE_QUOTED ? (s).n : NODE_QUOTED), (s).p

#endif
