// SPDX-License-Identifier: Apache-2.0
/* Checks that the repository's settings are in weir.yaml, once. */
#pragma once

#include "manifests/declared/link.h"

/* Adds the problems of settings that are in another file or in a second document. Settings there
 * are not in effect, so they mark link->out->settings as broken, which stops all writing; but
 * beside a weir.yaml, settings in a sub-folder are only a problem. */
void link_settings(struct link *link);
