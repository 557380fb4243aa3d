// SPDX-License-Identifier: Apache-2.0
/* Inside of settings: what weir.yaml says about times, its windows and freezes. */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/settings.h"

/* Readers of spec.windows and spec.freeze; `into` is the settings. */
void windows_read(struct decoding *decoding, const struct node *list, void *into);
void freezes_read(struct decoding *decoding, const struct node *node, void *into);

/* Whether a list has more items than are read: then that is a problem. */
bool settings_too_long(struct decoding *decoding, const struct node *list, const char *what);
