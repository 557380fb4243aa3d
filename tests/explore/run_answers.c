// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/run_answers.h"

#include <string.h>

#include "manifests/base/text.h"
#include "tests/explore/answers.h"

static void answer_digest(const struct run *run, struct answer *answer)
{
    const struct world *world = run->world;
    for (int i = 0; i < world->scenario->upstream_count; i++)
        if (strcmp(answer->question.key, world->scenario->upstreams[i]) == 0)
            answer->digest = image_digest(world->upstream[i]);
    if (run->mood == MOOD_SILENT)
        *answer = (struct answer){.question = answer->question,
                                  .state = ANSWER_UNKNOWN,
                                  .word = "unreachable",
                                  .why = "no answer"};
}

static void answer_labels(struct run *run, struct answer *answer)
{
    struct image_label *labels = arena_array(&run->arena, struct image_label, LABELS);
    int image = image_of(answer->digest);
    for (int i = LABELS - 1; i >= 0; i--) /* sorted by name */
        if (image_has_label(image, i)) {
            const char *name = arena_text(&run->arena, label_texts[i]);
            char *value = strchr(name, '=');
            *value = '\0';
            labels[answer->label_count++] = (struct image_label){name, value + 1};
        }
    answer->labels = labels;
}

void run_answer(struct run *run, const struct question *question)
{
    const struct commit *tip = run->branch->tip;
    struct answer answer = {.question = *question, .state = ANSWER_FOUND};
    answer.form = IMAGE_FORM_SINGLE;
    if (question->kind == QUESTION_TAG_DIGEST) {
        answer_digest(run, &answer);
    } else if (question->kind == QUESTION_ORIGIN) {
        answer.origin =
            answer_origin(&run->arena, run->world->scenario, tip, run->branch->name, question->key);
        answer.state = answer.origin != NULL ? ANSWER_FOUND : ANSWER_NONE;
    } else if (question->kind == QUESTION_MOVES) {
        answer.origin =
            answer_moves(&run->arena, run->world->scenario, tip, run->branch->name, question->key);
        answer.state = answer.origin != NULL ? ANSWER_FOUND : ANSWER_NONE;
    } else if (question->kind == QUESTION_CHANGED) {
        answer_changed(&run->arena, run->world->scenario, tip, &answer);
    } else if (question->kind == QUESTION_COMMIT) {
        answer.state = history_find(tip, question->key) != NULL ? ANSWER_FOUND : ANSWER_NONE;
    } else {
        answer.digest = strchr(question->key, '@') + 1;
        if (question->kind == QUESTION_CONFIG)
            answer_labels(run, &answer);
    }
    observed_add(&run->observed, &answer, 1);
}
