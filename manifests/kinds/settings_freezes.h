// SPDX-License-Identifier: Apache-2.0
/* Reads spec.freeze of weir.yaml, and the file weir.freeze. */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/settings.h"

/* Reads a freeze, or a list of freezes, into the settings. The caller must have read the windows
 * into them before. */
void settings_freezes_read(struct decoding *decoding, const struct node *node, void *into);
/* Returns the freeze of a FREEZE_FILE with these bytes. The reason is the first line, of which
 * at most FREEZE_REASON_MAX bytes are read. */
struct settings_freeze settings_freeze_file(struct arena *arena, const char *bytes, size_t length);
