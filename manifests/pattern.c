// SPDX-License-Identifier: Apache-2.0
#include "manifests/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "manifests/base/arena.h"

static void context_close(pcre2_compile_context **context)
{
    pcre2_compile_context_free(*context);
}

static void code_close(pcre2_code **code)
{
    pcre2_code_free(*code);
}

int pattern_check(const char *text, struct err *err)
{
    CLEANUP(context_close)
    pcre2_compile_context *context = memory_must(pcre2_compile_context_create(NULL));
    pcre2_set_max_pattern_length(context, PATTERN_MAX);
    pcre2_set_parens_nest_limit(context, PATTERN_NESTING_MAX);
    int code = 0;
    PCRE2_SIZE offset = 0;
    CLEANUP(code_close)
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C,
                      &code, &offset, context);
    if (compiled != NULL)
        return 0;
    PCRE2_UCHAR message[256] = "";
    pcre2_get_error_message(code, message, sizeof message);
    err_set(err, "%s at character %zu of the pattern", (const char *)message, offset + 1);
    return err_hint(err, "patterns are Perl-compatible regular expressions");
}
