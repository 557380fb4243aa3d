// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_check.h"

#include <string.h>

/* Returns the text as a JSON string. Texts from manifests are valid UTF-8, so only quotes,
 * backslashes and control characters are escaped. */
static const char *json(struct planner *planner, const char *text)
{
    size_t length = strlen(text), at = 0;
    char *out = arena_alloc(planner->arena, 6 * length + 3);
    out[at++] = '"';
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20) {
            at += (size_t)snprintf(out + at, 7, "\\u%04x", byte);
            continue;
        }
        if (byte == '"' || byte == '\\')
            out[at++] = '\\';
        out[at++] = *text;
    }
    out[at] = '"';
    return out;
}

static const char *sources(struct planner *planner, const struct hop *hop)
{
    const char *list = "";
    for (size_t i = 0; i < hop->from_count; i++)
        list = arena_print(planner->arena, "%s%s%s", list, i > 0 ? "," : "",
                           json(planner, hop->from[i]));
    return list;
}

static const char *check_key(struct planner *planner, const struct gate *gate,
                             const struct candidate *candidate)
{
    const struct hop *hop = candidate->hop;
    return arena_print(planner->arena,
                       "%s {\"promotion\":%s,\"stream\":%s,\"tag\":%s,\"from\":[%s],\"to\":%s,"
                       "\"digest\":%s,\"image\":%s}",
                       gate->text, json(planner, hop->promotion->name), json(planner, hop->stream),
                       json(planner, hop->tag), sources(planner, hop), json(planner, hop->to),
                       json(planner, candidate->digest),
                       json(planner, candidate_image_key(planner, candidate)));
}

struct gate_result gate_check(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate)
{
    const char *what = arena_print(planner->arena, "check %s", gate->text);
    const struct answer *answer =
        planner_ask(planner, QUESTION_CHECK, check_key(planner, gate, candidate));
    if (answer == NULL || answer->state != ANSWER_FOUND)
        return gate_result_unanswered(planner, answer, what);
    const char *why = !text_blank(answer->why) ? answer->why : answer->passed ? "passed" : "no";
    return (struct gate_result){
        .state = answer->passed ? GATE_HOLDS : GATE_REFUSED,
        .next = MOMENT_NEVER,
        .evidence.text = arena_print(planner->arena, "%s: %s", what, why),
    };
}
