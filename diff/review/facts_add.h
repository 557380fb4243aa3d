// SPDX-License-Identifier: Apache-2.0
/* Adds facts to a list and makes their texts. Only facts.c and facts_settings.c include this. */
#pragma once

#include "diff/review/facts.h"

struct fact_maker {
    struct arena *arena;
    const struct declared *declared;
    fact_list *out;
};

/* The members that the facts of one object share. */
struct fact_about {
    enum fact_group group;
    const char *object, *file;
    uint32_t line, column;
};

/* Adds a fact with an empty key, and returns it. */
struct fact *facts_add(const struct fact_maker *maker, const struct fact_about *about,
                       enum policy what, const char *value);
void facts_add_keyed(const struct fact_maker *maker, const struct fact_about *about,
                     enum policy what, const char *key, const char *value);
/* Adds a fact. If its value equals the default `fallback`, the fact is quiet (see struct fact). */
void facts_add_default(const struct fact_maker *maker, const struct fact_about *about,
                       enum policy what, const char *value, const char *fallback);
/* Adds the fact "true" or "false", which is quiet if it is false. */
void facts_add_flag(const struct fact_maker *maker, const struct fact_about *about,
                    enum policy what, bool value);

/* Returns the items with `between` between them: "a, b, c". NULL items become "?". If `sorted` is
 * set, the items are sorted, and repeated ones are dropped. */
const char *facts_join(struct arena *arena, const char *const *items, size_t count,
                       const char *between, bool sorted);
/* Returns a duration in seconds as text: "24h". */
const char *facts_duration(struct arena *arena, int64_t duration);
/* Returns "until 2026-11-21T09:00:00Z: REASON", or "until deleted: REASON" for MOMENT_NEVER. If
 * reason is NULL, ": REASON" is left out. */
const char *facts_term(struct arena *arena, moment until, const char *reason);
