// SPDX-License-Identifier: Apache-2.0
/* Does nothing, with all our libraries: the floor of the program's start. */
int main(void)
{
    return 0;
}
