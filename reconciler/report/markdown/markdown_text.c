// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/markdown/markdown_text.h"

#include <ctype.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/report/shown.h"

/*
 * Entities disable markup. Forges find mentions, issue numbers and links in the rendered text, so a
 * zero-width space splits these.
 */
void markdown_text(FILE *out, const char *text)
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

void markdown_code(FILE *out, const char *text)
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

void markdown_cell(FILE *out, const char *text)
{
    cell(out, text, markdown_text);
}

void markdown_code_cell(FILE *out, const char *text)
{
    cell(out, text, markdown_code);
}

void markdown_fence(FILE *out, const char *language, const char *bytes, size_t length)
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
        /* Keeps tabs and line breaks. Drops a carriage return before one of them or at the end. */
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
