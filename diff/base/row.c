// SPDX-License-Identifier: Apache-2.0
#include "diff/base/row.h"

#include "manifests/base/words.h"

const char *row_kind_word(enum row_kind kind)
{
    static const char *const words[] = {
        [ROW_TAG] = "tag",
        [ROW_HOP] = "hop",
        [ROW_CONSUMER] = "consumer",
    };
    TABLE_COMPLETE(words, ROW_KINDS);
    return words[kind];
}

const char *row_action_word(enum action action)
{
    static const char *const words[] = {
        [ACTION_NONE] = "none",       [ACTION_PIN] = "pin",   [ACTION_COPY] = "copy",
        [ACTION_PROMOTE] = "promote", [ACTION_ROLL] = "roll", [ACTION_SET] = "set",
    };
    TABLE_COMPLETE(words, ACTIONS);
    return words[action];
}
