// SPDX-License-Identifier: Apache-2.0
/* Reads the section `checks` of the configuration file: programs that gates may ask. */
#pragma once

#include "manifests/kinds/fields.h"
#include "reconciler/config.h"

/* Adds the checks of the map; each of its values is one check. `path` is the path of the
 * configuration file: a program with a slash in its name is relative to the folder of that file. */
void config_read_checks(struct decoding *decoding, const struct node *map, const char *path,
                        struct config *config);
