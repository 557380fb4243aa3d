# SPDX-License-Identifier: Apache-2.0
# readme.sh: makes the repository of README.md's example, sourced by its hidden block: three
# environments with one image, the promotion that README.md shows, and a new image in the registry.
# shellcheck shell=bash
cp -r "$ROOT/examples/shop" shop
{
    sed '/^spec:/,$d' "$ROOT/examples/shop/promotion.yaml"
    sed -n '/^    spec:$/,/^$/s/^    //p' "$ROOT/README.md"
} >shop/promotion.yaml
cat >>shop/weir.yaml <<'Y'
  windows:
    - name: office
      timeZone: Europe/Berlin
      include:
        - {rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", from: "09:00", to: "17:00"}
Y
git -C shop init -q -b main && git -C shop add -A && git -C shop commit -qm 'shop: dev, staging and prod'
git clone -q --bare shop shop.git
printf 'ociLayouts:\n  registry.example.com: registry\n' >runner.yaml
export WEIR_CONFIG=$PWD/runner.yaml
"$ROOT/examples/image.sh" registry/acme/myapp latest 'first build'
weir import-image myapp:latest --from=registry.example.com/acme/myapp:latest --scheduled -n app-dev -C shop.git
weir sync shop.git
clock 2026-03-03T10:00:00Z
weir sync shop.git
"$ROOT/examples/image.sh" registry/acme/myapp latest 'second build'
clock 2026-03-04T09:30:00Z
