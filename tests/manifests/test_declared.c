// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/declared.h"
#include "tests/manifests/memory_source.h"

#define D1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"

static void print_problem(FILE *out, const struct problem *problem)
{
    fprintf(out, "%s:%u:%u: %s", problem->path, (unsigned)problem->line, (unsigned)problem->column,
            problem_word(problem->code));
}

static void print_blocked(FILE *out, const struct problem *problem)
{
    fputs(problem != NULL ? " blocked by " : "", out);
    if (problem != NULL)
        print_problem(out, problem);
    fputc('\n', out);
}

/* Everything but the problems, a line for each value. */
static char *print_declared(const struct declared *declared)
{
    static const char *const bindings[] = {"trigger", "form", "lookup"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    list_each (stream, &declared->streams) {
        fprintf(out, "stream %s/%s%s", stream->namespace, stream->spec->name,
                stream->shared ? " shared" : "");
        print_blocked(out, stream->problem);
    }
    list_each (promotion, &declared->promotions) {
        fprintf(out, "promotion %s", promotion->promotion->name);
        print_blocked(out, promotion->problem);
    }
    list_each (hop, &declared->hops) {
        fprintf(out, "hop %s %s:%s", hop->promotion->name, hop->stream, hop->tag);
        for (size_t i = 0; i < hop->from_count; i++)
            fprintf(out, "%s%s", i > 0 ? "," : " ", hop->from[i]);
        fprintf(out, "->%s", hop->to);
        print_blocked(out, hop->problem);
    }
    list_each (consumer, &declared->consumers) {
        fprintf(out, "consumer %s %s/%s %s%s by %s of %s/%s:%s%s%s", consumer->namespace,
                workload_kind_word(consumer->workload->kind), consumer->workload->name,
                consumer->container->init ? "init " : "", consumer->container->name,
                bindings[consumer->binding], consumer->stream_namespace, consumer->stream,
                consumer->tag, consumer->paused ? " paused" : "",
                consumer->shared ? " shared" : "");
        print_blocked(out, consumer->problem);
    }
    list_each (producer, &declared->producers)
        fprintf(out, "producer %s of %s/%s:%s\n", producer->build->name, producer->namespace,
                producer->stream, producer->tag);
    fputs("namespaces", out);
    list_each (namespace, &declared->namespaces)
        fprintf(out, " %s", *namespace);
    fputc('\n', out);
    fclose(out);
    return text;
}

static char *print_problems(const struct declared *declared)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    list_each (problem, &declared->problems) {
        print_problem(out, problem);
        fprintf(out, "%s%s: %s", problem->object != NULL ? " " : "",
                problem->object != NULL ? problem->object : "", problem->message);
        fprintf(out, "%s%s\n", problem->hint != NULL ? " | " : "",
                problem->hint != NULL ? problem->hint : "");
    }
    fclose(out);
    return text;
}

#define STREAM(ns, name, rest)                                                                     \
    "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: " name               \
    "\n  namespace: " ns "\n" rest
#define DEPLOYMENT(ns, name, image)                                                                \
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " name "\n  namespace: " ns         \
    "\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n        image: " image \
    "\n"
#define PROMOTION(name, spec)                                                                      \
    "apiVersion: weir.dev/v1alpha1\nkind: Promotion\nmetadata:\n  name: " name                     \
    "\n  annotations: {config.kubernetes.io/local-config: \"true\"}\nspec:\n" spec
#define INTEGRATED "image-registry.openshift-image-registry.svc:5000"

Test(declared, the_seed_scenario_is_read_whole)
{
    static const struct memory_file files[] = {
        {"dev.yaml",
         STREAM("app-dev", "myapp",
                "spec:\n  tags:\n  - name: latest\n    from: {kind: DockerImage, name: "
                "quay.io/example/myapp:latest}\n    importPolicy: {scheduled: true}\n"
                "---\n") DEPLOYMENT("app-dev", "myapp", INTEGRATED "/app-dev/myapp:latest")},
        {"staging.yaml", STREAM("app-staging", "myapp", "---\n") DEPLOYMENT(
                             "app-staging", "myapp", INTEGRATED "/app-staging/myapp:latest")},
        {"prod.yaml", STREAM("app-prod", "myapp", "---\n")
                          DEPLOYMENT("app-prod", "myapp", INTEGRATED "/app-prod/myapp:latest")},
        {"promotion.yaml",
         PROMOTION("myapp", "  streams: [myapp]\n  path:\n  - namespace: app-dev\n  - namespace: "
                            "app-staging\n  - namespace: app-prod\n")},
    };
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    declared_make(&run, memory_source(&run, files, 4), parts, &declared);
    char *text = print_declared(&declared), *problems = print_problems(&declared);
    cr_expect_str_eq(text,
                     "stream app-dev/myapp\n"
                     "stream app-prod/myapp\n"
                     "stream app-staging/myapp\n"
                     "promotion myapp\n"
                     "hop myapp myapp:latest app-dev->app-staging\n"
                     "hop myapp myapp:latest app-staging->app-prod\n"
                     "consumer app-dev Deployment/myapp web by form of app-dev/myapp:latest\n"
                     "consumer app-prod Deployment/myapp web by form of app-prod/myapp:latest\n"
                     "consumer app-staging Deployment/myapp web by form of "
                     "app-staging/myapp:latest\n"
                     "namespaces app-dev app-prod app-staging\n",
                     "%s", text);
    cr_expect_str_eq(problems, "", "%s", problems);
    free(text);
    free(problems);
}
