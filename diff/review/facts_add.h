// SPDX-License-Identifier: Apache-2.0
/* Adds facts to a list, and makes their texts; for the files of the facts only. */
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

struct fact *facts_add(const struct fact_maker *maker, const struct fact_about *about,
                       enum policy what, const char *value);
void facts_add_keyed(const struct fact_maker *maker, const struct fact_about *about,
                     enum policy what, const char *key, const char *value);
/* Marks the fact as quiet if the value equals the default. */
void facts_add_default(const struct fact_maker *maker, const struct fact_about *about,
                       enum policy what, const char *value, const char *fallback);
/* The default is false. */
void facts_add_flag(const struct fact_maker *maker, const struct fact_about *about,
                    enum policy what, bool value);

/* "a, b, c"; sorted if the order has no meaning. NULL items become "?". */
const char *facts_join(struct arena *arena, const char *const *items, size_t count,
                       const char *between, bool sorted);
/* "24h" */
const char *facts_duration(struct arena *arena, int64_t duration);
/* "until 2026-11-21T09:00:00Z: why" */
const char *facts_term(struct arena *arena, moment until, const char *reason);
