// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/edit.h"

#include "manifests/edit/apply.h"
#include "manifests/edit/nested.h"

WORDS_TABLE(refusals, EDIT_REFUSAL_COUNT, EDIT_REFUSALS, const char *word, *sentence;);
WORDS_COLUMN(const char *, edit_refusal_word, enum edit_refusal_code, refusals, word);
WORDS_COLUMN(const char *, edit_refusal_sentence, enum edit_refusal_code, refusals, sentence);

void edit_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                const struct edit *edits, size_t count, struct edit_result *result)
{
    for (size_t i = 0; i < count; i++)
        if (edits[i].inner_count > 0) {
            nested_apply(arena, path, bytes, length, edits, count, result);
            return;
        }
    apply_edits(arena, path, bytes, length, edits, count, result);
}
