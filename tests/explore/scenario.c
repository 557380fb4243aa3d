// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/scenario.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"

#define PROMOTION(streams, gates)                                                                  \
    "apiVersion: weir.dev/v1alpha1\n"                                                              \
    "kind: Promotion\n"                                                                            \
    "metadata: {name: shop}\n"                                                                     \
    "spec:\n"                                                                                      \
    "  streams: [" streams "]\n"                                                                   \
    "  path:\n"                                                                                    \
    "  - namespace: dev\n"                                                                         \
    "  - namespace: staging\n"                                                                     \
    "    gates: [{soak: 2h}]\n"                                                                    \
    "  - namespace: prod\n"                                                                        \
    "    gates: [" gates "]\n"

#define STREAM(environment, stream)                                                                \
    "apiVersion: image.openshift.io/v1\n"                                                          \
    "kind: ImageStream\n"                                                                          \
    "metadata: {name: " stream ", namespace: " environment "}\n"                                   \
    "spec:\n"                                                                                      \
    "  tags:\n"

#define DIGEST_1 "sha256:0101010101010101010101010101010101010101010101010101010101010101"

#define ENTRY(stream, tag)                                                                         \
    "  - name: " tag "\n"                                                                          \
    "    from:\n"                                                                                  \
    "      kind: DockerImage\n"                                                                    \
    "      name: r.example.com/" stream ":" tag "@" DIGEST_1 "\n"

#define FOLLOWED                                                                                   \
    "    annotations: {weir.dev/settle: 1h}\n"                                                     \
    "    importPolicy: {scheduled: true}\n"

const char *const label_texts[LABELS] = {"tested=yes", "scanned=clean"};

bool image_has_label(int image, int label)
{
    return image == 1 || image == 2 || image == 5 || (image == 3 && label == 0);
}

static const struct scenario scenarios[] = {
    {
        .name = "A",
        .promotion = PROMOTION("web", "{soak: 2h}"),
        .paths = {"dev.yaml", "staging.yaml", "prod.yaml"},
        .texts = {STREAM("dev", "web") ENTRY("web", "latest") FOLLOWED,
                  STREAM("staging", "web") ENTRY("web", "latest"),
                  STREAM("prod", "web") ENTRY("web", "latest")},
        .file_count = 3,
        .places = {{"dev", "web", "latest", .file = 0, .source = SOURCE_UPSTREAM},
                   {"staging", "web", "latest", .file = 1, .source = 0},
                   {"prod", "web", "latest", .file = 2, .source = 1}},
        .place_count = 3,
        .upstreams = {"r.example.com/web:latest"},
        .upstream_count = 1,
    },
    {
        .name = "B",
        .promotion = PROMOTION("web", "{soak: 2h}"),
        .paths = {"dev.yaml", "staging.yaml", "prod.yaml"},
        .texts = {STREAM("dev", "web") ENTRY("web", "edge") FOLLOWED ENTRY("web", "stable") FOLLOWED
                  "  - name: latest\n"
                  "    from: {kind: ImageStreamTag, name: stable}\n",
                  STREAM("staging", "web") ENTRY("web", "latest"),
                  STREAM("prod", "web") ENTRY("web", "latest")},
        .file_count = 3,
        .places = {{"dev", "web", "edge", .file = 0, .source = SOURCE_UPSTREAM},
                   {"dev", "web", "stable", .slot = 1, .source = SOURCE_UPSTREAM, .upstream = 1},
                   {"dev", "web", "latest", .slot = 2, .source = SOURCE_ALIAS},
                   {"staging", "web", "latest", .file = 1, .source = 2},
                   {"prod", "web", "latest", .file = 2, .source = 3}},
        .place_count = 5,
        .upstreams = {"r.example.com/web:edge", "r.example.com/web:stable"},
        .upstream_count = 2,
    },
    {
        .name = "C",
        .promotion = PROMOTION("web, api", "{soak: 2h}, {label: tested=yes}, "
                                           "{label: scanned=clean}"),
        .paths = {"dev-web.yaml", "staging-web.yaml", "prod-web.yaml", "dev-api.yaml",
                  "staging-api.yaml", "prod-api.yaml"},
        .texts = {STREAM("dev", "web") ENTRY("web", "latest") FOLLOWED,
                  STREAM("staging", "web") ENTRY("web", "latest"),
                  STREAM("prod", "web") ENTRY("web", "latest"),
                  STREAM("dev", "api") ENTRY("api", "latest") FOLLOWED,
                  STREAM("staging", "api") ENTRY("api", "latest"),
                  STREAM("prod", "api") ENTRY("api", "latest")},
        .file_count = 6,
        .places = {{"dev", "web", "latest", .file = 0, .source = SOURCE_UPSTREAM},
                   {"staging", "web", "latest", .file = 1, .source = 0},
                   {"prod", "web", "latest", .file = 2, .source = 1},
                   {"dev", "api", "latest", .file = 3, .source = SOURCE_UPSTREAM, .upstream = 1},
                   {"staging", "api", "latest", .file = 4, .source = 3},
                   {"prod", "api", "latest", .file = 5, .source = 4}},
        .place_count = 6,
        .upstreams = {"r.example.com/web:latest", "r.example.com/api:latest"},
        .upstream_count = 2,
        .labels = true,
    },
};
enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

const struct scenario *scenario_find(const char *name)
{
    for (size_t i = 0; i < SCENARIOS; i++)
        if (text_equal(scenarios[i].name, name))
            return &scenarios[i];
    return NULL;
}

int scenario_place(const struct scenario *scenario, const char *environment, const char *stream,
                   const char *tag)
{
    for (int i = 0; i < scenario->place_count; i++)
        if (text_equal(scenario->places[i].environment, environment) &&
            text_equal(scenario->places[i].stream, stream) &&
            text_equal(scenario->places[i].tag, tag))
            return i;
    return -1;
}

int scenario_alias(const struct scenario *scenario)
{
    for (int i = 0; i < scenario->place_count; i++)
        if (scenario->places[i].source == SOURCE_ALIAS)
            return i;
    return -1;
}

const char *image_digest(int image)
{
    static char digests[IMAGE_HOTFIX + 1][80];
    if (image <= 0)
        return NULL;
    char *text = digests[image];
    if (*text == '\0') {
        memcpy(text, "sha256:", 7);
        for (int i = 0; i < 64; i++)
            text[7 + i] = i % 2 == 0 ? '0' : "0123456789abcdef"[image];
    }
    return text;
}

int image_of(const char *digest)
{
    unsigned image = 0;
    if (digest != NULL)
        sscanf(digest, "sha256:%2x", &image);
    return image <= IMAGE_HOTFIX ? (int)image : 0;
}
