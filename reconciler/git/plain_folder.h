// SPDX-License-Identifier: Apache-2.0
/* Reads a folder without Git: files are read as they are and edited in place. Work trees use these
 * functions, too. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver plain_folder_driver;

MUST_USE int plain_folder_open(struct repository *repository, struct err *err);
void plain_folder_close(struct repository *repository);
/* Lists the files of the folder, without those that `ignore` excludes (NULL: none). */
MUST_USE int plain_folder_list(struct repository *repository, struct ignore *ignore,
                               struct err *err);
MUST_USE int plain_folder_read(struct repository *repository, const struct source_file *file,
                               struct text *bytes, struct err *err);
