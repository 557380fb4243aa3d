// SPDX-License-Identifier: Apache-2.0
/* Ends the program when memory runs out. */
#pragma once

#include "manifests/base/attribute.h"

/*
 * Returns the pointer, which is the result of malloc or of a library. If it is NULL, prints a
 * message and aborts. Input cannot cause this, because everything from outside has a maximum.
 */
NEVER_NULL void *memory_must(void *pointer);
