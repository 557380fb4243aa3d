-- SPDX-License-Identifier: Apache-2.0
-- wrk -s wrk.lua URL -- NAMES: GET of each manifest in turn, each request built once.
local requests, at, count = {}, 0, 0
local accept = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
  .. "application/vnd.docker.distribution.manifest.list.v2+json, "
  .. "application/vnd.docker.distribution.manifest.v2+json"

function init(arguments)
  for line in io.lines(arguments[1]) do
    local repository, tag = line:match("^(%S+) (%S+)")
    count = count + 1
    requests[count] = wrk.format("GET", "/v2/" .. repository .. "/manifests/" .. tag,
      {["Accept"] = accept})
  end
end

function request()
  at = at % count + 1
  return requests[at]
end
