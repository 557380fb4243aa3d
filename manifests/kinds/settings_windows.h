// SPDX-License-Identifier: Apache-2.0
/* Reads and finds the windows in spec.windows of weir.yaml. */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/settings.h"

/* Reads the list into the settings. */
void settings_windows_read(struct decoding *decoding, const struct node *list, void *into);
/* Returns a window's map as one line, without its name. */
const char *settings_window_text(struct decoding *decoding, const struct node *map);
/* Returns the window of that name, or NULL. */
const struct settings_window *settings_window(const struct settings *settings, const char *name);
/* Returns the hint for a name that is not the name of a window, in the arena or as a constant. */
const char *settings_window_hint(struct arena *arena, const struct settings *settings,
                                 const char *name);
