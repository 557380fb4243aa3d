// SPDX-License-Identifier: Apache-2.0
/* Reads and writes a bare repository on this machine. weir moves its refs itself, because libgit2's
 * push to a path can lose a race and still report success. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver bare_driver;
