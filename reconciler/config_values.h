// SPDX-License-Identifier: Apache-2.0
/* Reads the kinds of values that occur in several sections of the configuration file. config_file.c
 * and config_checks.c use these functions. */
#pragma once

#include "manifests/kinds/fields.h"
#include "reconciler/config.h"

/* Returns the path as seen from the current folder: `path` in the configuration file is relative to
 * the folder of `file`. Returns NULL for NULL. */
const char *config_path(struct arena *arena, const char *file, const char *path);
/* Adds the items of the YAML list to `texts`; an item that is not a text becomes a problem. */
void config_read_texts(struct decoding *decoding, const struct node *list, text_list *texts);
/* Does the same as fields_read, and adds a problem for a duration shorter than one second. */
void config_read_section(struct decoding *decoding, const struct node *map,
                         const struct field *fields, void *into);
