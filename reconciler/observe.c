// SPDX-License-Identifier: Apache-2.0
#include "reconciler/observe.h"

#include "reconciler/check.h"
#include "reconciler/git/history/ancestor.h"
#include "reconciler/git/history/changed_files.h"
#include "reconciler/git/history/origin.h"

static void ask_registry(struct session *session, const struct question *questions, size_t count,
                         struct arena *arena, struct answer *answers)
{
    /* Reports the number of questions first, because the registry reports only finished answers. */
    if (session->options.progress != NULL)
        session->options.progress(session->options.context, 0, count);
    registry_ask(session->registry, questions, count, arena, answers);
}

static void ask_origins(struct session *session, const struct question *questions, size_t count,
                        struct arena *arena, struct answer *answers)
{
    origin_answer(session->repository, questions, count, arena, answers);
}

static void ask_members(struct session *session, const struct question *questions, size_t count,
                        struct arena *arena, struct answer *answers)
{
    ancestor_answer(session->repository, questions, count, arena, answers);
}

static void ask_changed(struct session *session, const struct question *questions, size_t count,
                        struct arena *arena, struct answer *answers)
{
    changed_files_answer(session->repository, questions, count, arena, answers);
}

static bool of_origins(enum question_kind kind)
{
    return kind == QUESTION_ORIGIN || kind == QUESTION_MOVES;
}

static bool of_members(enum question_kind kind)
{
    return kind == QUESTION_COMMIT;
}

static bool of_changed(enum question_kind kind)
{
    return kind == QUESTION_CHANGED;
}

/* Runs the checks. Runs none in an anonymous session (--untrusted): an untrusted repository must
 * not choose programs to run. */
static void ask_checks(struct session *session, const struct question *questions, size_t count,
                       struct arena *arena, struct answer *answers)
{
    if (!session->options.anonymous) {
        check_ask(session->options.config, session->options.stop, questions, count, arena, answers);
        return;
    }
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct answer){
            .question = questions[i],
            .state = ANSWER_UNKNOWN,
            .word = registry_class_word(REGISTRY_POLICY),
            .why = "no checks are run with --untrusted",
        };
}

static bool of_checks(enum question_kind kind)
{
    return kind == QUESTION_CHECK;
}

/* The functions that answer the kinds of questions. In a round each is called at most once, with
 * all questions of its kinds. */
static const struct answerer {
    bool (*of)(enum question_kind kind);
    void (*ask)(struct session *session, const struct question *questions, size_t count,
                struct arena *arena, struct answer *answers);
    bool registry; /* the function needs the session's registry */
} answerers[] = {
    {registry_answers, ask_registry, true}, {of_origins, ask_origins, false},
    {of_members, ask_members, false},       {of_changed, ask_changed, false},
    {of_checks, ask_checks, false},
};

/* Asks this answerer the questions of its kinds. Stores the answer to questions[i] in answers[i].
 */
static void ask_one(struct session *session, const struct answerer *answerer,
                    const struct question *questions, size_t count, struct arena *arena,
                    struct answer *answers)
{
    struct question *some = arena_array(arena, struct question, count);
    size_t *places = arena_array(arena, size_t, count), found = 0;
    for (size_t i = 0; i < count; i++) {
        if (!answerer->of(questions[i].kind))
            continue;
        places[found] = i;
        some[found++] = questions[i];
    }
    if (found == 0 || (answerer->registry && session->registry == NULL))
        return;
    struct answer *got = arena_array(arena, struct answer, found);
    answerer->ask(session, some, found, arena, got);
    for (size_t i = 0; i < found; i++)
        answers[places[i]] = got[i];
}

void observe_ask(struct session *session, const struct question *questions, size_t count,
                 struct arena *arena, struct answer *answers)
{
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct answer){
            .question = questions[i],
            .state = ANSWER_UNKNOWN,
            .word = "not-supported-yet",
            .why = arena_print(arena, "nothing in this run answers questions of kind %s",
                               question_word(questions[i].kind)),
        };
    for (size_t i = 0; i < sizeof answerers / sizeof *answerers; i++)
        ask_one(session, &answerers[i], questions, count, arena, answers);
}

bool observe_plan(struct session *session, struct observed *observed, const struct plan *plan,
                  const struct change *change)
{
    arena_scope struct arena scratch = {0};
    size_t added = observed_add(observed, change->refusals.items, change->refusals.count);
    struct answer *answers = arena_array(&scratch, struct answer, plan->questions.count);
    observe_ask(session, plan->questions.items, plan->questions.count, &scratch, answers);
    return added + observed_add(observed, answers, plan->questions.count) > 0;
}
