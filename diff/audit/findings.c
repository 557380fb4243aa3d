// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/findings.h"

static const struct {
    enum finding_class class;
    const char *word, *sentence;
} codes[] = {
#define X(name, class, word, sentence) [FINDING_CODE_##name] = {FINDING_##class, word, sentence},
    FINDINGS(X)
#undef X
};

static const char *const classes[] = {
    [FINDING_EXCEPTION] = "exception",
    [FINDING_UNKNOWN] = "unknown",
    [FINDING_NOTE] = "note",
};

const char *finding_word(enum finding_code code)
{
    return codes[code].word;
}

const char *finding_sentence(enum finding_code code)
{
    return codes[code].sentence;
}

enum finding_class finding_class(enum finding_code code)
{
    return codes[code].class;
}

const char *finding_class_word(enum finding_class class)
{
    return classes[class];
}
