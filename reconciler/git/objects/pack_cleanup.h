// SPDX-License-Identifier: Apache-2.0
/* Removes files that a killed run of weir left in the folder of the packs. */
#pragma once

/* Removes weir's temporary files and its packs without an index, if they are older than ten minutes
 * and no process is writing them. Files of anybody else stay. folder: of pack_draft_folder. */
void pack_cleanup(int folder);
