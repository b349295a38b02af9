/* SPDX-License-Identifier: ISC */
#include <expat.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "telltale/check.h"

static const struct {
	const char *end;
	enum tt_format format;
} ends[] = {
	{ ".json", TT_FORMAT_JSON },
	{ ".csaf", TT_FORMAT_JSON },
	{ ".yml", TT_FORMAT_YAML },
	{ ".yaml", TT_FORMAT_YAML },
	{ ".xml", TT_FORMAT_XML },
};

static void
say(struct tt_fault *fault, unsigned long line, unsigned long column,
    const char *text)
{
	fault->line = line > UINT32_MAX ? 0 : (uint32_t)line;
	fault->column = column > UINT32_MAX ? 0 : (uint32_t)column;
	snprintf(fault->text, sizeof(fault->text), "%s", text);
}

static enum tt_err
check_json(struct span text, struct tt_fault *fault)
{
	json_error_t error;
	json_t *v;

	v = json_loadb(text.n == 0 ? "" : text.p, text.n, JSON_DECODE_ANY |
	    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL,
	    &error);
	if (v != NULL) {
		json_decref(v);
		return TT_OK;
	}
	if (json_error_code(&error) == json_error_out_of_memory)
		return TT_ENOMEM;
	say(fault, error.line < 0 ? 0 : (unsigned long)error.line,
	    error.column < 0 ? 0 : (unsigned long)error.column, error.text);
	return TT_ESYNTAX;
}

static enum tt_err
yaml_fault(const yaml_parser_t *p, struct tt_fault *fault)
{
	if (p->error == YAML_MEMORY_ERROR)
		return TT_ENOMEM;
	say(fault, p->problem_mark.line + 1, p->problem_mark.column + 1,
	    p->problem == NULL ? "not YAML" : p->problem);
	return TT_ESYNTAX;
}

static enum tt_err
check_yaml(struct span text, struct tt_fault *fault)
{
	yaml_event_type_t type = YAML_NO_EVENT;
	yaml_parser_t p;
	yaml_event_t event;
	enum tt_err e = TT_OK;

	if (!yaml_parser_initialize(&p))
		return TT_ENOMEM;
	yaml_parser_set_input_string(&p, (const unsigned char *)(text.n == 0 ?
	    "" : text.p), text.n);
	while (e == TT_OK && type != YAML_STREAM_END_EVENT) {
		if (!yaml_parser_parse(&p, &event)) {
			e = yaml_fault(&p, fault);
			break;
		}
		type = event.type;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&p);
	return e;
}

static enum tt_err
check_xml(struct span text, struct tt_fault *fault)
{
	XML_Parser p = XML_ParserCreate(NULL);
	enum tt_err e = TT_OK;
	enum XML_Error error;

	if (p == NULL)
		return TT_ENOMEM;
	if (text.n > TT_RENDERING_MAX) {
		e = TT_ELIMIT;
	} else if (XML_Parse(p, text.n == 0 ? "" : text.p, (int)text.n, 1) ==
	    XML_STATUS_ERROR) {
		error = XML_GetErrorCode(p);
		e = error == XML_ERROR_NO_MEMORY ? TT_ENOMEM : TT_ESYNTAX;
		if (e == TT_ESYNTAX)
			say(fault, XML_GetCurrentLineNumber(p),
			    XML_GetCurrentColumnNumber(p) + 1,
			    XML_ErrorString(error));
	}
	XML_ParserFree(p);
	return e;
}

enum tt_format
tt_format_of(struct span name)
{
	for (size_t i = 0; i < N_ROWS(ends); i++) {
		size_t n = strlen(ends[i].end);

		if (name.n > n && strncasecmp(name.p + name.n - n,
		    ends[i].end, n) == 0)
			return ends[i].format;
	}
	return TT_FORMAT_NONE;
}

enum tt_err
tt_format_check(enum tt_format format, struct span text,
    struct tt_fault *fault)
{
	switch (format) {
	case TT_FORMAT_JSON:
		return check_json(text, fault);
	case TT_FORMAT_YAML:
		return check_yaml(text, fault);
	case TT_FORMAT_XML:
		return check_xml(text, fault);
	case TT_FORMAT_NONE:
	case TT_FORMAT_COUNT:
		break;
	}
	return TT_OK;
}
