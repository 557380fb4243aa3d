// SPDX-License-Identifier: Apache-2.0
/* A bare repository on this machine. Its refs are read and moved directly: libgit2's own push to a
 * path loses races and still reports success. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver bare_driver;
