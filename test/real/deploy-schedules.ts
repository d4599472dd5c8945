import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Plan } from '../infra/plan/plan-shape.ts'
import { resourcesOf } from '../infra/planned/planned-resources.ts'
import { type DeployPlace, deployRequest } from './deploy-request.ts'

const Schedule = z.looseObject({ name: z.string(), groupName: z.string() })
const Group = z.object({ name: z.string() })
const minuteMs = 60_000
/** MiniStack looks at its schedules every 10 s, and counts from its first look; the rest is for a slow machine. */
const firstLookMs = 20_000

export type DeployedSchedules = {
  /** The minute that those of every minute fire at first, as ISO 8601. */
  readonly minute: string
  /** They fire no more. */
  readonly stop: () => Promise<void>
}

/**
 * Every schedule of the plan. What EventBridge Scheduler fills in and MiniStack does not, the scheduled time, is filled
 * in here: that of the first firing, so that a second one is the same run delivered again.
 */
export async function deploySchedules(plan: Plan, place: DeployPlace): Promise<DeployedSchedules> {
  const left = minuteMs - (Date.now() % minuteMs)
  if (left < firstLookMs) await pause(left)
  const minute = new Date(Math.ceil((Date.now() + 1) / minuteMs) * minuteMs).toISOString()
  for (const { inputs } of resourcesOf(plan, 'ScheduleGroup')) {
    await deployRequest(place, { service: 'scheduler', path: `/schedule-groups/${Group.parse(inputs).name}` })
  }
  const places: string[] = []
  for (const { inputs } of resourcesOf(plan, 'Schedule')) {
    const { name, ...schedule } = Schedule.parse(inputs)
    const body = JSON.stringify(inWordsOfTheApi(schedule)).replaceAll('<aws.scheduler.scheduled-time>', minute)
    await deployRequest(place, { service: 'scheduler', path: `/schedules/${name}`, body })
    places.push(`/schedules/${name}?groupName=${schedule.groupName}`)
  }
  const stop = async (): Promise<void> => {
    for (const path of places) await deployRequest(place, { service: 'scheduler', method: 'DELETE', path })
  }
  return { minute, stop }
}

/** Pulumi writes the API's words with a small letter first. */
function inWordsOfTheApi(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, of]) => [name[0]?.toUpperCase() + name.slice(1), inWordsOfTheApi(of)]))
}
