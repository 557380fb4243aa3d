// SPDX-License-Identifier: Apache-2.0
#include "diff/review/facts_add.h"

#include <string.h>

#include "manifests/base/duration.h"

struct fact *facts_add(const struct fact_maker *maker, const struct fact_about *about,
                       enum policy what, const char *value)
{
    struct fact *fact = list_add(maker->arena, maker->out);
    *fact = (struct fact){about->group, about->object, what,        "",           value,
                          false,        about->file,   about->line, about->column};
    return fact;
}

void facts_add_keyed(const struct fact_maker *maker, const struct fact_about *about,
                     enum policy what, const char *key, const char *value)
{
    facts_add(maker, about, what, value)->key = key;
}

void facts_add_default(const struct fact_maker *maker, const struct fact_about *about,
                       enum policy what, const char *value, const char *fallback)
{
    facts_add(maker, about, what, value)->quiet = strcmp(value, fallback) == 0;
}

void facts_add_flag(const struct fact_maker *maker, const struct fact_about *about,
                    enum policy what, bool value)
{
    facts_add_default(maker, about, what, value ? "true" : "false", "false");
}

const char *facts_join(struct arena *arena, const char *const *items, size_t count,
                       const char *between, bool sorted)
{
    const char **copy = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = items[i] != NULL ? items[i] : "?";
    if (sorted)
        count = list_order_texts(copy, count);
    return arena_join(arena, copy, count, between);
}

const char *facts_duration(struct arena *arena, int64_t duration)
{
    char buffer[MOMENT_TEXT_MAX];
    return arena_text(arena, duration_print(duration, buffer));
}

const char *facts_term(struct arena *arena, moment until, const char *reason)
{
    char buffer[MOMENT_TEXT_MAX];
    return arena_print(arena, "%s%s%s%s", until != MOMENT_NEVER ? "until " : "until deleted",
                       until != MOMENT_NEVER ? moment_print(until, buffer) : "",
                       reason != NULL ? ": " : "", reason != NULL ? reason : "");
}
