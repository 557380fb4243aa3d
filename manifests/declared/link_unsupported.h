// SPDX-License-Identifier: Apache-2.0
/* Reports declarations that this version decodes but does not carry out. */
#pragma once

#include "manifests/declared/link.h"

/* Adds a problem for each of them. The rows that need one say so too, and are not otherwise
 * affected by the problem. Called after link_objects(). */
void link_unsupported(struct link *link);
