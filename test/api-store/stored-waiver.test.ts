import { waive } from '@fleet-auditor/audit/waivers/decide.ts'
import { Waiver } from '@fleet-auditor/model/waiver.ts'
import { expect, it } from 'vitest'
import { now } from './seeded-store.ts'
import { serveSeeded } from './served-api.ts'

it('a waiver that the store holds is shown with the finding that it accepts, in the next answer', async () => {
  await using api = await serveSeeded()
  const waived = async (): Promise<unknown> =>
    (await api.request('/v1/findings?waived=true&check=missing-resources')).json()
  expect(await waived()).toEqual({ findings: [] })
  const waiver = Waiver.parse({
    check: 'missing-resources',
    clusters: { cluster: 'search' },
    owner: 'ann',
    reason: 'known',
    ticket: 'OPS-1',
    expires: '2026-03-31',
  })
  await waive(waiver, { by: 'ann', via: 'cli' }, { decisions: api.store.decisions, clock: { now: () => now } })
  const accepted = { check: 'missing-resources', waived: { owner: 'ann', reason: 'known', expires: '2026-03-31' } }
  expect(await waived()).toMatchObject({ findings: [accepted] })
})
