// SPDX-License-Identifier: Apache-2.0
/* `weir tag`: works by the rules of `oc tag`, so the form of SOURCE decides its kind. */
#include <string.h>

#include "manifests/base/list.h"
#include "reconciler/commands/request.h"

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

static int check_tag(const struct selected *tag, const char *operand, const char *what,
                     struct err *err)
{
    if (tag->registry == NULL && tag->tag != NULL && tag->digest == NULL)
        return 0;
    return err_set(err, "%s \"%s\" is not a [NAMESPACE/]STREAM:TAG", what, operand);
}

/* Checks the operands, and refuses the combinations of flags that oc refuses too. */
static int check(const struct arguments *arguments, enum source_kind kind,
                 const struct selected *source, const struct selected *target, struct err *err)
{
    if (check_tag(target, arguments->operands.items[1], "the destination", err) < 0)
        return err_hint(err, "write `weir tag SOURCE DEST`: the tag to change comes last");
    if (kind != SOURCE_DOCKER_IMAGE && source->registry != NULL)
        return err_set(err, "a stream's tag or image has no registry: \"%s\"",
                       arguments->operands.items[0]);
    if (kind == SOURCE_STREAM_TAG && (source->tag == NULL || source->digest != NULL))
        return err_set(err, "a source tag is written [NAMESPACE/]STREAM:TAG");
    if (kind == SOURCE_STREAM_IMAGE && (source->digest == NULL || source->tag != NULL))
        return err_set(err, "a stream's image is written [NAMESPACE/]STREAM@DIGEST");
    if (arguments->scheduled && kind != SOURCE_DOCKER_IMAGE)
        return err_set(err, "--scheduled needs an image in a registry as source");
    if (arguments->alias && kind != SOURCE_STREAM_TAG)
        return err_set(err, "--alias needs a source tag of the same stream");
    if (arguments->reference && (kind != SOURCE_DOCKER_IMAGE || arguments->scheduled))
        return err_set(err, "--reference needs an image in a registry as source, and can't be "
                            "combined with --scheduled");
    return 0;
}

static int source_of_stream(struct arena *arena, const struct declared *declared,
                            const struct arguments *arguments, struct selected *source,
                            const char *target_namespace, struct intent *intent, struct err *err)
{
    const char *text = arguments->operands.items[0];
    const char *folder = source->namespace == NULL ? "library/" : "";
    /* A source without a namespace is in the namespace of -n, as in oc. If -n is not given, it is
     * in the destination's namespace. */
    if (source->namespace == NULL)
        source->namespace = arguments->namespace != NULL ? arguments->namespace : target_namespace;
    if (declared_stream(declared, source->namespace, source->stream) == NULL) {
        err_set(err, "there is no image stream %s/%s", source->namespace, source->stream);
        return err_hint(err,
                        "for an image on Docker Hub write docker.io/%s%s, or use --source=docker",
                        folder, text);
    }
    intent->source.environment = arena_text(arena, source->namespace);
    intent->source.stream = source->stream;
    intent->source.name = intent->source.kind == SOURCE_STREAM_TAG ? source->tag : source->digest;
    return 0;
}

/* Refuses --delete together with an option that describes a tag's new source. */
static int check_delete(const struct arguments *arguments, struct err *err)
{
    const struct {
        bool said;
        const char *flag;
    } others[] = {
        {arguments->source != NULL, "--source"},
        {arguments->alias, "--alias"},
        {arguments->reference, "--reference"},
        {arguments->scheduled, "--scheduled"},
        {arguments->import_mode != NULL, "--import-mode"},
        {arguments->reference_policy != NULL, "--reference-policy"},
        {arguments->allow_denied, "--allow-denied"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].said)
            return err_set(err, "%s and --delete may not both be specified", others[i].flag);
    return 0;
}

/* Deletes all tags in one change, because a tag with aliases can be deleted only together with
 * them. */
static int delete_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    struct arena *arena = &invocation->arena;
    LIST_OF(struct selected) tags = {0};
    LIST_OF(struct tag_name) meant = {0};
    if (check_delete(arguments, err) < 0)
        return -1;
    list_each (operand, &arguments->operands) {
        struct selected *tag = list_add(arena, &tags);
        if (selected_parse(arena, *operand, tag, err) < 0)
            return err_wrap(err, "the tag");
        if (check_tag(tag, *operand, "the tag", err) < 0)
            return err_hint(err, "write `weir tag -d TAG...`, with tags only");
    }

    session_scope struct session session = {0};
    cycle_scope struct cycle first = {0};
    if (console_session(invocation, true, NULL, &session, err) < 0 ||
        session_read(&session, &first.run, &first.source, &first.declared, err) < 0)
        return -1;
    list_each (tag, &tags) {
        const char *flag = tag->namespace == NULL ? arguments->namespace : NULL;
        if (selected_namespace(arena, &first.declared, flag, tag, err) < 0)
            return -1;
        *list_add(arena, &meant) = (struct tag_name){tag->namespace, tag->stream, tag->tag};
    }
    struct intent intent = {
        .kind = INTENT_DELETE_TAG,
        .environment = meant.items[0].environment,
        .stream = meant.items[0].stream,
        .tag = meant.items[0].tag,
        .more = meant.items + 1,
        .more_count = meant.count - 1,
    };
    request_flags(arguments, &intent);
    return request_carry_out(invocation, &session, &intent, err);
}

int tag_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    if (arguments->delete)
        return delete_run(invocation, err);
    if (arguments->operands.count != 2) {
        err_set(err, "name a source and a destination");
        return err_hint(err, "write `weir tag SOURCE DEST`, or `weir tag -d TAG...`");
    }
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
    request_flags(arguments, &intent);

    session_scope struct session session = {0};
    cycle_scope struct cycle first = {0};
    /* As in oc, -n is only the default namespace: the destination may name another one. */
    const char *flag = target.namespace == NULL ? arguments->namespace : NULL;
    if (console_session(invocation, true, NULL, &session, err) < 0 ||
        session_read(&session, &first.run, &first.source, &first.declared, err) < 0 ||
        selected_namespace(arena, &first.declared, flag, &target, err) < 0)
        return -1;
    if (intent.source.kind != SOURCE_DOCKER_IMAGE &&
        source_of_stream(arena, &first.declared, arguments, &source, target.namespace, &intent,
                         err) < 0)
        return -1;
    intent.environment = target.namespace;
    intent.stream = target.stream;
    intent.tag = target.tag;
    return request_carry_out(invocation, &session, &intent, err);
}
