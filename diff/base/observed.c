// SPDX-License-Identifier: Apache-2.0
#include "diff/base/observed.h"

struct observed observed_make(struct arena *run, moment now)
{
    return (struct observed){.arena = run, .now = now};
}

static int compare_answer(const void *key, const void *item)
{
    const struct answer *answer = item;
    return question_compare(key, &answer->question);
}

const struct answer *observed_find(const struct observed *observed, struct question question)
{
    return list_find(&observed->answers, &question, compare_answer);
}

static const struct claimed_move *copy_claim(struct arena *arena, const struct claimed_move *from)
{
    struct claimed_move *claim = arena_new(arena, struct claimed_move);
    *claim = (struct claimed_move){
        .kind = arena_text(arena, from->kind),
        .object = arena_text(arena, from->object),
        .from = arena_text(arena, from->from),
        .to = arena_text(arena, from->to),
        .reason = arena_text(arena, from->reason),
        .source = arena_text(arena, from->source),
        .branch = arena_text(arena, from->branch),
    };
    return claim;
}

static struct pin_origin *copy_move(struct arena *arena, const struct pin_origin *from)
{
    struct pin_origin *origin = arena_new(arena, struct pin_origin);
    *origin = *from;
    origin->commit = arena_text(arena, from->commit);
    origin->who = arena_text(arena, from->who);
    origin->why = arena_text(arena, from->why);
    origin->before = arena_text(arena, from->before);
    origin->merger = arena_text(arena, from->merger);
    origin->hold_reason = arena_text(arena, from->hold_reason);
    origin->digest = arena_text(arena, from->digest);
    origin->alias = arena_text(arena, from->alias);
    origin->reference = arena_text(arena, from->reference);
    origin->claim = from->claim != NULL ? copy_claim(arena, from->claim) : NULL;
    struct evidence *evidence = arena_array(arena, struct evidence, from->evidence_count);
    for (size_t i = 0; i < from->evidence_count; i++) {
        evidence[i] = from->evidence[i];
        evidence[i].kind = arena_text(arena, from->evidence[i].kind);
        evidence[i].argument = arena_text(arena, from->evidence[i].argument);
        evidence[i].text = arena_text(arena, from->evidence[i].text);
    }
    origin->evidence = evidence;
    return origin;
}

/* Copies the move and the earlier ones. */
static const struct pin_origin *copy_origin(struct arena *arena, const struct pin_origin *from)
{
    struct pin_origin *newest = copy_move(arena, from);
    for (struct pin_origin *at = newest; at->earlier != NULL;) {
        struct pin_origin *earlier = copy_move(arena, at->earlier);
        at->earlier = earlier;
        at = earlier;
    }
    return newest;
}

static const char *const *copy_texts(struct arena *arena, const char *const *from, size_t count)
{
    const char **texts = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        texts[i] = arena_text(arena, from[i]);
    return texts;
}

static struct answer copy(struct arena *arena, const struct answer *from)
{
    struct answer answer = *from;
    answer.question.key = arena_text(arena, from->question.key);
    answer.digest = arena_text(arena, from->digest);
    answer.word = arena_text(arena, from->word);
    answer.why = arena_text(arena, from->why);
    struct platform_image *children = arena_array(arena, struct platform_image, from->child_count);
    for (size_t i = 0; i < from->child_count; i++) {
        children[i].platform = arena_text(arena, from->children[i].platform);
        children[i].digest = arena_text(arena, from->children[i].digest);
    }
    answer.children = children;
    struct image_label *labels = arena_array(arena, struct image_label, from->label_count);
    for (size_t i = 0; i < from->label_count; i++) {
        labels[i].name = arena_text(arena, from->labels[i].name);
        labels[i].value = arena_text(arena, from->labels[i].value);
    }
    answer.labels = labels;
    answer.platform = arena_text(arena, from->platform);
    answer.tags = copy_texts(arena, from->tags, from->tag_count);
    answer.files = copy_texts(arena, from->files, from->file_count);
    answer.origin = from->origin != NULL ? copy_origin(arena, from->origin) : NULL;
    return answer;
}

static int by_question(const void *a, const void *b)
{
    const struct answer *left = a, *right = b;
    return question_compare(&left->question, &right->question);
}

size_t observed_add(struct observed *observed, const struct answer *answers, size_t count)
{
    size_t before = observed->answers.count;
    for (size_t i = 0; i < count; i++)
        if (list_search(observed->answers.items, before, sizeof *answers, &answers[i].question,
                        compare_answer) == NULL)
            *list_add(observed->arena, &observed->answers) = copy(observed->arena, &answers[i]);
    /* The sort is stable: of two new answers to one question, the first one stays first. */
    list_sort(&observed->answers, by_question);

    struct answer *items = observed->answers.items;
    size_t kept = 0;
    for (size_t i = 0; i < observed->answers.count; i++)
        if (kept == 0 || by_question(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    observed->answers.count = kept;
    return kept - before;
}
