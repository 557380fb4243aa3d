// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the annotation image.openshift.io/triggers as OpenShift's controller reads it: JSON with
 * keys in any case and strict types. One value that cannot be decoded makes all triggers of the
 * object ineffective. There are two differences: the single-quoted selector `[?(@.name=='web')]` is
 * accepted, and the brackets must contain nothing but a selector.
 */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/workload.h"

#define TRIGGERS_ANNOTATION "image.openshift.io/triggers"

/* Reads the annotation at `node` into the workload. The caller must read the containers before.
 * `pod` is the path of the workload's pod spec, such as "spec.template.spec". */
void triggers_read(struct decoding *decoding, const struct node *node, const char *pod,
                   struct workload *workload);
