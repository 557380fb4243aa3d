// SPDX-License-Identifier: Apache-2.0
/* EDIT_INSERT and EDIT_APPEND: a map gets a new key, a list a new item. */
#pragma once

#include "manifests/edit/editing.h"

/* Makes the splices of an edit. False when it is refused. */
bool add_make(struct editing *e, size_t edit);
