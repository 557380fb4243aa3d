// SPDX-License-Identifier: Apache-2.0
/*
 * Runs golden reviews: plans base and head with the same answers and compares them. Then compares
 * each side with itself, which must find no difference.
 *
 * run_review FOLDER runs all *.review files of a folder; WEIR_ACCEPT=1 rewrites the expectations.
 */
#include "diff/plan/plan_make.h"
#include "diff/review/review.h"
#include "manifests/declared/declare.h"
#include "tests/diff/golden.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 8 };

struct side {
    struct arena arena;
    struct parts *parts;
    struct declared declared;
    struct observed observed;
    struct plan plan;
};

/* Adds the answers that the file lists. Sets *missing to a question that has no answer there. */
static bool observe(struct side *side, const struct golden *golden, const char **missing)
{
    size_t added = 0;
    list_each (question, &side->plan.questions) {
        const struct answer *found = NULL;
        list_each (answer, &golden->answers)
            if (question_compare(&answer->question, question) == 0)
                found = answer;
        if (found == NULL)
            *missing = question->key;
        else
            added += observed_add(&side->observed, found, 1);
    }
    return added > 0;
}

static void side_make(struct side *side, const struct golden *golden, bool base,
                      const char **missing)
{
    struct golden own = *golden;
    if (base)
        own.files = golden->base_files;
    struct source source = golden_source(&side->arena, &own);
    side->parts = parts_open();
    side->observed = observed_make(&side->arena, golden->now);
    declared_make(&side->arena, &source, side->parts, &side->declared);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        side->plan = (struct plan){0};
        plan_make(&side->arena, &side->declared, &side->observed, NULL, &side->plan);
        if (!observe(side, golden, missing))
            return;
    }
}

static void side_done(struct side *side)
{
    parts_close(side->parts);
    arena_done(&side->arena);
}

static const char *printed(struct arena *arena, const struct side *base, const struct side *head,
                           bool *differs)
{
    struct review review;
    const struct review_side before = {&base->declared, &base->declared, &base->plan};
    const struct review_side after = {&head->declared, &head->declared, &head->plan};
    review_make(arena, &before, &after, &review);
    *differs = review_differs(&review) || review.problems.count > 0;
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&text, &size));
    review_print(&review, out);
    fclose(out);
    const char *contracted = golden_contract(arena, text);
    free(text);
    return contracted;
}

static void show(const char *title, const char *text)
{
    printf("# %s:\n", title);
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        printf("#   %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static bool judge(struct arena *arena, const char *path, const struct golden *golden,
                  const struct side *base, const struct side *head)
{
    bool differs = false;
    const char *got = printed(arena, base, head, &differs);
    bool passed = golden_matches(path, golden, got);
    const struct side *const sides[] = {base, head};
    for (int i = 0; i < 2; i++) {
        const char *self = printed(arena, sides[i], sides[i], &differs);
        if (differs)
            show("a side differs from itself", self);
        passed = passed && !differs;
    }
    return passed;
}

static bool run(const char *path)
{
    arena_scope struct arena arena = {0};
    struct golden golden = {0};
    struct err err = {0};
    if (golden_read(&arena, path, &golden, &err) < 0) {
        printf("# %s\n", err.message);
        return false;
    }
    struct side base = {0}, head = {0};
    const char *missing = NULL;
    side_make(&base, &golden, true, &missing);
    side_make(&head, &golden, false, &missing);
    bool passed = missing == NULL && judge(&arena, path, &golden, &base, &head);
    if (missing != NULL)
        printf("# asked but not listed: %s\n", missing);
    side_done(&base);
    side_done(&head);
    return passed;
}

int main(int argc, char **argv)
{
    return golden_run_all(argc == 2 ? argv[1] : ".", ".review", run);
}
