// SPDX-License-Identifier: Apache-2.0
/* Reads the section `checks` of the configuration file: programs that gates may ask. */
#pragma once

#include "manifests/kinds/fields.h"
#include "reconciler/config.h"

/* Adds each entry of the map to the configuration as a check: its key is the check's name. `path`
 * is the path of the configuration file: a program with a slash in its name is relative to the
 * folder of that file. */
void config_read_checks(struct decoding *decoding, const struct node *map, const char *path,
                        struct config *config);
