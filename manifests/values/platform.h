// SPDX-License-Identifier: Apache-2.0
/*
 * Compares platforms, "os/architecture[/variant]". Two texts can name the same platform: upper and
 * lower case are equal, architectures have aliases (x86_64, aarch64, …), a variant may be written
 * "8" or "v8", and the variant that every machine of the architecture has may be left out
 * (amd64/v1, arm64/v8). "arm" without a variant means arm/v7, as in containerd.
 */
#pragma once

#include <stdbool.h>

enum { PLATFORM_MAX = 100 }; /* bytes */

/* True for the form that manifests use: two or three parts, separated by '/', that have only
 * lower-case letters, digits, _ . and -. */
bool platform_valid(const char *text);
/* True if both texts name the same platform. */
bool platform_equal(const char *a, const char *b);
