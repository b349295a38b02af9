/* SPDX-License-Identifier: ISC */
#include "exchange/prose.h"

static struct span
member(const json_t *obj, const char *key)
{
	struct span s;

	return json_in_str(obj, key, &s, NULL) == TT_OK ? s :
	    (struct span){ NULL, 0 };
}

/* before and the value, if there is one, and after. */
static void
put(struct buf *out, const char *before, struct span value, const char *after)
{
	if (value.n == 0)
		return;
	buf_str(out, before);
	buf_span(out, value);
	buf_str(out, after);
}

static void
put_note(struct buf *out, const json_t *note)
{
	struct span title = member(note, "title");

	if (title.n == 0)
		title = member(note, "category");
	put(out, "\n## ", title, "\n");
	put(out, "\n", member(note, "text"), "\n");
}

static void
put_notes(struct buf *out, const json_t *of)
{
	const json_t *note;
	size_t i;

	json_array_foreach(json_object_get(of, "notes"), i, note)
		put_note(out, note);
}

static void
put_remediations(struct buf *out, const json_t *vulnerability)
{
	const json_t *r, *list = json_object_get(vulnerability,
	    "remediations");
	size_t i;

	if (json_array_size(list) > 0)
		buf_str(out, "\n## Remediation\n");
	json_array_foreach(list, i, r) {
		put(out, "\n", member(r, "category"), ": ");
		put(out, "", member(r, "details"), "\n");
	}
}

static void
put_numbers(struct buf *out, const json_t *vulnerability)
{
	const json_t *score;
	size_t i;

	put(out, "\nCVE: ", member(vulnerability, "cve"), "\n");
	put(out, "CWE: ", member(json_object_get(vulnerability, "cwe"),
	    "id"), "\n");
	json_array_foreach(json_object_get(vulnerability, "scores"), i, score)
		put(out, "CVSS: ", member(json_object_get(score, "cvss_v3"),
		    "vectorString"), "\n");
}

/* RED may be what TLP 1 has for AMBER+STRICT; then the text says so. */
static void
put_label(struct buf *out, const json_t *document)
{
	const json_t *how = json_object_get(document, "distribution");
	struct span text = member(how, "text");

	if (span_is(text, "TLP v2.0: TLP:AMBER+STRICT")) {
		put(out, "\n", text, "\n");
		return;
	}
	put(out, "\nTLP:", member(json_object_get(how, "tlp"), "label"),
	    "\n");
	put(out, "\n", text, "\n");
}

enum tt_err
prose_of_csaf(struct buf *out, const json_t *root)
{
	const json_t *document = json_object_get(root, "document");
	const json_t *list = json_object_get(root, "vulnerabilities"), *one;
	size_t i;

	put(out, "# ", member(document, "title"), "\n");
	put_label(out, document);
	json_array_foreach(list, i, one)
		put_numbers(out, one);
	put_notes(out, document);
	json_array_foreach(list, i, one) {
		put_notes(out, one);
		put_remediations(out, one);
	}
	return buf_err(out);
}
