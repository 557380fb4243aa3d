// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "manifests/base/arena.h"

struct pattern {
    pcre2_code *code;
    pcre2_match_context *context;
    pcre2_match_data *data;
    uint32_t group; /* number of the group; 0: the whole text */
};

static void context_close(pcre2_compile_context **context)
{
    pcre2_compile_context_free(*context);
}

void pattern_close(struct pattern **handle)
{
    struct pattern *pattern = *handle;
    if (pattern == NULL)
        return;
    pcre2_match_data_free(pattern->data);
    pcre2_match_context_free(pattern->context);
    pcre2_code_free(pattern->code);
    free(pattern);
    *handle = NULL;
}

static pcre2_code *compile(const char *text, struct err *err)
{
    CLEANUP(context_close)
    pcre2_compile_context *context = memory_must(pcre2_compile_context_create(NULL));
    pcre2_set_max_pattern_length(context, PATTERN_MAX);
    pcre2_set_parens_nest_limit(context, PATTERN_NESTING_MAX);
    int number = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C,
                      &number, &offset, context);
    if (code != NULL)
        return code;
    PCRE2_UCHAR message[256] = "";
    pcre2_get_error_message(number, message, sizeof message);
    err_set(err, "%s at byte %zu of the pattern", (const char *)message, offset + 1);
    err_hint(err, "write a Perl-compatible regular expression");
    return NULL;
}

/* Sets *out to the group's number; leaves *out unchanged for a pattern without named groups. */
static int find_group(const pcre2_code *code, const char *group, uint32_t *out, struct err *err)
{
    uint32_t names = 0;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &names);
    if (group == NULL || names == 0)
        return 0;
    int number = pcre2_substring_number_from_name(code, (PCRE2_SPTR)group);
    if (number > 0) {
        *out = (uint32_t)number;
        return 0;
    }
    if (number == PCRE2_ERROR_NOUNIQUESUBSTRING)
        err_set(err, "the pattern has several groups with the name %s", group);
    else
        err_set(err, "the pattern has named groups, but none is called %s", group);
    return err_hint(err, "put (?<%s>…) around the part to compare, once", group);
}

int pattern_open(struct pattern **out, const char *text, const char *group, struct err *err)
{
    pattern_scope struct pattern *pattern = memory_must(calloc(1, sizeof *pattern));
    pattern->code = compile(text, err);
    if (pattern->code == NULL || find_group(pattern->code, group, &pattern->group, err) < 0)
        return -1;
    pattern->context = memory_must(pcre2_match_context_create(NULL));
    pcre2_set_match_limit(pattern->context, PATTERN_STEPS_MAX);
    pcre2_set_depth_limit(pattern->context, PATTERN_DEPTH_MAX);
    pcre2_set_heap_limit(pattern->context, PATTERN_HEAP_MAX);
    pattern->data = memory_must(pcre2_match_data_create_from_pattern(pattern->code, NULL));
    *out = pattern;
    pattern = NULL;
    return 0;
}

enum pattern_result pattern_find(const struct pattern *pattern, const char *text,
                                 struct pattern_part *part)
{
    int found = pcre2_match(pattern->code, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, 0,
                            pattern->data, pattern->context);
    if (found == PCRE2_ERROR_NOMATCH)
        return PATTERN_NOT_FOUND;
    if (found < 0)
        return PATTERN_LIMIT;
    if (pattern->group == 0) {
        *part = (struct pattern_part){text, strlen(text)};
        return PATTERN_FOUND;
    }
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(pattern->data);
    PCRE2_SIZE from = offsets[2 * pattern->group], to = offsets[2 * pattern->group + 1];
    /* With \K and lookbehind a group may end before it begins. */
    if (from == PCRE2_UNSET || from >= to)
        return PATTERN_NOT_FOUND;
    *part = (struct pattern_part){text + from, to - from};
    return PATTERN_FOUND;
}
