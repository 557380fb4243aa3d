// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/registry_class.h"

WORDS_TABLE(classes, REGISTRY_CLASS_COUNT, REGISTRY_CLASSES, const char *word, *sentence;);
WORDS_COLUMN(const char *, registry_class_word, enum registry_class, classes, word);
WORDS_COLUMN(const char *, registry_class_sentence, enum registry_class, classes, sentence);
