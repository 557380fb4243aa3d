// SPDX-License-Identifier: Apache-2.0
int upper_answer(void);

int upper_answer(void)
{
    return 42;
}
