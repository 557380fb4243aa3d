// SPDX-License-Identifier: Apache-2.0
/* Says what is left to do after a change in a work tree. */
#pragma once

#include "reconciler/commands/console.h"

/*
 * In a report for people: if the files of a work tree were edited, says that nothing is committed,
 * and prints a `git commit` command with weir's message, to be pasted into a shell. At the end says
 * who writes the journal. Prints nothing for other repositories, or if nothing was written.
 */
void commit_line_print(const struct invocation *invocation, const struct session *session,
                       const struct cycle *cycle);
