// SPDX-License-Identifier: Apache-2.0
/*
 * Converts namespaces to environments and back. Tags, hops, consumers, reports and the journal name
 * an environment; manifests, image references and registries name a namespace. Only this file knows
 * the rule: an environment has the name of its namespace.
 */
#pragma once

#include "manifests/kinds/settings.h"

/* Returns the environment of a namespace. An unknown namespace is "", and so is its environment. */
const char *environment_of(const struct settings *settings, const char *namespace);
/* Returns the namespace of an environment. */
const char *environment_namespace(const struct settings *settings, const char *environment);
