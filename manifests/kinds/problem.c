// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/problem.h"

#include <string.h>

static const struct {
    const char *word, *sentence;
    enum severity severity;
} problems[] = {
#define X(name, word, severity, sentence) [PROBLEM_##name] = {word, sentence, SEVERITY_##severity},
    PROBLEMS(X)
#undef X
};

const char *problem_word(enum problem_code code)
{
    return problems[code].word;
}

const char *problem_sentence(enum problem_code code)
{
    return problems[code].sentence;
}

enum severity problem_severity(enum problem_code code)
{
    return problems[code].severity;
}

const char *severity_word(enum severity severity)
{
    static const char *const words[] = {"note", "warning", "error"};
    return words[severity];
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int problem_compare(const void *left, const void *right)
{
    const struct problem *a = left, *b = right;
    int order = compare_text(a->path, b->path);
    if (order == 0)
        order = compare_number(a->line, b->line);
    if (order == 0)
        order = compare_number(a->column, b->column);
    if (order == 0)
        order = compare_number(a->code, b->code);
    if (order == 0)
        order = compare_text(a->object, b->object);
    return order != 0 ? order : compare_text(a->message, b->message);
}
