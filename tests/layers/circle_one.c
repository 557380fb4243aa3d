// SPDX-License-Identifier: Apache-2.0
#include "tests/layers/circle.h"

const int circle_table[2] = {1, 2};

int circle_one(int value)
{
    return value > 1 ? circle_two(value - 1) : value;
}
