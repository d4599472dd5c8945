import { createProber } from '@fleet-auditor/adapters/probe/prober.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { z } from 'zod'
import { ProbeEvent, type ProbeAnswer } from './run/events.ts'
import { timeLeft } from './run/invocation.ts'
import { stepWith, type Call } from './run/step-with.ts'
import { readSettings } from './wiring/environment.ts'
import { fleetVariables, readFleet } from './wiring/fleet.ts'

const wireProbe = async () => {
  const settings = readSettings(z.object({ ...fleetVariables, AWS_REGION: z.string().optional() }))
  const { fleet, emitFor } = await readFleet(settings)
  return async ({ context }: Call) => {
    const prober = createProber({ inline: true })
    const emit = emitFor(context)
    return { fleet, emit, here: settings.AWS_REGION, prober, [Symbol.asyncDispose]: async () => prober.close() }
  }
}

/**
 * Probes from where this function stands, under the rules that its own fleet file gives the vantage: a caller names a
 * vantage and never what it may dial. No cloud rights, no store.
 */
export const handler = stepWith(wireProbe)('probe', ProbeEvent, async (event, { fleet, here, prober, ...call }) => {
  const vantage = vantageOf(event.vantage, fleet, here)
  const { targets, authorities, timeoutMs } = event
  const request = { targets, vantage, loopbackCluster: false, authorities, timeoutMs }
  const observations = await prober.probe(request, AbortSignal.timeout(timeLeft(call.invocation)))
  call.log({ kind: 'probed', vantage: vantage.name, ...countsOf(observations) })
  return { observations }
})

const place = 'event.vantage'

function vantageOf(name: string, { vantages }: FleetFile, here: string | undefined): Vantage {
  const vantage = vantages.find((one) => one.name === name)
  if (!vantage) {
    throw new AuditorError('usage', `the fleet file of this deployment has no vantage of kind lambda called ${name}`, {
      place,
      remedy: 'deploy again: the audit functions and the probe functions must hold one fleet file',
    })
  }
  if (vantage.region === undefined || vantage.region === here) return vantage
  // What it saw would be reported of another place.
  throw new AuditorError('usage', `the vantage ${name} stands in ${vantage.region}, this function in ${here}`, {
    place,
    remedy: 'see that PROBE_FUNCTIONS names the function of each region',
  })
}

function countsOf(observations: ProbeAnswer['observations']): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { result } of observations) counts[result.status] = (counts[result.status] ?? 0) + 1
  return counts
}
