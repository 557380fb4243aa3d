// SPDX-License-Identifier: Apache-2.0
/* The section `checks` of the configuration file: programs that gates may ask. */
#pragma once

#include "manifests/kinds/fields.h"
#include "reconciler/config.h"

/* Adds the checks of the map, each value of which is one check. `path` is the configuration file's:
 * a program with a slash in it is relative to its folder. */
void config_read_checks(struct decoding *decoding, const struct node *map, const char *path,
                        struct config *config);
