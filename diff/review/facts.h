// SPDX-License-Identifier: Apache-2.0
/* The policy of one declaration as a flat, sorted list of facts, so that two can be merged. */
#pragma once

#include "diff/review/policy.h"

enum fact_group { FACT_SETTINGS, FACT_HOST, FACT_PROMOTION, FACT_STREAM, FACT_WORKLOAD };

struct fact {
    enum fact_group group;
    const char *object;
    enum policy what;
    const char *key;   /* tells facts of one object and policy apart: kind of gate, path; or "" */
    const char *value; /* one line */
    bool quiet; /* holds without being said: where the object is on one side only it is no news */
    const char *file;
    uint32_t line, column;
};
typedef LIST_OF(struct fact) fact_list;

/* Sorted by fact_compare; facts that agree in all of it may occur several times. */
void facts_make(struct arena *arena, const struct declared *declared, fact_list *out);
/* Group, object, what, key, and then the value. */
int fact_compare(const void *a, const void *b);
/* The same without the value: whether two facts are about the same thing. */
int fact_about(const struct fact *a, const struct fact *b);
