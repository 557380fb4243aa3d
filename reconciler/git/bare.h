// SPDX-License-Identifier: Apache-2.0
/* Reads and writes a bare repository on this machine. weir moves its refs itself, because libgit2's
 * push to a path loses races and still reports success. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver bare_driver;
