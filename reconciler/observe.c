// SPDX-License-Identifier: Apache-2.0
#include "reconciler/observe.h"

static bool of_registry(enum question_kind kind)
{
    return kind == QUESTION_TAG_DIGEST || kind == QUESTION_INDEX;
}

bool observe(struct session *session, struct observed *observed, const struct plan *plan,
             const struct change *change)
{
    struct arena scratch arena_scope = {0};
    size_t added = observed_add(observed, change->refusals.items, change->refusals.count);
    size_t count = plan->questions.count, asked = 0;
    struct question *questions = arena_array(&scratch, struct question, count);
    struct answer *answers = arena_array(&scratch, struct answer, count);

    for (size_t i = 0; i < count; i++) {
        const struct question *question = &plan->questions.items[i];
        if (of_registry(question->kind) && session->registry != NULL)
            questions[asked++] = *question;
    }
    /* The registry calls back with answers only; how many are awaited is known before. */
    if (asked > 0 && session->options.progress != NULL)
        session->options.progress(session->options.context, 0, asked);
    if (asked > 0)
        registry_ask(session->registry, questions, asked, &scratch, answers);

    size_t next = asked;
    for (size_t i = 0; i < count; i++) {
        const struct question *question = &plan->questions.items[i];
        if (!of_registry(question->kind) || session->registry == NULL)
            answers[next++] = (struct answer){
                .question = *question,
                .state = ANSWER_UNKNOWN,
                .word = "not-supported-yet",
                .why = arena_print(&scratch, "nobody answers questions of kind %s yet",
                                   question_word(question->kind)),
            };
    }
    return added + observed_add(observed, answers, count) > 0;
}
