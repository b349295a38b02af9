/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/file.h"
#include "telltale/archive.h"
#include "telltale/code.h"
#include "telltale/terms.h"

#define SECRETS_MAX	((size_t)2 << 20)	/* bytes of codebook.age */

static const char manifest_name[] = "bulletin.json";

bool
sealed_is_name(const char *s)
{
	return strlen(s) == VAULT_BULLETIN_LEN &&
	    strspn(s, "0123456789abcdef") == VAULT_BULLETIN_LEN;
}

void
sealed_rel(const char *sealing, const char *name, char out[FILE_PATH_MAX])
{
	snprintf(out, FILE_PATH_MAX, "bulletins/%s/%s", sealing, name);
}

static void
put_hex(struct json_out *j, const char *key, const void *p, size_t n)
{
	json_out_key(j, key);
	json_out_hex(j, p, n);
}

static enum tt_err
write_secrets(struct buf *out, const struct sealed_secrets *secrets,
    const struct tt_carry *slots)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);
	struct buf table;
	enum tt_err e;

	if (j == NULL)
		return TT_ENOMEM;
	buf_init(&table, SECRETS_MAX / 2);
	tt_slots_write(slots->slots, slots->n_slots, &table);
	json_out_object(j);
	json_out_key(j, "format");
	json_out_str(j, "telltale-codebook/1");
	put_hex(j, "key", secrets->key.b, sizeof(secrets->key.b));
	put_hex(j, "slots", table.p, table.n);
	json_out_key(j, "sites");
	json_out_array(j);
	for (size_t i = 0; i < slots->n_sites; i++)
		json_out_u64(j, slots->slot_of[i]);
	json_out_array_end(j);
	put_hex(j, "seal_secret", secrets->run.secret,
	    sizeof(secrets->run.secret));
	put_hex(j, "run_id", secrets->run.id, sizeof(secrets->run.id));
	json_out_object_end(j);
	e = json_out_end(j);
	if (e == TT_OK)
		e = buf_err(&table);
	buf_done(&table);
	return e == TT_OK ? buf_err(out) : e;
}

/* bulletin.json and the marked parts as one archive. */
static enum tt_err
pack_text(const struct draft *d, struct buf *out)
{
	struct tt_member *members = calloc(d->n_parts + 1, sizeof(*members));
	size_t n = 0, size;
	enum tt_err e;

	if (members == NULL)
		return TT_ENOMEM;
	members[n].name = span_str(manifest_name);
	members[n++].data = buf_view(&d->json);
	for (size_t i = 0; i < d->n_parts; i++) {
		members[n].name = d->part[i].name;
		members[n++].data = d->part[i].text;
	}
	tt_archive_sort(members, n);
	if ((e = tt_archive_size(&size, members, n)) == TT_OK) {
		buf_zero(out, size);
		if ((e = buf_err(out)) == TT_OK)
			e = tt_archive_write(out->p, size, members, n);
	}
	free(members);
	return e;
}

int
sealed_write(struct vault *v, const char *rel,
    const struct sealed_secrets *secrets, const struct tt_carry *slots,
    const struct draft *d)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	int code;
	enum tt_err e;

	buf_init_secret(&text, SECRETS_MAX);
	snprintf(path, sizeof(path), "%s/codebook.age", rel);
	e = write_secrets(&text, secrets, slots);
	code = e == TT_OK ? vault_secret_write(v, path, buf_view(&text)) :
	    say_err(e, NULL, "cannot write the codebook");
	buf_done(&text);
	if (code != CLI_DONE)
		return code;
	buf_init_secret(&text, VAULT_SECRET_MAX);
	snprintf(path, sizeof(path), "%s/text.age", rel);
	e = pack_text(d, &text);
	code = e == TT_OK ? vault_secret_write(v, path, buf_view(&text)) :
	    say_err(e, NULL, "cannot keep the marked text");
	buf_done(&text);
	return code;
}

static enum tt_err
get_hex(const json_t *obj, const char *key, void *out, size_t n)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &s, NULL)) != TT_OK)
		return e;
	return hex_decode(out, n, s.p, s.n) ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
get_slots(struct sealed *s, const json_t *obj)
{
	struct span hex;
	uint8_t *bytes;
	enum tt_err e;

	if ((e = json_in_str(obj, "slots", &hex, NULL)) != TT_OK)
		return e;
	if ((bytes = malloc(hex.n / 2 + 1)) == NULL)
		return TT_ENOMEM;
	e = TT_ESYNTAX;
	if (hex_decode(bytes, hex.n / 2, hex.p, hex.n))
		e = tt_slots_parse(&s->slots, &s->n_slots,
		    span_of(bytes, hex.n / 2));
	free(bytes);
	return e;
}

/* One slot for each site; before there were revisions it was not said. */
static enum tt_err
get_sites(struct sealed *s, const json_t *obj)
{
	const json_t *sites = json_object_get(obj, "sites");
	size_t n = sites != NULL ? json_array_size(sites) : s->n_slots;
	json_int_t slot;

	if ((s->slot_of = calloc(n + 1, sizeof(*s->slot_of))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		slot = sites != NULL ?
		    json_integer_value(json_array_get(sites, i)) :
		    (json_int_t)i;
		if (slot < 0 || (size_t)slot >= s->n_slots)
			return TT_EINTEGRITY;
		s->slot_of[i] = (uint32_t)slot;
	}
	s->n_sites = n;
	return TT_OK;
}

static enum tt_err
parse_secrets(struct sealed *s, struct span text)
{
	struct sealed_secrets *k;
	json_t *obj;
	enum tt_err e;

	if ((k = s->secrets = SECRET_NEW(struct sealed_secrets)) == NULL)
		return TT_ENOMEM;
	if ((e = json_in_parse(text, SECRETS_MAX, &obj, NULL)) != TT_OK)
		return e;
	if ((e = get_hex(obj, "key", k->key.b, sizeof(k->key.b))) == TT_OK &&
	    (e = get_hex(obj, "seal_secret", k->run.secret,
	    sizeof(k->run.secret))) == TT_OK &&
	    (e = get_hex(obj, "run_id", k->run.id, sizeof(k->run.id))) ==
	    TT_OK && (e = get_slots(s, obj)) == TT_OK)
		e = get_sites(s, obj);
	json_decref(obj);
	if (e != TT_OK)
		return e;
	return tt_codebook_new(&s->codebook, &k->key, s->slots, s->n_slots,
	    NULL);
}

/* Parts in the manifest's order; the archive has them sorted. */
static enum tt_err
unpack_text(struct sealed *s)
{
	struct tt_archive *a = calloc(1, sizeof(*a));
	struct tt_part_text *parts = calloc(TT_PARTS_MAX, sizeof(*parts));
	struct tt_manifest *m = NULL;
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	enum tt_err e = TT_ENOMEM;

	if (a == NULL || parts == NULL || diags == NULL)
		goto out;
	tt_diags_init(diags);
	if ((e = tt_archive_read(a, buf_view(&s->tar), NULL)) != TT_OK)
		goto out;
	for (size_t i = 0; i < a->n; i++)
		if (span_is(a->member[i].name, manifest_name))
			s->json = a->member[i].data;
	if ((e = tt_manifest_parse(&m, s->json, span_str(manifest_name),
	    TT_MANIFEST_ANY_TIME, diags)) != TT_OK)
		goto out;
	for (size_t k = 0; k < m->n_parts; k++)
		for (size_t i = 0; i < a->n; i++)
			if (span_is(a->member[i].name, m->parts[k].file)) {
				parts[k].name = a->member[i].name;
				parts[k].text = a->member[i].data;
			}
	e = draft_from(&s->draft, s->json, parts, m->n_parts);
out:
	tt_manifest_free(m);
	free(diags);
	free(parts);
	free(a);
	return e;
}

int
sealed_open(struct sealed *s, struct vault *v,
    const struct vault_bulletin *record)
{
	char rel[FILE_PATH_MAX];
	struct hash text;
	struct buf file;
	int code;
	enum tt_err e;

	memset(s, 0, sizeof(*s));
	s->record = *record;
	sealed_rel(record->sealing, "codebook.age", rel);
	if ((code = vault_secret_read(v, rel, &file)) != CLI_DONE)
		return code;
	e = parse_secrets(s, buf_view(&file));
	buf_done(&file);
	if (e != TT_OK)
		return say_err(e, "restore it from a backup",
		    "cannot read the codebook of %s", record->id);
	sealed_rel(record->sealing, "text.age", rel);
	if ((code = vault_secret_read(v, rel, &s->tar)) != CLI_DONE)
		return code;
	if ((e = unpack_text(s)) == TT_OK) {
		draft_text_hash(&s->draft, text.b);
		if (memcmp(text.b, record->text.b, sizeof(text.b)) != 0 ||
		    s->n_sites != s->draft.bulletin->n_sites)
			e = TT_EINTEGRITY;
	}
	if (e != TT_OK)
		return say_err(e, "restore it from a backup",
		    "cannot read the marked text of %s", record->id);
	return CLI_DONE;
}

void
sealed_done(struct sealed *s)
{
	draft_done(&s->draft);
	buf_done(&s->tar);
	tt_codebook_free(s->codebook);
	free(s->slots);
	free(s->slot_of);
	secret_free(s->secrets);
	memset(s, 0, sizeof(*s));
}

static void
terms_path(const struct vault *v, const char *sealing, const char *of,
    char out[FILE_PATH_MAX])
{
	char name[80], rel[FILE_PATH_MAX];

	snprintf(name, sizeof(name), "terms-%s", of);
	sealed_rel(sealing, name, rel);
	vault_path(v, rel, out);
}

/* By its place as it was sealed, else by its hash. */
enum tt_err
sealed_terms(const struct vault *v, const char *sealing,
    const struct vault_wave *w, struct buf *out)
{
	char path[FILE_PATH_MAX], of[HEX_LEN(32) + 1];
	struct hash h;
	enum tt_err e;

	for (int i = 0; i < 2; i++) {
		if (i == 0)
			snprintf(of, sizeof(of), "%u", w->n);
		else
			hex_encode(of, w->terms.b, sizeof(w->terms.b));
		terms_path(v, sealing, of, path);
		if ((e = file_read(path, TT_TERMS_MAX, out)) != TT_OK)
			return e;
		sha256(h.b, out->p, out->n);
		if (memcmp(h.b, w->terms.b, sizeof(h.b)) == 0)
			return TT_OK;
		buf_done(out);
	}
	return TT_EINTEGRITY;
}

enum tt_err
sealed_terms_keep(const struct vault *v, const char *sealing,
    struct span file, struct hash *hash)
{
	char path[FILE_PATH_MAX], of[HEX_LEN(32) + 1];
	struct hash h;
	enum tt_err e;

	sha256(h.b, file.p, file.n);
	hex_encode(of, h.b, sizeof(h.b));
	terms_path(v, sealing, of, path);
	if ((e = file_write(path, file.p, file.n, 0600)) == TT_OK)
		*hash = h;
	return e;
}

static int
say_found(enum tt_err e, const char *id)
{
	if (e == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale seal prints the id",
		    "cannot find the bulletin %s: this vault sealed none of "
		    "that id or name", id);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the bulletin %s", id);
	return CLI_DONE;
}

int
sealed_find(struct vault *v, const char *id, struct vault_bulletin *out)
{
	return say_found(vault_bulletin_get(v->db, span_str(id), out), id);
}

int
sealed_find_told(struct vault *v, const char *id, struct vault_bulletin *out)
{
	return say_found(vault_bulletin_told(v->db, span_str(id), out), id);
}
