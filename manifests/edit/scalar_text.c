// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/scalar_text.h"

#include <regex.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/utf8.h"

/* True for characters that are written only as escapes in double quotes, or never. */
static bool needs_escape(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029 ||
           point == 0xfeff || point == 0xfffe || point == 0xffff;
}

bool scalar_valid(const char *text)
{
    uint32_t point;
    for (size_t width; *text != '\0'; text += width) {
        width = utf8_read(text, UTF8_MAX, &point);
        if (width == 0 || point == 0xfffe || point == 0xffff)
            return false;
    }
    return true;
}

bool scalar_printable(const char *text)
{
    uint32_t point;
    for (size_t width; *text != '\0'; text += width) {
        width = utf8_read(text, UTF8_MAX, &point);
        if (width == 0 || needs_escape(point))
            return false;
    }
    return true;
}

bool scalar_is_typed(const char *text)
{
    static const char *const words[] = {"~", "null", "true", "false", "yes",   "no",   "on", "off",
                                        "y", "n",    ".inf", "-.inf", "+.inf", ".nan", "<<", "="};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    if (*text == '\0' || strchr("0123456789+-.", *text) == NULL ||
        text[strspn(text, "0123456789abcdefABCDEFoOxXtTzZ+-._: ")] != '\0')
        return *text == '\0';
    /* Integers in every base, sexagesimals, floats, dates; underscores are those of YAML 1.1, and
     * of Go, which also reads upper-case prefixes. */
    static const char pattern[] =
        "^[-+]?_*(0_*[xX][0-9a-fA-F_]+|0_*[bB][01_]+|0_*[oO]?[0-7_]+|[0-9][0-9_]*"
        "|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
        "|([0-9][0-9_]*)?\\.?[0-9_]*([eE][-+]?[0-9_]+)?)$"
        "|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}($|[Tt ])";
    regex_t regex;
    if (strpbrk(text, "0123456789") == NULL)
        return false;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        memory_must(NULL);
    bool matches = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return matches;
}

/* True if the text can be written without quotes; it may still read as another type. */
static bool is_plain(const char *text, bool flow)
{
    size_t length = strlen(text);
    bool mark = length > 0 && strchr("-?:", text[0]) != NULL;
    if (length == 0 || strchr(" \t,[]{}#&*!|>'\"%@`", text[0]) != NULL ||
        (mark && (length == 1 || text[1] == ' ')) || !scalar_printable(text) ||
        text[length - 1] == ' ' || text[length - 1] == ':' || strstr(text, ": ") != NULL ||
        strstr(text, " #") != NULL || text_starts(text, "---") || text_starts(text, "..."))
        return false;
    return !flow || (strpbrk(text, ",[]{}?") == NULL);
}

/* Writes a valid text in double quotes, with escapes that YAML and JSON share. */
static void quote(struct text *out, const char *text)
{
    static const char plain[] = "\"\\\n\t\r", escaped[] = "\"\\ntr";
    text_put(out, "\"", 1);
    for (size_t width; *text != '\0'; text += width) {
        uint32_t point = 0;
        width = utf8_read(text, UTF8_MAX, &point);
        const char *short_form = point < 0x80 ? strchr(plain, (int)point) : NULL;
        char escape[8];
        if (short_form != NULL) {
            escape[0] = '\\';
            escape[1] = escaped[short_form - plain];
            text_put(out, escape, 2);
        } else if (needs_escape(point)) {
            text_put(out, escape,
                     (size_t)snprintf(escape, sizeof escape, "\\u%04x", point & 0xffff));
        } else {
            text_put(out, text, width);
        }
    }
    text_put(out, "\"", 1);
}

void scalar_write(struct text *out, const char *text, bool flow, bool always_quote)
{
    if (always_quote || !is_plain(text, flow) || scalar_is_typed(text))
        quote(out, text);
    else
        text_puts(out, text);
}

void scalar_put(struct text *out, const struct value *value, bool flow, bool always_quote)
{
    if (value->literal)
        text_puts(out, value->text);
    else
        scalar_write(out, value->text, flow, always_quote);
}

void scalar_quote_single(struct text *out, const char *text)
{
    text_put(out, "'", 1);
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            text_put(out, "'", 1);
        text_put(out, text, 1);
    }
    text_put(out, "'", 1);
}
