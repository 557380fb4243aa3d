// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff/base/plan_print.h"
#include "diff/plan/plan_make.h"
#include "manifests/declared/declare.h"
#include "tests/diff/golden.h"
#include "tests/diff/partial_journal.h"
#include "tests/explore/laws.h"
#include "tests/explore/pool.h"
#include "tests/explore/run_answers.h"

enum { ROUNDS_MAX = 8 };

static const moment ahead = (moment)73 * 365 * 24 * HOUR;
/* Records of a clock that was ahead may be believed then. */
static const moment far = (moment)365 * 24 * HOUR;

int run_place(const struct run *run, const struct row *row)
{
    return scenario_place(run->world->scenario, row->environment, row->stream, row->tag);
}

const char *run_name(const struct run *run, int place)
{
    static char name[80];
    const struct place *at = &run->world->scenario->places[place];
    snprintf(name, sizeof name, "%s: %s/%s:%s", run->branch->name, at->environment, at->stream,
             at->tag);
    return name;
}

const char *run_author(const struct run *run)
{
    return run->clone ? "bob" : run->intent != NULL ? "ops" : "weir";
}

static struct source source_of(struct run *run)
{
    struct golden golden = {.now = run->now};
    const struct scenario *scenario = run->world->scenario;
    for (int i = 0; i < scenario->file_count; i++) {
        const char *bytes = run->branch->tip->files[i]->bytes;
        *list_add(&run->arena, &golden.files) =
            (struct golden_file){scenario->paths[i], bytes, strlen(bytes)};
    }
    *list_add(&run->arena, &golden.files) =
        (struct golden_file){"shop.yaml", scenario->promotion, strlen(scenario->promotion)};
    for (size_t i = 1; i < golden.files.count; i++)
        for (size_t k = i;
             k > 0 && strcmp(golden.files.items[k - 1].path, golden.files.items[k].path) > 0; k--) {
            struct golden_file file = golden.files.items[k];
            golden.files.items[k] = golden.files.items[k - 1];
            golden.files.items[k - 1] = file;
        }
    return golden_source(&run->arena, &golden);
}

/* Returns the ID of the commit up to which all moves are recorded, if the branch has newer ones. */
static const char *reached(const struct run *run)
{
    const struct batch *batch = run->branch->batch;
    const struct commit *commit = batch != NULL && !run->clone ? batch->reached : NULL;
    return commit != NULL && commit != run->branch->tip ? commit->id : NULL;
}

static void load_journal(struct run *run)
{
    const struct scenario *scenario = run->world->scenario;
    run->journal =
        (struct journal){.state = run->branch->batch != NULL ? JOURNAL_READ : JOURNAL_NEW,
                         .advisory = run->clone,
                         .reached = reached(run),
                         .behind = branch_batches(run->branch) > 0 &&
                                   run->branch->batch->by < run->branch->batch->number};
    if (run->mood == MOOD_FORGETS)
        run->journal = (struct journal){.state = JOURNAL_UNKNOWN, .why = "not today"};
    for (int i = 0; run->mood != MOOD_FORGETS && i < scenario->place_count; i++) {
        const struct entry *last = run->branch->journal[i];
        const struct place *place = &scenario->places[i];
        if (last == NULL)
            continue;
        struct record *records = arena_array(&run->arena, struct record, last->count);
        for (const struct entry *entry = last; entry != NULL; entry = entry->before)
            records[entry->count - 1] = entry->record;
        *list_add(&run->arena, &run->journal.tags) = (struct tag_journal){
            place->environment, place->stream, place->tag, records, last->count, NULL};
    }
    list_sort(&run->journal.tags, tag_journal_compare);
    run->observed.journal = &run->journal;
}

void run_plan(struct run *run)
{
    struct source source = source_of(run);
    run->base = run->branch->tip;
    run->parts = parts_open();
    run->observed = observed_make(&run->arena, run->now);
    load_journal(run);
    declared_make(&run->arena, &source, run->parts, &run->declared);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        plan_make(&run->arena, &run->declared, &run->observed, run->intent, &run->plan);
        change_make(&run->arena, &source, &run->plan, &run->change);
        if (run->plan.questions.count == 0)
            break;
        list_each (question, &run->plan.questions)
            run_answer(run, question);
    }
}

static const char *plan_text(struct arena *arena, const struct plan *plan)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&text, &size));
    plan_print(plan, out);
    fclose(out);
    const char *kept = arena_copy(arena, text, size);
    free(text);
    return kept;
}

/* A plan from as much of the journal as the plan needs is the same. */
static bool same_partly(struct run *run)
{
    struct plan plan;
    struct journal partial = partial_journal(&run->arena, &run->journal);
    struct observed observed = run->observed;
    observed.journal = &partial;
    do {
        plan = (struct plan){0};
        plan_make(&run->arena, &run->declared, &observed, run->intent, &plan);
    } while (partial_journal_read(&run->arena, &run->journal, &partial, &plan.lacking));
    const char *all = plan_text(&run->arena, &run->plan), *part = plan_text(&run->arena, &plan);
    return strcmp(all, part) == 0 ||
           world_complain(run->world, "a part of the journal gives another plan:\n%s\nnot\n%s",
                          part, all);
}

void run_close(struct run *run)
{
    parts_close(run->parts);
    arena_done(&run->arena);
}

static const char *move_word(const struct run *run, const struct row *row)
{
    if (row->deletes)
        return "delete";
    if (run->intent != NULL && (row->reason == REASON_ASKED_FOR || row->reason == REASON_RELEASED))
        return intent_word(run->intent->kind);
    return row->kind == ROW_HOP ? "promoted" : "pinned";
}

static const struct evidence *keep_evidence(const struct evidence *evidence, size_t count)
{
    struct evidence *copy = arena_array(pool_arena(), struct evidence, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = evidence[i];
        copy[i].kind = pool_text(evidence[i].kind);
        copy[i].argument = pool_text(evidence[i].argument);
        copy[i].text = pool_text(evidence[i].text);
    }
    return copy;
}

static void claim(const struct run *run, const struct row *row, struct commit *commit)
{
    *list_add(pool_arena(), &commit->claims) = (struct claim){
        .move = {.kind = move_word(run, row),
                 .object = pool_text(row->object),
                 .from = row->followed != NULL ? pool_text(row->followed)
                                               : image_digest(image_of(row->current_digest)),
                 .to = row->follows != NULL ? pool_text(row->follows)
                                            : image_digest(image_of(row->wanted_digest)),
                 .reason = run->intent != NULL ? run->intent->reason : NULL,
                 .source = run->base->id,
                 .branch = run->clone ? NULL : run->branch->name},
        .place = run_place(run, row),
        .evidence = keep_evidence(row->evidence, row->evidence_count),
        .evidence_count = row->evidence_count,
    };
}

/* Denies the images from which the request rolls back. A clone knows no images between two runs. */
static void deny(const struct run *run, const struct row *row, struct pin *pin)
{
    const struct truth *truth = &run->branch->truths[run_place(run, row)];
    int wanted = image_of(row->wanted_digest);
    pin->denied |= 1U << truth->stays->image;
    for (const struct stay *stay = truth->stays; stay != NULL && stay->image != wanted;
         stay = stay->before)
        if (stay->noted == 0 ? !run->clone : stay->seen != MOMENT_NEVER)
            pin->denied |= 1U << stay->image;
    pin->denied &= ~(1U << wanted | 1U);
}

static void write_commit(struct run *run)
{
    const struct scenario *scenario = run->world->scenario;
    if (run->change.files.count == 0)
        return;
    struct commit *commit = commit_make(run->base, NULL, run_author(run), "a run", run->now);
    list_each (changed, &run->change.files)
        for (int i = 0; i < scenario->file_count; i++) {
            if (strcmp(scenario->paths[i], changed->path) != 0)
                continue;
            struct version *version =
                version_make(scenario, i, changed->bytes, run->base->files[i]);
            list_each (row, &run->plan.rows) {
                int place = run_place(run, row);
                if (row->reason == REASON_ASKED_FOR && run->intent->kind == INTENT_ROLLBACK &&
                    place >= 0 && scenario->places[place].file == i)
                    deny(run, row, &version->pins[scenario->places[place].slot]);
            }
            commit->files[i] = version;
        }
    list_each (row, &run->plan.rows)
        if (row->kind != ROW_CONSUMER && (!run->clone || run->trailers) &&
            (row_state(row) == ROW_WRITES || row->reason == REASON_RELEASED))
            claim(run, row, commit);
    run->commit = commit;
}

static void list_dues(struct run *run)
{
    struct due_context context = {
        .plan = &run->plan,
        .declared = &run->declared,
        .observed = &run->observed,
        .intent = run->intent,
        .base = run->base->id,
        .commit = run->commit != NULL ? run->commit->id : NULL,
        .who = run_author(run),
    };
    run->whole = journal_due(&run->arena, &context, &run->dues);
}

static void append(struct run *run, const struct due *due)
{
    struct entry *entry = arena_new(pool_arena(), struct entry);
    int place = scenario_place(run->world->scenario, due->environment, due->stream, due->tag);
    const struct entry *last = run->branch->journal[place];
    *entry = (struct entry){.record = due->record,
                            .batch = branch_batches(run->branch),
                            .count = last != NULL ? last->count + 1 : 1,
                            .before = last};
    struct record *record = &entry->record;
    record->digest = image_digest(image_of(due->record.digest));
    record->reference = pool_text(due->record.reference);
    record->commit = pool_text(due->record.commit);
    record->source = pool_text(due->record.source);
    record->who = pool_text(due->record.who);
    record->merger = pool_text(due->record.merger);
    record->why = pool_text(due->record.why);
    record->alias = pool_text(due->record.alias);
    record->evidence = keep_evidence(due->record.evidence, due->record.evidence_count);
    run->branch->journal[place] = entry;
}

/* Returns the stay as this run records it. */
static struct stay *noted(const struct run *run, const struct stay *stay, const struct stay *before)
{
    struct stay *copy = arena_new(pool_arena(), struct stay);
    *copy = *stay;
    copy->seen = run->mood == MOOD_AHEAD ? MOMENT_NEVER : run->now;
    copy->noted = branch_batches(run->branch) + 1;
    copy->at = run->branch->tip;
    copy->before = before;
    return copy;
}

/* Takes the records of a tag into the truth, in order: the images that they name are recorded now.
 * An alias may have had more images than the truth knows. */
static void mark_place(const struct run *run, int place, size_t *taken)
{
    arena_scope struct arena scratch = {0};
    struct truth *truth = &run->branch->truths[place];
    bool alias = run->world->scenario->places[place].source == SOURCE_ALIAS;
    stay_list waiting = truth_waiting(&scratch, truth);
    bool before = run->branch->tip == run->base; /* the run's own move */
    size_t at = 0, next = 0;
    const struct stay *recorded = truth->recorded;
    list_each (due, &run->dues) {
        const struct record *record = &due->record;
        if (place !=
                scenario_place(run->world->scenario, due->environment, due->stream, due->tag) ||
            !record_moves(record->kind) || at++ < *taken)
            continue;
        struct stay passing = {.image = image_of(record->digest),
                               .how = HOW_EDIT,
                               .by = run->branch->tip,
                               .since = run->world->now};
        bool waits = next < waiting.count && waiting.items[next]->image == passing.image;
        bool same = next == waiting.count && recorded != NULL && recorded->image == passing.image;
        bool own = run->commit != NULL && text_equal(record->commit, run->commit->id);
        if (!waits && !same && ((!alias && !truth->unsure) || (own && before)))
            break;
        if (!same)
            recorded = noted(run, waits ? waiting.items[next] : &passing, recorded);
        next += waits;
        ++*taken;
    }
    truth->stays = truth->recorded = recorded;
    for (; next < waiting.count; next++) {
        struct stay *copy = arena_new(pool_arena(), struct stay);
        *copy = *waiting.items[next];
        copy->before = truth->stays;
        truth->stays = copy;
    }
}

/* taken: how many records of moves each tag has in the truth. */
static void mark(const struct run *run, size_t *taken)
{
    for (int i = 0; i < run->world->scenario->place_count; i++)
        mark_place(run, i, &taken[i]);
}

/* Takes into the truth which of the recorded images were set by hand. */
static void mark_hands(const struct run *run)
{
    list_each (due, &run->dues) {
        enum record_kind kind = due->record.kind;
        int place = scenario_place(run->world->scenario, due->environment, due->stream, due->tag);
        if (kind == RECORD_RELEASED || record_moves(kind))
            run->branch->truths[place].hand = kind == RECORD_HELD;
    }
}

/* True if the run decided what the alias gives, and recorded it. */
static bool sees_alias(const struct run *run)
{
    int alias = scenario_alias(run->world->scenario);
    list_each (row, &run->plan.rows)
        if (run->mood != MOOD_KILLED && run->mood != MOOD_FORGETS && row->kind != ROW_CONSUMER &&
            alias >= 0 && run_place(run, row) == alias)
            return true;
    return false;
}

/* Adds a commit to the journal. If moves may have no records, it reaches no further than before. */
static void begin_batch(const struct run *run)
{
    struct branch *branch = run->branch;
    struct batch *batch = arena_new(pool_arena(), struct batch);
    const struct commit *before = branch->batch != NULL ? branch->batch->reached : NULL;
    bool all = run->whole || before == run->base;
    int number = branch_batches(branch) + 1;
    *batch = (struct batch){number, all ? branch->tip : before,
                            all || before == NULL ? number : branch->batch->by, branch->batch};
    branch->batch = batch;
}

/* Makes the run's commit the branch's tip and appends its records. */
static void finish(struct run *run)
{
    if (run->mood == MOOD_KILLED)
        run->dues.count = 0;
    size_t taken[PLACES_MAX] = {0};
    mark(run, taken); /* what happened before the run */
    if (run->commit != NULL || sees_alias(run))
        world_arrive_at(run->world, run->branch, run->commit != NULL ? run->commit : run->base,
                        HOW_RUN, sees_alias(run) ? run->now : 0);
    mark(run, taken);
    mark_hands(run);
    if (run->dues.count == 0)
        return;
    begin_batch(run);
    list_each (due, &run->dues)
        append(run, due);
}

static bool writes_nothing(const struct run *before, moment now, const char *when, moment *next)
{
    struct world *world = before->world;
    struct run run = *before;
    run.arena = (struct arena){0};
    run.now = now;
    run.commit = NULL;
    run_plan(&run);
    list_dues(&run);
    bool good = true;
    list_each (row, &run.plan.rows)
        if (good && row_state(row) == ROW_WRITES)
            good = world_complain(world, "%s, %s still writes (%s)", when, row->object,
                                  reason_word(row->reason));
    list_each (due, &run.dues)
        if (good && now == before->now)
            good = world_complain(world, "%s, a record is still due: %s %s/%s:%s, image %d", when,
                                  record_word(due->record.kind), due->environment, due->stream,
                                  due->tag, image_of(due->record.digest));
    *next = run.plan.next;
    run_close(&run);
    return good;
}

bool run_sync(struct world *world, struct branch *branch, enum mood mood,
              const struct intent *intent)
{
    struct run run = {.world = world, .branch = branch, .mood = mood, .intent = intent};
    moment next = MOMENT_NEVER, ignored;
    run.now = world->now + (mood == MOOD_AHEAD ? ahead : 0);
    if (intent == NULL && mood != MOOD_KILLED &&
        mood != MOOD_FORGETS) /* an alias whose hold ended gives its tag's
                                  image when a run sees that */
        world_arrive_at(world, branch, branch->tip, HOW_EDIT, run.now);
    run_plan(&run);
    write_commit(&run);
    list_dues(&run);
    bool good = same_partly(&run) && laws_rows(&run) && (mood == MOOD_KILLED || laws_dues(&run));
    finish(&run);
    good = good && laws_after(&run);
    if (good && mood != MOOD_KILLED && intent == NULL)
        good = writes_nothing(&run, run.now, "after a run", &next) &&
               (next == MOMENT_NEVER || mood == MOOD_AHEAD || next - run.now >= far ||
                writes_nothing(&run, next - 1, "a second before `next`", &ignored));
    run_close(&run);
    return good;
}

bool run_clone(struct world *world, const struct intent *intent, bool trailers, bool *good)
{
    struct run run = {.world = world,
                      .branch = &world->side,
                      .intent = intent,
                      .clone = true,
                      .trailers = trailers,
                      .now = world->now};
    run_plan(&run);
    write_commit(&run);
    *good = laws_rows(&run);
    bool wrote = run.commit != NULL;
    if (wrote)
        world_arrive(world, &world->side, run.commit, HOW_MERGE);
    run_close(&run);
    return wrote;
}
