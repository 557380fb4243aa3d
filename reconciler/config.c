// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/reference.h"

static int check_host(const char *host, struct err *err)
{
    if (reference_host_valid(host))
        return 0;
    err_set(err, "\"%s\" is not HOST or HOST:PORT", host);
    return err_hint(err,
                    "write a name such as registry.example.org:5000, without a scheme or a path");
}

int config_add_host(struct arena *arena, text_list *hosts, const char *host, struct err *err)
{
    if (check_host(host, err) < 0)
        return -1;
    if (hosts->count >= CONFIG_HOSTS_MAX)
        return err_set(err, "too many hosts: at most %d are allowed", CONFIG_HOSTS_MAX);
    *list_add(arena, hosts) = reference_host_normal(arena, host);
    return 0;
}

int config_add_layout(struct arena *arena, struct config *config, const char *host,
                      const char *folder, struct err *err)
{
    if (check_host(host, err) < 0)
        return -1;
    if (text_blank(folder))
        return err_set(err, "no folder given for the image layout of \"%s\"", host);
    if (config->layouts.count >= CONFIG_HOSTS_MAX)
        return err_set(err, "too many image layouts: at most %d are allowed", CONFIG_HOSTS_MAX);
    const char *normal = reference_host_normal(arena, host);
    list_each (layout, &config->layouts)
        if (strcmp(layout->host, normal) == 0)
            return 0;
    *list_add(arena, &config->layouts) = (struct config_layout){normal, arena_text(arena, folder)};
    return 0;
}

int config_plain_http(struct arena *arena, struct config *config, const char *text, struct err *err)
{
    if (config_add_host(arena, &config->plain_http, text, err) < 0)
        return err_wrap(err, "--plain-http");
    return 0;
}

int config_allow_host(struct arena *arena, struct config *config, const char *text, struct err *err)
{
    if (config_add_host(arena, &config->hosts, text, err) < 0)
        return err_wrap(err, "--allow-host");
    return 0;
}

int config_layout(struct arena *arena, struct config *config, const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL) {
        err_set(err, "--oci-layout: \"%s\" is not HOST=FOLDER", text);
        return err_hint(err, "write a value such as registry.example.org=/srv/images");
    }
    const char *host = arena_copy(arena, text, (size_t)(equals - text));
    if (config_add_layout(arena, config, host, equals + 1, err) < 0)
        return err_wrap(err, "--oci-layout");
    return 0;
}
