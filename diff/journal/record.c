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

enum record_kind record_of_origin(const struct pin_origin *origin, bool hop)
{
    const char *asked_for = origin->own ? origin->asked_for : NULL;
    if (!origin->own)
        return RECORD_HELD;
    if (text_equal(asked_for, "rollback"))
        return RECORD_ROLLED_BACK;
    if (hop && (text_equal(asked_for, "tag") || text_equal(asked_for, "import-image")))
        return RECORD_HELD;
    return hop ? RECORD_PROMOTED : RECORD_PINNED;
}
