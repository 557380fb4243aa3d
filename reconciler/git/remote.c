// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/handle.h"

int remote_open(struct repository *repository, struct err *err)
{
    return err_set(err, "\"%s\": URLs are not supported yet", repository->location.name);
}

const struct access remote_access = {0};
