/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "telltale/note.h"
#include "telltale/policy.h"

#define KEYS_MAX	(TT_POLICY_LOGS_MAX + TT_POLICY_NODES_MAX)
#define MEMBERS_MAX	TT_POLICY_NODES_MAX
#define NONE		SIZE_MAX	/* quorum none */

/* A name that quorum and groups can use: a witness or a group. */
struct node {
	struct span	name;
	bool		group;
	bool		used;		/* member of a group */
	size_t		key;		/* of a witness, in key[] */
	size_t		k, n;		/* of a group: k of n members */
	size_t		member[MEMBERS_MAX];
};

struct tt_policy {
	char		*text;		/* the file; all spans are in it */
	struct tt_vkey	key[KEYS_MAX];	/* of logs, then of witnesses */
	struct span	url[KEYS_MAX];
	size_t		n_logs, n_witnesses;
	struct node	node[TT_POLICY_NODES_MAX]; /* in the file's order */
	size_t		n_nodes;
	size_t		quorum;		/* index of a node, or NONE */
	bool		has_quorum;
};

/*
 * Logs may follow witnesses in a file, so their keys are put in order only
 * when all is read: until then key[] holds witnesses from LOGS_MAX on.
 */
#define FIRST_WITNESS	TT_POLICY_LOGS_MAX

struct line {
	struct tt_policy	*policy;
	struct span		rest;
	const char		*what;	/* why it was refused */
};

static enum tt_err
refuse(struct line *l, const char *what, enum tt_err e)
{
	l->what = what;
	return e;
}

static void
skip_space(struct span *in)
{
	while (in->n > 0 && (in->p[0] == ' ' || in->p[0] == '\t'))
		*in = span_of(in->p + 1, in->n - 1);
}

/* The next item of a line; false at its end. */
static bool
item(struct line *l, struct span *out)
{
	size_t n = 0;

	skip_space(&l->rest);
	while (n < l->rest.n && l->rest.p[n] != ' ' && l->rest.p[n] != '\t')
		n++;
	if (n == 0)
		return false;
	*out = span_of(l->rest.p, n);
	l->rest = span_of(l->rest.p + n, l->rest.n - n);
	return true;
}

static enum tt_err
end_of_line(struct line *l)
{
	struct span s;

	return item(l, &s) ? refuse(l, "too many items", TT_ESYNTAX) : TT_OK;
}

static bool
key_known(const struct tt_policy *p, const struct tt_vkey *k)
{
	for (size_t i = 0; i < FIRST_WITNESS + p->n_witnesses; i++)
		if ((i < p->n_logs || i >= FIRST_WITNESS) &&
		    memcmp(p->key[i].key, k->key, sizeof(k->key)) == 0)
			return true;
	return false;
}

/* VKEY [URL] to slot at. */
static enum tt_err
read_key(struct line *l, enum tt_key_type type, size_t at)
{
	struct tt_policy *p = l->policy;
	struct span text, url = { NULL, 0 };
	struct tt_vkey k;
	enum tt_err e;

	if (!item(l, &text))
		return refuse(l, "a vkey is missing", TT_ESYNTAX);
	if ((e = tt_vkey_parse(&k, text)) != TT_OK)
		return refuse(l, "not a vkey that can be verified here", e);
	if (k.type != type)
		return refuse(l, "a vkey of another type", TT_EKEY);
	if (type == TT_KEY_SIGN && tt_origin_check(span_str(k.name)) != TT_OK)
		return refuse(l, "a log's name is not an origin", TT_EKEY);
	if (key_known(p, &k))
		return refuse(l, "the same key twice", TT_EEXIST);
	if (item(l, &url) && url.n > TT_POLICY_URL_MAX)
		return refuse(l, "a URL too long", TT_ELIMIT);
	if ((e = end_of_line(l)) != TT_OK)
		return e;
	p->key[at] = k;
	p->url[at] = url;
	return TT_OK;
}

static enum tt_err
read_log(struct line *l)
{
	struct tt_policy *p = l->policy;
	enum tt_err e;

	if (p->n_logs == TT_POLICY_LOGS_MAX)
		return refuse(l, "too many logs", TT_ELIMIT);
	if ((e = read_key(l, TT_KEY_SIGN, p->n_logs)) == TT_OK)
		p->n_logs++;
	return e;
}

/* Index of the node of that name, or n_nodes. */
static size_t
find(const struct tt_policy *p, struct span name)
{
	size_t i = 0;

	while (i < p->n_nodes && !span_eq(p->node[i].name, name))
		i++;
	return i;
}

/* A new name; the node counts only once its line was read to the end. */
static enum tt_err
read_name(struct line *l, struct node **out)
{
	struct tt_policy *p = l->policy;
	struct span name;

	if (!item(l, &name))
		return refuse(l, "a name is missing", TT_ESYNTAX);
	if (name.n > TT_POLICY_NAME_MAX)
		return refuse(l, "a name too long", TT_ELIMIT);
	if (span_is(name, "none") || find(p, name) < p->n_nodes)
		return refuse(l, "the name is taken", TT_EEXIST);
	if (p->n_nodes == TT_POLICY_NODES_MAX)
		return refuse(l, "too many witnesses and groups", TT_ELIMIT);
	*out = &p->node[p->n_nodes];
	**out = (struct node){ .name = name };
	return TT_OK;
}

static enum tt_err
read_witness(struct line *l)
{
	struct tt_policy *p = l->policy;
	struct node *node;
	enum tt_err e;

	if ((e = read_name(l, &node)) != TT_OK)
		return e;
	node->key = p->n_witnesses;
	e = read_key(l, TT_KEY_COSIGN, FIRST_WITNESS + p->n_witnesses);
	if (e != TT_OK)
		return e;
	p->n_witnesses++;
	p->n_nodes++;
	return TT_OK;
}

static enum tt_err
read_members(struct line *l, struct node *node)
{
	struct tt_policy *p = l->policy;
	struct span name;
	size_t at;

	while (item(l, &name)) {
		if ((at = find(p, name)) == p->n_nodes)
			return refuse(l, "a member not defined above",
			    TT_ENOENT);
		if (p->node[at].used)
			return refuse(l, "a member twice", TT_EEXIST);
		p->node[at].used = true;
		node->member[node->n++] = at;
	}
	return node->n > 0 ? TT_OK :
	    refuse(l, "a group without members", TT_ESYNTAX);
}

static enum tt_err
read_group(struct line *l)
{
	struct node *node;
	struct span k;
	uint64_t v = 1;
	enum tt_err e;

	if ((e = read_name(l, &node)) != TT_OK)
		return e;
	node->group = true;
	if (!item(l, &k))
		return refuse(l, "a threshold is missing", TT_ESYNTAX);
	if (!span_is(k, "any") && !span_is(k, "all") &&
	    (e = span_u64(k, MEMBERS_MAX, &v)) != TT_OK)
		return refuse(l, "not a threshold", e);
	if ((e = read_members(l, node)) != TT_OK)
		return e;
	node->k = span_is(k, "all") ? node->n : (size_t)v;
	if (node->k == 0 || node->k > node->n)
		return refuse(l, "a threshold that cannot be", TT_ERANGE);
	l->policy->n_nodes++;
	return TT_OK;
}

static enum tt_err
read_quorum(struct line *l)
{
	struct tt_policy *p = l->policy;
	struct span name;

	if (p->has_quorum)
		return refuse(l, "a second quorum", TT_EEXIST);
	if (!item(l, &name))
		return refuse(l, "a name is missing", TT_ESYNTAX);
	p->quorum = NONE;
	if (!span_is(name, "none") &&
	    (p->quorum = find(p, name)) == p->n_nodes)
		return refuse(l, "a quorum not defined above", TT_ENOENT);
	p->has_quorum = true;
	return end_of_line(l);
}

static const struct {
	const char *word;
	enum tt_err (*read)(struct line *l);
} lines[] = {
	{ "log", read_log },
	{ "witness", read_witness },
	{ "group", read_group },
	{ "quorum", read_quorum },
};

static bool
chars_ok(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static enum tt_err
read_line(struct line *l)
{
	struct span word;

	if (!chars_ok(l->rest))
		return refuse(l, "a control character", TT_ESYNTAX);
	if (!item(l, &word) || word.p[0] == '#')
		return TT_OK;
	for (size_t i = 0; i < N_ROWS(lines); i++)
		if (span_is(word, lines[i].word))
			return lines[i].read(l);
	return refuse(l, "not log, witness, group or quorum", TT_ESYNTAX);
}

static void
close_ranks(struct tt_policy *p)
{
	memmove(&p->key[p->n_logs], &p->key[FIRST_WITNESS],
	    p->n_witnesses * sizeof(p->key[0]));
	memmove(&p->url[p->n_logs], &p->url[FIRST_WITNESS],
	    p->n_witnesses * sizeof(p->url[0]));
}

static enum tt_err
read_file(struct tt_policy *p, struct span in, struct tt_policy_diag *diag)
{
	struct line l = { .policy = p };
	enum tt_err e = TT_OK;

	while (e == TT_OK && in.n > 0) {
		diag->line++;
		if (span_line(&in, &l.rest))
			e = read_line(&l);
		else
			e = refuse(&l, "no line end", TT_ESYNTAX);
	}
	if (e == TT_OK && !p->has_quorum)
		e = refuse(&l, "no quorum", TT_ESYNTAX);
	diag->what = l.what;
	if (e == TT_OK)
		close_ranks(p);
	return e;
}

enum tt_err
tt_policy_new(struct tt_policy **out, struct span file,
    struct tt_policy_diag *diag)
{
	struct tt_policy_diag d = { 0, NULL };
	struct tt_policy *p;
	enum tt_err e;

	if (file.n > TT_POLICY_MAX)
		return TT_ELIMIT;
	if ((p = calloc(1, sizeof(*p))) == NULL ||
	    (p->text = malloc(file.n + 1)) == NULL) {
		tt_policy_free(p);
		return TT_ENOMEM;
	}
	if (file.n > 0)
		memcpy(p->text, file.p, file.n);
	if ((e = read_file(p, span_of(p->text, file.n), &d)) != TT_OK) {
		tt_policy_free(p);
		if (diag != NULL)
			*diag = d;
		return e;
	}
	*out = p;
	return TT_OK;
}

void
tt_policy_free(struct tt_policy *p)
{
	if (p == NULL)
		return;
	free(p->text);
	free(p);
}

static void
write_key(const struct tt_policy *p, size_t at, struct buf *out)
{
	char text[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(&p->key[at], text);
	buf_char(out, ' ');
	buf_str(out, text);
	if (p->url[at].n > 0) {
		buf_char(out, ' ');
		buf_span(out, p->url[at]);
	}
	buf_char(out, '\n');
}

static void
write_node(const struct tt_policy *p, const struct node *n, struct buf *out)
{
	buf_str(out, n->group ? "group " : "witness ");
	buf_span(out, n->name);
	if (!n->group) {
		write_key(p, p->n_logs + n->key, out);
		return;
	}
	buf_printf(out, " %zu", n->k);
	for (size_t i = 0; i < n->n; i++) {
		buf_char(out, ' ');
		buf_span(out, p->node[n->member[i]].name);
	}
	buf_char(out, '\n');
}

void
tt_policy_format(const struct tt_policy *p, struct buf *out)
{
	for (size_t i = 0; i < p->n_logs; i++) {
		buf_str(out, "log");
		write_key(p, i, out);
	}
	for (size_t i = 0; i < p->n_nodes; i++)
		write_node(p, &p->node[i], out);
	buf_str(out, "quorum ");
	if (p->quorum == NONE)
		buf_str(out, "none");
	else
		buf_span(out, p->node[p->quorum].name);
	buf_char(out, '\n');
}

size_t
tt_policy_logs(const struct tt_policy *p)
{
	return p->n_logs;
}

size_t
tt_policy_witnesses(const struct tt_policy *p)
{
	return p->n_witnesses;
}

static const struct tt_vkey *
key_at(const struct tt_policy *p, size_t at, struct span *url)
{
	if (url != NULL)
		*url = p->url[at];
	return &p->key[at];
}

const struct tt_vkey *
tt_policy_log(const struct tt_policy *p, size_t i, struct span *url)
{
	return key_at(p, i, url);
}

const struct tt_vkey *
tt_policy_witness(const struct tt_policy *p, size_t i, struct span *url)
{
	return key_at(p, p->n_logs + i, url);
}

bool
tt_policy_needs_witnesses(const struct tt_policy *p)
{
	return p->quorum != NONE;
}

/* Judging. */

/* Whether those who cosigned at `from` or later are a quorum. */
static bool
quorum(const struct tt_policy *p, const struct tt_note_signed *witness,
    uint64_t from)
{
	bool yes[TT_POLICY_NODES_MAX];

	if (p->quorum == NONE)
		return true;
	for (size_t i = 0; i < p->n_nodes; i++) {
		const struct node *n = &p->node[i];
		size_t have = 0;

		for (size_t m = 0; m < n->n; m++)
			have += yes[n->member[m]];
		yes[i] = n->group ? have >= n->k :
		    witness[n->key].yes && witness[n->key].time >= from;
	}
	return yes[p->quorum];
}

/* The greatest time that a quorum says, or 0. */
static uint64_t
quorum_time(const struct tt_policy *p, const struct tt_note_signed *witness)
{
	uint64_t best = 0;

	if (p->quorum == NONE)
		return 0;
	for (size_t i = 0; i < p->n_witnesses; i++)
		if (witness[i].yes && witness[i].time > best &&
		    quorum(p, witness, witness[i].time))
			best = witness[i].time;
	return best;
}

/* The first log of that origin that signed, or n_logs. */
static size_t
find_log(const struct tt_policy *p, const struct tt_note_signed *by,
    const char *origin)
{
	size_t i = 0;

	while (i < p->n_logs &&
	    (!by[i].yes || strcmp(p->key[i].name, origin) != 0))
		i++;
	return i;
}

enum tt_err
tt_policy_open(const struct tt_policy *p, struct span note,
    struct tt_policy_verdict *out)
{
	struct tt_policy_verdict v = { .witnesses = 0 };
	struct tt_note_signed by[KEYS_MAX];
	const struct tt_note_signed *witness = by + p->n_logs;
	struct tt_note parsed;
	enum tt_err e;
	size_t log;

	if ((e = tt_note_parse(&parsed, note)) != TT_OK ||
	    (e = tt_checkpoint_parse(&v.checkpoint, parsed.text.p,
	    parsed.text.n)) != TT_OK ||
	    (e = tt_note_open(&parsed, p->key, p->n_logs + p->n_witnesses,
	    by)) != TT_OK)
		return e;
	if ((log = find_log(p, by, v.checkpoint.origin)) == p->n_logs)
		return TT_EUNSIGNED;
	v.log = p->key[log];
	for (size_t i = 0; i < p->n_witnesses; i++)
		v.witnesses += witness[i].yes;
	v.quorum = quorum(p, witness, 0);
	v.time = quorum_time(p, witness);
	*out = v;
	return TT_OK;
}
