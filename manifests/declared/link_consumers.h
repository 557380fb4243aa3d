// SPDX-License-Identifier: Apache-2.0
/* Finds the consumers: containers whose image comes from a stream. */
#pragma once

#include "manifests/declared/link.h"

/* Makes the consumers. Must be called after link_hops. */
void link_consumers(struct link *link);
