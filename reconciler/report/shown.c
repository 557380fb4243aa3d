// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/shown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/utf8.h"
#include "manifests/values/digest.h"

const char *shown_safe(struct arena *arena, const char *text)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    text_print_safe(out, text);
    fclose(out);
    const char *copy = arena_copy(arena, memory_must(bytes), length);
    free(bytes);
    return copy;
}

static size_t code_points(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += !utf8_continues(*text);
    return count;
}

size_t shown_width(const char *text)
{
    bool plain = true;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        plain = plain && *at >= 0x20 && *at < 0x7f;
    if (plain)
        return strlen(text);
    arena_scope struct arena arena = {0};
    return code_points(shown_safe(&arena, text));
}

const char *shown_utf8(struct arena *arena, const char *text)
{
    size_t length = strlen(text), used = 0;
    char *copy = arena_alloc(arena, 3 * length + 1);
    for (const char *at = text; *at != '\0';) {
        size_t step = utf8_length(at, UTF8_MAX);
        if (step == 0) {
            memcpy(copy + used, "\xef\xbf\xbd", 3);
            used += 3;
            at++;
            continue;
        }
        memcpy(copy + used, at, step);
        used += step;
        at += step;
    }
    return copy;
}

/*
 * Entities disable markup. Forges find mentions, issue numbers and links in the rendered text, so a
 * space of no width splits these.
 */
void shown_markdown(FILE *out, const char *text)
{
    arena_scope struct arena arena = {0};
    for (const char *at = shown_safe(&arena, text); *at != '\0'; at++) {
        if (*at == '@' || *at == '#' || *at == '!')
            fprintf(out, "%c&#8203;", *at);
        else if (text_starts(at, "://"))
            fputs(":&#8203;", out);
        else if (strncasecmp(at, "www.", 4) == 0 || strncasecmp(at, "GH-", 3) == 0)
            fprintf(out, "%c&#8203;", *at);
        else if (strchr("&<>|`*_[]\\~$", *at) != NULL)
            fprintf(out, "&#%d;", *at);
        else
            fputc(*at, out);
    }
}

void shown_markdown_code(FILE *out, const char *text)
{
    bool plain = *text != '\0';
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        plain = plain && (isalnum(*at) || strchr("./:@+=-_,#", *at) != NULL) && *at < 0x7f;
    if (plain) {
        fprintf(out, "`%s`", text);
        return;
    }
    arena_scope struct arena arena = {0};
    fputs("<code>", out);
    for (const char *at = shown_safe(&arena, text); *at != '\0'; at++) {
        if (ispunct((unsigned char)*at) && strchr("./:-,", *at) == NULL)
            fprintf(out, "&#%d;", *at);
        else
            fputc(*at, out);
    }
    fputs("</code>", out);
}

static void cell(FILE *out, const char *text, void (*print)(FILE *, const char *))
{
    fputc(' ', out);
    if (text != NULL && *text != '\0')
        print(out, text);
    else
        fputs("—", out);
    fputs(" |", out);
}

void shown_markdown_cell(FILE *out, const char *text)
{
    cell(out, text, shown_markdown);
}

void shown_markdown_code_cell(FILE *out, const char *text)
{
    cell(out, text, shown_markdown_code);
}

void shown_markdown_fence(FILE *out, const char *language, const char *bytes, size_t length)
{
    size_t longest = 2, run = 0;
    for (size_t i = 0; i < length; i++) {
        run = bytes[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++)
        fputc('`', out);
    fprintf(out, "%s\n", language);
    arena_scope struct arena arena = {0};
    for (size_t at = 0, end = 0; at < length; at = end) {
        /* Keeps tabs and line breaks, and drops a carriage return before a line break. */
        while (end < length && bytes[end] != '\n' && bytes[end] != '\t')
            end++;
        size_t cut = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
        text_print_safe(out, arena_copy(&arena, bytes + at, cut - at));
        fputc(end < length ? bytes[end] : '\n', out);
        end += end < length;
        arena_clear(&arena);
    }
    for (size_t i = 0; i <= longest; i++)
        fputc('`', out);
    fputc('\n', out);
}

const char *shown_count(struct arena *arena, size_t count, const char *noun)
{
    return arena_print(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

const char *shown_place(struct arena *arena, const char *file, uint32_t line, uint32_t column)
{
    if (file == NULL)
        return NULL;
    return line == 0 ? arena_text(arena, file) : arena_print(arena, "%s:%u:%u", file, line, column);
}

const char *shown_digest(struct arena *arena, const char *digest)
{
    char buffer[DIGEST_SHORT_MAX];
    return digest != NULL ? arena_text(arena, digest_short(digest, buffer)) : NULL;
}

const char *shown_reference(struct arena *arena, const char *text)
{
    const char *at = text != NULL ? strrchr(text, '@') : NULL;
    if (at == NULL || !digest_valid(at + 1))
        return arena_text(arena, text);
    return arena_print(arena, "%.*s@%s", (int)(at - text), text, shown_digest(arena, at + 1));
}

const char *shown_commit(struct arena *arena, const char *commit)
{
    return commit != NULL ? arena_copy(arena, commit, strnlen(commit, 7)) : NULL;
}

const char *shown_move(struct arena *arena, const struct row *row)
{
    if (row->wanted_digest != NULL && !text_equal(row->current_digest, row->wanted_digest))
        return arena_print(arena, "%s → %s",
                           row->current_digest != NULL ? shown_digest(arena, row->current_digest)
                                                       : "no digest",
                           shown_digest(arena, row->wanted_digest));
    if (row->wanted != NULL && !text_equal(row->current, row->wanted))
        return arena_print(arena, "%s → %s",
                           text_blank(row->current) ? "nothing"
                                                    : shown_reference(arena, row->current),
                           shown_reference(arena, row->wanted));
    return NULL;
}

const char *shown_namespace(const struct row *row)
{
    return row->consumer != NULL ? row->consumer->environment : row->environment;
}
