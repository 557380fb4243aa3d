// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/draft.h"

#include <stdarg.h>

#include "diff/planner/holding.h"
#include "diff/planner/value.h"
#include "manifests/base/text.h"

void draft_say(struct draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *list_add(draft->arena, &draft->trail) = arena_vprint(draft->arena, format, arguments);
    va_end(arguments);
}

void draft_prove(struct draft *draft, const struct evidence *evidence)
{
    *list_add(draft->arena, &draft->trail) = evidence->text;
    *list_add(draft->arena, &draft->evidence) = *evidence;
}

void draft_end(struct draft *draft, enum reason reason, const char *detail)
{
    draft->row.reason = reason;
    draft->row.action = ACTION_NONE;
    draft->row.detail = detail;
    draft->edits.count = 0;
    draft->new_entry = NULL;
}

void draft_refuse(struct draft *draft, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    draft_end(draft, REASON_REFUSED, arena_vprint(draft->arena, format, arguments));
    va_end(arguments);
    draft->row.hint = hint;
}

bool draft_unchanged(struct draft *draft)
{
    if (draft->edits.count > 0)
        return false;
    draft_end(draft, REASON_AS_ASKED, NULL);
    return true;
}

void draft_allow(struct draft *draft, moment since)
{
    if (since > draft->row.allowed)
        draft->row.allowed = since;
}

/* Hints by the `word` of an answer. */
static const struct {
    const char *word, *hint;
} remedies[] = {
    {"tls",
     "use --plain-http for a registry without TLS, --ca-file for a private certificate authority"},
    {"unauthorized",
     "add the registry to config.json in the folder of dockerConfig; if that is not set, "
     "to $REGISTRY_AUTH_FILE, or to config.json in $DOCKER_CONFIG or ~/.docker"},
    {"alias", "write the value in full at each place that uses it"},
    {"anchor", "write the value in full at each place that uses it"},
    {"merge", "write the key directly into the map"},
    {"template", "render the template, or list the file under ignore in " SETTINGS_FILE},
};

/* Returns the hint for this word, or NULL. */
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

void draft_stopped(struct draft *draft, const struct holding *holding, const char *source)
{
    draft_end(draft, holding->stopped, source);
    draft->row.next = holding->next;
}

void draft_refused_edit(struct draft *draft, const struct answer *answer)
{
    draft_end(draft, REASON_EDIT_REFUSED, answer->why);
    draft->row.hint = remedy(answer->word);
    draft_say(draft, "edit of %s refused: %s", answer->question.key, answer->word);
}

bool draft_sourced(struct draft *draft, const struct holding *holding, const char *source)
{
    switch (holding->kind) {
    case HOLDS_DIGEST:
        return true;
    case HOLDS_UNKNOWN:
        draft_end(draft, REASON_SOURCE_UNKNOWN, holding->why);
        return false;
    case HOLDS_ASKING:
        draft_end(draft, REASON_ASKING, source);
        return false;
    case HOLDS_STOPPED:
        draft_stopped(draft, holding, source);
        return false;
    case HOLDS_NOTHING:
    case HOLDS_REFERENCE:
        draft_end(draft, REASON_SOURCE_EMPTY, source);
        return false;
    }
    return false;
}

void draft_problem(struct draft *draft, const struct problem *problem)
{
    draft_end(draft, REASON_PROBLEM, problem != NULL ? problem->message : NULL);
    if (problem == NULL) {
        draft->row.hint = "run `weir lint` to see the problems";
        return;
    }
    draft->row.hint = problem->hint;
    draft_say(draft, "problem %s at %s:%u:%u", problem_word(problem->code),
              problem->path != NULL ? problem->path : draft->row.file, problem->line,
              problem->column);
}

static const char *edit_key(const struct draft *draft, struct node_path path)
{
    return arena_print(draft->arena, "%s#%zu/%s", draft->row.file, path.document,
                       node_path_print(draft->arena, path));
}

static void add_edit(struct draft *draft, struct edit edit, struct node_path path)
{
    *list_add(draft->arena, &draft->edits) =
        (struct row_edit){.edit = edit, .file = draft->row.file, .key = edit_key(draft, path)};
}

static void replace(struct draft *draft, const struct scalar *scalar, const struct value *value)
{
    struct edit edit = {
        .kind = EDIT_REPLACE,
        .path = scalar->path,
        .expected = scalar->text,
        .value = value,
    };
    add_edit(draft, edit, scalar->path);
}

void draft_replace(struct draft *draft, const struct scalar *scalar, const char *text)
{
    replace(draft, scalar, value_scalar(draft->arena, NULL, text));
}

void draft_replace_literal(struct draft *draft, const struct scalar *scalar, const char *text)
{
    replace(draft, scalar, value_literal(draft->arena, NULL, text));
}

void draft_insert(struct draft *draft, struct node_path path, const struct value *value)
{
    struct edit edit = {.kind = EDIT_INSERT, .path = path, .value = value};
    add_edit(draft, edit, node_path_key(draft->arena, path, value->key));
}

void draft_append(struct draft *draft, struct node_path path, const struct value *item)
{
    struct edit edit = {.kind = EDIT_APPEND, .path = path, .value = item};
    add_edit(draft, edit, path);
}

void draft_remove_item(struct draft *draft, struct node_path path)
{
    add_edit(draft, (struct edit){.kind = EDIT_REMOVE, .path = path}, path);
}

void draft_remove(struct draft *draft, const struct scalar *scalar)
{
    struct edit edit = {
        .kind = EDIT_REMOVE,
        .path = scalar->path,
        .expected = scalar->text,
        .prune = true,
    };
    add_edit(draft, edit, scalar->path);
}
