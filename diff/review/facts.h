// SPDX-License-Identifier: Apache-2.0
/* One declaration's policy as a flat, sorted list of facts, so that two lists can be merged. */
#pragma once

#include "diff/review/policy.h"

enum fact_group { FACT_SETTINGS, FACT_HOST, FACT_PROMOTION, FACT_STREAM, FACT_WORKLOAD };

struct fact {
    enum fact_group group;
    const char *object;
    enum policy what;
    const char
        *key; /* distinguishes facts with equal object and policy: kind of gate, path; or "" */
    const char *value; /* one line */
    bool quiet;        /* equals the default: not reported if the object is on one side only */
    const char *file;
    uint32_t line, column;
};
typedef LIST_OF(struct fact) fact_list;

/* Lists all facts, sorted by facts_compare. Equal facts may occur several times. */
void facts_make(struct arena *arena, const struct declared *declared, fact_list *out);
/* Orders by group, object, what, key and value. */
int facts_compare(const void *a, const void *b);
/* The same without the value; 0 if two facts are about the same thing. */
int facts_compare_keys(const struct fact *a, const struct fact *b);
