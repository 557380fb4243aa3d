// SPDX-License-Identifier: Apache-2.0
/*
 * `weir init`: writes a first weir.yaml, and a Promotion if namespaces are named after
 * environments.
 */
#include <string.h>

#include "reconciler/commands/console.h"
#include "reconciler/commands/init_place.h"
#include "reconciler/git/files/file_write.h"

#define PROMOTIONS_FILE "promotions.yaml"

enum { RANKS = 4, STEPS_MAX = 16 };

/* Words in the names of namespaces that stand for environments, with their rank on the path (0
 * comes first). A longer word is listed before the words that it contains. */
static const struct {
    const char *word;
    int rank;
} words[] = {
    {"preproduction", 2}, {"pre-production", 2}, {"preprod", 2},    {"pre-prod", 2},
    {"development", 0},   {"devel", 0},          {"dev", 0},        {"integration", 1},
    {"testing", 1},       {"test", 1},           {"tst", 1},        {"qa", 1},
    {"int", 1},           {"staging", 2},        {"stage", 2},      {"stg", 2},
    {"uat", 2},           {"acceptance", 2},     {"production", 3}, {"prod", 3},
    {"prd", 3},           {"live", 3},
};

/* A namespace that is named after an environment: "app-dev" has rank 0 in the group "app". */
struct environment {
    const char *namespace, *group;
    int rank;
};

typedef LIST_OF(struct environment) environment_list;

/* Returns where the name has the word as a whole part, or NULL. Parts are separated by '-'. */
static const char *part_find(const char *name, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(name, word); at != NULL; at = strstr(at + 1, word))
        if ((at == name || at[-1] == '-') && (at[length] == '\0' || at[length] == '-'))
            return at;
    return NULL;
}

static bool environment_of(struct arena *arena, const char *namespace, struct environment *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *at = part_find(namespace, words[i].word);
        if (at == NULL)
            continue;
        const char *rest = at + strlen(words[i].word);
        int head = (int)(at - namespace);
        if (*rest == '-' && head > 0)
            head--; /* the group of "shop-dev-eu" is "shop-eu" */
        else if (*rest == '-')
            rest++;
        else if (head > 0)
            head--;
        *out = (struct environment){
            .namespace = namespace,
            .group = arena_print(arena, "%.*s%s", head, namespace, rest),
            .rank = words[i].rank,
        };
        return true;
    }
    return false;
}

static int by_group(const void *a, const void *b)
{
    const struct environment *left = a, *right = b;
    int order = strcmp(left->group, right->group);
    return order != 0 ? order : left->rank - right->rank;
}

/* A stream, the tag to promote, and the namespaces on the path in their order. */
struct route {
    const char *stream, *tag, *group;
    const char *namespaces[STEPS_MAX];
    size_t count;
};

typedef LIST_OF(struct route) route_list;

/* True if the tag follows another tag of its own stream; a copy of another stream's tag does not.
 */
static bool is_alias(const struct declared *declared, const struct stream *stream,
                     const struct stream_tag *entry)
{
    if (entry->from_kind != FROM_STREAM_TAG)
        return false;
    struct tag_name from =
        declared_source(declared, stream->environment, stream->spec->name, entry);
    return strcmp(from.environment, stream->environment) == 0 &&
           strcmp(from.stream, stream->spec->name) == 0;
}

/* True if a promotion can write the tag: the stream is not shared by several namespaces and has no
 * problem, and nothing else moves the tag. */
static bool free_target(const struct declared *declared, const struct stream *stream,
                        const char *tag)
{
    const struct stream_tag *entry = stream_tag_find(stream, tag);
    return !stream->shared && stream->problem == NULL &&
           declared_producer(declared, stream->environment, stream->spec->name, tag) == NULL &&
           (entry == NULL || (!entry->scheduled && entry->policy.follow == NULL &&
                              !entry->reference_only && !is_alias(declared, stream, entry)));
}

/* Returns "latest" if the first environment has this tag or no tags at all, else its first tag. */
static const char *tag_of(const struct stream *first)
{
    if (first->spec->tag_count == 0 || stream_tag_find(first, "latest") != NULL)
        return "latest";
    return first->spec->tags[0].name;
}

static void route_add(struct arena *arena, const struct declared *declared,
                      const environment_list *environments, const char *stream, const char *group,
                      route_list *routes)
{
    struct route route = {.stream = stream, .group = group};
    int rank = -1;
    list_each (environment, environments) {
        if (strcmp(environment->group, group) != 0 || environment->rank == rank ||
            route.count == STEPS_MAX)
            continue;
        const struct stream *found = declared_stream(declared, environment->namespace, stream);
        if (found == NULL)
            continue;
        if (route.count == 0)
            route.tag = tag_of(found);
        else if (!free_target(declared, found, route.tag))
            continue;
        route.namespaces[route.count++] = environment->namespace;
        rank = environment->rank;
    }
    if (route.count > 1)
        *list_add(arena, routes) = route;
}

static bool same_route(const struct route *a, const struct route *b)
{
    if (a->count != b->count || strcmp(a->tag, b->tag) != 0 || strcmp(a->group, b->group) != 0)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->namespaces[i], b->namespaces[i]) != 0)
            return false;
    return true;
}

/* Makes a route for each stream of each group that can be promoted between at least two namespaces.
 * The routes are sorted by group. */
static void routes_make(struct arena *arena, const struct declared *declared, route_list *routes)
{
    environment_list environments = {0};
    list_each (namespace, &declared->environments) {
        struct environment environment;
        if (environment_of(arena, *namespace, &environment))
            *list_add(arena, &environments) = environment;
    }
    list_sort(&environments, by_group);
    list_each (environment, &environments) {
        list_each (stream, &declared->streams) {
            if (strcmp(stream->environment, environment->namespace) != 0)
                continue;
            bool known = false;
            list_each (route, routes)
                known = known || (strcmp(route->stream, stream->spec->name) == 0 &&
                                  strcmp(route->group, environment->group) == 0);
            if (!known)
                route_add(arena, declared, &environments, stream->spec->name, environment->group,
                          routes);
        }
    }
}

static void promotion_print(FILE *out, const route_list *routes, size_t first, unsigned number)
{
    const struct route *route = &routes->items[first];
    const char *name = route->group[0] != '\0' ? route->group : "main";
    char count[16] = "";
    if (number > 1)
        snprintf(count, sizeof count, "-%u", number);
    fprintf(out,
            "%sapiVersion: weir.dev/v1alpha1\n"
            "kind: Promotion\n"
            "metadata:\n"
            "  name: \"%s%s\"\n"
            "  annotations:\n"
            "    config.kubernetes.io/local-config: \"true\"   # not applied to a cluster\n"
            "spec:\n"
            "  streams:\n",
            first > 0 ? "---\n" : "", name, count);
    for (size_t i = first; i < routes->count; i++)
        if (same_route(route, &routes->items[i]))
            fprintf(out, "  - \"%s\"\n", routes->items[i].stream);
    fprintf(out, "  tag: \"%s\"\n  path:\n", route->tag);
    for (size_t i = 0; i < route->count; i++)
        fprintf(out, "  - namespace: \"%s\"\n", route->namespaces[i]);
    fputs("    by: manual   # a person moves the last environment: `weir promote`\n", out);
}

static char *promotions_make(struct arena *arena, const route_list *routes, size_t *promotions)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    LIST_OF(const struct route *) printed = {0};
    list_each (route, routes) {
        bool known = false;
        unsigned number = 1;
        list_each (before, &printed) {
            known = known || same_route(*before, route);
            number += strcmp((*before)->group, route->group) == 0;
        }
        if (known)
            continue;
        promotion_print(out, routes, (size_t)(route - routes->items), number);
        *list_add(arena, &printed) = route;
    }
    *promotions = printed.count;
    fclose(out);
    char *text = arena_copy(arena, bytes, length);
    free(bytes);
    return text;
}

static const char settings_text[] =
    "# weir's settings for this repository; weir-manifests(5) describes all of them.\n"
    "apiVersion: weir.dev/v1alpha1\n"
    "kind: Reconciler\n"
    "metadata:\n"
    "  name: weir\n"
    "  annotations:\n"
    "    config.kubernetes.io/local-config: \"true\"   # not applied to a cluster\n"
    "spec:\n"
    "  # Who writes the image of a workload with the annotation image.openshift.io/triggers:\n"
    "  # weir, or the trigger controller of an OpenShift cluster. Two writers would loop.\n"
    "%s"
    "%s"
    "  # A run that would change more rows than this writes none of them. Raise it if the change "
    "is\n"
    "  # right. First pins that change no running image do not count.\n"
    "  guard:\n"
    "    max: 50\n";

static const char settings_weir[] = "  # triggers: weir\n";
static const char settings_choice[] = "  # Remove the \"# \" of one of these lines:\n"
                                      "  # triggers: weir\n"
                                      "  # triggers: cluster\n";

struct file_list {
    struct file_edit items[2];
    size_t count;
};

static void file_add(const struct source *source, struct file_list *files, const char *path,
                     const char *text)
{
    if (source_find(source, path) >= 0) {
        fprintf(stderr, "weir: %s already exists and is not changed\n", path);
        return;
    }
    files->items[files->count++] =
        (struct file_edit){.path = path, .bytes = text, .length = strlen(text)};
}

static int write_files(struct invocation *invocation, struct session *session,
                       const struct file_list *files, struct err *err)
{
    struct write_outcome outcomes[2] = {0};
    if (file_write_all(session->repository, files->items, files->count, outcomes, err) < 0)
        return -1;
    for (size_t i = 0; i < files->count; i++) {
        if (outcomes[i].result != WRITE_DONE)
            return err_set(err, "can't write %s: %s", files->items[i].path, outcomes[i].words);
        fprintf(invocation->out, "wrote %s:\n\n", files->items[i].path);
        for (const char *line = files->items[i].bytes; *line != '\0';) {
            size_t length = strcspn(line, "\n");
            fprintf(invocation->out, "%s%.*s\n", length > 0 ? "    " : "", (int)length, line);
            line += length + (line[length] == '\n');
        }
        fputc('\n', invocation->out);
    }
    const char *repository = invocation->arguments.repository;
    const char *option = repository != NULL ? " -C " : "";
    if (files->count > 0)
        fprintf(invocation->out, "Read %s, then run `weir lint%s%s` and `weir diff%s%s`.\n",
                files->count > 1 ? "them" : "it", option, repository != NULL ? repository : "",
                option, repository != NULL ? repository : "");
    return EXIT_DONE;
}

/* Adds the file with the Promotions. place: its path; NULL: no folder is read. */
static void promotions_add(const struct cycle *cycle, const char *place, const char *text,
                           struct file_list *files)
{
    if (place == NULL) {
        fputs("weir: no Promotion written: `paths` of " SETTINGS_FILE " select no folder; add\n"
              "weir: `- path: " PROMOTIONS_FILE "` to them and run `weir init` again\n",
              stderr);
        return;
    }
    if (strcmp(place, PROMOTIONS_FILE) != 0)
        fprintf(
            stderr,
            "weir: only the `paths` of " SETTINGS_FILE " are read, so the Promotion is in %s;\n"
            "weir: a Promotion is not for a cluster: if your deployment tool applies every file\n"
            "weir: of that folder, move it to " PROMOTIONS_FILE " and add that to `paths`\n",
            place);
    file_add(&cycle->source, files, place, text);
}

int init_run(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, false, NULL, &session, err) < 0)
        return -1;
    if (repository_commits(session.repository)) {
        err_set(err, "%s is not a work tree or a folder", repository_name(session.repository));
        return err_hint(err, "clone it, run `weir init` there, and commit what you keep");
    }
    if (session_read(&session, &cycle.run, &cycle.source, &cycle.declared, err) < 0)
        return -1;
    console_advise(invocation, &cycle.source, &cycle.declared, false);

    bool triggered = false;
    list_each (consumer, &cycle.declared.consumers)
        triggered = triggered || consumer->binding == BOUND_BY_TRIGGER;
    route_list routes = {0};
    if (cycle.declared.promotions.count == 0)
        routes_make(&cycle.run, &cycle.declared, &routes);
    size_t promotions = 0;
    const char *text = promotions_make(&cycle.run, &routes, &promotions);
    const char *place =
        init_place_file(&cycle.run, &cycle.source, &cycle.declared.settings, PROMOTIONS_FILE);

    struct file_list files = {0};
    file_add(&cycle.source, &files, SETTINGS_FILE,
             arena_print(&cycle.run, settings_text, triggered ? settings_choice : settings_weir,
                         init_place_paths(&cycle.run, &cycle.source, &cycle.declared,
                                          promotions > 0 ? place : NULL)));
    if (promotions > 0)
        promotions_add(&cycle, place, text, &files);
    else if (cycle.declared.streams.count > 0 && cycle.declared.promotions.count == 0)
        fputs("weir: no Promotion written: it needs a stream in several namespaces named after\n"
              "weir: environments (app-dev, app-test, app-prod), and a tag that a promotion can\n"
              "weir: write in a later environment (not scheduled, not an alias, not pushed by a\n"
              "weir: build); weir-manifests(5) shows how to write a Promotion\n",
              stderr);
    return write_files(invocation, &session, &files, err);
}
