// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/restrictions.h"

#include "diff/planner/freeze.h"
#include "diff/planner/memory.h"
#include "manifests/kinds/policy.h"

bool restriction_held(struct planner *planner, struct draft *draft, const struct tag_policy *policy)
{
    char until[MOMENT_TEXT_MAX];
    if (!policy->hold.set)
        return false;
    if (policy->hold.until <= planner->observed->now) {
        draft_say(draft, "hold ended %s", moment_print(policy->hold.until, until));
        draft_allow(draft, policy->hold.until);
        return false;
    }
    bool open = policy->hold.until == MOMENT_NEVER;
    const char *end = open ? "released" : moment_print(policy->hold.until, until);
    const char *detail = policy->hold.reason != NULL
                             ? arena_print(planner->arena, "until %s: %s", end, policy->hold.reason)
                             : arena_print(planner->arena, "until %s", end);
    draft_say(draft, "held at %s:%u:%u", draft->row.file, policy->hold.line, policy->hold.column);
    draft_end(draft, REASON_HELD, detail);
    draft->row.hint = "run `weir release` to remove the hold";
    draft->row.next = policy->hold.until;
    return true;
}

/* True if the draft already has the evidence that a person overrode the deny of this digest. */
static bool proved(const struct draft *draft, const char *digest)
{
    list_each (evidence, &draft->evidence)
        if (text_equal(evidence->kind, EVIDENCE_DENY) && text_equal(evidence->argument, digest))
            return true;
    return false;
}

void restriction_prove_denied(struct draft *draft, const char *digest)
{
    if (proved(draft, digest))
        return;
    draft_prove(draft, &(struct evidence){
                           .kind = EVIDENCE_DENY,
                           .argument = digest,
                           .outcome = EVIDENCE_OVERRIDDEN,
                           .text = arena_print(draft->arena, "passed over: %s is denied", digest),
                       });
}

bool restriction_denied(struct planner *planner, struct draft *draft,
                        const struct tag_policy *policy, const char *digest)
{
    if (policy == NULL || !policy_denies(policy, digest))
        return false;
    if (planner->intent != NULL && planner->intent->allow_denied) {
        restriction_prove_denied(draft, digest);
        return false;
    }
    draft_end(draft, REASON_DENIED, digest);
    draft->row.hint = "an image that is not denied can still move the tag; to allow this image, "
                      "delete its entry from weir.dev/deny";
    return true;
}

/* Returns true if this restriction stops the draft, and then ends the draft. */
typedef bool restriction(struct planner *planner, struct draft *draft,
                         const struct tag_policy *policy, const char *digest);

static bool held(struct planner *planner, struct draft *draft, const struct tag_policy *policy,
                 const char *digest)
{
    (void)digest;
    return policy != NULL && restriction_held(planner, draft, policy);
}

bool restriction_settings(struct planner *planner, struct draft *draft)
{
    const struct settings *settings = &planner->declared->settings;
    const char *file = settings->problem != NULL ? settings->problem->path : NULL;
    if (!settings->broken)
        return false;
    draft_end(draft, REASON_PROBLEM,
              arena_print(planner->arena, "%s has a problem", file != NULL ? file : SETTINGS_FILE));
    draft->row.hint = "run `weir lint` to see the problem; nothing is written until it is fixed";
    return true;
}

static bool settings_broken(struct planner *planner, struct draft *draft,
                            const struct tag_policy *policy, const char *digest)
{
    (void)policy;
    (void)digest;
    return restriction_settings(planner, draft);
}

static bool pull_request(struct planner *planner, struct draft *draft,
                         const struct tag_policy *policy, const char *digest)
{
    (void)policy;
    (void)digest;
    if (planner->declared->settings.write != WRITE_BY_PULL_REQUEST)
        return false;
    draft_end(draft, REASON_NOT_SUPPORTED_YET, "write: pullRequest");
    return true;
}

static bool frozen(struct planner *planner, struct draft *draft, const struct tag_policy *policy,
                   const char *digest)
{
    (void)policy;
    (void)digest;
    return freeze_check(planner, draft);
}

/* One refused edit stops the whole row, because a row makes all of its edits or none. */
static bool edit_refused(struct planner *planner, struct draft *draft,
                         const struct tag_policy *policy, const char *digest)
{
    (void)policy;
    (void)digest;
    list_each (edit, &draft->edits) {
        struct question question = {QUESTION_SITE_REFUSED, edit->key};
        const struct answer *answer = observed_find(planner->observed, question);
        if (answer == NULL)
            continue;
        draft_refused_edit(draft, answer);
        return true;
    }
    return false;
}

/* The restrictions in the order in which they are tried. */
static restriction *const restrictions[] = {
    held, restriction_denied, settings_broken, pull_request, frozen, edit_refused,
};

bool restrictions_pass(struct planner *planner, struct draft *draft, enum reason reason,
                       enum action action, const struct tag_policy *policy, const char *digest)
{
    for (size_t i = 0; i < sizeof restrictions / sizeof *restrictions; i++)
        if (restrictions[i](planner, draft, policy, digest))
            return false;
    if (planner->intent != NULL && memory_kept(planner))
        draft_allow(draft, planner->observed->now);
    draft->row.reason = reason;
    draft->row.action = action;
    return true;
}
