// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/resolve.h"

#include "manifests/declared/environment.h"

/* Returns true if the answer is ANSWER_FOUND; else ends the draft. */
static bool answered(struct draft *draft, const struct answer *answer, const char *key)
{
    if (answer == NULL)
        draft_end(draft, REASON_ASKING, key);
    else if (answer->state != ANSWER_FOUND)
        draft_unanswered(draft, answer);
    else
        draft_say(draft, "%s is %s", key, answer->digest);
    return answer != NULL && answer->state == ANSWER_FOUND;
}

bool resolve_image(struct planner *planner, struct draft *draft, const struct reference *image,
                   struct holding *out)
{
    const char *key = image->digest != NULL
                          ? reference_digest_key(planner->arena, image, image->digest)
                          : reference_tag_key(planner->arena, image);
    const struct answer *answer =
        planner_ask(planner, image->digest != NULL ? QUESTION_INDEX : QUESTION_TAG_DIGEST, key);
    if (!answered(draft, answer, key))
        return false;
    *out = (struct holding){
        .kind = HOLDS_DIGEST,
        .digest = image->digest != NULL ? image->digest : answer->digest,
        .image = *image,
        .integrated = text_equal(image->host, planner->declared->settings.integrated_registry),
        .form = answer->form,
    };
    return true;
}

bool resolve_holding(struct planner *planner, struct draft *draft, struct holding *holding)
{
    const struct settings *settings = &planner->declared->settings;
    struct reference image = holding->image;
    struct holding found;
    if (holding->integrated) {
        image.host = settings->integrated_registry;
        image.path = arena_print(planner->arena, "%s/%s",
                                 environment_namespace(settings, holding->home), holding->stream);
    }
    image.digest = holding->digest;
    if (!resolve_image(planner, draft, &image, &found))
        return false;
    holding->form = found.form;
    return true;
}
