// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/consumer.h"

#include "diff/planner/first_record.h"
#include "diff/planner/restrictions.h"
#include "manifests/base/words.h"

/* Returns the image text to write for the consumer, by its binding and the tag's referencePolicy.
 */
static const char *pull_reference(struct planner *planner, const struct consumer *consumer,
                                  const struct tag_node *node, const struct holding *holding)
{
    struct arena *arena = planner->arena;
    bool local = node->entry != NULL && node->entry->reference_policy == REFERENCE_POLICY_LOCAL;
    if (holding->kind == HOLDS_REFERENCE)
        return holding->image.text;
    if (consumer->binding == BOUND_BY_FORM || local || holding->integrated)
        return arena_print(
            arena, "%s:%s@%s",
            planner_integrated(planner, consumer->stream_environment, consumer->stream),
            consumer->tag, holding->digest);
    if (holding->image.tag == NULL && holding->image.digest != NULL)
        return arena_print(arena, "%s@%s", holding->image.name, holding->digest);
    return reference_pinned(arena, &holding->image, holding->digest);
}

/* True if both texts pull the same image: they are equal; or they have the same repository and
 * digest, and `now` has the same tag or no tag. */
static bool same_pull(struct planner *planner, const char *now, const char *wanted)
{
    struct reference a, b;
    struct err err = {0};
    if (text_equal(now, wanted))
        return true;
    if (reference_parse(planner->arena, now, &a, &err) < 0 ||
        reference_parse(planner->arena, wanted, &b, &err) < 0)
        return false;
    return a.digest != NULL && text_equal(a.digest, b.digest) &&
           reference_same_repository(&a, &b) && (a.tag == NULL || text_equal(a.tag, b.tag));
}

/* True if a cluster resolves the pin through its own ImageStream, into which it may have imported
 * only one platform of an index. */
static bool cluster_resolves(const struct planner *planner, const struct consumer *consumer,
                             const struct tag_node *node)
{
    if (consumer->binding == BOUND_BY_FORM)
        return true;
    return planner->declared->settings.triggers == TRIGGERS_CLUSTER ||
           (node->entry != NULL && node->entry->reference_policy == REFERENCE_POLICY_LOCAL);
}

/* Returns true if the cluster may not have the pinned index because of the tag's importMode, or if
 * that is unknown; it then ends the draft. */
static bool stopped_by_import_mode(struct planner *planner, struct draft *draft,
                                   const struct consumer *consumer, const struct tag_node *node,
                                   const struct holding *holding)
{
    if (holding->kind != HOLDS_DIGEST || holding->integrated ||
        holding->import_mode == IMPORT_MODE_PRESERVE_ORIGINAL ||
        !cluster_resolves(planner, consumer, node))
        return false;
    enum image_form form = holding->form;
    if (form == IMAGE_FORM_UNKNOWN) {
        const char *key = reference_digest_key(planner->arena, &holding->image, holding->digest);
        const struct answer *index = planner_ask(planner, QUESTION_INDEX, key);
        if (index == NULL || index->state != ANSWER_FOUND) {
            draft_end(draft, index == NULL ? REASON_ASKING : REASON_COULD_NOT_TELL,
                      index != NULL ? index->why : key);
            return true;
        }
        form = index->form;
    }
    if (form != IMAGE_FORM_INDEX)
        return false;
    draft_end(draft, REASON_LEGACY_IMPORT,
              arena_print(planner->arena, "%s/%s:%s", consumer->stream_environment,
                          consumer->stream, consumer->tag));
    draft->row.hint = "set importPolicy.importMode: PreserveOriginal on the tag";
    return true;
}

/* Returns true if the binding and the setting `triggers` decide the row without the tag's image; it
 * then ends the draft. */
static bool decided_by_binding(struct planner *planner, struct draft *draft,
                               const struct consumer *consumer)
{
    enum triggers_owner triggers = planner->declared->settings.triggers;
    /* Settings that can't be read may have said who handles the triggers. */
    if (triggers == TRIGGERS_UNSET && consumer->binding != BOUND_BY_FORM &&
        restriction_settings(planner, draft))
        return true;
    if (consumer->binding == BOUND_BY_LOOKUP) {
        bool weir = triggers == TRIGGERS_WEIR;
        draft_end(draft, weir ? REASON_LOOKUP_NEEDS_BINDING : REASON_RESOLVED_AT_ADMISSION, NULL);
        if (weir)
            draft->row.hint = arena_print(
                planner->arena,
                "add the annotation image.openshift.io/triggers, from %s:%s to container %s",
                consumer->stream, consumer->tag, consumer->container->name);
        return true;
    }
    if (consumer->binding != BOUND_BY_TRIGGER)
        return false;
    if (consumer->paused) {
        draft_end(draft, REASON_TRIGGER_PAUSED, NULL);
        return true;
    }
    if (triggers == TRIGGERS_UNSET) {
        draft_end(draft, REASON_TRIGGERS_NOT_SAID, NULL);
        draft->row.hint =
            "set `triggers: weir` in " SETTINGS_FILE
            " if no OpenShift controller handles the annotation, otherwise `triggers: cluster`";
        return true;
    }
    return false;
}

/*
 * True if the tag is a copy, no file names the registry of the copied image, and a consumer that is
 * bound by a trigger already has the copied digest. The consumer then keeps its image text, which
 * names the registry.
 */
static bool same_image(const struct consumer *consumer, const struct tag_node *node,
                       const struct holding *holding, const char *current_digest)
{
    bool local = node->entry != NULL && node->entry->reference_policy == REFERENCE_POLICY_LOCAL;
    return consumer->binding == BOUND_BY_TRIGGER && holding->origin_unknown && !local &&
           text_equal(current_digest, holding->digest);
}

/* True if it is known that the workload runs no image, or that it runs the tag's image already. */
static bool runs_it(struct planner *planner, const struct consumer *consumer,
                    const struct tag_node *node, const struct holding *holding, const char *now)
{
    struct reference running;
    struct err err = {0};
    const char *before = node->draft.row.current_digest;
    if (text_blank(now))
        return true;
    if (holding->digest == NULL || reference_parse(planner->arena, now, &running, &err) < 0)
        return false;
    if (running.digest != NULL)
        return text_equal(running.digest, holding->digest);
    if (consumer->binding == BOUND_BY_FORM) /* it runs what the tag had before this run */
        return before == NULL || text_equal(before, holding->digest);
    if (row_state(&node->draft.row) != ROW_WRITES)
        return false; /* the run that pinned the tag has rolled out what it could */
    struct question tag = {QUESTION_TAG_DIGEST, reference_tag_key(planner->arena, &running)};
    const struct answer *answer = observed_find(planner->observed, tag);
    return answer != NULL && answer->state == ANSWER_FOUND &&
           text_equal(answer->digest, holding->digest);
}

/* Returns true if the tag's image is not on record yet and the workload may run another one; then
 * ends the draft. The first run changes nothing that runs. */
static bool waits_for_record(struct planner *planner, struct draft *draft,
                             const struct tag_node *node, const struct holding *holding)
{
    moment since;
    if (draft->row.same_image || holding->digest == NULL || planner->intent != NULL ||
        !first_record_fresh(planner, node, &since))
        return false;
    const struct record *head = node->standing.head;
    if (head != NULL && text_equal(head->digest, draft->row.current_digest))
        return false;
    first_record_wait(planner, node, draft, since);
    return true;
}

static void decide_image(struct planner *planner, struct draft *draft,
                         const struct consumer *consumer, const struct tag_node *node,
                         const struct holding *holding)
{
    bool cluster = consumer->binding == BOUND_BY_TRIGGER &&
                   planner->declared->settings.triggers == TRIGGERS_CLUSTER;
    const char *now = draft->row.current;
    const char *wanted = same_image(consumer, node, holding, draft->row.current_digest)
                             ? now
                             : pull_reference(planner, consumer, node, holding);
    draft->row.wanted_digest = holding->digest;
    if (!cluster)
        draft->row.wanted = wanted;
    if (!cluster && !text_blank(now) && same_pull(planner, now, wanted)) {
        draft_end(draft, REASON_IN_STEP, NULL);
        return;
    }
    if (stopped_by_import_mode(planner, draft, consumer, node, holding))
        return;
    if (cluster) {
        draft_end(draft, REASON_CLUSTER_OWNED, NULL);
        return;
    }
    if (now == NULL) {
        draft_end(draft, REASON_NO_SITE, NULL);
        draft->row.hint = "add an image field to the container; a blank value (\" \") is enough";
        return;
    }
    draft->row.same_image = runs_it(planner, consumer, node, holding, now);
    if (waits_for_record(planner, draft, node, holding))
        return;
    draft_replace(draft, &consumer->container->image, wanted);
    restrictions_pass(planner, draft, REASON_ROLLED, ACTION_ROLL, NULL, holding->digest);
}

/* Returns false if weir leaves this image to the cluster, or if its trigger is paused. */
static bool may_be_written(const struct planner *planner, const struct consumer *consumer)
{
    enum triggers_owner triggers = planner->declared->settings.triggers;
    if (consumer->binding == BOUND_BY_LOOKUP)
        return triggers == TRIGGERS_WEIR;
    return consumer->binding == BOUND_BY_FORM ||
           (!consumer->paused && triggers != TRIGGERS_CLUSTER);
}

/* Decides a consumer by the image that its tag has after this run. */
static void decide_by_tag(struct planner *planner, struct draft *draft,
                          const struct consumer *consumer, const char *tag)
{
    struct tag_node *node =
        planner_node(planner, consumer->stream_environment, consumer->stream, consumer->tag);
    if (node == NULL) {
        bool external = declared_external(planner->declared, consumer->stream_environment);
        draft_end(draft, external ? REASON_EXTERNAL : REASON_SOURCE_EMPTY, tag);
        return;
    }
    const struct holding *holding = planner_holding(planner, node);
    bool external = node->draft.row.reason == REASON_EXTERNAL;
    switch (holding->kind) {
    case HOLDS_NOTHING:
        draft_end(draft, external ? REASON_EXTERNAL : REASON_SOURCE_EMPTY, tag);
        break;
    case HOLDS_UNKNOWN:
        draft_end(draft, REASON_SOURCE_UNKNOWN, holding->why);
        break;
    case HOLDS_STOPPED:
        draft_stopped(draft, holding, tag);
        break;
    case HOLDS_ASKING:
        draft_end(draft, REASON_ASKING, tag);
        break;
    case HOLDS_DIGEST:
    case HOLDS_REFERENCE:
        decide_image(planner, draft, consumer, node, holding);
        break;
    }
}

/* How a consumer is bound to its tag, in words for the trail. */
static const char *const bindings[] = {
    [BOUND_BY_TRIGGER] = "the annotation image.openshift.io/triggers",
    [BOUND_BY_FORM] = "an image of the integrated registry",
    [BOUND_BY_LOOKUP] = "lookupPolicy.local",
};
TABLE_COMPLETE(bindings, BOUND_BY_LOOKUP + 1);

void consumer_decide(struct planner *planner, const struct consumer *consumer, struct draft *draft)
{
    const char *tag = arena_print(planner->arena, "%s/%s:%s", consumer->stream_environment,
                                  consumer->stream, consumer->tag);
    draft_say(draft, "bound to %s by %s", tag, bindings[consumer->binding]);
    if (consumer->problem != NULL || consumer->workload->broken)
        draft_problem(draft,
                      consumer->problem != NULL ? consumer->problem : consumer->workload->problem);
    else if (consumer->shared && may_be_written(planner, consumer))
        draft_end(draft, REASON_SHARED_BASE, NULL);
    else if (!decided_by_binding(planner, draft, consumer))
        decide_by_tag(planner, draft, consumer, tag);
}
