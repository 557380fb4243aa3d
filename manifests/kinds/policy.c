// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/policy.h"

#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/text.h"
#include "manifests/kinds/suggestion.h"
#include "manifests/kinds/texts.h"
#include "manifests/values/digest.h"
#include "manifests/values/follow.h"
#include "manifests/values/platform.h"
#include "manifests/values/trim.h"

#define PREFIX "weir.dev/"

struct tag_policy policy_default(void)
{
    return (struct tag_policy){.settle = -1, .hold = {.until = MOMENT_NEVER}};
}

static void read_hold(struct decoding *decoding, const struct node *node, const char *text,
                      struct tag_policy *policy)
{
    struct hold hold = policy->hold;
    if (!hold_parse(decoding->part, text, &hold)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    "write \"until=2026-12-01T00:00:00Z reason=why\", only one of the two, or "
                    "\"true\"; delete the annotation to end the hold",
                    "the hold can't be read: \"%.100s\"", text);
        return;
    }
    policy->hold = hold;
    policy->hold.line = node->line;
    policy->hold.column = node->column;
}

static void read_deny(struct decoding *decoding, const struct node *node, const char *text,
                      struct tag_policy *policy)
{
    LIST_OF(const char *) denied = {0};
    static const char separators[] = ", \t\r\n";
    for (const char *at = text + strspn(text, separators); *at != '\0';) {
        size_t length = strcspn(at, separators);
        const char *digest = arena_copy(decoding->part, at, length);
        at += length + strspn(at + length, separators);
        if (!digest_valid(digest)) {
            problem_add(
                decoding, PROBLEM_BAD_VALUE, node,
                "write full digests (sha256: and 64 lower-case hex digits), separated by commas",
                "\"%.80s\" is not a digest that can be denied", digest);
        } else if (denied.count == STREAM_DENIED_MAX) {
            problem_add(decoding, PROBLEM_LIMIT, node,
                        "remove digests that no registry has any more",
                        "more than %d denied digests", STREAM_DENIED_MAX);
            break;
        } else {
            *list_add(decoding->part, &denied) = digest;
        }
    }
    policy->denied = denied.items;
    policy->denied_count = denied.count;
}

static void read_released(struct decoding *decoding, const struct node *node, const char *text,
                          struct tag_policy *policy)
{
    if (!digest_valid(text))
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    "delete the annotation; `weir release` writes it in a work tree",
                    "\"%.80s\" is not a digest that can be released", text);
    else
        policy->released = arena_text(decoding->part, text);
}

static void read_follow(struct decoding *decoding, const struct node *node, const char *text,
                        struct tag_policy *policy)
{
    struct err err = {0};
    struct follow *follow = arena_new(decoding->part, struct follow);
    if (follow_parse(decoding->part, text, follow, &err) < 0)
        problem_add(decoding, PROBLEM_BAD_VALUE, node, err.hint, "%s", err.message);
    else
        policy->follow = follow;
}

static void read_platforms(struct decoding *decoding, const struct node *node, const char *text,
                           struct tag_policy *policy)
{
    arena_scope struct arena scratch = {0};
    const char *list = "";
    size_t count = 0;
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        if (problem_too_many(decoding, node, ++count, STREAM_PLATFORMS_MAX, "platforms",
                             "remove some"))
            return;
        const char *platform = trim_copy(&scratch, at, at + length);
        if (!platform_valid(platform)) {
            problem_add(decoding, PROBLEM_BAD_VALUE, node,
                        "write for example \"linux/amd64,linux/arm64\"",
                        "\"%.80s\" is not a platform", platform);
            return;
        }
        list = arena_print(&scratch, "%s%s%s", list, *list != '\0' ? "," : "", platform);
        at += length;
        if (*at == '\0')
            break;
    }
    policy->platforms = arena_text(decoding->part, list);
}

static void read_settle(struct decoding *decoding, const struct node *node, const char *text,
                        struct tag_policy *policy)
{
    if (!duration_parse(text, &policy->settle)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    "write a duration of at most 3660d, such as 30m, 24h or 7d",
                    "\"%.80s\" is not a duration", text);
    }
}

/* Reads STREAM:TAG or TAG. */
static void read_alias(struct decoding *decoding, const struct node *node, const char *text,
                       struct tag_policy *policy)
{
    const char *colon = strrchr(text, ':');
    const char *tag = colon != NULL ? colon + 1 : text;
    if (!reference_tag_valid(tag) || colon == text) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    "write the tag that is followed again after the release: STREAM:TAG",
                    "\"%.80s\" is not a tag of a stream", text);
        return;
    }
    policy->alias = arena_text(decoding->part, tag);
    if (colon != NULL)
        policy->alias_stream = arena_copy(decoding->part, text, (size_t)(colon - text));
}

enum { NO_SCALAR = -1 };

static const struct rule {
    const char *name; /* after the prefix */
    bool on_stream;   /* allowed as TAG.weir.dev/… */
    void (*read)(struct decoding *decoding, const struct node *node, const char *text,
                 struct tag_policy *policy);
    ptrdiff_t scalar; /* offset in struct tag_policy; NO_SCALAR if the value is never edited */
} rules[] = {
    {"follow", false, read_follow, NO_SCALAR},
    {"platforms", false, read_platforms, NO_SCALAR},
    {"settle", false, read_settle, NO_SCALAR},
    {"hold", true, read_hold, offsetof(struct tag_policy, hold_scalar)},
    {"deny", true, read_deny, offsetof(struct tag_policy, deny_scalar)},
    {"released", false, read_released, offsetof(struct tag_policy, released_scalar)},
    {"alias", false, read_alias, offsetof(struct tag_policy, alias_scalar)},
};
enum { RULES = sizeof rules / sizeof *rules };

static const struct rule *find_rule(const char *name)
{
    for (size_t i = 0; i < RULES; i++) {
        if (strcmp(rules[i].name, name) == 0)
            return &rules[i];
    }
    return NULL;
}

static void unknown(struct decoding *decoding, const struct node *key, const char *text,
                    const char *prefix, bool on_stream)
{
    arena_scope struct arena scratch = {0};
    const char *words[RULES + 1] = {0};
    size_t count = 0;
    for (size_t i = 0; i < RULES; i++) {
        if (!on_stream || rules[i].on_stream)
            words[count++] = arena_print(&scratch, "%s%s", prefix, rules[i].name);
    }
    problem_add(decoding, PROBLEM_UNKNOWN_FIELD, key, suggestion_hint(&scratch, text, words),
                "unknown annotation \"%s\"", text);
}

static void read_rule(struct decoding *decoding, const struct rule *rule, const struct node *value,
                      struct tag_policy *policy)
{
    const struct node *node = node_resolve(value);
    const char *text = text_read(decoding, node);
    if (text == NULL)
        return;
    rule->read(decoding, node, text, policy);
    if (rule->scalar == NO_SCALAR)
        return;
    void *into = (char *)policy + rule->scalar;
    struct scalar *scalar = into;
    *scalar = (struct scalar){
        .path = node_path_of(decoding->part, decoding->document, value),
        .text = arena_text(decoding->part, text),
        .line = node->line,
        .column = node->column,
    };
}

void policy_read(struct decoding *decoding, const struct node *annotations,
                 struct tag_policy *policy)
{
    problem_duplicate_key(decoding, annotations);
    for (const struct node *value = annotations->first; value != NULL; value = value->next) {
        const char *key = node_text(value->key);
        if (key == NULL || !text_starts(key, PREFIX))
            continue;
        const struct rule *rule = find_rule(key + strlen(PREFIX));
        if (rule != NULL)
            read_rule(decoding, rule, value, policy);
        else
            unknown(decoding, value->key, key, PREFIX, false);
    }
}

static struct tag_policy *policy_of(struct decoding *decoding, struct image_stream *stream,
                                    const char *tag)
{
    struct named_policy *policies = (struct named_policy *)stream->policies;
    for (size_t i = 0; i < stream->policy_count; i++) {
        if (strcmp(policies[i].tag, tag) == 0)
            return &policies[i].policy;
    }
    struct named_policy *added = &policies[stream->policy_count++];
    added->tag = arena_text(decoding->part, tag);
    added->policy = policy_default();
    return &added->policy;
}

static void read_named(struct decoding *decoding, const struct node *value, const char *key,
                       const char *at, struct image_stream *stream)
{
    arena_scope struct arena scratch = {0};
    const char *tag = arena_copy(&scratch, key, (size_t)(at - key));
    const char *name = at + strlen("." PREFIX);
    const struct rule *rule = find_rule(name);
    if (!reference_tag_valid(tag)) {
        problem_add(decoding, PROBLEM_BAD_NAME, value->key, "write TAG." PREFIX "hold",
                    "\"%.80s\" is not a tag", tag);
    } else if (rule == NULL || !rule->on_stream) {
        unknown(decoding, value->key, key, arena_print(&scratch, "%s." PREFIX, tag), true);
    } else {
        read_rule(decoding, rule, value, policy_of(decoding, stream, tag));
    }
}

void policy_read_named(struct decoding *decoding, const struct node *annotations,
                       struct image_stream *stream)
{
    size_t most = 0;
    for (const struct node *value = annotations->first; value != NULL; value = value->next) {
        const char *key = node_text(value->key);
        most += key != NULL && strstr(key, PREFIX) != NULL;
    }
    if (most == 0)
        return;
    if (most > STREAM_POLICIES_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, annotations, "remove some",
                    "the stream has more than %d weir.dev annotations", STREAM_POLICIES_MAX);
        return;
    }
    stream->policies = arena_array(decoding->part, struct named_policy, most);
    for (const struct node *value = annotations->first; value != NULL; value = value->next) {
        const char *key = node_text(value->key);
        const char *at = key != NULL ? strstr(key, "." PREFIX) : NULL;
        if (at != NULL) {
            read_named(decoding, value, key, at, stream);
        } else if (key != NULL && text_starts(key, PREFIX)) {
            problem_add(
                decoding, PROBLEM_UNKNOWN_FIELD, value->key,
                "move the annotation to spec.tags[].annotations; a stream can have only TAG." PREFIX
                "hold and TAG." PREFIX "deny",
                "\"%s\" on a stream names no tag", key);
        }
    }
}

bool policy_denies(const struct tag_policy *policy, const char *digest)
{
    for (size_t i = 0; digest != NULL && i < policy->denied_count; i++)
        if (text_equal(policy->denied[i], digest))
            return true;
    return false;
}
