// SPDX-License-Identifier: Apache-2.0
/* `weir rollback`, `weir release` and `weir promote`: move a tag back, let a tag move again, or
 * promote an image. */
#include <stdlib.h>
#include <string.h>

#include "manifests/values/digest.h"
#include "reconciler/commands/request.h"
#include "reconciler/commands/time_option.h"

enum { STEPS_DIGITS_MAX = 3 };

/* Reads the only operand, [NAMESPACE/]STREAM[:TAG]; the default tag is latest. */
static int named(struct invocation *invocation, struct selected *target, struct err *err)
{
    const char *text = invocation->arguments.operands.items[0];
    if (selected_object(&invocation->arena, text, target, err) < 0)
        return -1;
    if (target->digest != NULL) {
        err_set(err, "\"%s\" names an image, not a tag", text);
        return err_hint(err, "name the tag: [NAMESPACE/]STREAM[:TAG]");
    }
    if (target->tag == NULL)
        target->tag = "latest";
    return 0;
}

/* Reads --to: a number of images to go back, a digest, or a time. */
static int read_goal(const struct arguments *arguments, moment now, struct intent *intent,
                     struct err *err)
{
    const char *to = arguments->to;
    if (to == NULL)
        return 0;
    size_t digits = strspn(to, "0123456789"), length = strlen(to);
    if (length <= STEPS_DIGITS_MAX && digits == length && atoi(to) > 0)
        intent->steps = (unsigned)atoi(to);
    else if (digest_beginning_valid(to))
        intent->digest = to;
    else if (!time_option_parse(to, now, false, &intent->at)) {
        err_set(err, "--to: \"%s\" is not a number of images, a digest or a time", to);
        return err_hint(err,
                        "write 2, sha256:0123456789ab, 2026-11-20, 2026-11-20T09:00:00Z or 3h");
    }
    return 0;
}

static int read_hold(const struct arguments *arguments, moment now, struct intent *intent,
                     struct err *err)
{
    if (arguments->until == NULL)
        return 0;
    if (arguments->resume_on_newer)
        return err_set(err, "--until and --resume-on-newer can't be combined, because "
                            "--resume-on-newer sets no hold");
    if (!time_option_parse(arguments->until, now, true, &intent->until)) {
        err_set(err, "--until: \"%s\" is not a time", arguments->until);
        return err_hint(err, "write YYYY-MM-DD, YYYY-MM-DDThh:mm:ssZ or a duration such as 12h");
    }
    if (intent->until <= now)
        return err_set(err, "--until: \"%s\" is not in the future", arguments->until);
    return 0;
}

static int known(const struct declared *declared, const char *environment, struct err *err)
{
    return selected_environment(declared->environments.items, declared->environments.count,
                                environment, err);
}

/* Sets the requested tags: the one that is named, or with --all every tag of a namespace. */
static int read_target(struct invocation *invocation, const struct declared *declared,
                       struct intent *intent, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    struct selected target;
    if (arguments->operands.count == 0) {
        if (!arguments->all || arguments->namespace == NULL) {
            err_set(err, "no tag given");
            return err_hint(
                err, "name the tag: [NAMESPACE/]STREAM[:TAG], or use --all with -n NAMESPACE");
        }
        intent->environment = arguments->namespace;
        return known(declared, intent->environment, err);
    }
    if (arguments->all)
        return err_set(err, "--all means every tag of a namespace, so no tag can be named");
    if (named(invocation, &target, err) < 0 ||
        selected_namespace(&invocation->arena, declared, arguments->namespace, &target, err) < 0)
        return -1;
    intent->environment = target.namespace;
    intent->stream = target.stream;
    intent->tag = target.tag;
    return known(declared, intent->environment, err);
}

static int carry_out(struct invocation *invocation, struct intent *intent, struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle first = {0};
    if (console_session(invocation, true, NULL, &session, err) < 0 ||
        session_read(&session, &first.run, &first.source, &first.declared, err) < 0 ||
        read_target(invocation, &first.declared, intent, err) < 0)
        return -1;
    moment now = session_now(&session);
    intent->at = intent->until = MOMENT_NEVER;
    intent->reason = invocation->arguments.reason;
    intent->allow_denied = invocation->arguments.allow_denied;
    if (intent->kind == INTENT_ROLLBACK &&
        (read_goal(&invocation->arguments, now, intent, err) < 0 ||
         read_hold(&invocation->arguments, now, intent, err) < 0))
        return -1;
    if (intent->stream == NULL && intent->kind == INTENT_ROLLBACK && intent->at == MOMENT_NEVER) {
        err_set(err, "--all needs --to TIME");
        return err_hint(err, "write --to 2026-11-20T09:00:00Z, or --to 3h");
    }
    return request_carry_out(invocation, &session, intent, err);
}

int rollback_run(struct invocation *invocation, struct err *err)
{
    struct intent intent = {.kind = INTENT_ROLLBACK,
                            .resume_on_newer = invocation->arguments.resume_on_newer};
    return carry_out(invocation, &intent, err);
}

int release_run(struct invocation *invocation, struct err *err)
{
    struct intent intent = {.kind = INTENT_RELEASE};
    return carry_out(invocation, &intent, err);
}

/* The operand needs no namespace, because --to names the namespace. */
int promote_run(struct invocation *invocation, struct err *err)
{
    struct arguments *arguments = &invocation->arguments;
    struct intent intent = {.kind = INTENT_PROMOTE,
                            .override_gates = arguments->override_gates,
                            .digest = arguments->image};
    if (arguments->to == NULL) {
        err_set(err, "--to is required");
        return err_hint(err, "name the environment: --to NAMESPACE");
    }
    if (arguments->image != NULL && !digest_beginning_valid(arguments->image))
        return err_set(err,
                       "--image: \"%s\" is not a digest or at least seven hex digits of a digest",
                       arguments->image);
    arguments->namespace = arguments->to;
    return carry_out(invocation, &intent, err);
}
