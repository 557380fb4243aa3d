// SPDX-License-Identifier: Apache-2.0
/* Defines the containers of a workload's pods, and the lists that they are in. */
#pragma once

#include "manifests/base/words.h"
#include "manifests/kinds/scalar.h"

/* The lists of containers in a pod spec, in the order in which they are read: code, key. */
#define CONTAINER_LISTS(X)                                                                         \
    X(CONTAINERS, "containers")                                                                    \
    X(CONTAINERS_INIT, "initContainers")

enum container_list { CONTAINER_LISTS(WORDS_CODE) CONTAINER_LIST_COUNT };
const char *container_list_key(enum container_list list);

struct container {
    const char *name;
    enum container_list list;
    struct scalar image; /* text is NULL without an image field; often blank if a trigger exists */
};
