// SPDX-License-Identifier: Apache-2.0
/*
 * Reads and writes the data types of RFC 4251, of which SSH's keys and signatures consist: 32-bit
 * numbers, strings that begin with their length, and big integers in two's complement. Every length
 * is checked. A function that reads and returns false leaves `from` and `out` untouched.
 */
#pragma once

#include <stdint.h>

#include "manifests/base/attribute.h"
#include "manifests/base/text.h"
#include "reconciler/git/signature/byte_view.h"

/* These two read a number or a string from the front of `from`, and move `from` to the byte after
 * it. A string is a view into the bytes of `from`. They return false if the bytes are too few. */
MUST_USE bool ssh_field_number(struct byte_view *from, uint32_t *out);
MUST_USE bool ssh_field_string(struct byte_view *from, struct byte_view *out);
/* Reads a big integer as its bytes without leading zeros. Returns false for a negative number, and
 * for a number that is not written in the shortest way. */
MUST_USE bool ssh_field_integer(struct byte_view *from, struct byte_view *out);

/* These append a field. The caller must make sure that `to` has room: text_put asserts it. */
void ssh_field_put_number(struct text *to, uint32_t number);
void ssh_field_put_string(struct text *to, const void *bytes, size_t length);
void ssh_field_put_text(struct text *to, const char *text);
void ssh_field_put_integer(struct text *to, const unsigned char *bytes, size_t length);
