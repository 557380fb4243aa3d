// SPDX-License-Identifier: Apache-2.0
/* Carries out EDIT_INSERT and EDIT_APPEND: adds a key to a map, or an item to a list. */
#pragma once

#include "manifests/edit/editing.h"

/* Makes the splices of an edit. False if the edit is refused. */
bool add_make(struct editing *e, size_t edit);
