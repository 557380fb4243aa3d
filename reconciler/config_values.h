// SPDX-License-Identifier: Apache-2.0
/* Values of the configuration file that several of its sections have: used by config_file.c and
 * config_checks.c. */
#pragma once

#include "manifests/kinds/fields.h"
#include "reconciler/config.h"

/* Returns the path as the program can use it: a relative path begins at the folder of the
 * configuration file. NULL stays NULL. */
const char *config_path(struct arena *arena, const char *file, const char *path);
/* Adds the texts of a list. */
void config_read_texts(struct decoding *decoding, const struct node *list, text_list *texts);
/* Does the same as fields_read, and adds a problem for a duration shorter than one second. */
void config_read_section(struct decoding *decoding, const struct node *map,
                         const struct field *fields, void *into);
