#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A newcomer tries weir on four repositories: streams exported from a cluster, kustomize without
# streams, a Helm chart, and plain Deployments. Each first message is true, and following it works.
# shellcheck disable=SC2154
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)

old=$(python3 "$here/push_images.py" "$SCRATCH/layouts" team/web:old --content old)
new=$(python3 "$here/push_images.py" "$SCRATCH/layouts" team/web:latest --content new)
echo "ociLayouts: {quay.io: $SCRATCH/layouts}" >"$SCRATCH/runner.yaml"
export WEIR_CONFIG=$SCRATCH/runner.yaml

deployment() { # IMAGE [NAMESPACE]
    cat <<END
apiVersion: apps/v1
kind: Deployment
metadata: {name: web${2:+, namespace: $2}}
spec:
  template:
    spec:
      containers:
      - {name: web, image: "$1"}
END
}
kustomize() {
    mkdir -p base overlays/prod
    deployment quay.io/team/web:latest >base/deployment.yaml
    echo 'resources: [deployment.yaml]' >base/kustomization.yaml
    printf 'namespace: app-prod\nresources: [../../base]\n' >overlays/prod/kustomization.yaml
}
chart() {
    mkdir templates
    printf 'apiVersion: v2\nname: web\nversion: 1.0.0\n' >Chart.yaml
    printf 'image: {repository: quay.io/team/web, tag: latest}\n' >values.yaml
    deployment '{{ .Values.image.repository }}:{{ .Values.image.tag }}' >templates/deployment.yaml
    printf 'kind: {{ .Values.kind }}\n' >templates/other.yaml
}
plain() { deployment quay.io/team/web:latest app-prod >deployment.yaml; }
export_cluster() {
    local name source
    for name in app-dev app-prod; do
        source="kind: DockerImage, name: \"quay.io/team/web:latest\""
        [[ $name == app-prod ]] && source='kind: ImageStreamTag, namespace: app-dev, name: "web:latest"'
        cat >"$name.yaml" <<END
apiVersion: v1
kind: List
items:
- apiVersion: image.openshift.io/v1
  kind: ImageStream
  metadata: {name: web, namespace: $name}
  spec:
    tags:
    - {name: latest, from: {$source}}
  status:
    tags:
    - tag: latest
      items:
      - {generation: 2, image: "$old", dockerImageReference: "quay.io/team/web@$old"}
END
    done
}
begin() { # NAME: makes the work tree of one kind, and goes there
    mkdir "$SCRATCH/$1"
    cd "$SCRATCH/$1" || exit 1
    "$1"
    git init -q && git add -A && git commit -qm first
}

# Nothing to manage yet: every command says so, and none fails or writes.
for kind in kustomize chart plain; do
    begin $kind
    for command in lint diff sync; do
        expect_status "$kind: $command: 0" 0 "$WEIR" "$command"
        cat "$OUT" "$ERR" >"$SCRATCH/both"
        expect_contains "$kind: $command says what is missing" "$SCRATCH/both" 'no ImageStream is declared'
    done
    expect_equal "$kind: nothing was written" '' "$(git status --porcelain)"
    expect_status "$kind: where: no such image" 1 "$WEIR" where "$old"
    expect_status "$kind: history of an unknown stream: 2" 2 "$WEIR" history web -n app-prod
    expect_status "$kind: init: 0" 0 "$WEIR" init
    expect_equal "$kind: init writes the settings only" '?? weir.yaml' "$(git status --porcelain)"
    # What the message says: add a stream, then import its image.
    printf '%s\n' 'apiVersion: image.openshift.io/v1' 'kind: ImageStream' \
        'metadata: {name: web, namespace: app-prod}' >stream.yaml
    expect_status "$kind: the import of the message: 0" 0 \
        "$WEIR" import-image web:latest --from=quay.io/team/web:latest --scheduled -n app-prod
    expect_contains "$kind: the tag is pinned" stream.yaml "$new"
    expect_status "$kind: lint: 0 after that" 0 "$WEIR" lint
    expect_status "$kind: diff: 0 after that" 0 "$WEIR" diff
done

# An exported cluster: init, lint, diff, sync, history, where.
begin export_cluster
expect_status 'export: diff: 1, because tags get their first pins' 1 "$WEIR" diff
expect_lacks 'export: the image upstream is no concern' "$OUT" "${new:7:12}"
expect_status 'export: init: 0' 0 "$WEIR" init
expect_contains 'export: init says what to run next' "$OUT" 'run `weir lint` and `weir diff`'
expect_status 'export: lint: 0' 0 "$WEIR" lint
expect_status 'export: diff: 1' 1 "$WEIR" diff
git add -A && git commit -qm init
git clone -q --bare . "$SCRATCH/export.git"
expect_status 'export: sync: 0' 0 "$WEIR" sync --now 2026-11-02T09:00:00Z "$SCRATCH/export.git"
git -C "$SCRATCH/export.git" show main:app-dev.yaml main:app-prod.yaml >"$SCRATCH/files"
expect_lacks 'export: nothing moved' "$SCRATCH/files" "$new"
expect_equal 'export: both tags are pinned' 2 \
    "$(grep -c -e "web:latest@$old" -e "ImageStreamImage.*web@$old" "$SCRATCH/files")"
for name in app-dev app-prod; do
    "$WEIR" history web -n "$name" -C "$SCRATCH/export.git" -o json >"$SCRATCH/json"
    expect_equal "export: the history of $name begins with the cluster's image" "pinned $old true" \
        "$(jq -r '.items[0].records[] | "\(.kind) \(.digest) \(.rebuilt)"' "$SCRATCH/json")"
done
"$WEIR" where "$old" -C "$SCRATCH/export.git" >"$OUT"
expect_contains 'export: where finds the image in production' "$OUT" app-prod
expect_status 'export: a person imports anew' 0 \
    "$WEIR" import-image web:latest -n app-dev --now 2026-11-02T10:00:00Z -C "$SCRATCH/export.git"
expect_status 'export: a later sync leaves production to a person' 0 \
    "$WEIR" sync --now 2026-11-02T10:00:01Z -C "$SCRATCH/export.git"
expect_contains 'export: and names the command' "$OUT" 'weir promote web --to app-prod'
expect_status 'export: that command works' 0 \
    "$WEIR" promote web --to app-prod --now 2026-11-02T10:00:02Z -C "$SCRATCH/export.git"
expect_status 'export: and so does the way back' 0 \
    "$WEIR" rollback web -n app-prod --now 2026-11-02T10:00:03Z -C "$SCRATCH/export.git"
git -C "$SCRATCH/export.git" show main:app-prod.yaml >"$SCRATCH/files"
expect_contains 'export: production has the image of the cluster again' "$SCRATCH/files" "@$old"
finish
