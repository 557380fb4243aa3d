// SPDX-License-Identifier: Apache-2.0
/*
 * How long it takes to load manifests, beside libyaml's own event pass over the same bytes, which
 * is the floor: the index of each file alone, and all that is declared (declared_make) with no part
 * known and with all of them known. `bench-load [FILE|FOLDER…]` reads what is given, else generates
 * 2,000 manifests. Best of nine rounds each, taken in turn so that all see the same machine.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/declared/declare.h"
#include "manifests/yaml/document.h"

enum { ROUNDS = 9, GENERATED = 2000 };

struct file {
    const char *path, *bytes;
    size_t length;
};

struct files {
    struct file *items;
    size_t count, capacity;
};

/* "~" is the number of the manifest. */
static const char workload[] =
    "# Source: shop/templates/~\n"
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-~\n  namespace: team-~\n"
    "  labels:\n    app.kubernetes.io/name: web\n    app.kubernetes.io/instance: web-~\n"
    "  annotations:\n    image.openshift.io/triggers: '[{\"from\":{\"kind\":\"ImageStreamTag\","
    "\"name\":\"web:latest\"},\"fieldPath\":\"spec.template.spec.containers[?(@.name==\\\"web\\\")]"
    ".image\"}]'\n"
    "spec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: web\n"
    "  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: web\n    spec:\n"
    "      serviceAccountName: web\n      containers:\n      - name: web\n"
    "        image: registry.example.com:5000/shop/web:1.~.0@sha256:"
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "        ports:\n        - {containerPort: 8080, name: http}\n        env:\n"
    "        - name: DATABASE_URL\n          valueFrom:\n            secretKeyRef: {name: db, key: "
    "url}\n        - name: LOG_LEVEL\n          value: \"info\"\n        resources:\n"
    "          requests: {cpu: 100m, memory: 128Mi}\n          limits:\n            memory: 256Mi\n"
    "        livenessProbe:\n          httpGet:\n            path: /healthz\n"
    "            port: http\n          initialDelaySeconds: 10\n"
    "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-~\ndata:\n  nginx.conf: |\n"
    "    server {\n        listen 8080;\n        location / { proxy_pass http://127.0.0.1:9000; }\n"
    "    }\n";

static const char stream[] =
    "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: web-~\n"
    "  namespace: team-~\nspec:\n  lookupPolicy:\n    local: true\n  tags:\n  - name: latest\n"
    "    from:\n      kind: DockerImage\n      name: registry.example.com/shop/web:1.~\n"
    "    importPolicy:\n      scheduled: true\n    referencePolicy:\n      type: Source\n";

static struct file fill(struct arena *arena, const char *form, int number)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    char digits[16];
    size_t width = (size_t)snprintf(digits, sizeof digits, "%d", number);
    for (; *form != '\0'; form++)
        text_put(&text, *form == '~' ? digits : form, *form == '~' ? width : 1);
    return (struct file){"generated.yaml", arena_copy(arena, text.data, text.length), text.length};
}

static void generate(struct arena *arena, struct files *files)
{
    for (int i = 0; i < GENERATED; i++)
        *list_add(arena, files) = fill(arena, i % 4 == 0 ? stream : workload, i);
}

static void read_file(struct arena *arena, struct files *files, const char *path)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    FILE *in = fopen(path, "re");
    if (in == NULL || text_read_fd(&text, fileno(in)) != 0) {
        perror(path);
        exit(2);
    }
    fclose(in);
    *list_add(arena, files) =
        (struct file){path, arena_copy(arena, text.data, text.length), text.length};
}

static bool named_manifest(const char *name)
{
    return text_ends(name, ".yaml") || text_ends(name, ".yml") || text_ends(name, ".json");
}

static void read_given(struct arena *arena, struct files *files, const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        read_file(arena, files, path);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *inner = arena_print(arena, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && (entry->d_type == DT_DIR || named_manifest(inner)))
            read_given(arena, files, inner);
    }
    closedir(folder);
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct file *)left)->path, ((const struct file *)right)->path);
}

static int read_again(void *context, size_t index, struct text *bytes, struct err *err)
{
    const struct file *file = &((const struct files *)context)->items[index];
    return text_append(bytes, file->bytes, file->length) == 0 ? 0 : err_set(err, "too long");
}

static struct source source_of(struct arena *arena, struct files *files)
{
    struct source_file *listed = arena_array(arena, struct source_file, files->count);
    list_sort(files, by_path);
    for (size_t i = 0; i < files->count; i++) {
        listed[i] = (struct source_file){files->items[i].path, 0100644, files->items[i].length,
                                         .id.bytes = "g"};
        memcpy(listed[i].id.bytes + 8, &i, sizeof i);
    }
    return (struct source){
        .files = listed, .count = files->count, .context = files, .read = read_again};
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* True if libyaml accepts the file. */
static int events(const struct file *file)
{
    yaml_parser_t parser;
    yaml_event_t event;
    int done = 0, good = 1;
    memory_must(yaml_parser_initialize(&parser) ? &parser : NULL);
    yaml_parser_set_input_string(&parser, (const unsigned char *)file->bytes, file->length);
    while (!done && good) {
        good = yaml_parser_parse(&parser, &event);
        done = good && event.type == YAML_STREAM_END_EVENT;
        if (good)
            yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good;
}

static double time_events(const struct files *files)
{
    double start = now();
    list_each (file, files)
        (void)events(file);
    return now() - start;
}

static unsigned long broken; /* files that could not be parsed, over all rounds */

static double time_index(struct arena *scratch, const struct files *files)
{
    double start = now();
    list_each (file, files) {
        struct documents documents = {0};
        struct err err = {0};
        if (document_parse(scratch, file->path, file->bytes, file->length, &documents, &err) < 0)
            broken++;
        arena_clear(scratch);
    }
    return now() - start;
}

static double time_declared(const struct source *source, struct parts *parts)
{
    arena_scope struct arena run = {0};
    struct declared declared = {0};
    double start = now();
    declared_make(&run, source, parts, &declared);
    return now() - start;
}

struct least {
    double events, index, cold, known;
};

static void least_of(double *least, double one)
{
    if (*least == 0 || one < *least)
        *least = one;
}

static struct least measure(struct arena *scratch, const struct files *files,
                            const struct source *source)
{
    struct least least = {0};
    for (int i = 0; i < ROUNDS; i++) {
        parts_scope struct parts *parts = parts_open();
        least_of(&least.events, time_events(files));
        least_of(&least.index, time_index(scratch, files));
        least_of(&least.cold, time_declared(source, parts));
        least_of(&least.known, time_declared(source, parts));
    }
    return least;
}

int main(int count, char **arguments)
{
    arena_scope struct arena arena = {0}, scratch = {0};
    struct files files = {0}, given = {0};
    for (int i = 1; i < count; i++)
        read_given(&arena, &given, arguments[i]);
    if (count == 1)
        generate(&arena, &given);
    size_t bytes = 0;
    list_each (file, &given) {
        if (!events(file))
            continue; /* an error would end both passes at another place */
        *list_add(&arena, &files) = *file;
        bytes += file->length;
    }
    struct source source = source_of(&arena, &files);
    struct least least = measure(&scratch, &files, &source);
    double megabytes = (double)bytes / 1e6;
    printf("%zu files, %.1f MB: events %.1f ms (%.0f MB/s), index %.1f ms (%.0f MB/s), ratio %.2f; "
           "declared %.1f ms, ratio %.2f; known %.1f ms\n",
           files.count, megabytes, least.events * 1e3, megabytes / least.events, least.index * 1e3,
           megabytes / least.index, least.index / least.events, least.cold * 1e3,
           least.cold / least.events, least.known * 1e3);
    if (broken > 0)
        fprintf(stderr, "%lu times a file could not be parsed\n", broken);
    return 0;
}
