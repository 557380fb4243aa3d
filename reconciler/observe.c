// SPDX-License-Identifier: Apache-2.0
#include "reconciler/observe.h"

static bool of_registry(enum question_kind kind)
{
    return kind == QUESTION_TAG_DIGEST || kind == QUESTION_INDEX;
}

void observe_ask(struct session *session, const struct question *questions, size_t count,
                 struct arena *arena, struct answer *answers)
{
    struct question *asked = arena_array(arena, struct question, count);
    size_t *places = arena_array(arena, size_t, count), some = 0;
    for (size_t i = 0; i < count; i++) {
        if (of_registry(questions[i].kind) && session->registry != NULL) {
            places[some] = i;
            asked[some++] = questions[i];
            continue;
        }
        answers[i] = (struct answer){
            .question = questions[i],
            .state = ANSWER_UNKNOWN,
            .word = "not-supported-yet",
            .why = arena_print(arena, "nobody answers questions of kind %s yet",
                               question_word(questions[i].kind)),
        };
    }
    if (some == 0)
        return;
    /* The registry calls back with answers only; how many are awaited is known before. */
    if (session->options.progress != NULL)
        session->options.progress(session->options.context, 0, some);
    struct answer *got = arena_array(arena, struct answer, some);
    registry_ask(session->registry, asked, some, arena, got);
    for (size_t i = 0; i < some; i++)
        answers[places[i]] = got[i];
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
