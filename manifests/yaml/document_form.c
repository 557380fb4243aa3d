// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/document_form.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/yaml/place.h"

static bool is_ascii(const char *bytes, size_t length)
{
    uint64_t seen = 0;
    size_t at = 0;
    for (; at + sizeof seen <= length; at += sizeof seen) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        seen |= word;
    }
    for (; at < length; at++)
        seen |= (unsigned char)bytes[at];
    return (seen & 0x8080808080808080u) == 0;
}

static bool holds(const char *bytes, size_t length, const char *word)
{
    return length > 0 && memmem(bytes, length, word, strlen(word)) != NULL;
}

/* Does the same as memmem; it is faster if the first byte of the word is rare in manifests. */
static const char *find_rare(const char *at, const char *end, const char *word)
{
    size_t width = strlen(word);
    while (at < end && (at = memchr(at, word[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) >= width && memcmp(at, word, width) == 0)
            return at;
        at++;
    }
    return NULL;
}

static bool has_lone_return(const char *bytes, size_t length)
{
    const char *end = bytes + length, *at = bytes;
    while (at < end && (at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
        at++;
        if (at == end || *at != '\n')
            return true;
    }
    return false;
}

static void read_breaks(const char *bytes, size_t length, struct document_form *form)
{
    const char *first = length > 0 ? memchr(bytes, '\n', length) : NULL;
    form->crlf = first != NULL && first > bytes && first[-1] == '\r';
    form->odd_breaks = has_lone_return(bytes, length);
    if (!form->ascii && !form->odd_breaks)
        form->odd_breaks = holds(bytes, length, "\xc2\x85") ||
                           holds(bytes, length, "\xe2\x80\xa8") ||
                           holds(bytes, length, "\xe2\x80\xa9");
}

/* Returns the length of a JSON string with its quotes; 0 when the text is not one. */
static size_t json_string(const char *at, const char *end)
{
    for (const char *p = at + 1; p < end; p++) {
        if (*p == '"')
            return (size_t)(p + 1 - at);
        if ((unsigned char)*p < 0x20)
            return 0;
        if (*p == '\\')
            p++;
    }
    return 0;
}

/* Returns the length of a JSON number or word; 0 when the text is not one. */
static size_t json_word(const char *at, const char *end)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((size_t)(end - at) >= strlen(words[i]) && memcmp(at, words[i], strlen(words[i])) == 0)
            return strlen(words[i]);
    if (*at != '-' && (*at < '0' || *at > '9'))
        return 0;
    const char *p = at;
    while (p < end && *p != '\0' && strchr("+-.0123456789eE", *p) != NULL)
        p++;
    return (size_t)(p - at);
}

/*
 * True if the bytes look like JSON: they begin with '{' or '[', and have only JSON's tokens, quoted
 * keys, and no comma before a closing bracket. Used for files whose name does not end with
 * ".json". The parser checks that brackets match.
 */
static bool looks_json(const char *bytes, size_t length)
{
    const char *end = bytes + length, *at = bytes;
    char before = '\0';
    while (at < end) {
        char c = *at;
        size_t width = 1;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
            continue;
        }
        if (before == '\0' && c != '{' && c != '[')
            return false;
        if (c == '"')
            width = json_string(at, end);
        else if (c == '\0' || strchr("{}[]:,", c) == NULL)
            width = json_word(at, end);
        bool bad_comma = before == ',' && (c == '}' || c == ']');
        bool bad_key = c == ':' && before != '"';
        if (width == 0 || bad_comma || bad_key)
            return false;
        before = c;
        at += width;
    }
    return before != '\0';
}

/*
 * Counts %TAG lines, at most one more than the limit, so that no file makes this slow. Raises
 * *longest to the length of the longest counted line.
 */
static uint32_t tag_directives(const char *bytes, size_t length, size_t *longest)
{
    const char *end = bytes + length, *at = bytes;
    uint32_t count = 0;
    while (count <= DOCUMENT_TAG_DIRECTIVES_MAX && (at = find_rare(at, end, "%TAG")) != NULL) {
        /* True after any byte that may be the end of a YAML line break. */
        bool first = at == bytes || at[-1] == '\n' || at[-1] == '\r' || (at[-1] & 0x80) != 0;
        if (first) {
            const char *stop = memchr(at, '\n', (size_t)(end - at));
            size_t width = (size_t)((stop != NULL ? stop : end) - at);
            *longest = width > *longest ? width : *longest;
            count++;
        }
        at += 4;
    }
    return count;
}

int document_form_read(const char *path, const char *bytes, size_t length,
                       struct document_form *form, struct err *err)
{
    *form = (struct document_form){0};
    form->json = text_ends(path, ".json");
    if (length > TEXT_FILE_MAX) {
        err_set(err, "the file is larger than %d bytes", TEXT_FILE_MAX);
        err_place(err, path, 0, 0);
        return err_hint(err, "list the file under ignore in weir.yaml");
    }
    if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        err_set(err, "the file is UTF-16");
        err_place(err, path, 0, 0);
        return err_hint(err, "save it as UTF-8");
    }
    form->bom = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
    size_t base = form->bom ? 3 : 0;
    form->ascii = is_ascii(bytes + base, length - base);
    form->inner_bom = !form->ascii && holds(bytes + base, length - base, "\xef\xbb\xbf");
    read_breaks(bytes, length, form);
    form->template_text = find_rare(bytes, bytes + length, "{{") != NULL;
    form->json = form->json || looks_json(bytes + base, length - base);
    size_t longest = 0;
    form->tag_directives = tag_directives(bytes, length, &longest);

    const char *nul = length > 0 ? memchr(bytes, '\0', length) : NULL;
    if (nul != NULL) {
        uint32_t line, column;
        place_of(bytes, (size_t)(nul - bytes), &line, &column);
        err_set(err, "the file has a NUL byte: it is binary or UTF-16");
        err_place(err, path, line, column);
        return err_hint(err, "save it as UTF-8 text");
    }
    if (form->tag_directives > DOCUMENT_TAG_DIRECTIVES_MAX || longest > DOCUMENT_TAG_LINE_MAX) {
        err_set(err, "the file has more than %d %%TAG lines, or a %%TAG line longer than %d bytes",
                DOCUMENT_TAG_DIRECTIVES_MAX, DOCUMENT_TAG_LINE_MAX);
        return err_place(err, path, 0, 0);
    }
    return 0;
}

/* True if only blanks or a comment follow on this line. */
static bool rest_is_comment(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at == end || *at == '\n' || *at == '#';
}

/* True if kubectl might see other documents here than the parser. `until` is the document's end. */
static bool splits_differently(const char *bytes, size_t length, const struct document *document,
                               struct document_opening opening, bool first, const char *until)
{
    const char *end = bytes + length, *start = bytes + document->start, *body = start;
    bool at_line = start == bytes || start[-1] == '\n' ||
                   (document->start == 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0);
    bool dashes = end - start >= 3 && memcmp(start, "---", 3) == 0;
    if (opening.directives)
        return true;
    if (opening.explicit_start) {
        body += strlen("---");
        if (!at_line || !rest_is_comment(body, end))
            return true;
    } else if (!first || (at_line && dashes)) { /* the first key may be one like "---x" */
        return true;
    }
    return body < until && memmem(body, (size_t)(until - body), "\n---", 4) != NULL;
}

void document_form_split(const char *bytes, size_t length, struct document *items,
                         const struct document_opening *openings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *until = bytes + (i + 1 < count ? items[i + 1].start : length);
        items[i].split_differs =
            splits_differently(bytes, length, &items[i], openings[i], i == 0, until);
    }
}
