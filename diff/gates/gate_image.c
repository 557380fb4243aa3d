// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_image.h"

#include <string.h>

#include "manifests/base/utf8.h"
#include "manifests/values/platform.h"

static bool has_platform(const struct answer *image, const char *wanted)
{
    if (image->question.kind == QUESTION_CONFIG)
        return image->platform != NULL && platform_equal(image->platform, wanted);
    for (size_t i = 0; i < image->child_count; i++)
        if (platform_equal(image->children[i].platform, wanted))
            return true;
    return false;
}

/* Returns "linux/amd64, linux/arm64", without the platform "unknown/unknown" of attestations. */
static const char *platforms_of(struct planner *planner, const struct answer *image)
{
    enum { LISTED_MAX = 10 };
    const char *list = "";
    size_t listed = 0;
    if (image->question.kind == QUESTION_CONFIG)
        return image->platform != NULL ? image->platform : "no named platform";
    for (size_t i = 0; i < image->child_count && listed < LISTED_MAX; i++) {
        const char *platform = image->children[i].platform;
        if (*platform == '\0' || strcmp(platform, "unknown/unknown") == 0)
            continue;
        list = arena_print(planner->arena, "%s%s%s", list, listed++ > 0 ? ", " : "", platform);
    }
    return listed == 0           ? "no named platform"
           : listed < LISTED_MAX ? list
                                 : arena_print(planner->arena, "%s, …", list);
}

/* Returns the answer that names the platforms: to QUESTION_INDEX for an index, to QUESTION_CONFIG
 * for a single image. Returns NULL while the answer is outstanding. */
static const struct answer *ask_platforms(struct planner *planner,
                                          const struct candidate *candidate, const char *key)
{
    if (candidate->holding.form != IMAGE_FORM_SINGLE) {
        const struct answer *index = planner_ask(planner, QUESTION_INDEX, key);
        if (index == NULL || index->state != ANSWER_FOUND || index->form != IMAGE_FORM_SINGLE)
            return index;
    }
    return planner_ask(planner, QUESTION_CONFIG, key);
}

struct gate_result gate_platforms(struct planner *planner, const struct gate *gate,
                                  const struct candidate *candidate)
{
    const char *key = candidate_image_key(planner, candidate);
    const struct answer *image = ask_platforms(planner, candidate, key);
    if (image == NULL || image->state != ANSWER_FOUND)
        return gate_result_unanswered(planner, image, "platforms");
    for (size_t i = 0; i < gate->item_count; i++)
        if (!has_platform(image, gate->items[i].name))
            return (struct gate_result){
                .state = GATE_REFUSED,
                .next = MOMENT_NEVER,
                .evidence.text =
                    arena_print(planner->arena, "platforms: %s is missing, the image has %s",
                                gate->items[i].name, platforms_of(planner, image)),
            };
    return (struct gate_result){
        .state = GATE_HOLDS,
        .next = MOMENT_NEVER,
        .evidence.text = arena_print(planner->arena, "platforms: %s", gate->text),
    };
}

/* Returns untrusted text in quotes, on one line, cut at QUOTE_MAX bytes. */
static const char *quote(struct planner *planner, const char *text)
{
    enum { QUOTE_MAX = 100 };
    size_t length = utf8_fit(text, QUOTE_MAX);
    const char *more = text[length] != '\0' ? "…" : "";
    char *quoted = arena_print(planner->arena, "\"%.*s%s\"", (int)length, text, more);
    for (char *at = quoted; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = '?';
    return quoted;
}

/* Returns the label's value, or NULL if the image has no such label. */
static const char *label_of(const struct answer *image, const char *name)
{
    for (size_t i = 0; i < image->label_count; i++)
        if (text_equal(image->labels[i].name, name))
            return image->labels[i].value;
    return NULL;
}

struct gate_result gate_label(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate)
{
    struct arena *arena = planner->arena;
    const char *key = candidate_image_key(planner, candidate), *text = "label ";
    const struct answer *image = planner_ask(planner, QUESTION_CONFIG, key);
    if (image == NULL || image->state != ANSWER_FOUND)
        return gate_result_unanswered(planner, image, "label");
    for (size_t i = 0; i < gate->item_count; i++) {
        const char *name = gate->items[i].name, *wanted = gate->items[i].value;
        const char *value = label_of(image, name);
        const char *quoted = value != NULL ? quote(planner, value) : "none";
        if (!text_equal(value, wanted))
            return (struct gate_result){
                .state = GATE_REFUSED,
                .next = MOMENT_NEVER,
                .evidence.text = arena_print(arena, "label %s: %s, expected %s", name, quoted,
                                             quote(planner, wanted)),
            };
        text = arena_print(arena, "%s%s%s: %s", text, i > 0 ? ", " : "", name, quoted);
    }
    return (struct gate_result){.state = GATE_HOLDS, .next = MOMENT_NEVER, .evidence.text = text};
}
