/* SPDX-License-Identifier: ISC */
/*
 * Mail and mailboxes, by GMime.
 *
 * A message is one text: its subject and all of its text that is shown in
 * line; a forwarded message is one of its own; an attachment is a file.  Of
 * several alternatives of one text only one is read, so that nothing counts
 * twice: the plain one, unless the formatted one says more than twice as much
 * ("your reader cannot show this").
 */
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "extract/decode.h"
#include "extract/extract.h"
#include "extract/html.h"
#include "extract/parse.h"

#define NEST_MAX	32	/* parts within parts */
#define PARTS_MAX	TT_PIECES_MAX

struct mail {
	struct hatch *h;
	unsigned messages, parts;
	unsigned depth;
	struct buf *text;	/* of the message at hand */
	char name[64];		/* "message 2" */
};

static void part(struct mail *m, GMimeObject *o);

/* The bytes of a part, decoded; g_byte_array_unref them. */
static GByteArray *
content(GMimeObject *o)
{
	GMimeDataWrapper *w = g_mime_part_get_content(GMIME_PART(o));
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *to;

	if (w == NULL)
		return bytes;
	to = g_mime_stream_mem_new_with_byte_array(bytes);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(to), FALSE);
	(void)g_mime_data_wrapper_write_to_stream(w, to);
	g_object_unref(to);
	return bytes;
}

static struct span
view(const GByteArray *a)
{
	return a->len == 0 ? SPAN("") : span_of(a->data, a->len);
}

static bool
is_type(GMimeObject *o, const char *type, const char *subtype)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);

	return t != NULL && g_mime_content_type_is_type(t, type, subtype);
}

/* Text that is shown with the message, not as a file of its own. */
static bool
is_inline(GMimeObject *o)
{
	const char *how = g_mime_object_get_disposition(o);

	return GMIME_IS_PART(o) && (is_type(o, "text", "plain") ||
	    is_type(o, "text", "html")) &&
	    (how == NULL || strcasecmp(how, "attachment") != 0);
}

static void
note(struct mail *m, const char *name, const char *cause)
{
	char all[256];

	snprintf(all, sizeof(all), "%s%s%s", m->name, name[0] != '\0' &&
	    m->name[0] != '\0' ? ", " : "", name);
	hatch_note(m->h, span_str(all), cause);
}

static enum tt_err
add_text(GMimeObject *o, struct buf *out)
{
	const char *charset = g_mime_object_get_content_type_parameter(o,
	    "charset");
	GByteArray *bytes = content(o);
	enum tt_err e = is_type(o, "text", "html") ?
	    html_text(view(bytes), charset, out) :
	    decode_text(view(bytes), charset, out);

	g_byte_array_unref(bytes);
	return e;
}

static void
inline_text(struct mail *m, GMimeObject *o)
{
	size_t begin = m->text->n;

	if (add_text(o, m->text) != TT_OK)
		note(m, "", "a text in it is larger than is read");
	else if (memmem(m->text->p + begin, m->text->n - begin,
	    "-----BEGIN PGP MESSAGE-----", 27) != NULL)
		note(m, "", "a text in it is encrypted");
	buf_char(m->text, '\n');
}

static void
attachment(struct mail *m, GMimeObject *o)
{
	const char *file = g_mime_part_get_filename(GMIME_PART(o));
	char name[HATCH_NAME_MAX + 1], own[32];
	GByteArray *bytes;

	if (file == NULL || file[0] == '\0') {
		snprintf(own, sizeof(own), "part %u", m->parts);
		file = own;
	}
	snprintf(name, sizeof(name), "%s%s%s", m->name,
	    m->name[0] != '\0' ? ", " : "", file);
	if (!hatch_item(m->h, span_str(name)))
		return;
	bytes = content(o);
	if (is_type(o, "application", "pkcs7-mime") ||
	    is_type(o, "application", "x-pkcs7-mime"))
		hatch_note(m->h, span_str(name),
		    "it is encrypted, or signed and wrapped (S/MIME)");
	parse_inner(m->h, span_str(name), view(bytes));
	g_byte_array_unref(bytes);
}

static size_t
text_size(GMimeObject *o)
{
	struct buf out;
	size_t n;

	buf_init(&out, EXTRACT_TEXT_MAX);
	n = add_text(o, &out) == TT_OK ? out.n : 0;
	buf_done(&out);
	return n;
}

/* The last that can be shown, as readers of mail do; plain text before it. */
static void
alternative(struct mail *m, GMimeMultipart *all)
{
	GMimeObject *plain = NULL, *other = NULL, *o;
	int n = g_mime_multipart_get_count(all);

	for (int i = 0; i < n; i++) {
		o = g_mime_multipart_get_part(all, i);
		if (is_inline(o) && is_type(o, "text", "plain"))
			plain = plain == NULL ? o : plain;
		else if (is_inline(o) || GMIME_IS_MULTIPART(o))
			other = o;
	}
	if (other == NULL && plain == NULL && n > 0)
		other = g_mime_multipart_get_part(all, n - 1);
	if (plain == NULL || (other != NULL && is_inline(other) &&
	    text_size(other) / 2 > text_size(plain)))
		plain = other;
	if (plain != NULL)
		part(m, plain);
	if (plain != other && other != NULL && GMIME_IS_MULTIPART(other))
		for (int i = 0; i < g_mime_multipart_get_count(
		    GMIME_MULTIPART(other)); i++)
			if (!is_inline(o = g_mime_multipart_get_part(
			    GMIME_MULTIPART(other), i)))
				part(m, o);	/* pictures of the other one */
}

static void
multipart(struct mail *m, GMimeObject *o)
{
	GMimeMultipart *all = GMIME_MULTIPART(o);

	if (GMIME_IS_MULTIPART_ENCRYPTED(o))
		note(m, "", "it is encrypted");
	if (is_type(o, "multipart", "alternative")) {
		alternative(m, all);
		return;
	}
	for (int i = 0; i < g_mime_multipart_get_count(all); i++)
		part(m, g_mime_multipart_get_part(all, i));
}

static void
subject(struct mail *m, GMimeMessage *message)
{
	const char *s = g_mime_message_get_subject(message);

	if (s == NULL)
		return;
	buf_str(m->text, "Subject: ");
	if (decode_text(span_str(s), NULL, m->text) == TT_OK)
		buf_str(m->text, "\n\n");
}

/* Its attachments and forwarded messages come before its own text. */
static void
message(struct mail *m, GMimeMessage *message)
{
	GMimeObject *body = g_mime_message_get_mime_part(message);
	struct mail outer = *m;
	struct buf text;
	bool wanted;

	buf_init(&text, EXTRACT_TEXT_MAX);
	m->text = &text;
	snprintf(m->name, sizeof(m->name), "message %u", ++m->messages);
	wanted = hatch_item(m->h, span_str(m->name));
	subject(m, message);
	if (body != NULL)
		part(m, body);
	if (wanted && text.n > 0) {
		if (buf_err(&text) != TT_OK)
			note(m, "", "it is larger than is read");
		hatch_whole(m->h, HATCH_TEXT, span_str(m->name),
		    buf_view(&text));
	}
	buf_done(&text);
	m->text = outer.text;
	memcpy(m->name, outer.name, sizeof(m->name));
}

static void
part(struct mail *m, GMimeObject *o)
{
	if (m->depth >= NEST_MAX) {
		note(m, "", "its parts are nested deeper than is read");
		return;
	}
	if (++m->parts >= PARTS_MAX) {
		if (m->parts == PARTS_MAX)
			note(m, "", "it has more parts than are read; the "
			    "rest was left");
		return;
	}
	m->depth++;
	if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *inner = g_mime_message_part_get_message(
		    GMIME_MESSAGE_PART(o));

		if (inner != NULL)
			message(m, inner);
	} else if (GMIME_IS_MULTIPART(o)) {
		multipart(m, o);
	} else if (is_inline(o)) {
		inline_text(m, o);
	} else if (GMIME_IS_PART(o)) {
		attachment(m, o);
	}
	m->depth--;
}

void
parse_mail(struct hatch *h, const struct parse *in)
{
	struct mail m = { .h = h };
	GMimeStream *from;
	GMimeParser *parser;
	GMimeMessage *one;
	bool box = span_starts(in->file, "From ");

	g_mime_init();
	from = g_mime_stream_mem_new_with_buffer(in->file.p, in->file.n);
	parser = g_mime_parser_new_with_stream(from);
	g_mime_parser_set_format(parser, box ? GMIME_FORMAT_MBOX :
	    GMIME_FORMAT_MESSAGE);
	do {
		one = g_mime_parser_construct_message(parser, NULL);
		if (one == NULL)
			break;
		message(&m, one);
		g_object_unref(one);
	} while (box && !g_mime_parser_eos(parser) && m.parts < PARTS_MAX);
	if (m.messages == 0)
		hatch_note(h, SPAN(""), "no message is in it");
	g_object_unref(parser);
	g_object_unref(from);
}
