-- A mixed load: what portals, officers and analysts ask for. SOAK_RATE is the number of requests in a second that are sent
-- evenly, whatever the answers take; without it, every connection asks as soon as it has its answer.
local ffi = require("ffi")
ffi.cdef[[
typedef struct { long seconds; long nanoseconds; } moment;
int clock_gettime(int clock, moment *now);
]]
local MONOTONIC = 1
local at = ffi.new("moment")

local function milliseconds()
  ffi.C.clock_gettime(MONOTONIC, at)
  return tonumber(at.seconds) * 1000 + tonumber(at.nanoseconds) / 1000000
end

local drafts = {}
for id in os.getenv("SOAK_DRAFTS"):gmatch("%S+") do drafts[#drafts + 1] = id end
local editor = { Authorization = "Bearer " .. os.getenv("SOAK_EDITOR") }
local analyst = { Authorization = "Bearer " .. os.getenv("SOAK_ANALYST") }
local changing = {
  Authorization = editor.Authorization,
  ["If-Match"] = "*",
  ["Content-Type"] = "application/merge-patch+json",
}
local pause = os.getenv("SOAK_RATE") and 1000 / tonumber(os.getenv("SOAK_RATE"))

local n, due = 0, nil

local function draft() return "/v1/assessments/" .. drafts[n % #drafts + 1] end

local published = {
  "/v1/municipalities/031530019019",
  "/v1/municipalities?limit=50",
  "/v1/blueprints/e-akte-kommune/versions/1.1.0",
  "/v1/blueprints/e-akte-kommune/evidence",
  "/v1/modules?limit=50",
}
-- How many of a hundred requests are of this kind, and the request.
local kinds = {
  { 70, function() return wrk.format("GET", published[n % #published + 1]) end },
  { 20, function() return wrk.format("GET", draft(), editor) end },
  { 8, function()
    local level = 2 + math.floor(n / 100) % 2
    local body = '{"answers":{"mobile-endgeraete":{"kind":"level","value":' .. level .. "}}}"
    return wrk.format("PATCH", draft(), changing, body)
  end },
  { 1, function()
    return wrk.format("GET", "/v1/providers/it-harz/cohorts?model=kommune-digital&groupBy=sizeClass", analyst)
  end },
  { 1, function() return wrk.format("GET", "/v1/municipalities/031530019019/recommendations", editor) end },
}

-- The kinds spread over a hundred places, so that no second is all writes.
local places = {}
for kind, entry in ipairs(kinds) do
  for i = 1, entry[1] do places[#places + 1] = { i / (entry[1] + 1), kind } end
end
table.sort(places, function(a, b) return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2]) end)

function request()
  n = n + 1
  return kinds[places[n % #places + 1][2]][2]()
end

if pause then
  function delay()
    local now = milliseconds()
    due = math.max((due or now) + pause, now - 1000)
    return math.max(0, math.floor(due - now))
  end
end
