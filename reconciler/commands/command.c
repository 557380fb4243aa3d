// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/command.h"

#include "manifests/base/text.h"

const struct command *command_find(const struct command *commands, const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++)
        if (text_equal(command->name, name))
            return command;
    return NULL;
}
