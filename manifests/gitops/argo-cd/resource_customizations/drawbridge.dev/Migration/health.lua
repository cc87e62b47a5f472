-- The conditions of a Migration follow the convention of kstatus: Ready, Reconciling, Stalled.
-- The condition Ready always says how things stand; the phase tells apart what rests.
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

local phase = obj.status.phase
if holds["Stalled"] then
  health.status = "Degraded"
elseif holds["Ready"] then
  health.status = "Healthy"
elseif holds["Reconciling"] then
  health.status = "Progressing"
elseif phase == "AwaitingApproval" or phase == "Suspended" then
  health.status = "Suspended"
elseif phase == "RolledBack" then
  -- Nothing goes on until somebody changes what is asked for. Suspended would keep a sync waiting,
  -- and with it the very change that ends this; Degraded ends the sync.
  health.status = "Degraded"
end
return health
