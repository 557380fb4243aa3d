// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/planner.h"

#include <stdarg.h>

void draft_say(struct planner *planner, struct draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *list_add(planner->arena, &draft->trail) = arena_vprint(planner->arena, format, arguments);
    va_end(arguments);
}

void draft_prove(struct planner *planner, struct draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *line = arena_vprint(planner->arena, format, arguments);
    va_end(arguments);
    *list_add(planner->arena, &draft->trail) = line;
    *list_add(planner->arena, &draft->evidence) = line;
}

void draft_end(struct draft *draft, enum reason reason, const char *detail)
{
    draft->row.reason = reason;
    draft->row.action = ACTION_NONE;
    draft->row.detail = detail;
    draft->edits.count = 0;
    draft->new_entry = NULL;
}

void draft_allow(struct draft *draft, moment since)
{
    if (since > draft->row.allowed)
        draft->row.allowed = since;
}

/* What a person can do about what an answer says. */
static const struct {
    const char *word, *hint;
} remedies[] = {
    {"tls", "--plain-http names a registry without TLS, --ca-file a private authority"},
    {"unauthorized", "credentials are read from config.json in $DOCKER_CONFIG, else ~/.docker"},
    {"alias", "write the value out in each place that uses it"},
    {"anchor", "write the value out in each place that uses it"},
    {"merge", "write the key out in the map itself"},
    {"template", "render it, or name the file under ignore in " SETTINGS_FILE},
};

static const char *remedy(const char *word)
{
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (text_equal(remedies[i].word, word))
            return remedies[i].hint;
    return NULL;
}

void draft_unanswered(struct draft *draft, const struct answer *answer)
{
    bool none = answer->state == ANSWER_NONE;
    draft_end(draft, none ? REASON_TAG_NOT_FOUND : REASON_COULD_NOT_TELL, answer->why);
    draft->row.hint = none ? NULL : remedy(answer->word);
}

void draft_problem(struct planner *planner, struct draft *draft, const struct problem *problem)
{
    draft_end(draft, REASON_PROBLEM, problem != NULL ? problem->message : NULL);
    if (problem == NULL) {
        draft->row.hint = "`weir lint` lists its problems";
        return;
    }
    draft->row.hint = problem->hint;
    draft_say(planner, draft, "problem %s at %s:%u:%u", problem_word(problem->code),
              problem->path != NULL ? problem->path : draft->row.file, problem->line,
              problem->column);
}

static const char *edit_key(struct planner *planner, const struct draft *draft,
                            struct node_path path)
{
    return arena_print(planner->arena, "%s#%zu/%s", draft->row.file, path.document,
                       node_path_print(planner->arena, path));
}

static void add_edit(struct planner *planner, struct draft *draft, struct edit edit,
                     struct node_path path)
{
    *list_add(planner->arena, &draft->edits) =
        (struct row_edit){.edit = edit, .key = edit_key(planner, draft, path)};
}

static void replace(struct planner *planner, struct draft *draft, const struct scalar *scalar,
                    const struct value *value)
{
    struct edit edit = {
        .kind = EDIT_REPLACE,
        .path = scalar->path,
        .expected = scalar->text,
        .value = value,
    };
    add_edit(planner, draft, edit, scalar->path);
}

void draft_replace(struct planner *planner, struct draft *draft, const struct scalar *scalar,
                   const char *text)
{
    replace(planner, draft, scalar, value_scalar(planner, NULL, text));
}

void draft_replace_literal(struct planner *planner, struct draft *draft,
                           const struct scalar *scalar, const char *text)
{
    replace(planner, draft, scalar, value_literal(planner, NULL, text));
}

void draft_insert(struct planner *planner, struct draft *draft, struct node_path path,
                  const struct value *value)
{
    struct edit edit = {.kind = EDIT_INSERT, .path = path, .value = value};
    add_edit(planner, draft, edit, node_path_key(planner->arena, path, value->key));
}

void draft_append(struct planner *planner, struct draft *draft, struct node_path path,
                  const struct value *item)
{
    struct edit edit = {.kind = EDIT_APPEND, .path = path, .value = item};
    add_edit(planner, draft, edit, path);
}

void draft_remove_item(struct planner *planner, struct draft *draft, struct node_path path)
{
    add_edit(planner, draft, (struct edit){.kind = EDIT_REMOVE, .path = path}, path);
}

void draft_remove(struct planner *planner, struct draft *draft, const struct scalar *scalar)
{
    struct edit edit = {
        .kind = EDIT_REMOVE,
        .path = scalar->path,
        .expected = scalar->text,
        .prune = true,
    };
    add_edit(planner, draft, edit, scalar->path);
}

/* --- what stops a row that would write --- */

bool draft_held(struct planner *planner, struct draft *draft, const struct tag_policy *policy)
{
    char until[MOMENT_TEXT_MAX];
    if (!policy->hold.set)
        return false;
    if (policy->hold.until <= planner->observed->now) {
        draft_say(planner, draft, "hold ended %s", moment_print(policy->hold.until, until));
        draft_allow(draft, policy->hold.until);
        return false;
    }
    bool open = policy->hold.until == MOMENT_NEVER;
    const char *end = open ? "it is deleted" : moment_print(policy->hold.until, until);
    const char *detail = policy->hold.reason != NULL
                             ? arena_print(planner->arena, "until %s: %s", end, policy->hold.reason)
                             : arena_print(planner->arena, "until %s", end);
    draft_say(planner, draft, "held at %s:%u:%u", draft->row.file, policy->hold.line,
              policy->hold.column);
    draft_end(draft, REASON_HELD, detail);
    draft->row.hint = "`weir release` lifts the hold";
    draft->row.next = policy->hold.until;
    return true;
}

bool policy_denies(const struct tag_policy *policy, const char *digest)
{
    for (size_t i = 0; digest != NULL && i < policy->denied_count; i++)
        if (text_equal(policy->denied[i], digest))
            return true;
    return false;
}

bool draft_denied(struct planner *planner, struct draft *draft, const struct tag_policy *policy,
                  const char *digest)
{
    if (!policy_denies(policy, digest))
        return false;
    if (planner->intent != NULL && planner->intent->allow_denied) {
        draft_prove(planner, draft, "passed over: %s is denied", digest);
        return false;
    }
    draft_end(draft, REASON_DENIED, digest);
    draft->row.hint = "a newer image moves the tag on; deleting the entry of weir.dev/deny "
                      "allows this one";
    return true;
}

void draft_stopped(struct draft *draft, const struct holding *holding, const char *source)
{
    draft_end(draft, holding->stopped, source);
    draft->row.next = holding->next;
}

static bool refused_by_settings(struct planner *planner, struct draft *draft)
{
    const struct settings *settings = &planner->declared->settings;
    if (settings->broken) {
        draft_end(draft, REASON_PROBLEM, SETTINGS_FILE " has a problem");
        draft->row.hint = "`weir lint` says which; nothing is written while it stands";
        return true;
    }
    if (settings->write == WRITE_BY_PULL_REQUEST) {
        draft_end(draft, REASON_NOT_SUPPORTED_YET, "write: pullRequest");
        return true;
    }
    return freeze_check(planner, draft);
}

static bool refused_by_site(struct planner *planner, struct draft *draft)
{
    list_each (edit, &draft->edits) {
        struct question question = {QUESTION_SITE_REFUSED, edit->key};
        const struct answer *answer = observed_find(planner->observed, question);
        if (answer == NULL)
            continue;
        draft_end(draft, REASON_EDIT_REFUSED, answer->why);
        draft->row.hint = remedy(answer->word);
        draft_say(planner, draft, "edit of %s refused: %s", edit->key, answer->word);
        return true;
    }
    return false;
}

bool draft_write(struct planner *planner, struct draft *draft, enum reason reason,
                 enum action action, const struct tag_policy *policy, const char *digest)
{
    if (policy != NULL && draft_held(planner, draft, policy))
        return false;
    if (policy != NULL && draft_denied(planner, draft, policy, digest))
        return false;
    if (refused_by_settings(planner, draft) || refused_by_site(planner, draft))
        return false;
    if (planner->intent != NULL && memory_kept(planner))
        draft_allow(draft, planner->observed->now);
    draft->row.reason = reason;
    draft->row.action = action;
    return true;
}

/* --- values --- */

struct value *value_scalar(struct planner *planner, const char *key, const char *text)
{
    struct value *value = arena_new(planner->arena, struct value);
    *value = (struct value){.kind = NODE_SCALAR, .key = key, .text = text};
    return value;
}

struct value *value_literal(struct planner *planner, const char *key, const char *text)
{
    struct value *value = value_scalar(planner, key, text);
    value->literal = true;
    return value;
}

struct value *value_map(struct planner *planner, const char *key, size_t count,
                        struct value *const *children)
{
    struct value *kept = arena_array(planner->arena, struct value, count);
    struct value *value = arena_new(planner->arena, struct value);
    *value = (struct value){.kind = NODE_MAP, .key = key, .children = kept};
    for (size_t i = 0; i < count; i++)
        if (children[i] != NULL)
            kept[value->count++] = *children[i];
    return value->count > 0 ? value : NULL;
}
