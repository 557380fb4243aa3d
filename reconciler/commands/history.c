// SPDX-License-Identifier: Apache-2.0
/* `weir history`: lists the records of a tag, or of all tags of a stream. */
#include <string.h>

#include "reconciler/commands/history_query.h"
#include "reconciler/commands/select.h"

/* Returns the only namespace in which the journal has a stream of this name, which may be deleted
 * now. Returns NULL if there is no such namespace, or more than one. */
static const char *recorded_namespace(const struct journal *journal, const char *stream)
{
    const char *found = NULL;
    list_each (tag, &journal->tags) {
        if (strcmp(tag->stream, stream) != 0 || text_equal(tag->environment, found))
            continue;
        if (found != NULL)
            return NULL;
        found = tag->environment;
    }
    return found;
}

static bool is_declared(const struct declared *declared, const char *name)
{
    list_each (stream, &declared->streams)
        if (strcmp(stream->spec->name, name) == 0)
            return true;
    return false;
}

static int find(struct invocation *invocation, const struct session *session,
                const struct cycle *cycle, struct selected *selected, struct err *err)
{
    const char *flag = invocation->arguments.namespace;
    if (selected->namespace == NULL && flag == NULL &&
        !is_declared(&cycle->declared, selected->stream))
        selected->namespace = recorded_namespace(cycle->observed.journal, selected->stream);
    if (selected_namespace(&invocation->arena, &cycle->declared, flag, selected, err) < 0)
        return -1;
    struct report_only only = {selected->namespace, selected->stream, selected->tag};
    history_complete(session, cycle, only);
    if (history_known(cycle, only))
        return 0;
    err_set(err, "there is no %s %s/%s%s%s, and the journal has no record of one",
            selected->tag != NULL ? "tag" : "image stream", selected->namespace, selected->stream,
            selected->tag != NULL ? ":" : "", selected->tag != NULL ? selected->tag : "");
    return err_hint(err, "run `weir get tags` to list the tags");
}

int history_run(struct invocation *invocation, struct err *err)
{
    const char *name = invocation->arguments.operands.items[0];
    struct selected selected;
    if (selected_object(&invocation->arena, name, &selected, err) < 0)
        return -1;
    if (selected.digest != NULL) {
        err_set(err, "\"%s\" names an image, not a tag", name);
        return err_hint(err, "run `weir where %s` to see which tags have or had the image",
                        selected.digest);
    }
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, false, NULL, &session, err) < 0 ||
        console_plan(invocation, &session, NULL, &cycle, err) < 0 ||
        history_needed(&cycle, err) < 0 || find(invocation, &session, &cycle, &selected, err) < 0)
        return -1;
    struct report_only only = {selected.namespace, selected.stream, selected.tag};
    console_report(invocation, REPORT_HISTORY, &session, &cycle, only);
    return history_status(&cycle, only);
}
