// SPDX-License-Identifier: Apache-2.0
/* Decodes the windows of weir.yaml. */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/values/window.h"

/* Decodes and compiles a window as described in window.h; `name` is allowed in the map. Returns
 * NULL if the window has a problem. */
const struct window *window_read(struct decoding *decoding, struct window_reading *reading,
                                 const struct node *map);
