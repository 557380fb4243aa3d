// SPDX-License-Identifier: Apache-2.0
/*
 * Any text as a rule, and any bytes as a window: what compiles has its changes in order, and is as
 * its state says just before and at each of them.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/kinds/window_read.h"
#include "manifests/values/rrule.h"
#include "tests/fuzz/fuzz.h"

static void check_states(const struct window *window)
{
    moment now = 1767225600; /* 2026-01-01 */
    for (int i = 0; i < 4; i++) {
        struct window_state state = window_state(window, now);
        if (state.since > now || state.next <= now)
            abort();
        if (state.since != 0 && window_state(window, state.since).open != state.open)
            abort();
        if (state.next == MOMENT_NEVER)
            return;
        if (window_state(window, state.next - 1).open != state.open ||
            window_state(window, state.next).open == state.open)
            abort();
        now = state.next;
    }
}

static void check_map(struct arena *arena, const char *yaml, size_t length)
{
    struct documents documents = {0};
    struct err err = {0};
    problem_list problems = {0};
    struct window_reading reading = {0};
    struct decoding decoding = {.part = arena, .problems = &problems, .ours = true};
    if (document_parse(arena, "weir.yaml", yaml, length, &documents, &err) < 0 ||
        documents.count == 0 || documents.items[0].root == NULL)
        return;
    const struct window *window = window_read(&decoding, &reading, documents.items[0].root);
    if ((window == NULL) != (problems.count > 0))
        abort();
    if (window != NULL)
        check_states(window);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    enum { LENGTH_MAX = 1000 };
    arena_scope struct arena arena = {0};
    struct err err = {0};
    struct rrule rule = {0};
    if (length > LENGTH_MAX)
        return 0;
    const char *text = arena_copy(&arena, (const char *)data, length);
    if (strlen(text) == length && rrule_parse(text, &rule, &err) == 0 && !rule.needs_start) {
        const char *yaml = arena_print(&arena,
                                       "timeZone: America/New_York\ninclude:\n"
                                       "- {rrule: \"%s\", from: \"22:00\", to: \"06:00\"}\n",
                                       text);
        check_map(&arena, yaml, strlen(yaml));
    } else if (err.message[0] != '\0' && err.hint[0] == '\0') {
        abort();
    }
    check_map(&arena, text, length);
    return 0;
}
