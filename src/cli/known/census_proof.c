/* SPDX-License-Identifier: ISC */
/*
 * census_proof - what proves a census, for whoever does not believe us.
 *
 *	DIR/README
 *	DIR/waves/WAVE-PROFILE-REVISION/
 *		wave.*		opens when, for whom: the commitment
 *		release.*	that its key was out
 *		copies.*	the set that its copies are of
 *	DIR/readers/READER/
 *		reader.*	whose key, since when
 *		receipt-REVISION.*	that they signed for that copy
 *		opened-REVISION		their request that says it was opened
 *
 * all but the last as .set-proof, .tlog-proof and .batch of specs/ledger.md
 * section 7.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/known/census.h"
#include "cli/say.h"
#include "store/file.h"
#include "store/vault_ledger.h"
#include "store/vault_opened.h"
#include "telltale/statement.h"

static const char readme[] =
"What proves the lines of a census, each by three files:\n"
"\n"
"  .set-proof   the statement with its signatures, and that it is in a batch\n"
"  .tlog-proof  that the batch is in the log (c2sp.org/tlog-proof@v1)\n"
"  .batch       the batch's own text\n"
"\n"
"SHA-256 of 00 and the bytes of .batch is the leaf that .tlog-proof leads\n"
"from; its checkpoint is signed by the log, and by witnesses where there are\n"
"some. `set` in .batch is the root that .set-proof leads to, from SHA-256 of\n"
"00, \"telltale/v1/leaf\", LF, the salt, and the statement. docs/census.md\n"
"has a program of thirty lines that checks a folder like this one.\n"
"\n"
"opened-* is a request that its reader signed to the hub and says that the\n"
"copy was opened; it is in no batch. Where there is none nothing follows.\n"
"\n"
"Knowers and the vendor's own people rest on the word of an officer: nothing\n"
"in the log proves them.\n";

struct proving {
	const struct census *c;
	const char *dir;
	size_t written, waiting;
	struct tt_statement *st;	/* scratch */
	char path[FILE_PATH_MAX];	/* of the statement, without ending */
};

static enum tt_err
put_file(const struct proving *p, const char *ending, struct span bytes)
{
	char path[FILE_PATH_MAX];

	if (snprintf(path, sizeof(path), "%s%s", p->path, ending) >=
	    (int)sizeof(path))
		return TT_ELIMIT;
	return file_write(path, bytes.p, bytes.n, 0600);
}

static enum tt_err
put_event(void *ctx, const struct vault_event *e)
{
	struct proving *p = ctx;
	char folder[FILE_PATH_MAX];
	enum tt_err err;

	if (e->batch.p == NULL) {
		p->waiting++;
		return TT_OK;
	}
	if ((err = file_parent(folder, p->path)) != TT_OK ||
	    (err = file_mkdirs(folder)) != TT_OK ||
	    (err = put_file(p, ".set-proof", e->set_proof)) != TT_OK ||
	    (err = put_file(p, ".tlog-proof", e->tlog_proof)) != TT_OK ||
	    (err = put_file(p, ".batch", e->batch)) != TT_OK)
		return err;
	p->written++;
	return TT_OK;
}

/* DIR/KIND/NAME/FILE, names of ours. */
static enum tt_err
aim(struct proving *p, const char *kind, const char *name, const char *file)
{
	return snprintf(p->path, sizeof(p->path), "%s/%s/%s/%s", p->dir,
	    kind, name, file) < (int)sizeof(p->path) ? TT_OK : TT_ELIMIT;
}

static enum tt_err
put_leaf(struct proving *p, const char *kind, const char *name,
    const char *file, const struct hash *leaf)
{
	enum tt_err e;

	if ((e = aim(p, kind, name, file)) != TT_OK)
		return e;
	e = vault_event_of_leaf(p->c->v->db, leaf, put_event, p);
	if (e == TT_ENOENT) {	/* the hub has not told of it yet */
		p->waiting++;
		return TT_OK;
	}
	return e;
}

#define WAVE_NAME_LEN	(2 * TT_ID_MAX)

/* Waves may have one name, for profiles and slots, in each revision. */
static void
wave_name(const struct census_wave *w, char out[WAVE_NAME_LEN])
{
	int n = snprintf(out, WAVE_NAME_LEN, "%s-%s-%u", w->wave.name,
	    tt_profile_name(w->wave.profile), w->revision);

	if (w->wave.slot > 0)
		snprintf(out + n, WAVE_NAME_LEN - (size_t)n, "-slot-%u",
		    w->wave.slot + 1);
}

static enum tt_err
put_release(void *ctx, const struct vault_event *ev)
{
	struct proving *p = ctx;
	const struct census_lines *l = &p->c->lines;
	char name[WAVE_NAME_LEN];
	struct hash wave;
	enum tt_err e;

	if ((e = tt_statement_parse(p->st, ev->bytes, NULL)) != TT_OK)
		return e;
	if (!tt_statement_hash(p->st, "wave", &wave))
		return TT_EINTEGRITY;
	for (size_t i = 0; i < l->n_waves; i++) {
		if (memcmp(&wave, &l->wave[i].wave.leaf, sizeof(wave)) != 0)
			continue;
		wave_name(&l->wave[i], name);
		if ((e = aim(p, "waves", name, "release")) != TT_OK)
			return e;
		return put_event(p, ev);
	}
	return TT_OK;
}

static enum tt_err
put_waves(struct proving *p)
{
	const struct census_lines *l = &p->c->lines;
	char name[WAVE_NAME_LEN];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < l->n_waves && e == TT_OK; i++) {
		wave_name(&l->wave[i], name);
		if ((e = put_leaf(p, "waves", name, "wave",
		    &l->wave[i].wave.leaf)) == TT_OK)
			e = put_leaf(p, "waves", name, "copies",
			    &l->wave[i].wave.copies);
	}
	if (e == TT_OK)
		e = vault_event_each(p->c->v->db, TT_RELEASE, put_release, p);
	return e;
}

/* Whose copy it is, by the reader id of the ledger; receipts are few. */
static const struct census_person *
person_of(const struct census_lines *l, const uint8_t key[TT_READER_ID_LEN],
    const struct hash *copies)
{
	for (size_t i = 0; i < l->n_people; i++) {
		const struct census_person *p = &l->person[i];

		if (memcmp(p->copy.key, key, TT_READER_ID_LEN) == 0 &&
		    memcmp(&l->wave[p->wave].wave.copies, copies,
		    sizeof(*copies)) == 0)
			return p;
	}
	return NULL;
}

static enum tt_err
put_receipt(void *ctx, const struct vault_event *ev)
{
	struct proving *p = ctx;
	const struct census_person *person;
	uint8_t key[TT_READER_ID_LEN];
	char name[32];
	struct hash copies;
	enum tt_err e;

	if ((e = tt_statement_parse(p->st, ev->bytes, NULL)) != TT_OK)
		return e;
	if (!tt_statement_is(p->st, "bulletin", p->c->record.id) ||
	    !tt_statement_bytes(p->st, "reader", key, sizeof(key)) ||
	    !tt_statement_hash(p->st, "copies", &copies) ||
	    (person = person_of(&p->c->lines, key, &copies)) == NULL)
		return TT_OK;
	snprintf(name, sizeof(name), "receipt-%u",
	    p->c->lines.wave[person->wave].revision);
	if ((e = aim(p, "readers", person->copy.reader, name)) != TT_OK)
		return e;
	if (p->st->time > p->c->at_s)
		return TT_OK;	/* after what was asked about */
	return put_event(p, ev);
}

/* As it was signed; that it is not there proves nothing. */
static enum tt_err
put_word(void *ctx, const struct vault_opened *o)
{
	struct proving *p = ctx;
	const struct census_person *person;
	char name[32], folder[FILE_PATH_MAX];
	enum tt_err e;

	person = person_of(&p->c->lines, o->key, &o->copies);
	if (person == NULL || person->opened.until_s > p->c->at_s)
		return TT_OK;
	snprintf(name, sizeof(name), "opened-%u",
	    p->c->lines.wave[person->wave].revision);
	if ((e = aim(p, "readers", person->copy.reader, name)) != TT_OK ||
	    (e = file_parent(folder, p->path)) != TT_OK ||
	    (e = file_mkdirs(folder)) != TT_OK)
		return e;
	return put_file(p, "", o->note);
}

static enum tt_err
put_readers(struct proving *p)
{
	const struct census_lines *l = &p->c->lines;
	struct vault_reader r;
	enum tt_err e;

	for (size_t i = 0; i < l->n_people; i++) {
		if (i > 0 && strcmp(l->person[i].copy.reader,
		    l->person[i - 1].copy.reader) == 0)
			continue;
		e = vault_reader_get(p->c->v->db,
		    span_str(l->person[i].copy.reader), &r);
		if (e == TT_OK && r.stated)
			e = put_leaf(p, "readers", r.id, "reader", &r.leaf);
		if (e != TT_OK)
			return e;
	}
	e = vault_event_each(p->c->v->db, TT_RECEIPT, put_receipt, p);
	return e == TT_OK ? vault_opened_each(p->c->v->db, p->c->record.id,
	    put_word, p) : e;
}

static enum tt_err
put_all(struct proving *p)
{
	enum tt_err e;

	if ((e = file_mkdir(p->dir)) != TT_OK ||
	    (e = put_waves(p)) != TT_OK || (e = put_readers(p)) != TT_OK)
		return e;
	if (snprintf(p->path, sizeof(p->path), "%s/README", p->dir) >=
	    (int)sizeof(p->path))
		return TT_ELIMIT;
	return put_file(p, "", span_str(readme));
}

int
census_write_proofs(const struct census *c, const char *dir)
{
	struct proving p = { .c = c, .dir = dir };
	enum tt_err e = TT_ENOMEM;

	if ((p.st = malloc(sizeof(*p.st))) != NULL)
		e = put_all(&p);
	free(p.st);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, "name a folder that is not there",
		    "cannot make %s: it is there already", dir);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot write proofs to %s", dir);
	say_note(c->cli, "%zu statements are proven in %s", p.written, dir);
	if (p.waiting > 0)
		say_warn("%zu more are not in a published checkpoint yet, or "
		    "the hub has not told of them", p.waiting);
	return CLI_DONE;
}
