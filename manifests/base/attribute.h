// SPDX-License-Identifier: Apache-2.0
/* Defines short names for the GNU attributes that the program uses. */
#pragma once

#define PRINTF_LIKE(format_at, arguments_at)                                                       \
    __attribute__((format(printf, format_at, arguments_at)))
#define MUST_USE __attribute__((warn_unused_result))
#define NEVER_NULL __attribute__((returns_nonnull))
#define CLEANUP(function) __attribute__((cleanup(function)))
