// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/tag_image.h"

#include "diff/gates/candidate.h"
#include "diff/planner/annotation.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/settle.h"
#include "diff/planner/tag_entry.h"
#include "diff/rows/platforms.h"
#include "manifests/base/duration.h"

/* Returns how to write the entry, by the options of the request. */
static struct entry_options options_of(const struct intent *intent, const struct tag_node *node,
                                       const struct holding *taken)
{
    struct entry_options options = {
        .scheduled = intent->scheduled,
        .unscheduled = intent->kind == INTENT_TAG && !intent->scheduled,
        .import_mode = intent->import_mode,
        .reference_policy_said = intent->reference_policy_said,
        .reference_policy = intent->reference_policy,
    };
    /* A new entry keeps the whole index, in case the image is one. */
    if (node->entry == NULL && options.import_mode == IMPORT_MODE_DEFAULT &&
        taken->form != IMAGE_FORM_SINGLE)
        options.import_mode = IMPORT_MODE_PRESERVE_ORIGINAL;
    return options;
}

/* Adds to the evidence the follow rule and the settle time that the request passes over. */
static void prove_passed_over(struct planner *planner, struct draft *draft,
                              const struct tag_policy *policy, bool scheduled)
{
    char buffer[DURATION_TEXT_MAX];
    int64_t settle = settle_time(planner, policy, scheduled);
    const char *time = arena_text(planner->arena, duration_print(settle, buffer));
    if (planner->intent->kind == INTENT_TAG && policy->follow != NULL)
        draft_prove(draft,
                    &(struct evidence){
                        .kind = EVIDENCE_FOLLOW,
                        .argument = policy->follow->text,
                        .outcome = EVIDENCE_OVERRIDDEN,
                        .text = arena_print(planner->arena, "passed over: weir.dev/follow: %s",
                                            policy->follow->text),
                    });
    if (settle > 0)
        draft_prove(draft, &(struct evidence){
                               .kind = EVIDENCE_SETTLE,
                               .argument = time,
                               .outcome = EVIDENCE_OVERRIDDEN,
                               .text = arena_print(planner->arena, "passed over: settle %s", time),
                           });
}

void tag_image_set(struct planner *planner, struct tag_node *node, struct holding taken)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    struct entry_options options = options_of(intent, node, &taken);
    prove_passed_over(planner, draft, &policy, options.scheduled);
    /* Like `oc tag`, writes an image that was named with its registry as a DockerImage. */
    struct holding source = taken;
    if (intent->source.kind != SOURCE_STREAM_TAG && intent->source.kind != SOURCE_STREAM_IMAGE)
        source.integrated = false;
    struct new_source from = tag_entry_source(planner, &source);
    draft->row.wanted = from.name;
    draft->row.wanted_digest = taken.digest;
    tag_entry_write(node, from, &options);
    annotation_write(node, "alias", NULL);
    draft->row.follows = NULL;
    if (draft_unchanged(draft)) {
        node->holding.form = taken.form;
        return;
    }
    /* A person can't pass over the declared platforms. */
    struct candidate candidate = {.digest = taken.digest, .holding = source};
    if (taken.kind == HOLDS_DIGEST &&
        !platforms_held(planner, draft, policy.platforms, candidate_image_key(planner, &candidate),
                        taken.form))
        return;
    enum import_mode kept = node->holding.import_mode;
    if (restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, &policy, taken.digest))
        tag_entry_taken(node, taken,
                        options.import_mode != IMPORT_MODE_DEFAULT ? options.import_mode : kept);
}
