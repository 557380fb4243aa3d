// SPDX-License-Identifier: Apache-2.0
/* Objects that are declared twice. */
#pragma once

#include "manifests/declared/link.h"

/* Adds their problems; after link_objects. */
void link_duplicates(struct link *link);
