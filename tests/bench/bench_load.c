// SPDX-License-Identifier: Apache-2.0
/*
 * How long it takes to index manifests, beside libyaml's own event pass over the same bytes, which
 * is the floor. `bench-load [FILE…]` reads the files given, else generates 2,000 manifests. Best of
 * nine rounds each, taken in turn so that both see the same machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/document.h"

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

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Whether libyaml takes the file. */
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

static double time_index(struct arena *scratch, const struct files *files)
{
    double start = now();
    list_each (file, files) {
        struct documents documents = {0};
        struct err err = {0};
        (void)document_parse(scratch, file->path, file->bytes, file->length, &documents, &err);
        arena_clear(scratch);
    }
    return now() - start;
}

int main(int count, char **arguments)
{
    arena_scope struct arena arena = {0}, scratch = {0};
    struct files files = {0}, given = {0};
    for (int i = 1; i < count; i++)
        read_file(&arena, &given, arguments[i]);
    if (count == 1)
        generate(&arena, &given);
    size_t bytes = 0;
    list_each (file, &given) {
        if (!events(file))
            continue; /* an error would end both passes at another place */
        *list_add(&arena, &files) = *file;
        bytes += file->length;
    }
    double floor = 1e9, index = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double one = time_events(&files), two = time_index(&scratch, &files);
        floor = one < floor ? one : floor;
        index = two < index ? two : index;
    }
    double megabytes = (double)bytes / 1e6;
    printf(
        "%zu files, %.1f MB: events %.1f ms (%.0f MB/s), index %.1f ms (%.0f MB/s), ratio %.2f\n",
        files.count, megabytes, floor * 1e3, megabytes / floor, index * 1e3, megabytes / index,
        index / floor);
    return 0;
}
