// SPDX-License-Identifier: Apache-2.0
/* Who sits before this machine, as far as git was told. */
#pragma once

#include "manifests/base/arena.h"

struct person {
    const char *name, *email; /* NULL where git's settings name none */
};

/* user.name and user.email of $XDG_CONFIG_HOME/git/config and of $HOME/.gitconfig, which wins.
 * Includes are not followed; what can't be read says nothing. */
struct person person_read(struct arena *arena);
