// SPDX-License-Identifier: Apache-2.0
/* libFuzzer's entry; replay.c calls it for the files of a corpus. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);
