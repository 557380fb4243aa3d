// SPDX-License-Identifier: Apache-2.0
/* Makes one declaration's policy a flat, sorted list of facts, so that two lists are easy to
 * compare.
 */
#pragma once

#include "diff/review/policy.h"

enum fact_group { FACT_SETTINGS, FACT_HOST, FACT_PROMOTION, FACT_STREAM, FACT_WORKLOAD };

struct fact {
    enum fact_group group;
    const char *object;
    enum policy what;
    const char
        *key; /* the gate's kind, the path, … if the object has several such facts; else "" */
    const char *value; /* one line */
    bool quiet;        /* the value is the default: not reported if only one side has the fact */
    const char *file;
    uint32_t line, column;
};
typedef LIST_OF(struct fact) fact_list;

/* Lists all facts, sorted by group, object, what, key and value. Equal facts may occur several
 * times.
 */
void facts_make(struct arena *arena, const struct declared *declared, fact_list *out);
/* Orders by group, object, what and key. Returns 0 if both facts are about the same thing. */
int facts_compare_keys(const struct fact *a, const struct fact *b);
