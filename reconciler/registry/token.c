// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/token.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/net/origin.h"

static void add(struct text *text, char separator, const char *name, const char *value)
{
    if (value == NULL)
        return;
    text_put(text, &separator, 1);
    text_puts(text, name);
    text_put(text, "=", 1);
    origin_escape(text, value);
}

void token_url(struct text *url, const char *realm, const char *service, const text_list *scopes)
{
    text_puts(url, realm);
    add(url, strchr(realm, '?') != NULL ? '&' : '?', "service", service);
    list_each (scope, scopes)
        add(url, strchr(url->data, '?') != NULL ? '&' : '?', "scope", *scope);
}

void token_form(struct text *form, const char *service, const text_list *scopes,
                const char *identity_token)
{
    static const char head[] = "grant_type=refresh_token&client_id=weir";
    arena_scope struct arena scratch = {0};
    text_put(form, head, sizeof head - 1);
    add(form, '&', "service", service);
    /* The form has one field with all entries; the query has a field for each entry. */
    add(form, '&', "scope", arena_join(&scratch, scopes->items, scopes->count, " "));
    add(form, '&', "refresh_token", identity_token);
}

static void json_close(json_t **json)
{
    static const char *const names[] = {"token", "access_token", "refresh_token"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *text = json_object_get(*json, names[i]);
        if (json_is_string(text))
            explicit_bzero((char *)json_string_value(text), json_string_length(text));
    }
    json_decref(*json);
}

int token_parse(char *bytes, size_t length, char **token, int64_t *seconds, struct err *err)
{
    json_error_t fault;
    CLEANUP(json_close) json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (!json_is_object(root))
        return err_set(err,
                       "the token server's answer is not a JSON object, or has a duplicate key");
    const char *text = json_string_value(json_object_get(root, "token"));
    if (text == NULL || text[0] == '\0')
        text = json_string_value(json_object_get(root, "access_token"));
    if (text == NULL || text[0] == '\0')
        return err_set(err, "the token server's answer has no token");
    size_t size = 0;
    while (text[size] > 0x20 && text[size] < 0x7f)
        size++;
    if (text[size] != '\0' || size > TOKEN_MAX)
        return err_set(
            err,
            "the token server's token is too long, or has characters that a header can't have");
    int64_t life = json_integer_value(json_object_get(root, "expires_in"));
    if (life < TOKEN_LIFE_MIN)
        life = TOKEN_LIFE_MIN;
    *seconds = life < TOKEN_LIFE_MAX ? life : TOKEN_LIFE_MAX;
    *token = memory_must(strdup(text));
    return 0;
}
