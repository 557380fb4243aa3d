// SPDX-License-Identifier: Apache-2.0
/*
 * Runs golden plans: makes the plan and the edits, compares them with what the file expects, then
 * applies them and plans again. Then no row may write, and rows that waited or were blocked are as
 * before. One second before the plan's `next` no row writes either, and at `next` a row differs.
 *
 * run_plan FOLDER runs all *.plan files of a folder; WEIR_ACCEPT=1 rewrites what is expected.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "diff/base/plan_print.h"
#include "diff/journal/due_print.h"
#include "diff/plan/plan_make.h"
#include "manifests/declared/declare.h"
#include "tests/diff/golden.h"
#include "tests/diff/partial_journal.h"

enum { ROUNDS_MAX = 8 };

/* One world: its files, its plan and its edits. */
struct world {
    struct arena arena;
    struct parts *parts;
    struct golden golden;
    struct declared declared;
    struct observed observed;
    struct plan plan;
    struct change change;
    due_list dues;
    bool partly; /* as much of the journal is read as the plan needs */
    struct journal journal;
    const struct world *killed; /* the run before, which could record nothing: each pin's origin is
                                   weir itself; or NULL */
    bool *used;                 /* of golden.answers */
};

static const char *failure; /* of the current file, or NULL */

PRINTF_LIKE(2, 3) static void fail(struct world *world, const char *format, ...)
{
    va_list arguments;
    char text[4096];
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (failure == NULL)
        failure = strdup(golden_contract(&world->arena, text));
}

/* True if the question is about the target of a hop that the killed run promoted. */
static bool about_hop(const struct world *world, const struct question *question)
{
    const char *object = strrchr(question->key, '#') + 1;
    list_each (row, &world->killed->plan.rows)
        if (row->kind == ROW_HOP && !row->found && text_starts(object, row->object) &&
            object[strlen(row->object)] == '@')
            return true;
    return false;
}

/* Returns the listed moves of the question's tag from the same image, or NULL. */
static const struct pin_origin *moves_before(const struct world *world,
                                             const struct question *question)
{
    const char *key = question->key, *from = strchr(key, '^');
    list_each (answer, &world->golden.answers) {
        const char *other = answer->question.key, *start = strchr(other, '^');
        if (answer->question.kind == QUESTION_MOVES && from != NULL && start != NULL &&
            text_equal(start, from) && strcspn(key, "@") == strcspn(other, "@") &&
            strncmp(key, other, strcspn(key, "@")) == 0)
            return answer->origin;
    }
    return NULL;
}

/* Answers that the killed run made the commit. */
static void answer_own(struct world *world, const struct question *question)
{
    struct claimed_move claim = {.kind = about_hop(world, question) ? "promoted" : "pinned",
                                 .source = "c0"};
    struct pin_origin own = {.commit = "c1", .here = true, .who = "weir", .claim = &claim};
    own.earlier = moves_before(world, question);
    struct answer answer = {.question = *question, .state = ANSWER_FOUND, .origin = &own};
    observed_add(&world->observed, &answer, 1);
}

/* Answers what the plan asks from the file's list; false when nothing new was asked or refused. */
static bool observe(struct world *world)
{
    struct golden *golden = &world->golden;
    size_t added =
        observed_add(&world->observed, world->change.refusals.items, world->change.refusals.count);
    list_each (question, &world->plan.questions) {
        size_t at = 0;
        while (at < golden->answers.count &&
               question_compare(&golden->answers.items[at].question, question) != 0)
            at++;
        bool ours = text_equal(question->key, "c0") || text_equal(question->key, "c1");
        if (at == golden->answers.count && question->kind == QUESTION_COMMIT && ours) {
            struct answer answer = {.question = *question, .state = ANSWER_FOUND};
            added += observed_add(&world->observed, &answer, 1);
            continue;
        }
        if (at == golden->answers.count && world->killed != NULL &&
            (question->kind == QUESTION_ORIGIN || question->kind == QUESTION_MOVES)) {
            answer_own(world, question);
            added++;
            continue;
        }
        if (at == golden->answers.count) {
            fail(world, "asked but not listed: %s %s", question_word(question->kind),
                 question->key);
            return false;
        }
        world->used[at] = true;
        added += observed_add(&world->observed, &golden->answers.items[at], 1);
    }
    return added > 0;
}

/* Makes the plan, and makes it again as long as it needs more of the journal. */
static void make_plan(struct world *world)
{
    const struct journal *whole = &world->golden.journal;
    do {
        world->plan = (struct plan){0};
        plan_make(&world->arena, &world->declared, &world->observed, &world->golden.intent,
                  &world->plan);
    } while (partial_journal_read(&world->arena, whole, &world->journal, &world->plan.lacking));
}

static void make(struct world *world)
{
    struct source source = golden_source(&world->arena, &world->golden);
    world->used = arena_array(&world->arena, bool, world->golden.answers.count);
    world->observed = observed_make(&world->arena, world->golden.now);
    world->journal = world->partly ? partial_journal(&world->arena, &world->golden.journal)
                                   : world->golden.journal;
    world->observed.journal = world->golden.journaled ? &world->journal : NULL;
    declared_make(&world->arena, &source, world->parts, &world->declared);
    for (int round = 0;; round++) {
        make_plan(world);
        change_make(&world->arena, &source, &world->plan, &world->change);
        if (!observe(world))
            break;
        if (round == ROUNDS_MAX) {
            fail(world, "still asking after %d rounds", ROUNDS_MAX);
            break;
        }
    }
    struct due_context context = {
        .plan = &world->plan,
        .declared = &world->declared,
        .observed = &world->observed,
        .intent = &world->golden.intent,
        .base = "c0",
        .commit = world->change.files.count > 0 ? "c1" : NULL,
        .who = "weir <weir@localhost>",
    };
    if (world->plan.questions.count == 0)
        journal_due(&world->arena, &context, &world->dues);
}

static struct world *world_begin(const struct golden *golden)
{
    struct world *world = memory_must(calloc(1, sizeof *world));
    world->parts = parts_open();
    world->golden = *golden;
    return world;
}

static struct world *world_open(const struct golden *golden, const struct world *killed)
{
    struct world *world = world_begin(golden);
    world->killed = killed;
    make(world);
    return world;
}

static void world_close(struct world *world)
{
    parts_close(world->parts);
    arena_done(&world->arena);
    free(world);
}

static const char *printed(struct arena *arena, const struct world *world)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&text, &size));
    if (world->declared.problems.count > 0)
        fputs("-- problems --\n", out);
    list_each (problem, &world->declared.problems)
        fprintf(out, "%s:%u:%u: %s %s: %s\n", problem->path, problem->line, problem->column,
                severity_word(problem_severity(problem->code)), problem_word(problem->code),
                problem->message);
    fputs("-- plan --\n", out);
    plan_print(&world->plan, out);
    fputs("-- edits --\n", out);
    golden_print_change(arena, &world->change, out);
    if (world->dues.count > 0)
        fputs("-- records --\n", out);
    due_print(&world->dues, out);
    fclose(out);
    const char *contracted = golden_contract(arena, text);
    free(text);
    return contracted;
}

/* Prints a row without its place, which an edit above it may have moved down. */
static const char *row_text(struct arena *arena, const struct row *row)
{
    struct row copy = *row;
    copy.line = copy.column = 0;
    copy.edit_count = 0;
    struct plan plan = {.next = MOMENT_NEVER};
    *list_add(arena, &plan.rows) = copy;
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&text, &size));
    plan_print(&plan, out);
    fclose(out);
    const char *kept = arena_copy(arena, text, size);
    free(text);
    return kept;
}

/* Returns the row of the same object; of two hops to one tag, the one at the same index. */
static const struct row *find_row(const struct plan *plan, size_t at, const struct row *wanted)
{
    if (at < plan->rows.count && strcmp(plan->rows.items[at].object, wanted->object) == 0)
        return &plan->rows.items[at];
    list_each (row, &plan->rows)
        if (row->kind == wanted->kind && strcmp(row->object, wanted->object) == 0)
            return row;
    return NULL;
}

static void nothing_writes(struct world *world, const char *when)
{
    list_each (row, &world->plan.rows)
        if (row_state(row) == ROW_WRITES)
            fail(world, "%s, a row still writes: %s %s -> %s", when, row->object, row->current,
                 row->wanted);
}

static void same_waiting_rows(struct world *before, struct world *after)
{
    for (size_t i = 0; i < before->plan.rows.count; i++) {
        const struct row *row = &before->plan.rows.items[i];
        if (row_state(row) == ROW_WRITES || row_state(row) == ROW_STEADY)
            continue;
        const struct row *again = find_row(&after->plan, i, row);
        const char *one = row_text(&before->arena, row);
        const char *two = again != NULL ? row_text(&before->arena, again) : "no row";
        if (strcmp(one, two) != 0)
            fail(before, "after applying, a row that did not write reads otherwise:\n%s%s", one,
                 two);
    }
}

/* Returns the golden file with this change applied. */
static struct golden applied(struct arena *arena, const struct world *world)
{
    struct golden golden = world->golden;
    golden.files.items = arena_array(arena, struct golden_file, golden.files.count);
    for (size_t i = 0; i < golden.files.count; i++) {
        golden.files.items[i] = world->golden.files.items[i];
        list_each (file, &world->change.files) {
            if (strcmp(file->path, golden.files.items[i].path) != 0)
                continue;
            golden.files.items[i].bytes = file->bytes;
            golden.files.items[i].length = file->length;
        }
    }
    return golden;
}

/* A repeated question does not mean that a listed answer is unused. */
static void mark_used(struct world *world, const struct world *again)
{
    for (size_t i = 0; i < world->golden.answers.count; i++)
        world->used[i] |= again->used[i];
}

/* True if each record of `a` that moves a tag is in `b` too; times and words may differ. */
static bool same_moves(const due_list *a, const due_list *b)
{
    list_each (due, a) {
        bool found = !record_moves(due->record.kind) || due->record.kind == RECORD_MISSING;
        list_each (other, b)
            found |= text_equal(due->environment, other->environment) &&
                     text_equal(due->stream, other->stream) && text_equal(due->tag, other->tag) &&
                     text_equal(due->record.digest, other->record.digest);
        if (!found)
            return false;
    }
    return true;
}

/* The run was killed between its commit and its records: the next one writes them. */
static void check_killed(struct world *world, const struct golden *written)
{
    struct world *killed = world_open(written, world);
    nothing_writes(killed, "after a kill before the records were written");
    bool word = world->golden.intent.kind != written->intent.kind;
    LIST_OF(struct due) last = {0};
    list_each (due, &world->dues) /* of two records of one tag only the current one can be found */
        if (due + 1 == world->dues.items + world->dues.count || !text_equal(due[1].tag, due->tag) ||
            !text_equal(due[1].stream, due->stream) ||
            !text_equal(due[1].environment, due->environment))
            *list_add(&world->arena, &last) = *due;
    due_list moves = {last.items, last.count, last.count};
    if (!word && !same_moves(&moves, &killed->dues))
        fail(world, "after a kill, a record was not made good");
    mark_used(world, killed);
    world_close(killed);
}

static void check_later(struct world *world, struct golden *golden, moment next)
{
    golden->now = next - 1;
    struct world *early = world_open(golden, NULL);
    nothing_writes(early, "a second before `next`");
    golden->now = next;
    struct world *then = world_open(golden, NULL);
    if (strcmp(printed(&early->arena, early), printed(&then->arena, then)) == 0)
        fail(world, "`next` is named, but nothing is different then");
    mark_used(world, then); /* questions that are asked only at `next` can be listed too */
    world_close(early);
    world_close(then);
}

static void check_again(struct world *world)
{
    struct golden golden = applied(&world->arena, world);
    enum intent_kind kind = golden.intent.kind;
    bool repeats = kind == INTENT_IMPORT_IMAGE || kind == INTENT_TAG;
    bool moves_on = kind == INTENT_RELEASE || kind == INTENT_PROMOTE; /* by itself, after that */
    if (!repeats)
        golden.intent.kind = INTENT_NONE;
    if (golden.journaled && world->golden.journal.state == JOURNAL_READ && !moves_on)
        check_killed(world, &golden);
    golden_remember(&world->arena, &golden, &world->dues);
    struct world *again = world_open(&golden, NULL);
    mark_used(world, again);
    if (!moves_on) {
        nothing_writes(again, "after applying");
        list_each (due, &again->dues)
            if (record_moves(due->record.kind))
                fail(world, "after applying, a record is still due: %s %s/%s:%s",
                     record_word(due->record.kind), due->environment, due->stream, due->tag);
    }
    if (golden.intent.kind == kind)
        same_waiting_rows(world, again);
    if (again->plan.next != MOMENT_NEVER && !moves_on)
        check_later(world, &golden, again->plan.next);
    world_close(again);
}

/* The plan must be the same if only a part of the journal is read. */
static void check_partly(struct world *world, const struct golden *golden, const char *got)
{
    struct world *partly = world_begin(golden);
    partly->partly = true;
    make(partly);
    const char *again = printed(&world->arena, partly);
    if (strcmp(got, again) != 0)
        fail(world, "with only a part of the journal the plan is another one:\n%s", again);
    world_close(partly);
}

static bool run(const char *path)
{
    arena_scope struct arena arena = {0};
    struct golden golden = {0};
    struct err err = {0};
    failure = NULL;
    if (golden_read(&arena, path, &golden, &err) < 0) {
        printf("# %s\n", err.message);
        return false;
    }
    struct world *world = world_open(&golden, NULL);
    const char *got = printed(&arena, world);
    bool same = golden_matches(path, &golden, got);
    if (failure == NULL && golden.journaled)
        check_partly(world, &golden, got);
    if (failure == NULL)
        check_again(world);
    for (size_t i = 0; i < golden.answers.count; i++)
        if (!world->used[i])
            fail(world, "listed but never asked: %s", golden.answers.items[i].question.key);
    if (failure != NULL)
        printf("# %s\n", failure);
    world_close(world);
    bool passed = same && failure == NULL;
    free((char *)failure);
    return passed;
}

int main(int argc, char **argv)
{
    return golden_run_all(argc == 2 ? argv[1] : ".", ".plan", run);
}
