// SPDX-License-Identifier: Apache-2.0
#include "diff/base/reasons.h"

#include "manifests/base/words.h"

static const struct {
    enum row_state state;
    bool trouble;
    const char *word, *sentence;
} reasons[REASON_COUNT] = {
#define X(name, state, trouble, word, sentence)                                                    \
    [REASON_##name] = {ROW_##state, trouble, word, sentence},
    REASONS(X)
#undef X
};

const char *reason_word(enum reason reason)
{
    return reasons[reason].word;
}

const char *reason_sentence(enum reason reason)
{
    return reasons[reason].sentence;
}

enum row_state reason_state(enum reason reason)
{
    return reasons[reason].state;
}

bool reason_trouble(enum reason reason)
{
    return reasons[reason].trouble;
}

const char *row_state_word(enum row_state state)
{
    static const char *const words[] = {
        [ROW_STEADY] = "steady",   [ROW_WRITES] = "writes",   [ROW_WAITS] = "waits",
        [ROW_BLOCKED] = "blocked", [ROW_UNKNOWN] = "unknown",
    };
    TABLE_COMPLETE(words, ROW_UNKNOWN + 1);
    return words[state];
}
