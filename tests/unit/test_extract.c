/* SPDX-License-Identifier: ISC */
/* Files of each kind that is known, through the confined child. */
#include "test.h"

#include "extractkit.h"

#define QUICK	"The quick server answers without asking who is there."
#define WORDS	23	/* on the page of the pictures */
#define BOX_SLACK	6	/* pixels */

static const char *const lines[] = {
	"Two flaws in the preview service let",
	"an attacker run code of their choice.",
	"Remove the header at the perimeter",
	"before the update is installed.",
	NULL,
};

static const struct {
	const char *name;
	struct span file;
	const char *type;	/* its beginning */
	const char *has;	/* of a text */
	const char *not;	/* of no text */
	size_t texts;		/* pieces of it */
} texts[] = {
	{ "plain text", SPAN_INIT(QUICK "\n"), "text/plain", QUICK, NULL, 1 },
	{ "UTF-16", SPAN_INIT("\xff\xfe" "w\0o\0r\0d\0s\0 \0i\0n\0 \0i\0t\0"),
	  "text/plain", "words in it", NULL, 1 },
	{ "a page", SPAN_INIT("<html><head><title>no</title><style>no{}"
	  "</style></head><body><h1>Head</h1><p>Words <b>in</b>\n a&amp;b"
	  "<script>no</script><span style='Display: none'>no</span>"
	  "<div hidden>no</div><!-- no --><template>no</template></body>"),
	  "text/html", "Head Words in a&b", "no", 1 },
	{ "blocks part words, the rest does not", SPAN_INIT("<html><body>"
	  "<div>one</div><div>t<i>w</i>o</div><table><tr><td>a</td><td>b</td>"
	  "</tr></table><pre>x\n  y</pre>"), "text/html",
	  "one two a b x y", "onet", 1 },
	{ "a page in Latin 1", SPAN_INIT("<!DOCTYPE html><html><head>"
	  "<meta charset=iso-8859-1></head><body>caf\xe9 &eacute;</body>"),
	  "text/html", "caf\xc3\xa9 \xc3\xa9", NULL, 1 },
	{ "a mail", SPAN_INIT("Received: from a\nFrom: a@example.org\n"
	  "Subject: =?utf-8?q?St=C3=B6rung?=\nDate: Mon, 1 Jan 2024 10:00:00 "
	  "+0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	  "Content-Transfer-Encoding: quoted-printable\n\nThe =\nbody "
	  "=C3=A9.\n"), "message/rfc822", "St\xc3\xb6rung The body \xc3\xa9.",
	  "From:", 1 },
	{ "a mail in KOI8-R and base64", SPAN_INIT("From: a@example.org\n"
	  "Subject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n"
	  "Message-ID: <1@example.org>\nMIME-Version: 1.0\n"
	  "Content-Type: text/plain; charset=koi8-r\n"
	  "Content-Transfer-Encoding: base64\n\nwcI=\n"), NULL,
	  "\xd0\xb0\xd0\xb1", NULL, 1 },
	{ "of two alternatives one", SPAN_INIT("From: a@example.org\n"
	  "Subject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n"
	  "Message-ID: <1@example.org>\nMIME-Version: 1.0\n"
	  "Content-Type: multipart/alternative; boundary=b\n\n"
	  "--b\nContent-Type: text/plain\n\n" QUICK "\n"
	  "--b\nContent-Type: text/html\n\n<p>" QUICK " html\n--b--\n"),
	  NULL, QUICK, "html", 1 },
	{ "the one that says something", SPAN_INIT("From: a@example.org\n"
	  "Subject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n"
	  "Message-ID: <1@example.org>\nMIME-Version: 1.0\n"
	  "Content-Type: multipart/alternative; boundary=b\n\n"
	  "--b\nContent-Type: text/plain\n\nplain no\n"
	  "--b\nContent-Type: text/html\n\n<p>" QUICK "\n--b--\n"),
	  NULL, QUICK, "plain no", 1 },
	{ "a forwarded mail is a text of its own", SPAN_INIT(
	  "From: a@example.org\nSubject: outer\nDate: Mon, 1 Jan 2024 10:00:00 "
	  "+0000\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
	  "Content-Type: multipart/mixed; boundary=b\n\n"
	  "--b\nContent-Type: text/plain\n\nsee below\n"
	  "--b\nContent-Type: message/rfc822\n\nFrom: c@example.org\n"
	  "Subject: inner\n\n" QUICK "\n--b--\n"),
	  NULL, "inner " QUICK, NULL, 2 },
	{ "a mailbox", SPAN_INIT("From a@example.org Mon Jan  1 00:00:00 2024\n"
	  "From: a@example.org\nTo: b@example.org\nDate: x\nSubject: one\n\n"
	  "first\n\nFrom b@example.org Mon Jan  1 00:00:00 2024\n"
	  "From: b@example.org\nSubject: two\n\nsecond\n"), NULL,
	  "two second", NULL, 2 },
	{ "rich text", SPAN_INIT("{\\rtf1\\ansi\\ansicpg1252"
	  "{\\fonttbl{\\f0 no;}}"
	  "{\\*\\generator no;}{\\info{\\author no}}\\f0 It\\rquote s "
	  "caf\\'e9 \\u8212?{\\v no}{\\deleted no} a\\_b\\par next\\{x\\}}"),
	  "text/rtf", "It\xe2\x80\x99s caf\xc3\xa9 \xe2\x80\x94 a-b next{x}",
	  "no", 1 },
	{ "rich text in another code page", SPAN_INIT("{\\rtf1\\ansi"
	  "\\ansicpg1251 \\'e0\\'e1\\u-10179?\\u-8704?}"), "text/rtf",
	  "\xd0\xb0\xd0\xb1\xf0\x9f\x98\x80", NULL, 1 },
	{ "source code", SPAN_INIT("#!/bin/sh\necho " "hello" "\n"), "text/",
	  "echo hello", NULL, 1 },
};

static size_t
count(const struct extract *x, enum tt_piece_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n_pieces; i++)
		n += x->pieces[i].kind == kind;
	return n;
}

static void
text_is_found_in_files(void **state)
{
	struct extract *x;

	for (size_t i = 0; i < N_ROWS(texts); i++) {
		CHECK_ROW(state, texts[i].name);
		x = kit_run(texts[i].file);
		if (kit_find(x, TT_PIECE_TEXT, texts[i].has) == NULL)
			kit_show(x);
		assert_non_null(kit_find(x, TT_PIECE_TEXT, texts[i].has));
		if (texts[i].type != NULL)
			assert_true(span_starts(span_str(x->type),
			    texts[i].type));
		if (texts[i].not != NULL)
			assert_null(kit_find(x, TT_PIECE_TEXT, texts[i].not));
		if (count(x, TT_PIECE_TEXT) != texts[i].texts)
			kit_show(x);
		assert_int_equal(texts[i].texts, count(x, TT_PIECE_TEXT));
		assert_int_equal(0, x->n_notes);
		extract_free(x);
	}
}

static void
a_file_of_no_kind_is_bytes(void **state)
{
	const struct span file = SPAN_INIT("\1\0\2\0\3 no text at all");
	struct extract *x = kit_run(file);

	(void)state;
	assert_int_equal(1, x->n_pieces);
	assert_int_equal(TT_PIECE_BYTES, x->pieces[0].kind);
	assert_true(span_eq(file, x->pieces[0].bytes));
	assert_int_equal(0, x->n_notes);
	extract_free(x);
}

static const struct {
	const char *format, *filter;
} archives[] = {
	{ "zip", NULL }, { "ustar", NULL }, { "ustar", "gzip" },
	{ "pax", "xz" }, { "gnutar", "zstd" }, { "ustar", "bzip2" },
	{ "7zip", NULL }, { "newc", NULL },
};

static void
archives_are_opened(void **state)
{
	const struct kit_file files[] = {
		{ "docs/a.txt", SPAN_INIT(QUICK) },
		{ "docs/b.html", SPAN_INIT("<html><body><p>another page") },
		{ NULL, { NULL, 0 } },
	};
	const struct tt_piece *p;
	struct extract *x;
	struct buf file;

	for (size_t i = 0; i < N_ROWS(archives); i++) {
		CHECK_ROW(state, archives[i].format);
		kit_archive(&file, archives[i].format, archives[i].filter,
		    files);
		x = kit_run(buf_view(&file));
		assert_non_null(p = kit_find(x, TT_PIECE_TEXT, QUICK));
		assert_true(span_is(p->name, "docs/a.txt"));
		p = kit_find(x, TT_PIECE_TEXT, "another page");
		assert_non_null(p);
		assert_true(span_is(p->name, "docs/b.html"));
		assert_int_equal(0, x->n_notes);
		extract_free(x);
		buf_done(&file);
	}
}

static void
one_compressed_file_is_unpacked(void **state)
{
	struct extract *x;
	struct buf file;

	(void)state;
	kit_gzip(&file, SPAN(QUICK));
	x = kit_run(buf_view(&file));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	extract_free(x);
	buf_done(&file);
}

/* Archives in archives: four are opened, what is in the fifth is named. */
static void
files_in_files_are_opened_to_a_depth(void **state)
{
	struct buf file[6];
	struct extract *x;

	(void)state;
	kit_zip(&file[0], "a.txt", SPAN(QUICK));
	for (size_t i = 1; i < 6; i++)
		kit_zip(&file[i], "inner.zip", buf_view(&file[i - 1]));
	x = kit_run(buf_view(&file[4]));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	assert_int_equal(0, x->n_notes);
	extract_free(x);
	x = kit_run(buf_view(&file[5]));
	assert_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	assert_true(kit_noted(x, "inner.zip, inner.zip", "nested deeper"));
	extract_free(x);
	for (size_t i = 0; i < 6; i++)
		buf_done(&file[i]);
}

static const struct kit_file docx[] = {
	{ "[Content_Types].xml", SPAN_INIT("<Types/>") },
	{ "word/document.xml", SPAN_INIT("<w:document><w:body>"
	  "<w:p><w:r><w:t>The first </w:t></w:r><w:del><w:r><w:delText>no"
	  "</w:delText></w:r></w:del><w:ins><w:r><w:t>run.</w:t></w:r></w:ins>"
	  "</w:p><w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>"
	  "<w:p><w:r><w:instrText>no</w:instrText><w:t>A&amp;B</w:t><w:tab/>"
	  "<w:t>tab</w:t></w:r></w:p><mc:Fallback><w:t>no</w:t></mc:Fallback>"
	  "</w:body></w:document>") },
	{ "word/comments.xml", SPAN_INIT("<w:comments><w:comment><w:p><w:r>"
	  "<w:t>A comment.</w:t></w:r></w:p></w:comment></w:comments>") },
	{ "word/styles.xml", SPAN_INIT("<w:t>no</w:t>") },
	{ NULL, { NULL, 0 } },
};

static const struct kit_file odt[] = {
	{ "mimetype", SPAN_INIT("application/vnd.oasis.opendocument.text") },
	{ "content.xml", SPAN_INIT("<office:document-content><text:tracked-"
	  "changes><text:p>no</text:p></text:tracked-changes><text:p>One "
	  "<text:span>sen</text:span>tence<office:annotation><text:p>A remark."
	  "</text:p></office:annotation> goes<text:s text:c=\"2\"/>on.</text:p>"
	  "<text:h>Head</text:h></office:document-content>") },
	{ NULL, { NULL, 0 } },
};

static void
office_documents_are_read(void **state)
{
	struct extract *x;
	struct buf file;

	(void)state;
	kit_archive(&file, "zip", NULL, docx);
	x = kit_run(buf_view(&file));
	assert_non_null(kit_find(x, TT_PIECE_TEXT,
	    "The first run. A&B tab "));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, "A comment."));
	assert_null(kit_find(x, TT_PIECE_TEXT, "no"));
	assert_int_equal(0, x->n_notes);
	extract_free(x);
	buf_done(&file);
	kit_archive(&file, "zip", NULL, odt);
	x = kit_run(buf_view(&file));
	assert_non_null(kit_find(x, TT_PIECE_TEXT,
	    "One sentence goes on. Head A remark. "));
	assert_null(kit_find(x, TT_PIECE_TEXT, "no"));
	assert_int_equal(0, x->n_notes);
	extract_free(x);
	buf_done(&file);
}

/* A zip that holds such a document is an archive. */
static void
a_document_in_an_archive_is_a_file(void **state)
{
	const struct tt_piece *p;
	struct buf inner, outer;
	struct extract *x;

	(void)state;
	kit_archive(&inner, "zip", NULL, docx);
	kit_zip(&outer, "report.docx", buf_view(&inner));
	x = kit_run(buf_view(&outer));
	assert_string_equal("application/zip", x->type);
	p = kit_find(x, TT_PIECE_TEXT, "The first run.");
	assert_non_null(p);
	assert_true(span_is(p->name, "report.docx, word/document.xml"));
	extract_free(x);
	buf_done(&inner);
	buf_done(&outer);
}

static void
pages_of_a_pdf_are_read_or_seen(void **state)
{
	const struct tt_piece *p;
	struct extract *x;
	struct buf file;

	(void)state;
	kit_pdf(&file, lines, true);
	x = kit_run(buf_view(&file));
	assert_string_equal("application/pdf", x->type);
	p = kit_find(x, TT_PIECE_TEXT, "let an attacker run code");
	assert_non_null(p);
	assert_true(span_is(p->name, "page 1"));
	p = kit_find(x, TT_PIECE_SEEN, "let an attacker run code");
	assert_non_null(p);
	assert_true(span_is(p->name, "page 2"));
	assert_int_equal(2, x->n_pieces);
	extract_free(x);
	buf_done(&file);
}

/* What stands between a page and what is given to the child. */
enum change { NONE, TURNED_1, TURNED_2, TURNED_3, SKEWED, MOIRE };

static const struct {
	const char *name;
	double size;
	bool dark;
	enum change change;
	int format;
	size_t words;		/* at least, of WORDS */
} pictures[] = {
	{ "PNG", 20, false, NONE, IFF_PNG, WORDS },
	{ "JPEG", 20, false, NONE, IFF_JFIF_JPEG, WORDS },
	{ "WebP", 20, false, NONE, IFF_WEBP, WORDS },
	{ "GIF", 20, false, NONE, IFF_GIF, WORDS },
	{ "BMP", 20, false, NONE, IFF_BMP, WORDS },
	{ "TIFF", 20, false, NONE, IFF_TIFF_LZW, WORDS },
	{ "small type", 11, false, NONE, IFF_PNG, WORDS },
	{ "large type", 60, false, NONE, IFF_PNG, WORDS },
	{ "light on dark", 18, true, NONE, IFF_PNG, WORDS },
	{ "turned right", 20, false, TURNED_1, IFF_PNG, WORDS },
	{ "upside down", 20, false, TURNED_2, IFF_PNG, WORDS },
	{ "turned left", 20, false, TURNED_3, IFF_PNG, WORDS },
	{ "askew by three degrees", 20, false, SKEWED, IFF_PNG, WORDS - 2 },
	{ "moire", 20, false, MOIRE, IFF_JFIF_JPEG, WORDS - 2 },
};

static PIX *
change(PIX *pix, enum change how)
{
	PIX *out = NULL;

	switch (how) {
	case NONE:
		return pix;
	case TURNED_1:
	case TURNED_2:
	case TURNED_3:
		out = pixRotateOrth(pix, (int)how);
		break;
	case SKEWED:
		out = pixRotate(pix, .0524f, L_ROTATE_AREA_MAP,
		    L_BRING_IN_WHITE, pixGetWidth(pix), pixGetHeight(pix));
		break;
	case MOIRE:
		for (l_int32 y = 0; y < pixGetHeight(pix); y++)
			for (l_int32 x = (y / 2) % 3; x < pixGetWidth(pix);
			    x += 3) {
				l_uint32 v;

				pixGetPixel(pix, x, y, &v);
				pixSetPixel(pix, x, y, v * 3 / 4 + 40);
			}
		return pix;
	}
	pixDestroy(&pix);
	return out;
}

/* Words of the page that are seen, of WORDS. */
static size_t
words_seen(const struct extract *x)
{
	char word[64];
	size_t n = 0, len;

	for (size_t i = 0; lines[i] != NULL; i++)
		for (const char *p = lines[i]; *p != '\0'; p += len) {
			len = strcspn(p, " ");
			snprintf(word, sizeof(word), "%.*s", (int)len, p);
			n += kit_find(x, TT_PIECE_SEEN, word) != NULL;
			len += p[len] == ' ';
		}
	return n;
}

static void
text_is_seen_in_pictures(void **state)
{
	const struct tt_piece *p;
	struct extract *x;
	struct buf file;
	PIX *pix;

	for (size_t i = 0; i < N_ROWS(pictures); i++) {
		CHECK_ROW(state, pictures[i].name);
		pix = change(kit_pix(lines, pictures[i].size,
		    pictures[i].dark), pictures[i].change);
		kit_encode(&file, pix, pictures[i].format);
		x = kit_run(buf_view(&file));
		if (words_seen(x) < pictures[i].words)
			kit_show(x);
		assert_true(words_seen(x) >= pictures[i].words);
		assert_non_null(p = kit_find(x, TT_PIECE_SEEN, "attacker"));
		assert_int_equal(pixGetWidth(pix), p->width);
		assert_int_equal(pixGetHeight(pix), p->height);
		extract_free(x);
		buf_done(&file);
		pixDestroy(&pix);
	}
}

/* The smallest box around the dark pixels of a box. */
static void
ink(PIX *pix, const struct tt_piece_word *w, l_int32 box[4])
{
	BOX *all = boxCreate((l_int32)w->x, (l_int32)w->y, (l_int32)w->w,
	    (l_int32)w->h), *within = NULL;
	PIX *bin = pixThresholdToBinary(pix, 128);
	PIX *part = pixClipRectangle(bin, all, NULL);

	assert_int_equal(0, pixClipToForeground(part, NULL, &within));
	boxGetGeometry(within, &box[0], &box[1], &box[2], &box[3]);
	boxDestroy(&all);
	boxDestroy(&within);
	pixDestroy(&bin);
	pixDestroy(&part);
}

/* However the picture lies, a word's box has its ink, and little else. */
static void
boxes_are_where_words_stand(void **state)
{
	static const enum change ways[] = { NONE, TURNED_1, TURNED_2,
		TURNED_3, SKEWED };
	const struct tt_piece *p;
	struct extract *x;
	struct buf file;
	l_int32 box[4];
	PIX *pix;

	(void)state;
	for (size_t i = 0; i < N_ROWS(ways); i++) {
		pix = change(kit_pix(lines, 20, false), ways[i]);
		kit_encode(&file, pix, IFF_PNG);
		x = kit_run(buf_view(&file));
		assert_non_null(p = kit_find(x, TT_PIECE_SEEN, "flaws"));
		assert_true(p->n_words >= 20);
		for (size_t k = 0; k < p->n_words; k++) {
			ink(pix, &p->words[k], box);
			assert_true(p->words[k].sure > 50);
			assert_true(box[0] <= BOX_SLACK && box[1] <= BOX_SLACK);
			assert_true(box[2] + 2 * BOX_SLACK >=
			    (l_int32)p->words[k].w);
		}
		extract_free(x);
		buf_done(&file);
		pixDestroy(&pix);
	}
}

static void
what_lies_with_a_mail_is_read(void **state)
{
	struct buf pdf, mail, line;
	struct extract *x;

	(void)state;
	kit_pdf(&pdf, lines, false);
	buf_init(&line, 1 << 20);
	for (size_t i = 0; i < pdf.n; i++)
		buf_printf(&line, "=%02X%s", (uint8_t)pdf.p[i],
		    i % 20 == 19 ? "=\n" : "");
	buf_init(&mail, 1 << 20);
	buf_str(&mail, "From: a@example.org\nSubject: report\nDate: x\n"
	    "Message-ID: <1@example.org>\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text/plain\n\nattached\n--b\n"
	    "Content-Type: application/pdf; name=report.pdf\n"
	    "Content-Transfer-Encoding: quoted-printable\n"
	    "Content-Disposition: attachment; filename=report.pdf\n\n");
	buf_span(&mail, buf_view(&line));
	buf_str(&mail, "\n--b--\n");
	x = kit_run(buf_view(&mail));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, "report attached"));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, "attacker run code"));
	assert_true(span_is(kit_find(x, TT_PIECE_TEXT,
	    "attacker run code")->name, "message 1, report.pdf, page 1"));
	extract_free(x);
	buf_done(&pdf);
	buf_done(&line);
	buf_done(&mail);
}

TEST_MAIN(
    cmocka_unit_test(text_is_found_in_files),
    cmocka_unit_test(a_file_of_no_kind_is_bytes),
    cmocka_unit_test(archives_are_opened),
    cmocka_unit_test(one_compressed_file_is_unpacked),
    cmocka_unit_test(files_in_files_are_opened_to_a_depth),
    cmocka_unit_test(office_documents_are_read),
    cmocka_unit_test(a_document_in_an_archive_is_a_file),
    cmocka_unit_test(pages_of_a_pdf_are_read_or_seen),
    cmocka_unit_test(text_is_seen_in_pictures),
    cmocka_unit_test(boxes_are_where_words_stand),
    cmocka_unit_test(what_lies_with_a_mail_is_read))
