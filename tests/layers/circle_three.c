// SPDX-License-Identifier: Apache-2.0
#include "tests/layers/circle.h"

int circle_three(int value)
{
    return circle_one(value) + 1;
}
