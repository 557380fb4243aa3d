// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/record.h"

#include <string.h>

#include "manifests/base/text.h"

WORDS_TABLE(records, RECORD_KINDS, RECORDS, const char *word; bool moves; const char *meaning;);
WORDS_COLUMN(const char *, record_word, enum record_kind, records, word);
WORDS_COLUMN(const char *, record_meaning, enum record_kind, records, meaning);
WORDS_COLUMN(bool, record_moves, enum record_kind, records, moves);

bool record_parse(const char *word, enum record_kind *out)
{
    for (size_t i = 0; i < RECORD_KINDS; i++) {
        if (strcmp(records[i].word, word) != 0)
            continue;
        *out = (enum record_kind)i;
        return true;
    }
    return false;
}

bool record_believed(const struct record *record, moment now)
{
    return record->time - RECORD_AHEAD_MAX <= now;
}

bool record_behind(const struct record *record, moment latest)
{
    return !record->rebuilt && record->time < latest - RECORD_AHEAD_MAX;
}

bool record_says_live(const struct record *record)
{
    return record->kind == RECORD_SEEN || record->kind == RECORD_PINNED;
}
