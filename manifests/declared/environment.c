// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/environment.h"

const char *environment_of(const struct settings *settings, const char *namespace)
{
    (void)settings;
    return namespace;
}

const char *environment_namespace(const struct settings *settings, const char *environment)
{
    (void)settings;
    return environment;
}
