// SPDX-License-Identifier: Apache-2.0
/*
 * Runs golden verifications: compares the questions and the result with the section
 * `-- verification --` of files that golden.h describes. Looks for three previous images of each
 * tag.
 *
 * run_verify FOLDER runs all *.verify files of a folder; WEIR_ACCEPT=1 rewrites the expectations.
 */
#include <stdlib.h>
#include <string.h>

#include "diff/review/verification.h"
#include "manifests/declared/declare.h"
#include "tests/diff/golden.h"

enum { HISTORY = 3 };

static const char *state_of(const struct verify_image *image)
{
    static const char *const words[] = {
        [ANSWER_FOUND] = "there", [ANSWER_NONE] = "gone", [ANSWER_UNKNOWN] = "unknown"};
    return image == NULL           ? "integrated"
           : image->answer == NULL ? "asked"
                                   : words[image->answer->state];
}

static void print(const struct verification *made, FILE *out)
{
    char time[MOMENT_TEXT_MAX];
    list_each (image, &made->images) {
        fprintf(out, "%s: %s\n", image->key, state_of(image));
        list_each (pin, &image->pins) {
            fprintf(out, "  %s %s", verification_kind_word(pin->kind), pin->object);
            if (pin->kind == VERIFY_PREVIOUS)
                fprintf(out, ", %u back\n", pin->back);
            else
                fprintf(out, " at %s:%u:%u\n", pin->file, pin->line, pin->column);
        }
    }
    list_each (tag, &made->tags) {
        fprintf(out, "back from %s: %zu of %zu\n", tag->object, verification_reach(tag),
                tag->previous.count);
        list_each (previous, &tag->previous)
            fprintf(out, "  %s since %s: %s\n", previous->digest,
                    moment_print(previous->since, time), state_of(previous->image));
    }
    fprintf(out, "there %zu, gone %zu, unknown %zu, integrated %zu\n", made->there, made->gone,
            made->unknown, made->integrated);
    if (made->no_history != NULL)
        fprintf(out, "memory: %s\n", made->no_history);
}

/* True if each question is listed, and each listed answer is asked for, exactly once. */
static bool answer(const struct golden *golden, const struct verification *made,
                   struct observed *observed)
{
    bool good = made->questions.count == golden->answers.count;
    list_each (question, &made->questions) {
        bool listed = false;
        list_each (answer, &golden->answers)
            listed = listed || question_compare(&answer->question, question) == 0;
        if (!listed)
            printf("# asked but not listed: %s\n", question->key);
        good = good && listed;
    }
    if (!good)
        printf("# %zu questions, %zu answers\n", made->questions.count, golden->answers.count);
    return observed_add(observed, golden->answers.items, golden->answers.count) ==
               golden->answers.count &&
           good;
}

static bool run(const char *path)
{
    arena_scope struct arena arena = {0};
    parts_scope struct parts *parts = parts_open();
    struct golden golden = {0};
    struct declared declared = {0};
    struct verification made;
    struct err err = {0};
    if (golden_read(&arena, path, &golden, &err) < 0) {
        printf("# %s\n", err.message);
        return false;
    }
    golden_remember(&arena, &golden, NULL);
    struct source source = golden_source(&arena, &golden);
    struct observed observed = observed_make(&arena, MOMENT_NEVER);
    observed.journal = golden.journaled ? &golden.journal : NULL;
    declared_make(&arena, &source, parts, &declared);
    verification_make(&arena, &declared, &observed, HISTORY, &made);
    bool good = answer(&golden, &made, &observed);
    verification_make(&arena, &declared, &observed, HISTORY, &made);
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&text, &size));
    fputs("-- verification --\n", out);
    print(&made, out);
    fclose(out);
    bool same = golden_matches(path, &golden, golden_contract(&arena, text));
    free(text);
    return same && good && made.questions.count == 0;
}

int main(int argc, char **argv)
{
    return golden_run_all(argc == 2 ? argv[1] : ".", ".verify", run);
}
