// SPDX-License-Identifier: Apache-2.0
/* Carries out EDIT_REPLACE: gives a scalar new text. */
#pragma once

#include "manifests/edit/editing.h"

/* Makes the splice of an edit. False if the edit is refused. */
bool replace_make(struct editing *e, size_t edit);
