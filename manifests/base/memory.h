// SPDX-License-Identifier: Apache-2.0
/* Memory that runs out. */
#pragma once

#include "manifests/base/attribute.h"

/*
 * Returns the pointer that malloc or a library gave. When it is NULL, prints that there is no more
 * memory and aborts: everything from outside has a maximum, so no input can provoke this.
 */
NEVER_NULL void *memory_must(void *pointer);
