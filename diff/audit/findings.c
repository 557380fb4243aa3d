// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/findings.h"

WORDS_TABLE(findings, FINDING_CODE_COUNT, FINDINGS, enum finding_class class;
            const char *word, *sentence;);
WORDS_COLUMN(enum finding_class, finding_class, enum finding_code, findings, class);
WORDS_COLUMN(const char *, finding_word, enum finding_code, findings, word);
WORDS_COLUMN(const char *, finding_sentence, enum finding_code, findings, sentence);

static const char *const classes[] = {
    [FINDING_EXCEPTION] = "exception",
    [FINDING_UNKNOWN] = "unknown",
    [FINDING_NOTE] = "note",
};
TABLE_COMPLETE(classes, FINDING_CLASS_COUNT);

const char *finding_class_word(enum finding_class class)
{
    return classes[class];
}
