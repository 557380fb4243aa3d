// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_consumers.h"

#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/declared/environment.h"
#include "manifests/kinds/texts.h"

/* A workload while its containers are bound. */
struct binding_of {
    struct link *link;
    const struct placed *placed;
    const char *label;
    const struct problem *nowhere; /* the problem that no_namespace() added, or NULL */
    bool noted;                    /* note_shared() has added its problem */
};

static struct problem_place place_of(const struct binding_of *of, const struct container *container)
{
    return (struct problem_place){of->placed->file, container->image.line, container->image.column,
                                  of->label};
}

static const struct trigger *trigger_of(const struct workload *workload,
                                        const struct container *container)
{
    for (size_t i = 0; i < workload->trigger_count; i++) {
        if (workload->triggers[i].container == container)
            return &workload->triggers[i];
    }
    return NULL;
}

static const struct problem *no_namespace(struct binding_of *of)
{
    const struct workload *workload = of->placed->workload;
    if (of->nowhere == NULL) {
        struct problem_place place = {of->placed->file, workload->line, workload->column,
                                      of->label};
        of->nowhere = link_problem(of->link, PROBLEM_NO_NAMESPACE, place,
                                   "set metadata.namespace, or list the folder with its namespace "
                                   "under paths in weir.yaml",
                                   "the object's namespace is unknown");
    }
    return of->nowhere;
}

static void note_shared(struct binding_of *of)
{
    const struct workload *workload = of->placed->workload;
    if (!of->placed->shared || of->noted)
        return;
    of->noted = true;
    const char *label =
        arena_print(of->link->run, "%s %s", workload_kind_word(workload->kind), workload->name);
    link_problem(of->link, PROBLEM_SHARED_BASE,
                 (struct problem_place){of->placed->file, workload->line, workload->column, label},
                 "put the pin into each overlay", "several namespaces share this object");
}

/* Checks that the stream and the tag exist. Returns the problem if the stream is missing and its
 * environment is not external, else NULL. A missing tag is only a warning. */
static const struct problem *check_source(struct binding_of *of, const struct consumer *consumer)
{
    const struct declared *declared = of->link->out;
    const char *environment = consumer->stream_environment;
    const struct stream *stream = declared_stream(declared, environment, consumer->stream);
    struct problem_place place = place_of(of, consumer->container);
    if (stream == NULL) {
        if (declared_external(declared, environment))
            return NULL;
        return link_problem(of->link, PROBLEM_NO_STREAM, place,
                            "declare the ImageStream, or correct the name",
                            "container \"%s\" takes its image from stream %s/%s, which is not "
                            "declared",
                            consumer->container->name, environment, consumer->stream);
    }
    if (stream_tag_find(stream, consumer->tag) == NULL && !stream->spec->has_variables &&
        declared_producer(declared, environment, consumer->stream, consumer->tag) == NULL &&
        declared_hop(declared, environment, consumer->stream, consumer->tag) == NULL) {
        link_problem(of->link, PROBLEM_NO_TAG, place,
                     "correct the name, or add the tag with `weir import-image`",
                     "stream %s/%s has no tag \"%s\"", environment, consumer->stream,
                     consumer->tag);
    }
    return NULL;
}

static void add_consumer(struct binding_of *of, const struct container *container,
                         enum binding binding, const char *environment, const char *stream,
                         const char *tag, const struct trigger *trigger)
{
    const struct placed *placed = of->placed;
    struct consumer consumer = {.workload = placed->workload,
                                .container = container,
                                .environment = placed->environment,
                                .file = placed->file,
                                .binding = binding,
                                .stream_environment = environment,
                                .stream = stream,
                                .tag = tag,
                                .paused = trigger != NULL && trigger->paused,
                                .shared = placed->shared,
                                .problem = placed->problem};
    const struct problem *problem = NULL;
    if (*placed->environment == '\0')
        problem = no_namespace(of);
    if (*environment != '\0') {
        const struct problem *source = check_source(of, &consumer);
        problem = problem != NULL ? problem : source;
    }
    note_shared(of);
    if (consumer.problem == NULL)
        consumer.problem = problem;
    *list_add(of->link->run, &of->link->out->consumers) = consumer;
}

/* Binds a container whose image is REGISTRY/NAMESPACE/STREAM[:TAG] in the integrated registry. Does
 * not bind an image with a digest and no tag, because such an image never changes. Returns true for
 * every image of the integrated registry. */
static bool bind_by_form(struct binding_of *of, const struct container *container)
{
    const char *registry = of->link->out->settings.integrated_registry;
    const char *text = container->image.text;
    size_t length = strlen(registry);
    if (strncasecmp(text, registry, length) != 0 || text[length] != '/')
        return false;
    struct reference reference;
    struct err err = {0};
    if (reference_parse(of->link->run, text, &reference, &err) < 0) {
        bool variable = text_has_variable(text);
        if (variable && !of->placed->workload->in_template)
            link_problem(of->link, PROBLEM_VARIABLE, place_of(of, container),
                         "write the value itself if weir is to manage it",
                         "\"%.100s\" has a variable, so the image is left alone", text);
        if (!variable)
            link_problem(of->link, PROBLEM_BAD_REFERENCE, place_of(of, container), err.hint, "%s",
                         err.message);
        return true;
    }
    const char *slash = strchr(reference.path, '/');
    if (slash == NULL || strchr(slash + 1, '/') != NULL ||
        (reference.tag == NULL && reference.digest != NULL))
        return true;
    const char *namespace =
        arena_copy(of->link->run, reference.path, (size_t)(slash - reference.path));
    const char *environment = environment_of(&of->link->out->settings, namespace);
    add_consumer(of, container, BOUND_BY_FORM, environment, slash + 1,
                 reference.tag != NULL ? reference.tag : "latest", NULL);
    return true;
}

/* Binds a container whose image is `name[:tag]` to the stream of that name in the workload's
 * environment, if the stream or the workload allows look-ups. */
static void bind_by_lookup(struct binding_of *of, const struct container *container)
{
    const char *text = container->image.text;
    struct reference reference;
    struct err err = {0};
    if (strpbrk(text, "/@$") != NULL || *of->placed->environment == '\0' ||
        reference_parse(of->link->run, text, &reference, &err) < 0)
        return;
    const struct stream *stream =
        declared_stream(of->link->out, of->placed->environment, reference.name);
    if (stream != NULL && (stream->spec->lookup_local || of->placed->workload->resolve_names))
        add_consumer(of, container, BOUND_BY_LOOKUP, of->placed->environment, reference.name,
                     reference.tag != NULL ? reference.tag : "latest", NULL);
}

static void bind_container(struct binding_of *of, const struct container *container)
{
    const struct trigger *trigger = trigger_of(of->placed->workload, container);
    if (trigger != NULL) {
        const char *environment = trigger->namespace != NULL
                                      ? environment_of(&of->link->out->settings, trigger->namespace)
                                      : of->placed->environment;
        add_consumer(of, container, BOUND_BY_TRIGGER, environment, trigger->stream, trigger->tag,
                     trigger);
    } else if (!text_blank(container->image.text) && !bind_by_form(of, container)) {
        bind_by_lookup(of, container);
    }
}

static void bind_workload(struct link *link, const struct placed *placed)
{
    const struct workload *workload = placed->workload;
    struct binding_of of = {link, placed, NULL, NULL, false};
    of.label =
        arena_print(link->run, "%s %s%s%s", workload_kind_word(workload->kind), placed->environment,
                    *placed->environment != '\0' ? "/" : "", workload->name);
    /* workload->containers already has the order that declared->consumers needs. */
    for (size_t i = 0; i < workload->container_count; i++)
        bind_container(&of, &workload->containers[i]);
}

void link_consumers(struct link *link)
{
    /* Workloads are sorted by environment, kind and name already. */
    list_each (placed, &link->workloads)
        bind_workload(link, placed);
}
