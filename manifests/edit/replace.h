// SPDX-License-Identifier: Apache-2.0
/* EDIT_REPLACE: a scalar gets new text. */
#pragma once

#include "manifests/edit/editing.h"

/* Makes the splice of an edit. False when it is refused. */
bool replace_make(struct editing *e, size_t edit);
