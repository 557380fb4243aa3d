// SPDX-License-Identifier: Apache-2.0
#include "diff/base/reasons.h"

WORDS_TABLE(reasons, REASON_COUNT, REASONS, enum row_state state; bool trouble;
            const char *word, *sentence;);
WORDS_COLUMN(const char *, reason_word, enum reason, reasons, word);
WORDS_COLUMN(const char *, reason_sentence, enum reason, reasons, sentence);
WORDS_COLUMN(enum row_state, reason_state, enum reason, reasons, state);
WORDS_COLUMN(bool, reason_trouble, enum reason, reasons, trouble);

const char *row_state_word(enum row_state state)
{
    static const char *const words[] = {
        [ROW_STEADY] = "steady",   [ROW_WRITES] = "writes",   [ROW_WAITS] = "waits",
        [ROW_BLOCKED] = "blocked", [ROW_UNKNOWN] = "unknown",
    };
    TABLE_COMPLETE(words, ROW_STATES);
    return words[state];
}
