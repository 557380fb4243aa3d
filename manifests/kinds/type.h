// SPDX-License-Identifier: Apache-2.0
/* Finds the types of YAML values, as kubectl reads them (YAML 1.1). */
#pragma once

#include <stdbool.h>

#include "manifests/yaml/node.h"

/* Returns "a map", "a list", "a number", "true or false", "null" or "text". */
const char *type_name(const struct node *node);
/* True for a plain scalar that is a boolean; then sets *value. */
bool type_bool(const struct node *node, bool *value);
