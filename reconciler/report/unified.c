// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the difference of two texts. The equal lines before the first and after the last difference
 * are left unchanged. If the lines between are few, as they are after weir's own edits, they are
 * compared by a longest common subsequence. Otherwise all of them are one change, which is correct
 * but not the shortest.
 */
#include "reconciler/report/unified.h"

#include <stdint.h>
#include <string.h>

enum { CONTEXT = 3, CELLS_MAX = 4 << 20 };

struct text_line {
    const char *at;
    size_t length; /* with its line break */
};

struct text_side {
    const struct text_line *lines;
    size_t count;
};

/* keep[i]: the number of the new line that equals old line i, counted from 1; 0: line i was
 * removed. */
struct match {
    struct text_side old, new;
    const size_t *keep;
};

static struct text_side lines_of(struct arena *arena, const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += bytes[i] == '\n' || i + 1 == length;
    struct text_line *lines = arena_array(arena, struct text_line, count);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const char *end = memchr(bytes + at, '\n', length - at);
        lines[i].at = bytes + at;
        lines[i].length = end != NULL ? (size_t)(end + 1 - (bytes + at)) : length - at;
        at += lines[i].length;
    }
    return (struct text_side){lines, count};
}

static bool same(const struct text_line *a, const struct text_line *b)
{
    return a->length == b->length && memcmp(a->at, b->at, a->length) == 0;
}

/* Matches the lines between by their longest common subsequence (dynamic programming). Matches none
 * if the table would have more than CELLS_MAX cells. */
static void match_middle(struct arena *arena, struct text_side old, struct text_side new,
                         size_t before, size_t *keep)
{
    size_t wide = new.count + 1;
    if (old.count == 0 || new.count == 0 || old.count + 1 > CELLS_MAX / wide)
        return;
    uint32_t *best = arena_array(arena, uint32_t, (old.count + 1) * wide);
    for (size_t i = old.count; i-- > 0;)
        for (size_t k = new.count; k-- > 0;) {
            uint32_t down = best[(i + 1) * wide + k], right = best[i * wide + k + 1];
            best[i * wide + k] = same(&old.lines[i], &new.lines[k])
                                     ? best[(i + 1) * wide + k + 1] + 1
                                     : (down > right ? down : right);
        }
    for (size_t i = 0, k = 0; i < old.count && k < new.count;) {
        if (same(&old.lines[i], &new.lines[k]))
            keep[before + i++] = before + k++ + 1;
        else if (best[(i + 1) * wide + k] >= best[i * wide + k + 1])
            i++;
        else
            k++;
    }
}

static struct match match_make(struct arena *arena, struct text_side old, struct text_side new)
{
    size_t *keep = arena_array(arena, size_t, old.count);
    size_t least = old.count < new.count ? old.count : new.count;
    size_t before = 0, behind = 0;
    for (; before < least && same(&old.lines[before], &new.lines[before]); before++)
        keep[before] = before + 1;
    while (behind < least - before &&
           same(&old.lines[old.count - 1 - behind], &new.lines[new.count - 1 - behind])) {
        behind++;
        keep[old.count - behind] = new.count - behind + 1;
    }
    match_middle(arena, (struct text_side){old.lines + before, old.count - before - behind},
                 (struct text_side){new.lines + before, new.count - before - behind}, before, keep);
    return (struct match){old, new, keep};
}

static void line_print(FILE *out, char sign, const struct text_line *line)
{
    fputc(sign, out);
    fwrite(line->at, 1, line->length, out);
    if (line->at[line->length - 1] != '\n')
        fputs("\n\\ No newline at end of file\n", out);
}

static void range_print(FILE *out, char sign, size_t start, size_t count)
{
    /* An empty range names the line before it. */
    fprintf(out, "%c%zu", sign, count > 0 ? start + 1 : start);
    if (count != 1)
        fprintf(out, ",%zu", count);
}

/* Moves to the next difference at or after (i, k), or to the end of both sides. */
static void skip_equal(const struct match *match, size_t *i, size_t *k)
{
    while (*i < match->old.count && match->keep[*i] == *k + 1) {
        (*i)++;
        (*k)++;
    }
}

/* Moves (i, k) to the end of the difference that starts there. */
static void skip_change(const struct match *match, size_t *i, size_t *k)
{
    while (*i < match->old.count && match->keep[*i] == 0)
        (*i)++;
    *k = *i < match->old.count ? match->keep[*i] - 1 : match->new.count;
}

/* Prints the hunk with its first difference at (i, k), and moves (i, k) to the next difference
 * after the hunk, or to the end of both sides. */
static void hunk_print(FILE *out, const struct match *match, size_t *i, size_t *k)
{
    size_t lead = *i < CONTEXT ? *i : CONTEXT;
    size_t i0 = *i - lead, k0 = *k - lead, i1 = *i, k1 = *k;
    for (;;) {
        skip_change(match, &i1, &k1);
        size_t i2 = i1, k2 = k1;
        skip_equal(match, &i2, &k2);
        bool more = i2 < match->old.count || k2 < match->new.count;
        if (!more || i2 - i1 > 2 * (size_t)CONTEXT) {
            size_t tail = i2 - i1 < CONTEXT ? i2 - i1 : CONTEXT;
            *i = i2;
            *k = k2;
            i1 += tail;
            k1 += tail;
            break;
        }
        i1 = i2;
        k1 = k2;
    }
    fputs("@@ ", out);
    range_print(out, '-', i0, i1 - i0);
    fputc(' ', out);
    range_print(out, '+', k0, k1 - k0);
    fputs(" @@\n", out);
    while (i0 < i1 || k0 < k1) {
        if (i0 < i1 && match->keep[i0] == k0 + 1) {
            line_print(out, ' ', &match->old.lines[i0++]);
            k0++;
        } else if (i0 < i1 && match->keep[i0] == 0) {
            line_print(out, '-', &match->old.lines[i0++]);
        } else {
            line_print(out, '+', &match->new.lines[k0++]);
        }
    }
}

/* Prints "PREFIX/PATH". If the path has spaces, quotes, backslashes, control or non-ASCII bytes,
 * prints it in quotes with git's escapes. */
static void path_print(FILE *out, const char *prefix, const char *path)
{
    bool plain = true;
    for (const unsigned char *at = (const unsigned char *)path; *at != '\0'; at++)
        plain = plain && *at > ' ' && *at < 0x7f && *at != '"' && *at != '\\';
    if (plain) {
        fprintf(out, "%s/%s", prefix, path);
        return;
    }
    fprintf(out, "\"%s/", prefix);
    for (const unsigned char *at = (const unsigned char *)path; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at < ' ' || *at >= 0x7f)
            fprintf(out, "\\%03o", *at);
        else
            fputc(*at, out);
    }
    fputc('"', out);
}

void unified_print(FILE *out, const char *path, const char *old_bytes, size_t old_length,
                   const char *bytes, size_t length)
{
    if (old_length == length && (length == 0 || memcmp(old_bytes, bytes, length) == 0))
        return;
    arena_scope struct arena arena = {0};
    struct match match = match_make(&arena, lines_of(&arena, old_bytes, old_length),
                                    lines_of(&arena, bytes, length));
    fputs("diff --git ", out);
    path_print(out, "a", path);
    fputc(' ', out);
    path_print(out, "b", path);
    fputs("\n--- ", out);
    path_print(out, "a", path);
    fputs("\n+++ ", out);
    path_print(out, "b", path);
    fputc('\n', out);
    size_t i = 0, k = 0;
    skip_equal(&match, &i, &k);
    while (i < match.old.count || k < match.new.count)
        hunk_print(out, &match, &i, &k);
}

void unified_print_change(FILE *out, const struct change *change)
{
    list_each (file, &change->files)
        unified_print(out, file->path, file->old_bytes, file->old_length, file->bytes,
                      file->length);
}
