// SPDX-License-Identifier: Apache-2.0
/*
 * Sorts the tags of a stream in the order in which OpenShift lists them (PrioritizeTags): `latest`;
 * versions of two numbers, highest first; versions of three numbers, highest first; all others,
 * sorted bytewise.
 */
#pragma once

#include <stddef.h>

/* Returns less than 0 when tag a comes before tag b, and 0 only for equal names. */
int priority_compare(const char *a, const char *b);

/* Sorts the tags in place. */
void priority_sort(const char **tags, size_t count);
