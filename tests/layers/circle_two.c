// SPDX-License-Identifier: Apache-2.0
#include "tests/layers/circle.h"

/* Uses only a table of the other file: that is a dependency, too. */
int circle_two(int value)
{
    return circle_table[value % 2];
}
