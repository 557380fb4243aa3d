// SPDX-License-Identifier: Apache-2.0
/* Carries out EDIT_REWRITE: gives a text of several lines a new text. */
#pragma once

#include "manifests/edit/editing.h"
#include "manifests/edit/inner_text.h"

/* Maps the text of the edit's node. False if the edit is refused. */
bool rewrite_check(struct editing *e, size_t edit, struct inner_text *inner);
/* Makes the splice of an edit. False if the edit is refused. */
bool rewrite_make(struct editing *e, size_t edit);
