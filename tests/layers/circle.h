// SPDX-License-Identifier: Apache-2.0
/* Three files of which two form a cycle, to show that cycles.py finds it. */
#pragma once

extern const int circle_table[2];
int circle_one(int value);
int circle_two(int value);
int circle_three(int value);
