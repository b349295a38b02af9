/* SPDX-License-Identifier: ISC */
/* lab_out - the folder of a lab: its codebook as JSON, its copies as files. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/secret.h"
#include "cli/lab.h"
#include "cli/say.h"
#include "store/file.h"

static const char codebook_name[] = "codebook.json";
static const char marked_name[] = "marked";

enum tt_err
lab_codebook(struct lab *lab)
{
	const struct tt_bulletin *b = lab->draft.bulletin;
	struct tt_slot *slots = calloc(b->n_sites + 1, sizeof(*slots));
	enum tt_err e;

	if (slots == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < b->n_sites; i++)
		slots[i] = tt_slot_of(&b->sites[i]);
	e = tt_codebook_new(&lab->codebook, lab->key, slots, b->n_sites,
	    &lab->beacon);
	free(slots);
	return e;
}

void
lab_done(struct lab *lab)
{
	tt_codebook_free(lab->codebook);
	secret_free(lab->key);
	lineup_done(&lab->lineup);
	draft_done(&lab->draft);
	memset(lab, 0, sizeof(*lab));
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_u64(struct json_out *j, const char *key, uint64_t v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static void
dump_site(struct json_out *j, const struct lab *lab, size_t i)
{
	const struct tt_bulletin *b = lab->draft.bulletin;
	const struct tt_code *code = tt_codebook_code(lab->codebook);
	const struct tt_site *s = &b->sites[i];
	char n[24];

	json_out_object(j);
	if (code->slots[i].kind == TT_SLOT_VALUE) {
		snprintf(n, sizeof(n), "%" PRIu64, s->n);
		put_str(j, "value", n);
	} else {
		put_u64(j, "q", s->n);
		json_out_key(j, "bias");
		json_out_array(j);
		for (uint64_t a = 0; a < s->n; a++)
			json_out_u64(j, code->bias[i].w[a]);
		json_out_array_end(j);
	}
	put_str(j, "level", tt_level_name(s->level));
	json_out_key(j, "part");
	json_out_span(j, b->parts[s->part].name);
	put_str(j, "class", tt_class_name(s->class));
	json_out_object_end(j);
}

/* null where has says no. */
static void
dump_symbols(struct json_out *j, const uint64_t *symbols, const bool *has,
    size_t n)
{
	json_out_key(j, "symbols");
	json_out_array(j);
	for (size_t i = 0; i < n; i++)
		if (has[i])
			json_out_u64(j, symbols[i]);
		else
			json_out_null(j);
	json_out_array_end(j);
}

static void
dump_holder(struct json_out *j, const struct lab *lab,
    const struct tt_pick *pick, uint32_t h, uint64_t *symbols, bool *has)
{
	const struct tt_bulletin *b = lab->draft.bulletin;
	uint64_t number = lab->lineup.holder[h].number;

	tt_codebook_row(lab->codebook, pick, TT_SITE_HOLDER, number, symbols);
	for (uint32_t i = 0; i < b->n_sites; i++)
		has[i] = b->sites[i].level == TT_SITE_HOLDER &&
		    lineup_holder_has(&lab->lineup, h, i);
	json_out_object(j);
	put_u64(j, "holder", number);
	put_str(j, "name", lab->lineup.partner[h].id);
	dump_symbols(j, symbols, has, b->n_sites);
	json_out_object_end(j);
}

static void
dump_copy(struct json_out *j, const struct lab *lab, size_t k,
    uint64_t *symbols)
{
	const struct tt_copy_of *copy = &lab->lineup.copy[k];
	uint64_t holder = lab->lineup.holder[copy->holder].number;

	tt_codebook_copy(lab->codebook, holder, copy->number, symbols);
	json_out_object(j);
	put_u64(j, "copy", copy->number);
	put_u64(j, "holder", holder);
	put_str(j, "reader", lab->lineup.reader[k].id);
	dump_symbols(j, symbols, lab->lineup.has[copy->profile],
	    lab->draft.bulletin->n_sites);
	json_out_object_end(j);
}

static void
dump_rows(struct json_out *j, const struct lab *lab,
    const struct tt_pick *pick, uint64_t *symbols, bool *has)
{
	const struct tt_roster *r = &lab->lineup.roster;

	json_out_key(j, "holders");
	json_out_array(j);
	for (uint32_t h = 0; h < r->n_holders; h++)
		dump_holder(j, lab, pick, h, symbols, has);
	json_out_array_end(j);
	json_out_key(j, "copies");
	json_out_array(j);
	for (size_t k = 0; k < r->n_copies; k++)
		dump_copy(j, lab, k, symbols);
	json_out_array_end(j);
}

static void
dump_head(struct json_out *j, const struct lab *lab)
{
	put_str(j, "format", "telltale-codebook-dump-2");
	json_out_key(j, "key");
	json_out_hex(j, lab->key->b, sizeof(lab->key->b));
	json_out_key(j, "beacon");
	json_out_hex(j, lab->beacon.b, sizeof(lab->beacon.b));
	json_out_key(j, "epsilon");
	json_out_real(j, lab->epsilon);
	json_out_key(j, "sites");
	json_out_array(j);
	for (size_t i = 0; i < lab->draft.bulletin->n_sites; i++)
		dump_site(j, lab, i);
	json_out_array_end(j);
}

enum tt_err
lab_dump(const struct lab *lab, struct buf *out)
{
	size_t n = lab->draft.bulletin->n_sites;
	uint64_t *symbols = calloc(n + 1, sizeof(*symbols));
	bool *has = calloc(n + 1, sizeof(*has));
	struct json_out *j = json_out_new(out, JSON_CANONICAL);
	struct tt_pick *pick = NULL;
	enum tt_err e = TT_ENOMEM, ended;

	if (symbols == NULL || has == NULL || j == NULL)
		goto out;
	if ((e = tt_pick_new(&pick, tt_codebook_code(lab->codebook), NULL, 0))
	    != TT_OK)
		goto out;
	json_out_object(j);
	dump_head(j, lab);
	dump_rows(j, lab, pick, symbols, has);
	json_out_object_end(j);
out:
	if (j != NULL && (ended = json_out_end(j)) != TT_OK && e == TT_OK)
		e = ended;
	if (e == TT_OK)
		buf_char(out, '\n');
	tt_pick_free(pick);
	free(symbols);
	free(has);
	return e == TT_OK ? buf_err(out) : e;
}

/* Files of the folder; their bytes and names lie in one buf each. */
struct folder {
	struct buf bytes, names;
	struct place { size_t name, name_n, data, data_n; } *place;
	size_t n;
};

static void
begin_file(struct folder *f, const char *dir, struct span name)
{
	struct place *p = &f->place[f->n];

	p->name = f->names.n;
	if (dir != NULL) {
		buf_str(&f->names, dir);
		buf_char(&f->names, '/');
	}
	buf_span(&f->names, name);
	p->name_n = f->names.n - p->name;
	p->data = f->bytes.n;
}

static void
end_file(struct folder *f)
{
	f->place[f->n].data_n = f->bytes.n - f->place[f->n].data;
	f->n++;
}

static void
add_marked(struct folder *f, const struct draft *d)
{
	for (size_t i = 0; i < d->n_parts; i++) {
		begin_file(f, marked_name, d->part[i].name);
		buf_span(&f->bytes, d->part[i].text);
		end_file(f);
	}
	if (d->manifest == NULL)
		return;
	begin_file(f, marked_name, SPAN("bulletin.json"));
	buf_span(&f->bytes, buf_view(&d->json));
	end_file(f);
}

static enum tt_err
add_copy(struct folder *f, const struct lab *lab, size_t k, uint64_t *symbols)
{
	const struct tt_copy_of *copy = &lab->lineup.copy[k];
	const struct draft *d = &lab->draft;
	enum tt_err e;

	tt_codebook_copy(lab->codebook,
	    lab->lineup.holder[copy->holder].number, copy->number, symbols);
	for (size_t i = 0; i < d->n_parts; i++) {
		if (d->manifest != NULL && !tt_profile_carries(copy->profile,
		    d->manifest->parts[i].kind))
			continue;
		begin_file(f, lab->lineup.reader[k].id, d->part[i].name);
		if ((e = tt_bulletin_render(d->bulletin, i, symbols,
		    &f->bytes)) != TT_OK)
			return e;
		end_file(f);
	}
	return TT_OK;
}

static enum tt_err
fill_folder(struct folder *f, const struct lab *lab, size_t n)
{
	uint64_t *symbols = calloc(lab->draft.bulletin->n_sites + 1,
	    sizeof(*symbols));
	enum tt_err e;

	if (symbols == NULL)
		return TT_ENOMEM;
	begin_file(f, NULL, span_str(codebook_name));
	e = lab_dump(lab, &f->bytes);
	end_file(f);
	add_marked(f, &lab->draft);
	for (size_t k = 0; k < n && e == TT_OK; k++)
		e = add_copy(f, lab, k, symbols);
	free(symbols);
	if (e == TT_OK && (e = buf_err(&f->bytes)) == TT_OK)
		e = buf_err(&f->names);
	return e;
}

static enum tt_err
make_folder(const struct folder *f, const char *out)
{
	struct file_member *m = calloc(f->n + 1, sizeof(*m));
	enum tt_err e;

	if (m == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < f->n; i++) {
		const struct place *p = &f->place[i];

		m[i].name = span_of(f->names.p + p->name, p->name_n);
		m[i].data = p->data_n == 0 ? SPAN("") :
		    span_of(f->bytes.p + p->data, p->data_n);
	}
	e = file_extract(out, m, f->n);
	free(m);
	return e;
}

int
lab_write(const struct lab *lab, size_t n, const char *out)
{
	struct folder f = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	buf_init(&f.bytes, LAB_TEXT_MAX);
	buf_init(&f.names, LAB_TEXT_MAX);
	f.place = calloc((n + 1) * (lab->draft.n_parts + 1) + 1,
	    sizeof(*f.place));
	if (f.place != NULL && (e = fill_folder(&f, lab, n)) == TT_OK)
		e = make_folder(&f, out);
	free(f.place);
	buf_done(&f.bytes);
	buf_done(&f.names);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, "name a folder that is not there "
		    "yet", "cannot make %s: it is there already", out);
	if (e != TT_OK)
		return say_err(e, e == TT_ELIMIT ? "fewer readers, or a "
		    "smaller --render" : NULL, "cannot make %s", out);
	return CLI_DONE;
}
