// SPDX-License-Identifier: Apache-2.0
/*
 * Runs `lint` and `diff` on ten thousand broken repositories: the files of the golden plans with
 * bytes changed, removed, doubled and exchanged. Both must end without a report of a sanitizer;
 * every edit must be proved, and a further run must write nothing.
 *
 * test_mutants FOLDER [COUNT]
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "diff/plan/plan_make.h"
#include "manifests/declared/declare.h"
#include "manifests/values/digest.h"
#include "tests/diff/golden.h"

enum { ROUNDS_MAX = 8 };

static uint64_t state = 0x9e3779b97f4a7c15;

/* xorshift: the same mutants in every run. */
static size_t below(size_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return limit > 0 ? (size_t)(state % limit) : 0;
}

static const char *const splinters[] = {
    ": ",     "- ",         "\n",    "\t",     "{",
    "}",      "[",          "]",     "'",      "\"",
    "#",      "&a ",        "*a",    "<<: ",   "---",
    "|\n",    "sha256:",    "@",     "\r\n",   "\xef\xbb\xbf",
    "\0",     "\xff",       "${X}",  "{{",     "null",
    "true",   "2001-01-01", "? ",    "!!int ", "99999999999999999999",
    "name:",  "namespace:", "spec:", "tags:",  "from:",
    "items:",
};

static struct golden_file mutate(struct arena *arena, const struct golden_file *file)
{
    size_t length = file->length, room = length * 2 + 256;
    char *bytes = arena_alloc(arena, room);
    memcpy(bytes, file->bytes, length);
    for (size_t changes = 1 + below(4); changes > 0 && length > 0; changes--) {
        size_t at = below(length), span = 1 + below(length - at < 40 ? length - at : 40);
        const char *splinter = splinters[below(sizeof splinters / sizeof *splinters)];
        size_t size = *splinter == '\0' ? 1 : strlen(splinter);
        switch (below(4)) {
        case 0: /* other bytes */
            bytes[at] = (char)below(256);
            break;
        case 1: /* cut out */
            memmove(bytes + at, bytes + at + span, length - at - span);
            length -= span;
            break;
        case 2: /* doubled */
            if (length + span > room)
                break;
            memmove(bytes + at + span, bytes + at, length - at);
            length += span;
            break;
        default: /* a word with a meaning */
            if (length + size > room)
                break;
            memmove(bytes + at + size, bytes + at, length - at);
            memcpy(bytes + at, splinter, size);
            length += size;
            break;
        }
    }
    return (struct golden_file){file->path, bytes, length};
}

/* Any answer is fine, but the same question always gets the same one. */
static struct answer invent(struct arena *arena, const struct question *question)
{
    static const char *const digits = "0123456789abcdef";
    struct answer answer = {.question = *question, .why = "invented", .word = "network"};
    size_t kind = below(6);
    answer.state = kind == 0 ? ANSWER_NONE : kind == 1 ? ANSWER_UNKNOWN : ANSWER_FOUND;
    char *digest = arena_alloc(arena, DIGEST_TEXT_MAX);
    memcpy(digest, "sha256:", 7);
    for (size_t i = 0; i < 64; i++)
        digest[7 + i] = digits[below(16)];
    answer.digest = digest;
    answer.form = (enum image_form)below(3);
    return answer;
}

static size_t writes, refusals, problems;

static bool run(const struct golden *golden)
{
    arena_scope struct arena arena = {0};
    parts_scope struct parts *parts = parts_open();
    struct source source = golden_source(&arena, golden);
    struct declared declared = {0};
    struct observed observed = observed_make(&arena, golden->now);
    declared_make(&arena, &source, parts, &declared);
    problems += declared.problems.count;
    for (int round = 0; round <= ROUNDS_MAX; round++) {
        struct plan plan = {0};
        struct change change = {0};
        plan_make(&arena, &declared, &observed, &golden->intent, &plan);
        change_make(&arena, &source, &plan, &change);
        refusals += change.refusals.count;
        size_t added = observed_add(&observed, change.refusals.items, change.refusals.count);
        list_each (question, &plan.questions) {
            struct answer answer = invent(&arena, question);
            added += observed_add(&observed, &answer, 1);
        }
        if (added == 0) {
            writes += change.files.count;
            return true;
        }
    }
    return false;
}

static int is_plan(const struct dirent *entry)
{
    return text_ends(entry->d_name, ".plan");
}

int main(int argc, char **argv)
{
    arena_scope struct arena arena = {0};
    struct dirent **entries = NULL;
    int count = argc >= 2 ? scandir(argv[1], &entries, is_plan, alphasort) : 0;
    size_t wanted = argc >= 3 ? strtoul(argv[2], NULL, 10) : 10000;
    struct golden *goldens = arena_array(&arena, struct golden, (size_t)(count > 0 ? count : 0));
    for (int i = 0; i < count; i++) {
        struct err err = {0};
        const char *path = arena_print(&arena, "%s/%s", argv[1], entries[i]->d_name);
        if (golden_read(&arena, path, &goldens[i], &err) < 0) {
            printf("1..1\nnot ok 1 - %s: %s\n", path, err.message);
            return 1;
        }
        free(entries[i]);
    }
    free(entries);
    if (count <= 0)
        return 2;
    for (size_t n = 0; n < wanted; n++) {
        arena_scope struct arena one = {0};
        struct golden golden = goldens[n % (size_t)count];
        struct golden_file *files = arena_array(&one, struct golden_file, golden.files.count);
        for (size_t i = 0; i < golden.files.count; i++)
            files[i] = below(2) == 0 ? golden.files.items[i] : mutate(&one, &golden.files.items[i]);
        golden.files.items = files;
        if (!run(&golden)) {
            printf("1..1\nnot ok 1 - mutant %zu of %zu comes to no rest\n", n, wanted);
            return 1;
        }
    }
    printf("1..1\nok 1 - %zu mutants: %zu problems, %zu files written, %zu edits refused\n", wanted,
           problems, writes, refusals);
    return 0;
}
