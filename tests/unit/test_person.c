/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/mine/person.h"

#define TOKEN	"00000000000000000000000000000000" \
		"00000000000000000000000000000007"
#define BEGIN	"{\"answers\":null,\"email\":\"m@k.example\"," \
		"\"expires\":\"2026-12-03T09:30:00Z\"," \
		"\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\"," \
		"\"token\":\"" TOKEN "\"}"

static const struct {
	const char *name, *words;
	enum tt_err want;
} rows[] = {
	{ "a person", BEGIN "\n", TT_OK },
	{ "a machine, and who answers",
	    "{\"answers\":\"0123456789abcdef0123456789abcdef\","
	    "\"email\":\"g@k.example\",\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Gateway\","
	    "\"token\":\"" TOKEN "\"}\n", TT_OK },
	{ "no line end", BEGIN, TT_ESYNTAX },
	{ "another order",
	    "{\"email\":\"m@k.example\",\"answers\":null,"
	    "\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\","
	    "\"token\":\"" TOKEN "\"}\n", TT_ESYNTAX },
	{ "a member more",
	    "{\"answers\":null,\"email\":\"m@k.example\","
	    "\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\","
	    "\"role\":\"admin\",\"token\":\"" TOKEN "\"}\n", TT_ESYNTAX },
	{ "no token",
	    "{\"answers\":null,\"email\":\"m@k.example\","
	    "\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\"}\n",
	    TT_ESYNTAX },
	{ "no address",
	    "{\"answers\":null,\"email\":\"mei\","
	    "\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\","
	    "\"token\":\"" TOKEN "\"}\n", TT_ESYNTAX },
	{ "a name that paints the terminal",
	    "{\"answers\":null,\"email\":\"m@k.example\","
	    "\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei\\u001b[2J\","
	    "\"token\":\"" TOKEN "\"}\n", TT_ESYNTAX },
	{ "an instant that is none",
	    "{\"answers\":null,\"email\":\"m@k.example\","
	    "\"expires\":\"2026-13-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\","
	    "\"token\":\"" TOKEN "\"}\n", TT_ESYNTAX },
	{ "who answers, too short",
	    "{\"answers\":\"0123\",\"email\":\"m@k.example\","
	    "\"expires\":\"2026-12-03T09:30:00Z\","
	    "\"format\":\"telltale-person/1\",\"name\":\"Mei Ito\","
	    "\"token\":\"" TOKEN "\"}\n", TT_ESYNTAX },
	{ "nothing", "", TT_ESYNTAX },
	{ "a list", "[]\n", TT_ESYNTAX },
};

static void
parse_then_format_is_identity_or_error(void **state)
{
	struct person p, kept;
	struct buf out;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(&p, 0xaa, sizeof(p));
		kept = p;
		assert_int_equal(rows[i].want, person_parse(&p,
		    span_str(rows[i].words)));
		if (rows[i].want != TT_OK) {
			assert_memory_equal(&p, &kept, sizeof(p));
			continue;
		}
		buf_init(&out, PERSON_MAX);
		assert_int_equal(TT_OK, person_format(&p, &out));
		assert_true(span_is(buf_view(&out), rows[i].words));
		buf_done(&out);
	}
}

TEST_MAIN(cmocka_unit_test(parse_then_format_is_identity_or_error))
