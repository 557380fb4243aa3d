// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/inner_text.h"

#include <string.h>

#include "manifests/base/utf8.h"
#include "manifests/edit/scalar_text.h"
#include "manifests/yaml/place.h"

/* Returns the number of lines; a last line without a line break counts. */
static size_t count_lines(const char *text)
{
    size_t count = 0;
    for (const char *at = text; *at != '\0'; count++) {
        const char *stop = strchr(at, '\n');
        at = stop != NULL ? stop + 1 : at + strlen(at);
    }
    return count;
}

static bool ends_line(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[length - 1] == '\n';
}

/* Reads the line of the file at `at`, which must be this line of the text after the indentation.
 * Learns the indentation from the first line that is not empty. */
static bool read_line(struct inner_text *inner, const char *line, size_t width, size_t *at)
{
    const char *raw = inner->bytes + *at;
    const char *stop = memchr(raw, '\n', inner->length - *at);
    size_t raw_width = stop != NULL ? (size_t)(stop - raw) : inner->length - *at;
    *at += raw_width + (stop != NULL);
    raw_width -= stop != NULL && raw_width > 0 && stop[-1] == '\r';
    if (width == 0)
        return strspn(raw, " \t") >= raw_width;
    if (raw_width < width)
        return false;
    if (inner->indent == SIZE_MAX)
        inner->indent = raw_width - width;
    return raw_width - width == inner->indent && strspn(raw, " ") >= inner->indent &&
           memcmp(raw + inner->indent, line, width) == 0;
}

static bool read_lines(struct arena *arena, struct inner_text *inner)
{
    const struct node *node = inner->node;
    const char *header = inner->bytes + node->start;
    const char *stop = memchr(header, '\n', inner->length - node->start);
    if (stop == NULL)
        return false;
    inner->eol = stop[-1] == '\r' ? "\r\n" : "\n";
    inner->indent = SIZE_MAX;
    inner->count = count_lines(node->text);
    inner->offsets = arena_array(arena, size_t, inner->count + 1);
    size_t at = (size_t)(stop + 1 - inner->bytes);
    const char *line = node->text;
    for (size_t i = 0; i < inner->count; i++) {
        size_t width = strcspn(line, "\n");
        inner->offsets[i] = at;
        if (at >= inner->length || !read_line(inner, line, width, &at))
            return false;
        line += width + 1;
    }
    inner->offsets[inner->count] = at;
    return inner->indent != SIZE_MAX;
}

/* Returns the length of the escape or character at `raw` of a scalar in quotes. */
static size_t unit_length(const char *raw, enum node_style style)
{
    if (style == STYLE_SINGLE)
        return *raw == '\'' ? 2 : utf8_length(raw, UTF8_MAX);
    if (*raw != '\\')
        return utf8_length(raw, UTF8_MAX);
    return raw[1] == 'x' ? 4 : raw[1] == 'u' ? 6 : raw[1] == 'U' ? 10 : 2;
}

static bool read_quoted(struct arena *arena, struct inner_text *inner)
{
    const struct node *node = inner->node;
    size_t at = node->start + 1, end = node->end - 1;
    if (memchr(inner->bytes + node->start, '\n', node->end - node->start) != NULL)
        return false;
    inner->count = node->length;
    inner->offsets = arena_array(arena, size_t, inner->count + 1);
    for (size_t i = 0; i < inner->count;) {
        size_t width = utf8_length(node->text + i, UTF8_MAX);
        if (width == 0 || at >= end)
            return false;
        for (size_t k = 0; k < width; k++)
            inner->offsets[i + k] = at;
        at += unit_length(inner->bytes + at, node->style);
        i += width;
    }
    inner->offsets[inner->count] = at;
    return at == end;
}

bool inner_text_read(struct arena *arena, const char *bytes, size_t length, const struct node *node,
                     struct inner_text *out)
{
    *out = (struct inner_text){.bytes = bytes, .length = length, .node = node};
    if (node->length == 0 || strlen(node->text) != node->length || node->style == STYLE_PLAIN)
        return false;
    return node->style >= STYLE_LITERAL ? read_lines(arena, out) : read_quoted(arena, out);
}

/* Returns how many lines at the start of both texts are equal, and moves both after them. */
static size_t equal_lines(const char **old, const char **new)
{
    size_t count = 0;
    while (**old != '\0' && **new != '\0') {
        size_t width = strcspn(*old, "\n");
        if (width != strcspn(*new, "\n") || memcmp(*old, *new, width) != 0)
            return count;
        *old += width + ((*old)[width] == '\n');
        *new += width + ((*new)[width] == '\n');
        count++;
    }
    return count;
}

/* Returns how many lines at the end of both texts are equal. */
static size_t equal_lines_at_end(const char *old, const char *new)
{
    const char *left = old + strlen(old), *right = new + strlen(new);
    size_t count = 0;
    while (left > old && right > new) {
        const char *a = left - 1, *b = right - 1;
        while (a > old && a[-1] != '\n')
            a--;
        while (b > new &&b[-1] != '\n')
            b--;
        if (left - a != right - b || memcmp(a, b, (size_t)(left - a)) != 0)
            break;
        left = a;
        right = b;
        count++;
    }
    return count;
}

static void put_line(const struct inner_text *inner, const char *line, size_t width,
                     struct text *out)
{
    for (size_t i = 0; width > 0 && i < inner->indent; i++)
        text_puts(out, " ");
    text_put(out, line, width);
}

static bool write_lines(const struct inner_text *inner, const char *text,
                        struct inner_change *change, struct text *out)
{
    const char *old = inner->node->text, *new = text;
    if (ends_line(old) != ends_line(text))
        return false;
    size_t first = equal_lines(&old, &new), last = equal_lines_at_end(old, new);
    size_t added = count_lines(new) - last, until = inner->count - last;
    /* The last line of a file may have no line break: line breaks then come before the lines. */
    bool open = last == 0 && first > 0 && inner->bytes[inner->offsets[inner->count] - 1] != '\n';
    size_t eol = strlen(inner->eol);
    if (open && first == inner->count)
        *change = (struct inner_change){inner->offsets[first], inner->offsets[first]};
    else if (open)
        *change = (struct inner_change){inner->offsets[first] - eol, inner->offsets[until]};
    else
        *change = (struct inner_change){inner->offsets[first], inner->offsets[until]};
    bool bare = !open && last == 0 && inner->bytes[inner->offsets[inner->count] - 1] != '\n';
    for (size_t i = 0; i < added; i++) {
        size_t width = strcspn(new, "\n");
        if (open)
            text_puts(out, inner->eol);
        put_line(inner, new, width, out);
        if (!open && !(bare && i + 1 == added))
            text_puts(out, inner->eol);
        new += width + (new[width] == '\n');
    }
    return true;
}

/* Writes a part of a text as between the quotes of the scalar. False if that is not possible. */
static bool put_quoted(const struct inner_text *inner, const char *part, size_t width,
                       struct text *out)
{
    arena_scope struct arena scratch = {0};
    text_scope struct text quoted = text_of(SIZE_MAX / 4);
    const char *text = arena_copy(&scratch, part, width);
    if (inner->node->style == STYLE_SINGLE && !scalar_printable(text))
        return false;
    if (inner->node->style == STYLE_SINGLE)
        scalar_quote_single(&quoted, text);
    else
        scalar_write(&quoted, text, false, true);
    text_put(out, quoted.data + 1, quoted.length - 2);
    return true;
}

static bool write_quoted(const struct inner_text *inner, const char *text,
                         struct inner_change *change, struct text *out)
{
    const char *old = inner->node->text;
    size_t length = inner->node->length, new_length = strlen(text), first = 0, last = 0;
    size_t least = length < new_length ? length : new_length;
    while (first < least && old[first] == text[first])
        first++;
    while (first > 0 && (utf8_continues(old[first]) || utf8_continues(text[first])))
        first--;
    while (last < least - first && old[length - 1 - last] == text[new_length - 1 - last])
        last++;
    while (last > 0 && utf8_continues(old[length - last]))
        last--;
    *change = (struct inner_change){inner->offsets[first], inner->offsets[length - last]};
    /* The bytes of unchanged characters must stay: do not change how the file escapes them. */
    text_scope struct text before = text_of(SIZE_MAX / 4);
    return put_quoted(inner, old + first, length - last - first, &before) &&
           before.length == change->end - change->start &&
           (before.length == 0 ||
            memcmp(before.data, inner->bytes + change->start, before.length) == 0) &&
           put_quoted(inner, text + first, new_length - last - first, out);
}

bool inner_text_write(const struct inner_text *inner, const char *text, struct inner_change *change,
                      struct text *out)
{
    return inner->node->style >= STYLE_LITERAL ? write_lines(inner, text, change, out)
                                               : write_quoted(inner, text, change, out);
}

void inner_text_place(const struct inner_text *inner, uint32_t *line, uint32_t *column)
{
    size_t index = *line > 0 ? *line - 1 : 0;
    if (inner->node->style >= STYLE_LITERAL) {
        index = index < inner->count ? index : inner->count - 1;
        place_of(inner->bytes, inner->offsets[index], line, &(uint32_t){0});
        *column += (uint32_t)inner->indent;
        return;
    }
    const char *at = inner->node->text;
    for (; index > 0 && strchr(at, '\n') != NULL; index--)
        at = strchr(at, '\n') + 1;
    for (uint32_t left = *column; left > 1 && *at != '\0'; left--)
        at += utf8_length(at, UTF8_MAX) > 0 ? utf8_length(at, UTF8_MAX) : 1;
    place_of(inner->bytes, inner->offsets[at - inner->node->text], line, column);
}
