// SPDX-License-Identifier: Apache-2.0
#include "diff/base/intent.h"

#include "manifests/base/words.h"

const char *intent_word(enum intent_kind kind)
{
    static const char *const words[] = {
        [INTENT_NONE] = "none",         [INTENT_IMPORT_IMAGE] = "import-image",
        [INTENT_TAG] = "tag",           [INTENT_PROMOTE] = "promote",
        [INTENT_ROLLBACK] = "rollback", [INTENT_RELEASE] = "release",
        [INTENT_DELETE_TAG] = "tag",
    };
    TABLE_COMPLETE(words, INTENT_KINDS);
    return words[kind];
}
