-- The texts stay in JSON's own writing, so nothing is decoded or encoded on the way.

local bodies = {}
local at = 0

local function literal(line)
  local from = line:find('"text"%s*:%s*"')
  if not from then return nil end
  from = line:find('"', from + 6, true)
  local to = from + 1
  while true do
    local byte = line:sub(to, to)
    if byte == "" then return nil end
    if byte == '"' then return line:sub(from, to) end
    to = to + (byte == "\\" and 2 or 1)
  end
end

function init(args)
  for line in io.lines(args[1]) do
    local text = literal(line)
    if text then bodies[#bodies + 1] = '{"text":' .. text .. "}" end
  end
  if #bodies == 0 then error("no line with a \"text\" in " .. args[1]) end
end

function request()
  at = at % #bodies + 1
  return wrk.format("POST", "/v1/suggestions", { ["Content-Type"] = "application/json" }, bodies[at])
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "%.1f requests/s, %d requests; ms: p50 %.2f, p90 %.2f, p99 %.2f, max %.2f; not 2xx %d, socket errors %d\n",
    summary.requests / (summary.duration / 1e6), summary.requests,
    latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
