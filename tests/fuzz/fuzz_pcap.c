/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a capture: what comes through the hatch is well formed.  With
 * 'k' as the first byte, a key log goes before the capture, up to a NUL; with
 * 'f' and a link layer, frames follow that are a length byte and bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/frame.h"
#include "extract/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
put(void *arg, const void *p, size_t n)
{
	buf_add(arg, p, n);
}

static void
read_back(struct span s)
{
	struct hatch_in in = { .typed = false };
	struct hatch_msg m;

	while (s.n > 0)
		check(hatch_next(&in, &s, &m) == TT_OK);
	check(in.done);
}

/* pcap of frames that are each a length and so many bytes. */
static void
wrap(struct buf *out, uint8_t link, struct span s)
{
	static const uint8_t head[] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0 };

	buf_add(out, head, sizeof(head));
	buf_le32(out, link);
	while (s.n > 0) {
		size_t n = (uint8_t)s.p[0];

		n = n < s.n - 1 ? n : s.n - 1;
		buf_le64(out, 0);
		buf_le32(out, (uint32_t)n);
		buf_le32(out, (uint32_t)n);
		buf_add(out, s.p + 1, n);
		s = span_of(s.p + 1 + n, s.n - 1 - n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct parse in = { .file = { (const char *)data, size },
		.media = "application/vnd.tcpdump.pcap" };
	struct buf out, file;
	struct hatch h = { .put = put, .arg = &out };
	const char *nul;

	buf_init(&out, (size_t)1 << 30);
	buf_init(&file, (size_t)1 << 24);
	if (size > 1 && data[0] == 'k' &&
	    (nul = memchr(in.file.p, 0, size)) != NULL) {
		in.tls_keys = span_of(in.file.p + 1,
		    (size_t)(nul - in.file.p) - 1);
		in.file = span_of(nul + 1, size - in.tls_keys.n - 2);
	} else if (size > 2 && data[0] == 'f') {
		wrap(&file, data[1], span_of(data + 2, size - 2));
		in.file = buf_view(&file);
	}
	hatch_type(&h, "capture", in.media);
	if (in.file.n > 0)
		parse_capture(&h, &in);
	hatch_done(&h);
	check(buf_err(&out) == TT_OK);
	read_back(buf_view(&out));
	buf_done(&out);
	buf_done(&file);
	return 0;
}
