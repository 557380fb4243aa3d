// SPDX-License-Identifier: Apache-2.0
/* Names of namespaces. */
#pragma once

#include "manifests/kinds/decoding.h"

bool namespace_valid(const char *text);
/* Adds a problem at the node when the text is not a valid name. Returns namespace_valid(). */
bool namespace_check(struct decoding *decoding, const struct node *node, const char *text);
