// SPDX-License-Identifier: Apache-2.0
#include "diff/base/intent.h"

WORDS_TABLE(intents, INTENT_KINDS, INTENTS, const char *word;);
WORDS_COLUMN(const char *, intent_word, enum intent_kind, intents, word);
