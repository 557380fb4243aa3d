// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/document_span.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Returns the length of the blank or YAML 1.1 line break at `at`, or 0 if there is none. */
static size_t space_width(const char *bytes, size_t at, size_t end)
{
    unsigned char c = (unsigned char)bytes[at];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        return 1;
    if (c == 0xc2 && end - at >= 2 && memcmp(bytes + at, "\xc2\x85", 2) == 0)
        return 2;
    if (c == 0xe2 && end - at >= 3 && memcmp(bytes + at, "\xe2\x80", 2) == 0)
        return (bytes[at + 2] & 0xfe) == 0xa8 ? 3 : 0;
    return 0;
}

size_t span_skip_space(const char *bytes, size_t at, size_t end)
{
    bool comment = false;
    while (at < end) {
        size_t width = space_width(bytes, at, end);
        bool blank = width == 1 && (bytes[at] == ' ' || bytes[at] == '\t');
        comment = (comment && (width == 0 || blank)) || bytes[at] == '#';
        if (width == 0 && !comment)
            break;
        at += width > 0 ? width : 1;
    }
    return at;
}

size_t span_skip_properties(const char *bytes, size_t at, size_t end)
{
    while (at < end && (bytes[at] == '&' || bytes[at] == '!')) {
        while (at < end && space_width(bytes, at, end) == 0)
            at++;
        at = span_skip_space(bytes, at, end);
    }
    return at;
}

/* Returns the indentation of a block scalar: by how many columns the lines after `body` are
 * indented more than the decoded text, measured at the first byte that is not blank. */
static size_t block_indent(const char *body, const char *to, const char *text)
{
    size_t lead = strspn(text, " \n\t"), raw_lead = 0;
    if (text[lead] == '\0') /* only blanks, which may still be content */
        return strspn(text, "\n") == lead ? SIZE_MAX : 0;
    while (body + 1 + raw_lead < to && strchr(" \t\r\n", body[1 + raw_lead]) != NULL)
        raw_lead++;
    size_t raw_column = 0, column = 0;
    while (raw_column < raw_lead && body[raw_lead - raw_column] != '\n')
        raw_column++;
    while (column < lead && text[lead - 1 - column] != '\n')
        column++;
    return raw_column >= column ? raw_column - column : 0;
}

size_t span_block_end(const char *bytes, size_t start, size_t end, const char *text)
{
    const char *from = bytes + start, *to = bytes + end;
    const char *body = memchr(from, '\n', end - start);
    if (body == NULL)
        return end;
    size_t indent = block_indent(body, to, text);
    const char *stop = to;
    while (stop > body) {
        const char *line = memrchr(body, '\n', (size_t)(stop - body));
        line = line != NULL ? line + 1 : body + 1;
        const char *last = stop;
        if (last > line && last[-1] == '\r')
            last--;
        size_t blanks = 0;
        while (line + blanks < last && (line[blanks] == ' ' || line[blanks] == '\t'))
            blanks++;
        if (line + blanks < last || blanks > indent)
            return (size_t)(last - bytes);
        stop = line - 1;
    }
    stop = body > from && body[-1] == '\r' ? body - 1 : body;
    return (size_t)(stop - bytes);
}
