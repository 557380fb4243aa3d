// SPDX-License-Identifier: Apache-2.0
/* Consumers: containers whose image comes from a stream. */
#pragma once

#include "manifests/declared/link.h"

/* Makes the consumers; after link_hops. */
void link_consumers(struct link *link);
