// SPDX-License-Identifier: Apache-2.0
#include "diff/base/question.h"

#include <string.h>

const char *question_word(enum question_kind kind)
{
    static const char *const words[] = {
#define X(name, word, key) [QUESTION_##name] = word,
        QUESTION_KINDS(X)
#undef X
    };
    return words[kind];
}

int question_compare(const struct question *a, const struct question *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return strcmp(a->key, b->key);
}
