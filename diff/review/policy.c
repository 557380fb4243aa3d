// SPDX-License-Identifier: Apache-2.0
#include "diff/review/policy.h"

#include <string.h>

#include "diff/review/facts.h"

WORDS_TABLE(policies, POLICY_COUNT, POLICIES, const char *word, *meaning;);
WORDS_COLUMN(const char *, policy_word, enum policy, policies, word);
WORDS_COLUMN(const char *, policy_meaning, enum policy, policies, meaning);

/* Facts about one thing. Only one side, base or head, has them. */
struct fact_run {
    const struct fact **items;
    size_t count;
};

static void report(struct arena *arena, policy_rows *out, const struct fact *before,
                   const struct fact *after)
{
    const struct fact *place = after != NULL ? after : before;
    if ((before == NULL || after == NULL) && place->quiet)
        return;
    *list_add(arena, out) = (struct policy_row){
        .what = place->what,
        .object = place->object,
        .before = before != NULL ? before->value : NULL,
        .after = after != NULL ? after->value : NULL,
        .file = place->file,
        .line = place->line,
        .column = place->column,
        .of_base = after == NULL,
    };
}

/* Compares the facts of both sides about one thing, which are sorted by value. Drops the facts that
 * both sides have, and reports the others in pairs. */
static void compare_runs(struct arena *arena, const struct fact *base, size_t base_count,
                         const struct fact *head, size_t head_count, policy_rows *out)
{
    struct fact_run gone = {arena_array(arena, const struct fact *, base_count), 0};
    struct fact_run come = {arena_array(arena, const struct fact *, head_count), 0};
    size_t b = 0, h = 0;
    while (b < base_count || h < head_count) {
        int order = b == base_count   ? 1
                    : h == head_count ? -1
                                      : strcmp(base[b].value, head[h].value);
        if (order < 0)
            gone.items[gone.count++] = &base[b++];
        else if (order > 0)
            come.items[come.count++] = &head[h++];
        else
            b++, h++;
    }
    for (size_t i = 0; i < gone.count || i < come.count; i++)
        report(arena, out, i < gone.count ? gone.items[i] : NULL,
               i < come.count ? come.items[i] : NULL);
}

static size_t run_length(const fact_list *facts, size_t at, const struct fact *about)
{
    size_t end = at;
    while (end < facts->count && facts_compare_keys(&facts->items[end], about) == 0)
        end++;
    return end - at;
}

void policy_compare(struct arena *arena, const struct declared *base, const struct declared *head,
                    policy_rows *out)
{
    fact_list before = {0}, after = {0};
    facts_make(arena, base, &before);
    facts_make(arena, head, &after);
    size_t b = 0, h = 0;
    while (b < before.count || h < after.count) {
        const struct fact *about = b < before.count ? &before.items[b] : &after.items[h];
        if (h < after.count && facts_compare_keys(&after.items[h], about) < 0)
            about = &after.items[h];
        size_t left = run_length(&before, b, about), right = run_length(&after, h, about);
        compare_runs(arena, before.items + b, left, after.items + h, right, out);
        b += left;
        h += right;
    }
}

void policy_print(const policy_rows *rows, FILE *out)
{
    list_each (row, rows)
        fprintf(out, "%s: %s: %s -> %s (%s%s:%u:%u)\n", row->object, policy_word(row->what),
                row->before != NULL ? row->before : "(none)",
                row->after != NULL ? row->after : "(none)", row->of_base ? "base " : "",
                row->file != NULL ? row->file : "", (unsigned)row->line, (unsigned)row->column);
}
