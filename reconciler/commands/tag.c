// SPDX-License-Identifier: Apache-2.0
/* `weir tag`, by the rules of `oc tag`: what SOURCE is follows from its form. */
#include <string.h>

#include "reconciler/commands/word.h"

static const struct {
    const char *word;
    enum source_kind kind;
} kinds[] = {
    {"docker", SOURCE_DOCKER_IMAGE},  {"DockerImage", SOURCE_DOCKER_IMAGE},
    {"istag", SOURCE_STREAM_TAG},     {"ImageStreamTag", SOURCE_STREAM_TAG},
    {"isimage", SOURCE_STREAM_IMAGE}, {"ImageStreamImage", SOURCE_STREAM_IMAGE},
};

static enum source_kind kind_of(const char *said, const struct selected *source)
{
    for (size_t i = 0; said != NULL && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].word, said) == 0)
            return kinds[i].kind;
    if (source->registry != NULL)
        return SOURCE_DOCKER_IMAGE;
    if (source->digest != NULL)
        return SOURCE_STREAM_IMAGE;
    return source->tag != NULL ? SOURCE_STREAM_TAG : SOURCE_DOCKER_IMAGE;
}

/* What the flags rule out, in the words of oc. */
static int check(const struct arguments *arguments, enum source_kind kind,
                 const struct selected *source, const struct selected *target, struct err *err)
{
    if (target->registry != NULL || target->tag == NULL || target->digest != NULL) {
        err_set(err, "the destination '%s' is no [NAMESPACE/]STREAM:TAG",
                arguments->operands.items[1]);
        return err_hint(err, "weir tag SOURCE DEST: the tag that changes comes last");
    }
    if (kind != SOURCE_DOCKER_IMAGE && source->registry != NULL)
        return err_set(err, "a tag or image of a stream has no registry: '%s'",
                       arguments->operands.items[0]);
    if (kind == SOURCE_STREAM_TAG && (source->tag == NULL || source->digest != NULL))
        return err_set(err, "--source=istag needs [NAMESPACE/]STREAM:TAG");
    if (kind == SOURCE_STREAM_IMAGE && (source->digest == NULL || source->tag != NULL))
        return err_set(err, "--source=isimage needs [NAMESPACE/]STREAM@DIGEST");
    if (arguments->scheduled && kind != SOURCE_DOCKER_IMAGE)
        return err_set(err, "only container images can have importing flags set: --scheduled");
    if (arguments->alias && kind != SOURCE_STREAM_TAG)
        return err_set(err, "--alias needs a tag of the same stream as source");
    if (arguments->reference && (kind != SOURCE_DOCKER_IMAGE || arguments->scheduled))
        return err_set(err, "--reference names an image of a registry and never imports it");
    return 0;
}

static int source_of_stream(struct arena *arena, const struct declared *declared,
                            const struct arguments *arguments, struct selected *source,
                            const char *target_namespace, struct intent *intent, struct err *err)
{
    /* As with oc, a name without namespace is one of the current namespace. */
    if (source->namespace == NULL)
        source->namespace = arguments->namespace != NULL ? arguments->namespace : target_namespace;
    if (declared_stream(declared, source->namespace, source->stream) == NULL) {
        err_set(err, "there is no image stream %s/%s", source->namespace, source->stream);
        return err_hint(err, "an image of Docker Hub is docker.io/library/%s, or --source=docker",
                        source->stream);
    }
    intent->source.namespace = arena_text(arena, source->namespace);
    intent->source.stream = source->stream;
    intent->source.name = intent->source.kind == SOURCE_STREAM_TAG ? source->tag : source->digest;
    return 0;
}

int tag_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    struct arena *arena = &invocation->arena;
    const char *const *operands = arguments->operands.items;
    struct selected source = {0}, target;
    if (selected_parse(arena, operands[1], &target, err) < 0)
        return err_wrap(err, "the destination");
    bool docker =
        text_equal(arguments->source, "docker") || text_equal(arguments->source, "DockerImage");
    if (!docker && selected_parse(arena, operands[0], &source, err) < 0)
        return err_wrap(err, "the source");
    struct intent intent = {
        .kind = INTENT_TAG, .alias = arguments->alias, .reference_only = arguments->reference};
    intent.source.kind = kind_of(arguments->source, &source);
    if (check(arguments, intent.source.kind, &source, &target, err) < 0)
        return -1;
    if (intent.source.kind == SOURCE_DOCKER_IMAGE &&
        reference_parse(arena, operands[0], &intent.source.image, err) < 0)
        return err_wrap(err, "the source");
    word_flags(arguments, &intent);

    struct session session session_scope = {0};
    struct cycle first cycle_scope = {0};
    /* -n is the current namespace: it does not contradict a destination that names its own. */
    const char *flag = target.namespace == NULL ? arguments->namespace : NULL;
    if (open_session(invocation, true, NULL, &session, err) < 0 ||
        session_read(&session, &first.run, &first.source, &first.declared, err) < 0 ||
        selected_namespace(arena, &first.declared, flag, &target, err) < 0)
        return -1;
    if (intent.source.kind != SOURCE_DOCKER_IMAGE &&
        source_of_stream(arena, &first.declared, arguments, &source, target.namespace, &intent,
                         err) < 0)
        return -1;
    intent.namespace = target.namespace;
    intent.stream = target.stream;
    intent.tag = target.tag;
    return word_carry_out(invocation, &session, &intent, err);
}
