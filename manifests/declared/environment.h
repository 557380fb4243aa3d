// SPDX-License-Identifier: Apache-2.0
/*
 * Environments. Tags, hops, consumers, reports and the journal name the environment that they
 * belong to; manifests, image references and registries name a namespace. Only this file knows how
 * the two belong together: an environment has the name of its namespace, and all are on one list.
 */
#pragma once

#include "manifests/kinds/settings.h"

/* Returns the environment of a namespace; "", which is an unknown namespace, stays "". */
const char *environment_of(const struct settings *settings, const char *namespace);
/* Returns the namespace of an environment. */
const char *environment_namespace(const struct settings *settings, const char *environment);
