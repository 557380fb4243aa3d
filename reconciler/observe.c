// SPDX-License-Identifier: Apache-2.0
#include "reconciler/observe.h"

#include "reconciler/git/member.h"
#include "reconciler/git/origin.h"

static bool of_history(enum question_kind kind)
{
    return kind == QUESTION_ORIGIN;
}

static bool of_branch(enum question_kind kind)
{
    return kind == QUESTION_COMMIT;
}

static bool of_registry(enum question_kind kind)
{
    return kind == QUESTION_TAG_DIGEST || kind == QUESTION_INDEX || kind == QUESTION_TAG_LIST;
}

/* Who answers which questions: those of one kind of answerer, gathered and put back. */
struct batch {
    struct question *questions;
    size_t *places;
    size_t count;
};

static struct batch batch_make(struct arena *arena, const struct question *questions, size_t count,
                               bool (*of)(enum question_kind kind))
{
    struct batch batch = {arena_array(arena, struct question, count),
                          arena_array(arena, size_t, count), 0};
    for (size_t i = 0; i < count; i++) {
        if (!of(questions[i].kind))
            continue;
        batch.places[batch.count] = i;
        batch.questions[batch.count++] = questions[i];
    }
    return batch;
}

static void batch_put(const struct batch *batch, const struct answer *got, struct answer *answers)
{
    for (size_t i = 0; i < batch->count; i++)
        answers[batch->places[i]] = got[i];
}

static void ask_registry(struct session *session, const struct batch *batch, struct arena *arena,
                         struct answer *answers)
{
    if (batch->count == 0 || session->registry == NULL)
        return;
    /* The registry calls back with answers only; how many are awaited is known before. */
    if (session->options.progress != NULL)
        session->options.progress(session->options.context, 0, batch->count);
    struct answer *got = arena_array(arena, struct answer, batch->count);
    registry_ask(session->registry, batch->questions, batch->count, arena, got);
    batch_put(batch, got, answers);
}

typedef void repository_asker(struct repository *repository, const struct question *questions,
                              size_t count, struct arena *arena, struct answer *answers);

static void ask_repository(struct session *session, repository_asker *ask,
                           const struct batch *batch, struct arena *arena, struct answer *answers)
{
    if (batch->count == 0)
        return;
    struct answer *got = arena_array(arena, struct answer, batch->count);
    ask(session->repository, batch->questions, batch->count, arena, got);
    batch_put(batch, got, answers);
}

void observe_ask(struct session *session, const struct question *questions, size_t count,
                 struct arena *arena, struct answer *answers)
{
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct answer){
            .question = questions[i],
            .state = ANSWER_UNKNOWN,
            .word = "not-supported-yet",
            .why = arena_print(arena, "nobody answers questions of kind %s yet",
                               question_word(questions[i].kind)),
        };
    struct batch registry = batch_make(arena, questions, count, of_registry);
    struct batch history = batch_make(arena, questions, count, of_history);
    struct batch branch = batch_make(arena, questions, count, of_branch);
    ask_registry(session, &registry, arena, answers);
    ask_repository(session, repository_origins, &history, arena, answers);
    ask_repository(session, repository_members, &branch, arena, answers);
}

bool observe(struct session *session, struct observed *observed, const struct plan *plan,
             const struct change *change)
{
    struct arena scratch arena_scope = {0};
    size_t added = observed_add(observed, change->refusals.items, change->refusals.count);
    struct answer *answers = arena_array(&scratch, struct answer, plan->questions.count);
    observe_ask(session, plan->questions.items, plan->questions.count, &scratch, answers);
    return added + observed_add(observed, answers, plan->questions.count) > 0;
}
