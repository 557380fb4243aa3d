// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/problem.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "manifests/kinds/decoding.h"
#include "manifests/kinds/type.h"

enum { MESSAGE_MAX = 600 };

WORDS_TABLE(problems, PROBLEM_COUNT, PROBLEMS, const char *word; enum severity severity;
            const char *sentence;);
WORDS_COLUMN(const char *, problem_word, enum problem_code, problems, word);
WORDS_COLUMN(const char *, problem_sentence, enum problem_code, problems, sentence);
WORDS_COLUMN(enum severity, problem_severity, enum problem_code, problems, severity);

const char *severity_word(enum severity severity)
{
    static const char *const words[] = {"note", "warning", "error"};
    TABLE_COMPLETE(words, SEVERITY_ERROR + 1);
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

void problem_add(struct decoding *decoding, enum problem_code code, const struct node *at,
                 const char *hint, const char *format, ...)
{
    problem_list *list = decoding->problems;
    if (list->count >= PROBLEMS_FILE_MAX) {
        if (list->count == PROBLEMS_FILE_MAX) {
            *list_add(decoding->part, list) = (struct problem){
                .code = PROBLEM_LIMIT,
                .message = "the file has more problems than are shown",
                .hint = "fix the problems that are shown, then run `weir lint` again",
            };
        }
        decoding->broken = &list->items[list->count - 1];
        return;
    }
    char message[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    for (char *c = message; *c != '\0'; c++) {
        if (iscntrl((unsigned char)*c))
            *c = '?';
    }
    struct problem *problem = list_add(decoding->part, list);
    *problem = (struct problem){
        .code = code,
        .line = at != NULL ? at->line : 0,
        .column = at != NULL ? at->column : 0,
        .object = decoding->object,
        .message = arena_text(decoding->part, message),
        .hint = arena_text(decoding->part, hint),
    };
    /* The arena keeps the old items when the list grows, so the address stays valid. */
    if (decoding->broken == NULL && problem_severity(code) == SEVERITY_ERROR)
        decoding->broken = problem;
}

const char *problem_place(struct arena *scratch, const struct node *node)
{
    return node_path_print(scratch, node_path_of(scratch, 0, node));
}

void problem_wrong_type(struct decoding *decoding, const struct node *node, const char *wanted,
                        const char *hint)
{
    arena_scope struct arena scratch = {0};
    problem_add(decoding, PROBLEM_WRONG_TYPE, node, hint, "%s is %s, not %s",
                problem_place(&scratch, node), type_name(node), wanted);
}

bool problem_too_many(struct decoding *decoding, const struct node *at, size_t count, size_t most,
                      const char *what, const char *hint)
{
    if (count <= most)
        return false;
    problem_add(decoding, PROBLEM_LIMIT, at, hint, "more than %zu %s", most, what);
    return true;
}

void problem_duplicate_key(struct decoding *decoding, const struct node *map)
{
    const struct node *twice = node_duplicate_key(map);
    if (twice != NULL)
        problem_add(decoding, PROBLEM_DUPLICATE_KEY, twice, "remove one of them",
                    "the key \"%s\" occurs twice", twice->text);
}
