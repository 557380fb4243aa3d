// SPDX-License-Identifier: Apache-2.0
/*
 * The data types of RFC 4251 in which SSH writes keys and signatures: numbers of 32 bits, strings
 * with their length before them, and whole numbers as two's complement. Reading checks every
 * length; a reader that failed has not moved.
 */
#pragma once

#include <stdint.h>

#include "manifests/base/attribute.h"
#include "manifests/base/text.h"
#include "reconciler/git/signature/byte_view.h"

/* Takes a field from the front of `from`. */
MUST_USE bool ssh_field_number(struct byte_view *from, uint32_t *out);
MUST_USE bool ssh_field_string(struct byte_view *from, struct byte_view *out);
/* The bytes of a number that is not negative, without leading zeros; false for another spelling
 * than the shortest. */
MUST_USE bool ssh_field_integer(struct byte_view *from, struct byte_view *out);

/* `to` must have room: passing its maximum is a broken invariant. */
void ssh_field_put_number(struct text *to, uint32_t number);
void ssh_field_put_string(struct text *to, const void *bytes, size_t length);
void ssh_field_put_text(struct text *to, const char *text);
void ssh_field_put_integer(struct text *to, const unsigned char *bytes, size_t length);
