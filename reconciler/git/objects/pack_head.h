// SPDX-License-Identifier: Apache-2.0
/* Prints and reads the heads of objects in a pack (gitformat-pack(5)). */
#pragma once

#include <git2.h>
#include <stdint.h>

enum { PACK_OBJECT_HEAD_MAX = 16 }; /* bytes of an object's head */

/* Writes an object's type and its size before compression. Returns the number of bytes written, at
 * most PACK_OBJECT_HEAD_MAX. */
size_t pack_head_print(unsigned char *out, git_object_t type, uint64_t size);
/* Reads what pack_head_print wrote. Returns the number of bytes read; 0 if the head is damaged. */
size_t pack_head_read(const unsigned char *bytes, size_t length, git_object_t *type,
                      uint64_t *size);
