// SPDX-License-Identifier: Apache-2.0
/* spec.freeze of weir.yaml, and the file weir.freeze. */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/settings.h"

/* Reads a freeze, or a list of them, into the settings; its windows are known already. */
void settings_freezes_read(struct decoding *decoding, const struct node *node, void *into);
/* Returns the freeze of a file FREEZE_FILE; its first line is the reason. */
struct settings_freeze settings_freeze_file(struct arena *arena, const char *bytes, size_t length);
