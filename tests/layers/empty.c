// SPDX-License-Identifier: Apache-2.0
/* An empty program: what is linked to it must be complete in itself. */
int main(void)
{
    return 0;
}
