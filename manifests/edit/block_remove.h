// SPDX-License-Identifier: Apache-2.0
/* Removal of entries in block style, as whole lines. */
#pragma once

#include "manifests/edit/editing.h"

/* Removes an entry. False when refused. */
bool block_remove(struct editing *e, const struct removal *removal);
