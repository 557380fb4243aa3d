// SPDX-License-Identifier: Apache-2.0
/* Reads a work tree: a folder with a `.git` of its own. Its files are read as they are, without
 * those that git ignores, and edited in place. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver work_tree_driver;
