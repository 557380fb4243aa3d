// SPDX-License-Identifier: Apache-2.0
#include "diff/base/question.h"

#include <string.h>

WORDS_TABLE(questions, QUESTION_KIND_COUNT, QUESTION_KINDS, const char *word, *key;);
WORDS_COLUMN(const char *, question_word, enum question_kind, questions, word);

int question_compare(const struct question *a, const struct question *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return strcmp(a->key, b->key);
}
