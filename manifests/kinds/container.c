// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/container.h"

WORDS_TABLE(lists, CONTAINER_LIST_COUNT, CONTAINER_LISTS, const char *key;);
WORDS_COLUMN(const char *, container_list_key, enum container_list, lists, key);
