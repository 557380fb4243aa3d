// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/platforms.h"

#include <string.h>

#include "manifests/values/platform.h"

/* Returns a copy of the list's next item, or NULL after the last one, and moves *rest to the item
 * after it. */
static const char *next_platform(struct arena *arena, const char **rest)
{
    size_t length = strcspn(*rest, ",");
    if (length == 0)
        return NULL;
    const char *platform = arena_copy(arena, *rest, length);
    *rest += length + ((*rest)[length] == ',');
    return platform;
}

/* Returns the first child for this platform, or NULL. Container runtimes choose the first one too.
 */
static const struct platform_image *child_for(const struct answer *index, const char *platform)
{
    for (size_t i = 0; i < index->child_count; i++)
        if (platform_equal(index->children[i].platform, platform))
            return &index->children[i];
    return NULL;
}

/* Returns the answer if it is ANSWER_FOUND; else ends the draft and returns NULL. */
static const struct answer *ask(struct planner *planner, struct draft *draft,
                                enum question_kind kind, const char *key)
{
    const struct answer *answer = planner_ask(planner, kind, key);
    if (answer == NULL)
        draft_end(draft, REASON_ASKING, key);
    else if (answer->state != ANSWER_FOUND)
        draft_end(draft, REASON_COULD_NOT_TELL, answer->why);
    return answer != NULL && answer->state == ANSWER_FOUND ? answer : NULL;
}

/* Returns a sentence for people about the platforms of the image. */
static const char *list_of(struct arena *arena, const struct answer *index,
                           const struct answer *config)
{
    if (config != NULL)
        return text_blank(config->platform)
                   ? "the image does not name its platform"
                   : arena_print(arena, "the image is for %s", config->platform);
    const char *text = "the image has";
    for (size_t i = 0; i < index->child_count; i++)
        text = arena_print(arena, "%s%s %s", text, i > 0 ? "," : "",
                           *index->children[i].platform != '\0' ? index->children[i].platform
                                                                : "one image without a platform");
    return index->child_count > 0 ? text : "the image lists no platforms";
}

bool platforms_held(struct planner *planner, struct draft *draft, const char *platforms,
                    const char *key, enum image_form form)
{
    const struct answer *index = NULL, *config = NULL;
    const char *missing = "", *platform = NULL;
    if (platforms == NULL)
        return true;
    if (form != IMAGE_FORM_SINGLE) {
        index = ask(planner, draft, QUESTION_INDEX, key);
        if (index == NULL)
            return false;
    }
    if (index == NULL || index->form == IMAGE_FORM_SINGLE) {
        config = ask(planner, draft, QUESTION_CONFIG, key);
        if (config == NULL)
            return false;
    }
    while ((platform = next_platform(planner->arena, &platforms)) != NULL) {
        bool held = config != NULL ? !text_blank(config->platform) &&
                                         platform_equal(config->platform, platform)
                                   : child_for(index, platform) != NULL;
        if (!held)
            missing = arena_print(planner->arena, "%s%s%s", missing, *missing != '\0' ? ", " : "",
                                  platform);
    }
    if (*missing == '\0') {
        draft_prove(draft, &(struct evidence){.kind = EVIDENCE_PLATFORMS,
                                              .text = "the image has every declared platform"});
        return true;
    }
    draft_say(draft, "%s", list_of(planner->arena, index, config));
    draft_end(draft, REASON_PLATFORMS_MISSING, missing);
    return false;
}

enum platforms_change platforms_compare(struct planner *planner, struct draft *draft,
                                        const char *platforms, const char *pinned, const char *live)
{
    const struct answer *before = planner_ask(planner, QUESTION_INDEX, pinned);
    const struct answer *after = planner_ask(planner, QUESTION_INDEX, live);
    const char *platform = NULL;
    if (before == NULL || after == NULL) {
        draft_end(draft, REASON_ASKING, before == NULL ? pinned : live);
        return PLATFORMS_OPEN;
    }
    if (before->state == ANSWER_UNKNOWN || after->state == ANSWER_UNKNOWN) {
        draft_end(draft, REASON_COULD_NOT_TELL,
                  before->state == ANSWER_UNKNOWN ? before->why : after->why);
        return PLATFORMS_OPEN;
    }
    if (before->form != IMAGE_FORM_INDEX || after->form != IMAGE_FORM_INDEX)
        return PLATFORMS_DIFFER; /* also if the registry no longer has the pinned image */
    while ((platform = next_platform(planner->arena, &platforms)) != NULL) {
        const struct platform_image *old = child_for(before, platform);
        const struct platform_image *new = child_for(after, platform);
        if (old == NULL || new == NULL || !text_equal(old->digest, new->digest))
            return PLATFORMS_DIFFER;
    }
    draft_say(draft, "the images for the declared platforms are the same as in the pinned index");
    return PLATFORMS_SAME;
}
