// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/planner.h"

const struct answer *planner_ask(struct planner *planner, enum question_kind kind, const char *key)
{
    struct question question = {kind, key};
    const struct answer *answer = observed_find(planner->observed, question);
    if (answer == NULL)
        *list_add(planner->arena, &planner->questions) = question;
    return answer;
}

struct window_state planner_window(struct planner *planner, const struct window *window)
{
    list_each (known, &planner->windows)
        if (known->window == window)
            return known->state;
    struct window_state state = window_state(window, planner->observed->now);
    *list_add(planner->arena, &planner->windows) = (struct known_window){window, state};
    return state;
}

static int compare_node(const void *key, const void *item)
{
    const struct tag_name *name = key;
    const struct tag_node *node = item;
    return tag_name_compare(*name, (struct tag_name){node->namespace, node->name, node->tag});
}

struct tag_node *planner_node(struct planner *planner, const char *namespace, const char *stream,
                              const char *tag)
{
    const struct tag_name name = {namespace, stream, tag};
    return list_find(&planner->nodes, &name, compare_node);
}

struct tag_node *planner_member(struct planner *planner, const struct tag_node *node,
                                const struct hop *hop)
{
    if (hop->promotion != node->hop->promotion || hop->entry != node->hop->entry)
        return NULL;
    return planner_node(planner, hop->to, hop->stream, hop->tag);
}

enum { LOOKED_MAX = 32 };

/* The streams that a search has looked into: copies may name each other. */
struct looked {
    const struct stream *streams[LOOKED_MAX];
    size_t count;
};

static bool look_into(struct looked *looked, const struct stream *stream)
{
    if (stream == NULL || looked->count == LOOKED_MAX)
        return false;
    for (size_t i = 0; i < looked->count; i++)
        if (looked->streams[i] == stream)
            return false;
    looked->streams[looked->count++] = stream;
    return true;
}

static bool outside_image(struct planner *planner, const char *namespace, const char *stream,
                          const char *digest, struct reference *out, struct looked *looked)
{
    const struct stream *declared = declared_stream(planner->declared, namespace, stream);
    if (!look_into(looked, declared))
        return false;
    for (size_t i = 0; i < declared->spec->tag_count; i++) {
        const struct stream_tag *entry = &declared->spec->tags[i];
        bool image = entry->from_kind == FROM_DOCKER_IMAGE;
        if (image && text_equal(entry->reference.digest, digest) &&
            !text_equal(entry->reference.host, planner->declared->settings.integrated_registry)) {
            *out = entry->reference;
            return true;
        }
        bool copy = entry->from_kind == FROM_STREAM_IMAGE && text_equal(entry->from_digest, digest);
        const char *home = entry->from_namespace != NULL ? entry->from_namespace : namespace;
        const char *source = entry->from_stream != NULL ? entry->from_stream : stream;
        if (copy && outside_image(planner, home, source, digest, out, looked))
            return true;
    }
    return false;
}

bool planner_outside_image(struct planner *planner, const char *namespace, const char *stream,
                           const char *digest, struct reference *out)
{
    struct looked looked = {0};
    return outside_image(planner, namespace, stream, digest, out, &looked);
}

static bool is_integrated(const struct planner *planner, const struct reference *reference)
{
    return text_equal(reference->host, planner->declared->settings.integrated_registry);
}

struct holding planner_current(struct planner *planner, const struct tag_node *node)
{
    struct holding holding = {.home = node->namespace, .stream = node->name};
    const struct stream_tag *entry = node->entry;
    if (entry == NULL)
        return holding;
    holding.import_mode = entry->import_mode;
    if (entry->from_kind == FROM_DOCKER_IMAGE) {
        holding.image = entry->reference;
        holding.integrated = is_integrated(planner, &entry->reference);
        holding.digest = entry->reference.digest;
        if (entry->reference_only)
            holding.kind = HOLDS_REFERENCE;
        else if (holding.digest != NULL)
            holding.kind = HOLDS_DIGEST;
    } else if (entry->from_kind == FROM_STREAM_IMAGE) {
        const char *home = entry->from_namespace != NULL ? entry->from_namespace : node->namespace;
        const char *stream = entry->from_stream != NULL ? entry->from_stream : node->name;
        holding.kind = HOLDS_DIGEST;
        holding.digest = entry->from_digest;
        holding.integrated =
            !planner_outside_image(planner, home, stream, holding.digest, &holding.image);
        holding.origin_unknown = holding.integrated;
    }
    return holding;
}

/* A build can't be kept from pushing: hold and deny keep others from taking what it pushed. */
static void check_produced(struct planner *planner, struct tag_node *node)
{
    struct holding *holding = &node->holding;
    if (node->stream == NULL || holding->kind != HOLDS_DIGEST)
        return;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    struct draft draft = {.row = node->draft.row};
    if (!draft_denied(planner, &draft, &policy, holding->digest))
        return;
    holding->kind = HOLDS_STOPPED;
    holding->stopped = REASON_DENIED;
    holding->why = holding->digest;
    holding->next = MOMENT_NEVER;
    holding->digest = NULL;
}

/* A produced tag's image is known to the integrated registry only. */
static void ask_produced(struct planner *planner, struct tag_node *node)
{
    struct holding *holding = &node->holding;
    const char *key =
        arena_print(planner->arena, "%s/%s/%s:%s", planner->declared->settings.integrated_registry,
                    node->namespace, node->name, node->tag);
    const struct answer *answer = planner_ask(planner, QUESTION_TAG_DIGEST, key);
    *holding = (struct holding){.home = node->namespace, .stream = node->name, .integrated = true};
    if (node->entry != NULL)
        holding->import_mode = node->entry->import_mode;
    if (answer == NULL) {
        holding->kind = HOLDS_ASKING;
    } else if (answer->state == ANSWER_FOUND) {
        holding->kind = HOLDS_DIGEST;
        holding->digest = answer->digest;
        holding->form = answer->form;
    } else if (answer->state == ANSWER_UNKNOWN) {
        holding->kind = HOLDS_UNKNOWN;
        holding->why = answer->why;
    }
    check_produced(planner, node);
}

void planner_decide(struct planner *planner, struct tag_node *node)
{
    if (node->decided || node->deciding)
        return;
    node->deciding = true;
    planner->depth++;
    if (node->intended)
        intent_decide(planner, node);
    else if (node->hop != NULL)
        hop_decide(planner, node);
    else
        stream_tag_decide(planner, node);
    /* A person's word writes its own rows only: others count with what they have. */
    if (planner->intent != NULL && !node->intended && row_state(&node->draft.row) == ROW_WRITES)
        node->holding = planner_current(planner, node);
    planner->depth--;
    node->deciding = false;
    node->decided = true;
}

const struct holding *planner_holding(struct planner *planner, struct tag_node *node)
{
    static const struct holding nothing = {.kind = HOLDS_NOTHING};
    static const struct holding too_deep = {
        .kind = HOLDS_UNKNOWN, .why = "the tags that take from each other make too long a chain"};
    if (node->deciding)
        return &nothing;
    if (!node->decided && planner->depth >= PLANNER_DEPTH_MAX)
        return &too_deep;
    planner_decide(planner, node);
    bool produced = node->draft.row.reason == REASON_PRODUCED;
    if (produced && node->holding.kind == HOLDS_NOTHING)
        ask_produced(planner, node);
    return &node->holding;
}
