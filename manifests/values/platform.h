// SPDX-License-Identifier: Apache-2.0
/*
 * Platforms, "os/architecture[/variant]", and when two texts name the same one: letters count
 * without case, architectures have other names (x86_64, aarch64, …), a variant may be written "8"
 * or "v8", and one that every machine of the architecture has is left out (amd64/v1, arm64/v8). An
 * arm without a variant is v7, as containerd has it.
 */
#pragma once

#include <stdbool.h>

enum { PLATFORM_MAX = 100 }; /* bytes */

/* As people declare them: two or three parts of lower-case letters, digits, _ . and -. */
bool platform_valid(const char *text);
bool platform_equal(const char *a, const char *b);
