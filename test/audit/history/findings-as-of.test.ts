import { asOf, notStoredAt } from '@fleet-auditor/audit/history/findings-as-of.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { retentionDays } from '@fleet-auditor/model/retention.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyScene, setScene } from '../../audit-world/any-world.ts'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { fleetOf, runOfDay } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { newWorld } from '../../audit-world/world.ts'

const fleet = fleetOf()

const shown = (findings: readonly StoredFinding[]) =>
  findings
    .map(({ fingerprint, severity, evidence, openedAt, openedIn, ruleVersion, state }) => ({
      fingerprint,
      severity,
      evidence,
      openedAt,
      openedIn,
      ruleVersion,
      state,
    }))
    .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))

async function openAsOf(at: string, store: FleetStore) {
  const then = asOf(at, store)
  const found = await Promise.all((await store.queryFindings({})).map(then))
  return shown(found.filter((finding) => finding !== undefined))
}

describe('findings as of a time', () => {
  it(
    'are those that were open right after each run, with severity and evidence of then',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyScene, { minLength: 2, maxLength: 5 }), async (scenes) => {
          const world = newWorld()
          const store = newStore(world)
          const seen = new Map<string, ReturnType<typeof shown>>()
          for (const [index, scene] of scenes.entries()) {
            const { run, now } = runOfDay(21 + index)
            setScene(world, scene, now)
            await auditInTerminal({ run, fleet, world, store })
            seen.set(now, shown(await store.queryFindings({ state: 'open' })))
          }
          for (const [at, open] of seen) expect(await openAsOf(at, store)).toEqual(open)
          expect(await openAsOf('2026-11-20T00:00:00.000Z', store)).toEqual([])
        }),
        { numRuns: 12 },
      )
    },
  )

  const clock = { now: () => '2026-11-29T02:00:00.000Z' }
  it.each([
    ['a time of before what is stored', '2026-08-01T00:00:00.000Z', 'nothing is stored of'],
    ['a time that lies ahead', '2026-11-30T00:00:00.000Z', 'lies ahead'],
  ])('are refused for %s', (_, at, message) => {
    expect(notStoredAt(at, retentionDays, clock)?.message).toContain(message)
  })

  it('are answered for the first and the last moment that is stored', () => {
    expect(notStoredAt('2026-08-31T02:00:00.000Z', retentionDays, clock)).toBeUndefined()
    expect(notStoredAt(clock.now(), retentionDays, clock)).toBeUndefined()
  })
})
