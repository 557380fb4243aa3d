// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/command.h"

void command_put(struct text *request, const char *command, const struct capabilities *capabilities)
{
    pkt_put(request, "command=%s", command);
    pkt_put(request, "agent=git/weir-" WEIR_VERSION);
    if (capabilities->object_format)
        pkt_put(request, "object-format=sha1");
    pkt_put_kind(request, PKT_DELIM);
}
