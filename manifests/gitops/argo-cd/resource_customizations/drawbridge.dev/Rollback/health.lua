-- The conditions of a Rollback follow the convention of kstatus: Ready, Reconciling, Stalled.
-- The condition Ready always says how things stand. What is done is done: a Rollback never rests.
local health = {status = "Progressing", message = "Waiting for Drawbridge to look at it"}

if obj.status == nil or obj.status.conditions == nil then
  return health
end

local generation = obj.metadata.generation
if generation ~= nil and obj.status.observedGeneration ~= generation then
  health.message = "Waiting for Drawbridge to look at the spec as it is now"
  return health
end

local holds = {}
for _, condition in ipairs(obj.status.conditions) do
  holds[condition.type] = condition.status == "True"
  if condition.type == "Ready" then
    health.message = condition.message or condition.reason
  end
end

if holds["Stalled"] then
  health.status = "Degraded"
elseif holds["Ready"] then
  health.status = "Healthy"
end
return health
