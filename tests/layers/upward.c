// SPDX-License-Identifier: Apache-2.0
/* A lower layer that calls a higher one, to show that the proof can fail. */
int upper_answer(void);
int lower_question(void);

int lower_question(void)
{
    return upper_answer();
}
