import { findingLife } from '@fleet-auditor/audit/history/finding-life.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import type { Behaviour } from '../../audit-world/world.ts'

/** One cluster through some days, and the life of its finding of one check. */
async function lived(behaviours: readonly Behaviour[], fleet: FleetFile, check = 'unpinned-image') {
  const world = worldOf({ [aws('eu-west-1')]: { payments: 'healthy' } })
  const store = newStore(world)
  const digests = []
  for (const [index, behaviour] of behaviours.entries()) {
    const { run, now } = runOfDay(10 + index)
    world.now = now
    world.clusters.set('payments', behaviour)
    digests.push((await auditInTerminal({ run, fleet, world, store })).digest)
  }
  const finding = (await store.queryFindings({ check })).find(({ target }) => target.kind === 'cluster')
  const history = finding && (await store.pages.find(finding.fingerprint))
  if (!history) throw new Error(`no finding of ${check} is stored`)
  const cluster = (await store.readRegistry())[0]?.cluster
  return { ...(await findingLife(history, { waivers: fleet.waivers, on: { cluster } }, store)), digests }
}

describe('the life of a finding', () => {
  it('names every change with its run, time, severity and reason; a run that could not read changes nothing', async () => {
    const { events, earlier, flapping } = await lived(['healthy', 'careless', 'unreachable', 'healthy'], fleetOf())
    expect(events).toMatchObject([
      { kind: 'opened', run: runOfDay(11).run, at: runOfDay(11).now, severity: 'medium', rule: false },
      { kind: 'resolved', run: runOfDay(13).run, at: runOfDay(13).now, resolution: 'fixed' },
    ])
    expect({ earlier, flapping }).toEqual({ earlier: [], flapping: undefined })
  })

  it('begins with the target’s first run where that found it, which counts its changes only', async () => {
    const { events } = await lived(['careless', 'careless', 'healthy'], fleetOf())
    expect(events.map(({ kind, run }) => [kind, run])).toEqual([
      ['opened', runOfDay(10).run],
      ['resolved', runOfDay(12).run],
    ])
  })

  it('marks the changes that a waiver accepts on their day', async () => {
    const waiver = waiverOf('unpinned-image', '2026-11-12')
    const { events } = await lived(['healthy', 'careless', 'healthy', 'careless'], fleetOf({ waivers: [waiver] }))
    expect(events.map(({ kind, waived }) => [kind, waived?.expires])).toEqual([
      ['opened', '2026-11-12'],
      ['resolved', '2026-11-12'],
      ['reopened', undefined],
    ])
  })

  it('flaps from the third change within 14 runs on, and the digest then has one line of it', async () => {
    const days: Behaviour[] = ['healthy', 'careless', 'healthy', 'careless']
    const { flapping, digests } = await lived(days, fleetOf())
    expect(flapping).toBe(3)
    const lines = digests.map(({ lines: all }) => all.filter(({ check }) => check === 'unpinned-image'))
    expect(lines.map((some) => some.map(({ kind, flapping: flaps }) => [kind, flaps]))).toEqual([
      [],
      [['opened', undefined]],
      [['resolved', undefined]],
      [['reopened', true]],
    ])
    expect(lines.at(-1)?.[0]?.clusters[0]?.texts[0]).toContain('reopened now, changed 3 times in the last 14 runs')
  })

  it('does not flap where the third change is older than 14 runs', async () => {
    const quiet = Array.from({ length: 13 }, (): Behaviour => 'healthy')
    const days: Behaviour[] = ['healthy', 'careless', 'healthy', ...quiet, 'careless']
    const { flapping, events } = await lived(days, fleetOf())
    expect([events.length, flapping]).toEqual([3, undefined])
  })
})
