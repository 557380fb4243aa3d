// SPDX-License-Identifier: Apache-2.0
/* Any text as the annotation image.openshift.io/triggers of a Deployment of three containers. */
#include <stdlib.h>
#include <string.h>

#include "manifests/kinds/triggers.h"
#include "manifests/values/reference.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    problem_list problems = {0};
    static const struct container containers[] = {
        {.name = "web"}, {.name = "api"}, {.name = "setup", .list = CONTAINERS_INIT}};
    struct workload workload = {
        .kind = WORKLOAD_DEPLOYMENT, .containers = containers, .container_count = 3};
    struct node node = {.kind = NODE_SCALAR,
                        .style = STYLE_DOUBLE,
                        .text = arena_copy(&arena, (const char *)data, length),
                        .length = length};
    struct decoding decoding = {.part = &arena, .problems = &problems};
    triggers_read(&decoding, &node, "spec.template.spec", &workload);
    if (workload.triggers_broken ? workload.trigger_count > 0 || problems.count == 0
                                 : workload.trigger_count > 3)
        abort();
    for (size_t i = 0; i < workload.trigger_count; i++) {
        const struct trigger *trigger = &workload.triggers[i];
        if (trigger->container < containers || trigger->container >= containers + 3 ||
            trigger->stream[0] == '\0' || !reference_tag_valid(trigger->tag))
            abort();
    }
    return 0;
}
