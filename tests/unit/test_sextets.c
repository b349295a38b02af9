/* SPDX-License-Identifier: ISC */
/* Letters are decoded as RFC 4648 says, in either alphabet, at any length. */
#include "prop.h"

#include "base/b64.h"
#include "reading/sextets.h"

#define CASES	3000
#define BYTES	300

static const struct {
	const char *name, *letters, *bytes;
} rows[] = {
	{ "RFC 4648 section 10, foobar", "Zm9vYmFy", "foobar" },
	{ "fooba without its padding", "Zm9vYmE", "fooba" },
	{ "foob without its padding", "Zm9vYg", "foob" },
	{ "a letter alone is no byte", "Zm9vY", "foo" },
	{ "nothing", "", "" },
	{ "signs of the first alphabet", "++//", "\373\357\377" },
	{ "signs of the second", "--__", "\373\357\377" },
};

static void
rows_are_decoded(void **state)
{
	char out[64];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		for (enum vectors v = VECTORS_PLAIN; v <= vectors_best(); v++) {
			assert_int_equal(strlen(rows[i].bytes),
			    sextets_decode(out, rows[i].letters,
			    strlen(rows[i].letters), v));
			assert_memory_equal(rows[i].bytes, out,
			    strlen(rows[i].bytes));
		}
	}
}

/* Neither letters behind n are read nor bytes behind n written. */
static void
what_was_encoded_comes_back(void **state)
{
	char in[BYTES], text[B64_LEN(BYTES) + 1];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		size_t n = prop_bytes(&p, in, BYTES), letters, cut;
		char *exact, *out;

		b64_encode(text, (const uint8_t *)in, n);
		letters = strcspn(text, "=");
		cut = prop_below(&p, letters + 1);
		for (size_t i = 0; i < letters; i++)
			if (prop_below(&p, 2) == 0)
				text[i] = text[i] == '+' ? '-' :
				    text[i] == '/' ? '_' : text[i];
		exact = malloc(cut > 0 ? cut : 1);
		out = malloc(cut > 0 ? cut : 1);
		assert_true(exact != NULL && out != NULL);
		memcpy(exact, text, cut);
		for (enum vectors v = VECTORS_PLAIN; v <= vectors_best(); v++) {
			assert_int_equal(cut * 3 / 4, sextets_decode(out,
			    exact, cut, v));
			assert_memory_equal(in, out, cut * 3 / 4);
		}
		free(exact);
		free(out);
	}
}

TEST_MAIN(cmocka_unit_test(rows_are_decoded),
    cmocka_unit_test(what_was_encoded_comes_back))
