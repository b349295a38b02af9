/* SPDX-License-Identifier: ISC */
/*
 * Bad input of each kind: the child says no or dies, a note says which piece
 * and why, and the rest is read.
 */
#include "test.h"

#include "extractkit.h"

#define MB	((size_t)1 << 20)
#define QUICK	"The quick server answers without asking who is there."
#define MAIL	"From: a@example.org\nSubject: x\nDate: Mon, 1 Jan 2024 " \
		"10:00:00 +0000\nMessage-ID: <1@example.org>\n" \
		"MIME-Version: 1.0\n"

static const char *const lines[] = {
	"Two flaws in the preview service let",
	"an attacker run code of their choice.",
	NULL,
};

static void
repeat(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_str(b, s);
}

/* n times s, compressed: much in little. */
static void
bomb(struct buf *out, const char *s, size_t n)
{
	struct buf plain;

	buf_init(&plain, SIZE_MAX / 4);
	repeat(&plain, s, n);
	kit_gzip(out, buf_view(&plain));
	buf_done(&plain);
}

static void
a_bomb_is_left_and_the_rest_is_read(void **state)
{
	struct kit_file files[] = {
		{ "a.txt", SPAN_INIT(QUICK) },
		{ "bomb.gz", { NULL, 0 } },
		{ "z.txt", SPAN_INIT("after the bomb") },
		{ NULL, { NULL, 0 } },
	};
	struct buf inner, outer;
	struct extract *x;

	(void)state;
	bomb(&inner, "the same words again and again ", 3 * MB);
	assert_true(inner.n < MB);
	files[1].bytes = buf_view(&inner);
	kit_archive(&outer, "ustar", NULL, files);
	x = kit_run(buf_view(&outer));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, "after the bomb"));
	assert_true(kit_noted(x, "bomb.gz", "far more than its size"));
	extract_free(x);
	buf_done(&inner);
	buf_done(&outer);
}

/* Many members that are each harmless. */
static void
a_bomb_in_parts_is_one_too(void **state)
{
	struct kit_file *files = calloc(61, sizeof(*files));
	struct buf plain, outer;
	struct extract *x;

	(void)state;
	buf_init(&plain, SIZE_MAX / 4);
	buf_zero(&plain, 2 * MB);
	for (size_t i = 0; i < 60; i++)
		files[i] = (struct kit_file){ "zero.bin", buf_view(&plain) };
	kit_archive(&outer, "zip", NULL, files);
	assert_true(outer.n < MB);
	x = kit_run(buf_view(&outer));
	assert_true(kit_noted(x, "zero.bin", "far more than its size"));
	assert_true(x->n_pieces > 10 && x->n_pieces < 40);
	extract_free(x);
	buf_done(&plain);
	buf_done(&outer);
	free(files);
}

static void
a_million_files_are_not_all_read(void **state)
{
	const size_t n = TT_PIECES_MAX + 100;
	struct kit_file *files = calloc(n + 1, sizeof(*files));
	struct extract *x;
	struct buf file;

	(void)state;
	for (size_t i = 0; i < n; i++)
		files[i] = (struct kit_file){ "tiny", SPAN("x") };
	kit_archive(&file, "ustar", "gzip", files);
	x = kit_run(buf_view(&file));
	assert_int_equal(TT_PIECES_MAX, x->n_pieces);
	assert_true(kit_noted(x, "tiny", "more pieces than are read"));
	extract_free(x);
	buf_done(&file);
	free(files);
}

static void
le(struct buf *b, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_char(b, (char)(v >> (8 * i)));
}

/* A zip with one stored member that is not as long as it says. */
static void
a_zip_that_lies_about_its_sizes(void **state)
{
	struct extract *x;
	struct buf file;

	(void)state;
	buf_init(&file, 4096);
	buf_str(&file, "PK\3\4");
	le(&file, 20, 2);
	le(&file, 0, 8);
	le(&file, 0, 4);		/* CRC */
	le(&file, 0x7fffffff, 4);	/* compressed */
	le(&file, 0x7fffffff, 4);	/* plain */
	le(&file, 5, 2);
	le(&file, 0, 2);
	buf_str(&file, "a.txt" QUICK);
	x = kit_run(buf_view(&file));
	assert_true(kit_noted(x, "", "damaged or cut off"));
	extract_free(x);
	buf_done(&file);
}

/*
 * To whoever opens it, a file that holds itself is one that holds another of
 * the same name for longer than he looks; this one does so nine times.
 */
static void
a_file_that_holds_itself_ends(void **state)
{
	struct buf now, next;
	struct extract *x;

	(void)state;
	kit_gzip(&now, SPAN(QUICK));
	for (size_t i = 0; i < 9; i++) {
		kit_zip(&next, "self.zip", buf_view(&now));
		buf_done(&now);
		now = next;
	}
	x = kit_run(buf_view(&now));
	assert_int_equal(0, x->n_pieces);
	assert_int_equal(1, x->n_notes);
	assert_true(kit_noted(x, "self.zip, self.zip, self.zip, self.zip",
	    "nested deeper"));
	extract_free(x);
	buf_done(&now);
}

static void
a_zip_with_a_password_says_so(void **state)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	static char room[65536];
	struct extract *x;
	size_t n = 0;

	(void)state;
	assert_int_equal(0, archive_write_set_format_zip(a));
	assert_int_equal(0, archive_write_set_options(a,
	    "zip:encryption=traditional"));
	assert_int_equal(0, archive_write_set_passphrase(a, "secret"));
	assert_int_equal(0, archive_write_open_memory(a, room, sizeof(room),
	    &n));
	archive_entry_set_pathname(e, "locked.txt");
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_size(e, 5);
	assert_int_equal(0, archive_write_header(a, e));
	assert_int_equal(5, archive_write_data(a, "words", 5));
	assert_int_equal(0, archive_write_close(a));
	archive_entry_free(e);
	archive_write_free(a);
	x = kit_run(span_of(room, n));
	assert_true(kit_noted(x, "locked.txt", "needs a password"));
	assert_int_equal(0, x->n_pieces);
	extract_free(x);
}

static const struct {
	const char *name;
	struct span xml;
	const char *cause;
} xml[] = {
	{ "a billion laughs", SPAN_INIT("<!DOCTYPE l [<!ENTITY a \"ha\">"
	  "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
	  "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
	  "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><w:t>&d;</w:t>"),
	  "declares a document type" },
	{ "a file of somebody else's", SPAN_INIT("<!DOCTYPE l [<!ENTITY a "
	  "SYSTEM \"file:///etc/passwd\">]><w:t>&a;</w:t>"),
	  "declares a document type" },
	{ "cut off", SPAN_INIT("<w:document><w:p><w:t>wor"), "damaged" },
	{ "no XML", SPAN_INIT("words"), "damaged" },
};

static void
bad_xml_in_a_document_is_said(void **state)
{
	struct kit_file files[] = {
		{ "[Content_Types].xml", SPAN_INIT("<Types/>") },
		{ "word/document.xml", { NULL, 0 } },
		{ "word/comments.xml", SPAN_INIT("<w:p><w:t>" QUICK
		  "</w:t></w:p>") },
		{ NULL, { NULL, 0 } },
	};
	struct extract *x;
	struct buf file;

	for (size_t i = 0; i < N_ROWS(xml); i++) {
		CHECK_ROW(state, xml[i].name);
		files[1].bytes = xml[i].xml;
		kit_archive(&file, "zip", NULL, files);
		x = kit_run(buf_view(&file));
		assert_true(kit_noted(x, "word/document.xml", xml[i].cause));
		assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
		assert_null(kit_find(x, TT_PIECE_TEXT, "haha"));
		assert_null(kit_find(x, TT_PIECE_TEXT, "root:"));
		extract_free(x);
		buf_done(&file);
	}
}

static void
depth_without_end_is_refused(void **state)
{
	struct buf file, zip;
	struct kit_file files[] = {
		{ "[Content_Types].xml", SPAN_INIT("<Types/>") },
		{ "word/document.xml", { NULL, 0 } },
		{ NULL, { NULL, 0 } },
	};
	struct extract *x;

	(void)state;
	buf_init(&file, SIZE_MAX / 4);
	buf_str(&file, "<html><body>" QUICK);
	repeat(&file, "<div>", 100000);
	x = kit_run(buf_view(&file));
	assert_true(kit_noted(x, "", "nested deeper"));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	extract_free(x);
	buf_clear(&file);
	buf_str(&file, "<w:document><w:t>" QUICK "</w:t>");
	repeat(&file, "<w:p>", 100000);
	files[1].bytes = buf_view(&file);
	kit_archive(&zip, "zip", NULL, files);
	x = kit_run(buf_view(&zip));
	assert_true(kit_noted(x, "word/document.xml", "deeper"));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	extract_free(x);
	buf_done(&zip);
	buf_clear(&file);
	buf_str(&file, "{\\rtf1 " QUICK);
	repeat(&file, "{", 100000);
	x = kit_run(buf_view(&file));
	assert_true(kit_noted(x, "", "nested deeper"));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	extract_free(x);
	buf_clear(&file);
	buf_str(&file, MAIL);
	for (unsigned i = 0; i < 1000; i++)
		buf_printf(&file, "Content-Type: multipart/mixed; "
		    "boundary=b%u\n\n--b%u\nContent-Type: text/plain\n\n"
		    "level %u.\n--b%u\n", i, i, i, i);
	buf_str(&file, "Content-Type: text/plain\n\ndeep\n");
	x = kit_run(buf_view(&file));
	assert_true(kit_noted(x, "message 1", "nested deeper"));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, "level 20."));
	extract_free(x);
	buf_done(&file);
}

static void
a_mail_of_many_parts_is_read_in_part(void **state)
{
	struct extract *x;
	struct buf file;

	(void)state;
	buf_init(&file, SIZE_MAX / 4);
	buf_str(&file, MAIL "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\nContent-Type: text/plain\n\n" QUICK "\n");
	repeat(&file, "--b\n\nx\n", 100000);
	x = kit_run(buf_view(&file));
	assert_true(kit_noted(x, "message 1", "more parts than are read"));
	assert_non_null(kit_find(x, TT_PIECE_TEXT, QUICK));
	extract_free(x);
	buf_done(&file);
}

static const struct {
	const char *name;
	struct span file;
	const char *cause;
} pictures[] = {
	{ "a PNG of 2^31 - 1 by 2^31 - 1", SPAN_INIT("\x89PNG\r\n\x1a\n"
	  "\0\0\0\x0dIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\0\0\0\0"
	  "\0\0\0\0\0\0\0\0IDAT"), "more pixels" },
	{ "a PNG of 65536 by 32768", SPAN_INIT("\x89PNG\r\n\x1a\n"
	  "\0\0\0\x0dIHDR\0\1\0\0\0\0\x80\0\x08\0\0\0\0"
	  "\0\0\0\0\0\0\0\0IDAT"), "more pixels" },
	{ "a BMP of 2^31 pixels", SPAN_INIT("BM\x7a\0\0\0\0\0\0\0\x36\0\0\0"
	  "\x28\0\0\0\0\0\1\0\0\x80\0\0\1\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0"
	  "\0\0\0\0\0\0\0\0\0\0\0\0"), "more pixels" },
	{ "a GIF of 65535 by 65535", SPAN_INIT("GIF89a\xff\xff\xff\xff\0\0\0"
	  ",\0\0\0\0\xff\xff\xff\xff\0\2\0"), "more pixels" },
	{ "a JPEG of 65500 by 65500", SPAN_INIT("\xff\xd8\xff\xe0\0\x10JFIF\0"
	  "\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08\xff\xdc\xff\xdc\1\1\x11\0"
	  "\xff\xda\0\x08\1\1\0\0\x3f\0\0\0\xff\xd9"), "more pixels" },
};

static void
giants_are_refused_by_their_headers(void **state)
{
	struct extract *x;

	for (size_t i = 0; i < N_ROWS(pictures); i++) {
		CHECK_ROW(state, pictures[i].name);
		x = kit_run(pictures[i].file);
		if (!kit_noted(x, "", pictures[i].cause))
			kit_show(x);
		assert_true(kit_noted(x, "", pictures[i].cause));
		assert_int_equal(0, x->n_pieces);
		extract_free(x);
	}
}

static const struct {
	const char *name;
	struct span file;
} loops[] = {
	{ "a page tree that holds itself", SPAN_INIT("%PDF-1.4\n"
	  "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	  "2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9/Parent 2 0 R>>endobj\n"
	  "trailer<</Root 1 0 R/Size 3>>\n") },
	{ "a drawing that draws itself", SPAN_INIT("%PDF-1.4\n"
	  "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	  "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents "
	  "4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
	  "4 0 obj<</Length 6>>stream\n/X Do\n\nendstream endobj\n"
	  "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources"
	  "<</XObject<</X 5 0 R>>>>/Length 12>>stream\n/X Do /X Do\n\n"
	  "endstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n") },
	{ "a table of references that follows itself", SPAN_INIT("%PDF-1.4\n"
	  "xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3"
	  "/Prev 9>>\nstartxref\n9\n%%EOF\n") },
	{ "a length that is itself", SPAN_INIT("%PDF-1.4\n"
	  "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	  "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]"
	  "/Contents 4 0 R>>endobj\n4 0 obj<</Length 4 0 R>>stream\nBT\n"
	  "endstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n") },
	{ "a page without end", SPAN_INIT("%PDF-1.4\n"
	  "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	  "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1e30]>>endobj\n"
	  "trailer<</Root 1 0 R/Size 4>>\n") },
};

/* Whatever poppler makes of them: the child ends, and something is said. */
static void
loops_in_a_pdf_end(void **state)
{
	struct extract *x;

	for (size_t i = 0; i < N_ROWS(loops); i++) {
		CHECK_ROW(state, loops[i].name);
		x = kit_run(loops[i].file);
		assert_string_equal("application/pdf", x->type);
		assert_true(x->n_notes > 0);
		extract_free(x);
	}
}

/* A file in each format, to be cut. */
static void
make(struct buf *out, size_t which)
{
	static const int formats[] = { IFF_PNG, IFF_JFIF_JPEG, IFF_WEBP,
		IFF_GIF, IFF_BMP, IFF_TIFF_LZW };
	const struct kit_file docx[] = {
		{ "[Content_Types].xml", SPAN_INIT("<Types/>") },
		{ "word/document.xml", SPAN_INIT("<w:t>" QUICK "</w:t>") },
		{ NULL, { NULL, 0 } },
	}, txt[] = { { "a.txt", SPAN_INIT(QUICK) }, { NULL, { NULL, 0 } } };
	static const char *const archives[][2] = { { "zip", NULL },
		{ "ustar", "gzip" }, { "pax", "xz" }, { "gnutar", "zstd" },
		{ "7zip", NULL } };
	PIX *pix;

	if (which < N_ROWS(formats)) {
		pix = kit_pix(lines, 8, false);
		kit_encode(out, pix, formats[which]);
		pixDestroy(&pix);
		return;
	}
	which -= N_ROWS(formats);
	if (which < N_ROWS(archives))
		kit_archive(out, archives[which][0], archives[which][1], txt);
	else if (which == N_ROWS(archives))
		kit_archive(out, "zip", NULL, docx);
	else if (which == N_ROWS(archives) + 1)
		kit_pdf(out, lines, false);
	else
		out->n = 0;
}

/* Cut in the middle and near its end, each is read, noted, or bytes. */
static void
files_cut_off_are_no_harm(void **state)
{
	struct extract *x;
	struct buf file;
	size_t cut;

	(void)state;
	for (size_t i = 0;; i++) {
		buf_init(&file, SIZE_MAX / 4);
		make(&file, i);
		if (file.n == 0)
			break;
		for (size_t k = 1; k <= 2; k++) {
			cut = k == 1 ? file.n / 2 : file.n - 9;
			x = kit_run(span_of(file.p, cut));
			assert_true(x->n_notes + x->n_pieces > 0);
			extract_free(x);
		}
		buf_done(&file);
	}
	assert_int_equal(SIZE_MAX / 4, file.max);
}

static const struct {
	const char *name;
	struct span file;
	const char *has;
} odd[] = {
	{ "invalid UTF-8", SPAN_INIT("caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9 "
	  "caf\xc3\xa9 caf\xc3\xa9 \xff\xfe\xc3 words"), "words" },
	{ "surrogates in UTF-8", SPAN_INIT("\xed\xa0\x80 words"), "words" },
	{ "writing that is turned", SPAN_INIT("a \xe2\x80\xae" "sdrow\xe2\x80"
	  "\xac words"), "words" },
	{ "letters of no width", SPAN_INIT("wo\xe2\x80\x8b" "rds words"),
	  "words" },
	{ "a mail in a charset that is none", SPAN_INIT(MAIL "Content-Type: "
	  "text/plain; charset=\"../../etc/passwd\"\n\nwords\n"), "words" },
	{ "a page with an entity too large", SPAN_INIT("<html><body>"
	  "&#x7fffffff;"
	  "&#xd800; words"), "words" },
	{ "rich text with numbers too large", SPAN_INIT("{\\rtf1\\uc99999999"
	  "\\u-99999999999999999999 ?\\ansicpg99999999\\bin-5 words}"),
	  "words" },
};

static void
odd_letters_are_text_all_the_same(void **state)
{
	struct extract *x;

	for (size_t i = 0; i < N_ROWS(odd); i++) {
		CHECK_ROW(state, odd[i].name);
		x = kit_run(odd[i].file);
		assert_non_null(kit_find(x, TT_PIECE_TEXT, odd[i].has));
		extract_free(x);
	}
}

/* What turns the writing in a file's name is not shown to people. */
static void
names_are_cleaned(void **state)
{
	struct extract *x;
	struct buf file;

	(void)state;
	kit_zip(&file, "invoice\xe2\x80\xae" "txt.exe", SPAN(QUICK));
	x = kit_run(buf_view(&file));
	assert_int_equal(2, x->n_pieces);
	assert_true(span_is(x->pieces[0].name, "invoice?txt.exe"));
	extract_free(x);
	buf_done(&file);
}

static void
what_is_too_large_is_refused(void **state)
{
	struct extract *x = NULL;

	(void)state;
	assert_int_equal(TT_ELIMIT, extract_run(&x, (struct span){ QUICK,
	    EXTRACT_FILE_MAX + 1 }, SPAN("")));
	assert_null(x);
	assert_int_equal(TT_OK, extract_run(&x, SPAN(""), SPAN("")));
	extract_free(x);
	extract_free(NULL);
}

TEST_MAIN(
    cmocka_unit_test(a_bomb_is_left_and_the_rest_is_read),
    cmocka_unit_test(a_bomb_in_parts_is_one_too),
    cmocka_unit_test(a_million_files_are_not_all_read),
    cmocka_unit_test(a_zip_that_lies_about_its_sizes),
    cmocka_unit_test(a_file_that_holds_itself_ends),
    cmocka_unit_test(a_zip_with_a_password_says_so),
    cmocka_unit_test(bad_xml_in_a_document_is_said),
    cmocka_unit_test(depth_without_end_is_refused),
    cmocka_unit_test(a_mail_of_many_parts_is_read_in_part),
    cmocka_unit_test(giants_are_refused_by_their_headers),
    cmocka_unit_test(loops_in_a_pdf_end),
    cmocka_unit_test(files_cut_off_are_no_harm),
    cmocka_unit_test(odd_letters_are_text_all_the_same),
    cmocka_unit_test(names_are_cleaned),
    cmocka_unit_test(what_is_too_large_is_refused))
