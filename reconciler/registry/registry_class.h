// SPDX-License-Identifier: Apache-2.0
/* Defines the classes of failures at a registry: one table of words and sentences for all reports.
 */
#pragma once

#include "manifests/base/words.h"

/* class, word, sentence; the words are part of the JSON reports and never change */
#define REGISTRY_CLASSES(X)                                                                        \
    X(REGISTRY_UNAUTHORIZED, "unauthorized", "the registry requires valid credentials")            \
    X(REGISTRY_FORBIDDEN, "forbidden", "the registry forbids this request")                        \
    X(REGISTRY_REJECTED, "rejected", "the registry rejects this request")                          \
    X(REGISTRY_RATE_LIMITED, "rate-limited", "the registry limits the number of requests")         \
    X(REGISTRY_SERVER_ERROR, "server-error", "the registry answered with a server error")          \
    X(REGISTRY_NETWORK, "network", "there is no working connection to the registry")               \
    X(REGISTRY_PROXY, "proxy", "there is no working connection through the proxy")                 \
    X(REGISTRY_TLS, "tls", "there is no trusted connection to the registry")                       \
    X(REGISTRY_DNS, "dns", "a host name can't be resolved")                                        \
    X(REGISTRY_TIMEOUT, "timeout", "the registry does not answer in time")                         \
    X(REGISTRY_DIGEST_MISMATCH, "digest-mismatch", "the content does not match its digest")        \
    X(REGISTRY_MEDIA_TYPE, "media-type", "the content does not fit its media type")                \
    X(REGISTRY_SCHEMA1, "schema1", "the image has the obsolete schema 1; build or push it again")  \
    X(REGISTRY_TOO_LARGE, "too-large", "the answer exceeds a limit")                               \
    X(REGISTRY_POLICY, "policy", "weir refuses the address")                                       \
    X(REGISTRY_PROTOCOL, "protocol", "the registry gave no valid answer")                          \
    X(REGISTRY_LAYOUT, "layout", "the OCI layout can't be used")                                   \
    X(REGISTRY_CANCELLED, "cancelled", "the run was stopped")

enum registry_class { REGISTRY_CLASSES(WORDS_CODE) REGISTRY_CLASS_COUNT };

const char *registry_class_word(enum registry_class class);
const char *registry_class_sentence(enum registry_class class);
