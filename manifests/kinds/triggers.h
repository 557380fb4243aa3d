// SPDX-License-Identifier: Apache-2.0
/*
 * The annotation image.openshift.io/triggers, read as OpenShift's controller reads it: JSON with
 * keys of any case, strict types, and one mistake that can't be decoded loses all triggers of the
 * object. Beyond OpenShift the single-quoted selector `[?(@.name=='web')]` is understood, and only
 * whole selectors are.
 */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/workload.h"

#define TRIGGERS_ANNOTATION "image.openshift.io/triggers"

/* Reads the annotation at `node` into the workload, whose containers are known. `pod` is the path
 * of its pod spec: "spec.template.spec". */
void triggers_read(struct decoding *decoding, const struct node *node, const char *pod,
                   struct workload *workload);
