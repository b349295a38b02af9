/* SPDX-License-Identifier: ISC */
/* MD5 is not for security here, and must not fail where policy bars it. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/md5.h>

#include "base/hex.h"
#include "exchange/misp.h"

/* What a manifest repeats of an event, and what it is where that has none. */
static const struct {
	const char *name, *otherwise;
} repeated[] = {
	{ "analysis", "1" }, { "date", "" }, { "info", "" },
	{ "threat_level_id", "4" }, { "timestamp", "0" },
};

static const char *const of_tag[] = { "colour", "name" };
static const char *const of_publisher[] = { "name", "uuid" };

static void
put_member(struct json_out *w, const json_t *of, const char *key,
    const char *otherwise)
{
	struct span s;

	json_out_key(w, key);
	if (json_in_str(of, key, &s, NULL) == TT_OK)
		json_out_span(w, s);
	else if (json_is_integer(json_object_get(of, key)))
		json_out_int(w, json_integer_value(json_object_get(of,
		    key)));
	else
		json_out_str(w, otherwise);
}

static void
put_publisher(struct json_out *w, const json_t *event)
{
	json_out_key(w, "Orgc");
	json_out_object(w);
	for (size_t i = 0; i < 2; i++)
		put_member(w, json_object_get(event, "Orgc"),
		    of_publisher[i], "");
	json_out_object_end(w);
}

static void
put_tags(struct json_out *w, const json_t *event)
{
	const json_t *tag;
	size_t i;

	json_out_key(w, "Tag");
	json_out_array(w);
	json_array_foreach(json_object_get(event, "Tag"), i, tag) {
		json_out_object(w);
		for (size_t k = 0; k < 2; k++)
			put_member(w, tag, of_tag[k], "");
		json_out_object_end(w);
	}
	json_out_array_end(w);
}

static void
put_hash(struct buf *out, struct span value, struct span uuid)
{
	char hex[HEX_LEN(MD5_DIGEST_LENGTH) + 1];
	uint8_t hash[MD5_DIGEST_LENGTH];

	MD5((const unsigned char *)value.p, value.n, hash);
	hex_encode(hex, hash, sizeof(hash));
	buf_printf(out, "%s,%.*s\n", hex, (int)uuid.n, uuid.p);
}

static void
put_hashes(struct buf *out, const json_t *of, struct span uuid)
{
	const json_t *attribute;
	struct span value;
	size_t i;

	json_array_foreach(json_object_get(of, "Attribute"), i, attribute)
		if (json_in_str(attribute, "value", &value, NULL) == TT_OK)
			put_hash(out, value, uuid);
}

enum tt_err
misp_feed_begin(struct misp_feed *f, struct buf *manifest, struct buf *hashes)
{
	f->hashes = hashes;
	if ((f->manifest = json_out_new(manifest, JSON_SORTED)) == NULL)
		return TT_ENOMEM;
	json_out_object(f->manifest);
	return TT_OK;
}

enum tt_err
misp_feed_add(struct misp_feed *f, const json_t *root)
{
	const json_t *event = json_object_get(root, "Event"), *object;
	char key[UUID_LEN + 1];
	struct span uuid;
	size_t i;

	if (json_in_str(event, "uuid", &uuid, NULL) != TT_OK ||
	    !uuid_ok(uuid) || span_copy(uuid, key, sizeof(key)) != TT_OK)
		return TT_ESYNTAX;
	json_out_key(f->manifest, key);
	json_out_object(f->manifest);
	put_publisher(f->manifest, event);
	put_tags(f->manifest, event);
	for (i = 0; i < sizeof(repeated) / sizeof(repeated[0]); i++)
		put_member(f->manifest, event, repeated[i].name,
		    repeated[i].otherwise);
	json_out_object_end(f->manifest);
	put_hashes(f->hashes, event, uuid);
	json_array_foreach(json_object_get(event, "Object"), i, object)
		put_hashes(f->hashes, object, uuid);
	return buf_err(f->hashes);
}

enum tt_err
misp_feed_end(struct misp_feed *f)
{
	json_out_object_end(f->manifest);
	return json_out_end(f->manifest);
}
