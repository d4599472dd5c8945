import { createProber } from '@fleet-auditor/adapters/probe/prober.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { readFleet } from './bundled-fleet.ts'
import { optionalVariable } from './environment.ts'
import { parseEvent, type ProbeAnswer, ProbeEvent } from './events.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { logged } from './log.ts'

/**
 * Probes from where this function stands, under the rules that its own fleet file gives the vantage: a caller names a
 * vantage and never what it may dial. No cloud rights, no store.
 */
export async function handler(event: unknown, invocation: Invocation): Promise<ProbeAnswer> {
  const asked = parseEvent(ProbeEvent, event)
  const { run } = asked
  return logged({ function: 'probe', run }, async (log) => {
    const vantage = await vantageOf(asked)
    const prober = createProber({ inline: true })
    try {
      const { targets, authorities, timeoutMs } = asked
      const request = { targets, vantage, loopbackCluster: false, authorities, timeoutMs }
      const observations = await prober.probe(request, AbortSignal.timeout(timeLeft(invocation)))
      log({ kind: 'probed', vantage: vantage.name, ...countsOf(observations) })
      return { observations }
    } finally {
      await prober.close()
    }
  })
}

async function vantageOf({ vantage: name }: ProbeEvent): Promise<Vantage> {
  const { vantages } = await readFleet()
  const vantage = vantages.find((one) => one.name === name)
  const place = 'event.vantage'
  if (!vantage) {
    throw new AuditorError('usage', `the fleet file of this deployment has no vantage of kind lambda called ${name}`, {
      place,
      remedy: 'deploy again: the audit functions and the probe functions must hold one fleet file',
    })
  }
  const here = optionalVariable('AWS_REGION')
  if (vantage.region === undefined || vantage.region === here) return vantage
  // What it saw would be told of another place.
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
