// SPDX-License-Identifier: Apache-2.0
/* Checks the names of namespaces. */
#pragma once

#include "manifests/kinds/decoding.h"

/* True for 1 to 63 lower-case letters, digits and "-", with no "-" at the start or end. */
bool namespace_valid(const char *text);
/* True if the text is a valid name; else adds a problem at the node. */
bool namespace_check(struct decoding *decoding, const struct node *node, const char *text);
