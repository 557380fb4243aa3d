// SPDX-License-Identifier: Apache-2.0
/* `weir import-image`: imports a tag again, or imports a tag for the first time from the image that
 * --from names. */
#include "reconciler/commands/request.h"

/* Reads the tag to import. As in oc, a digest can't be imported. */
static int named(struct invocation *invocation, struct selected *target, struct err *err)
{
    const char *text = invocation->arguments.operands.items[0];
    if (selected_parse(&invocation->arena, text, target, err) < 0)
        return -1;
    if (target->registry != NULL) {
        err_set(err, "\"%s\" names an image in a registry, not a stream's tag", text);
        return err_hint(err, "run `weir import-image STREAM:TAG --from=%s`", text);
    }
    if (target->digest != NULL) {
        err_set(err, "a digest can't be imported");
        return err_hint(err, "use `weir tag` to point a tag to a digest");
    }
    if (target->tag == NULL)
        target->tag = "latest";
    return 0;
}

int import_image_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    struct arena *arena = &invocation->arena;
    struct intent intent = {.kind = INTENT_IMPORT_IMAGE};
    struct selected target;
    if (named(invocation, &target, err) < 0)
        return -1;
    request_flags(arguments, &intent);
    if (arguments->from != NULL) {
        intent.source.kind = SOURCE_DOCKER_IMAGE;
        if (reference_parse(arena, arguments->from, &intent.source.image, err) < 0)
            return err_wrap(err, "--from");
        if (intent.source.image.digest != NULL) {
            err_set(err, "--from: an image with a digest can't be imported");
            return err_hint(err, "use `weir tag` to point a tag to a digest");
        }
    }

    session_scope struct session session = {0};
    cycle_scope struct cycle first = {0};
    if (console_session(invocation, true, NULL, &session, err) < 0 ||
        session_read(&session, &first.run, &first.source, &first.declared, err) < 0 ||
        selected_namespace(arena, &first.declared, arguments->namespace, &target, err) < 0)
        return -1;
    intent.environment = target.namespace;
    intent.stream = target.stream;
    intent.tag = target.tag;
    return request_carry_out(invocation, &session, &intent, err);
}
