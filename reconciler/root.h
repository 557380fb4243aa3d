// SPDX-License-Identifier: Apache-2.0
/* The repository that is meant when none is named, found as git finds it. */
#pragma once

#include "manifests/base/arena.h"

/*
 * The nearest folder, from the current one upwards, that has a `.git` or a weir.yaml: ".", "..",
 * "../..", …; "." when there is none. The text is in the arena or static.
 */
const char *root_find(struct arena *arena);
