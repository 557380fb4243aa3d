// SPDX-License-Identifier: Apache-2.0
/* Removes entries in block style, as whole lines. */
#pragma once

#include "manifests/edit/editing.h"

/* Removes an entry. False if its edit is refused. */
bool block_remove(struct editing *e, const struct removal *removal);
