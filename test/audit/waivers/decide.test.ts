import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { attest, endDecision, waive } from '@fleet-auditor/audit/waivers/decide.ts'
import { withDecisions } from '@fleet-auditor/audit/waivers/in-force.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import { Waiver } from '@fleet-auditor/model/waiver.ts'
import { describe, expect, it } from 'vitest'
import { clusterNamed } from '../../audit-world/world.ts'

const waiver = (edits: object = {}) =>
  Waiver.parse({
    check: 'public-broker',
    clusters: { cluster: 'payments' },
    owner: 'ana',
    reason: 'replaced in March',
    ticket: 'OPS-1',
    expires: '2027-03-31',
    ...edits,
  })

function world() {
  const time = { now: '2026-11-30T08:00:00.000Z' }
  const clock = { now: () => time.now }
  const { decisions } = createMemoryStore({ clock })
  return { time, decisions, ports: { decisions, clock } }
}
const ana = { by: 'ana', via: 'cli' } as const
const bo = { by: 'bo', via: 'api' } as const

describe('a waiver', () => {
  it('has a history of who did what and when, through its end and its return', async () => {
    const { time, decisions, ports } = world()
    const { decision } = await waive(waiver(), ana, ports)
    time.now = '2026-12-01T08:00:00.000Z'
    expect((await waive(waiver({ expires: '2027-04-30' }), bo, ports)).outcome).toBe('changed')
    time.now = '2026-12-02T08:00:00.000Z'
    expect((await endDecision(decision.id, bo, ports))?.outcome).toBe('ended')
    expect((await waive(waiver(), ana, ports)).outcome).toBe('made')
    const [stored] = await decisions.list()
    expect(stored?.events.map(({ number, at, by, via, after }) => [number, at.slice(8, 10), by, via, !!after])).toEqual(
      [
        [1, '30', 'ana', 'cli', true],
        [2, '01', 'bo', 'api', true],
        [3, '02', 'bo', 'api', false],
        [4, '02', 'ana', 'cli', true],
      ],
    )
  })

  it('writes nothing where it is given or ended once more', async () => {
    const { decisions, ports } = world()
    const { decision } = await waive(waiver(), ana, ports)
    expect((await waive(waiver(), bo, ports)).outcome).toBe('unchanged')
    await endDecision(decision.id, ana, ports)
    expect((await endDecision(decision.id, ana, ports))?.outcome).toBe('unchanged')
    expect((await decisions.find(decision.id))?.events).toHaveLength(2)
  })

  it('is one whole history where 10 people decide at once', async () => {
    const { decisions, ports } = world()
    const days = Array.from({ length: 10 }, (_, at) => `2027-01-${10 + at}`)
    await Promise.all(days.map((expires) => waive(waiver({ expires }), ana, ports)))
    const [stored] = await decisions.list()
    expect(stored?.events.map(({ number }) => number)).toEqual(days.map((_, at) => at + 1))
  })

  it.each<[name: string, edits: object, place: string]>([
    ['for a day that has passed', { expires: '2026-11-29' }, 'expires'],
    ['for more than 366 days', { expires: '2027-12-02' }, 'expires'],
    ['without a ticket', { ticket: undefined }, 'ticket'],
  ])('is refused %s', async (_, edits, place) => {
    const { decisions, ports } = world()
    await expect(waive(waiver(edits), ana, ports)).rejects.toMatchObject({ code: 'usage', details: { place } })
    expect(await decisions.list()).toEqual([])
  })

  it.each(['2026-11-30', '2027-12-01'])('is accepted until %s, today and 366 days ahead', async (expires) => {
    expect((await waive(waiver({ expires }), ana, world().ports)).outcome).toBe('made')
  })
})

describe('the fleet with what was decided', () => {
  const finding = { check: 'public-broker', subject: { kind: 'Service', namespace: 'meshery', name: 'meshery-broker' } }
  const cluster = clusterNamed('payments', { provider: 'eks', account: '111122223333', region: 'eu-west-1' })
  const ownerAt = async (declared: Waiver[], stored: Waiver, at: string): Promise<string | undefined> => {
    const { decisions, ports } = world()
    await waive(stored, bo, ports)
    const fleet = withDecisions({ waivers: declared, attestations: [] }, await decisions.list(), at)
    return waiverOf(finding, { cluster }, fleet.waivers, at)?.owner
  }

  it.each<[name: string, declared: Waiver[], at: string, owner: string | undefined]>([
    ['accepts by the store where the fleet file has nothing', [], '2026-12-01T00:00:00Z', 'bo'],
    ['accepts nothing before it was decided', [], '2026-11-29T00:00:00Z', undefined],
    [
      'accepts by the fleet file first, though the store accepts for longer',
      [waiver({ expires: '2026-12-31' })],
      '2026-12-31T12:00:00Z',
      'ana',
    ],
    [
      'accepts by the store after the fleet file’s has expired',
      [waiver({ expires: '2026-12-31' })],
      '2027-01-01T00:00:00Z',
      'bo',
    ],
    [
      'accepts by the fleet file after the store’s has expired',
      [waiver({ expires: '2027-06-30' })],
      '2027-04-01T00:00:00Z',
      'ana',
    ],
  ])('%s', async (_, declared, at, owner) => {
    expect(await ownerAt(declared, waiver({ owner: 'bo' }), at)).toBe(owner)
  })
})

describe('an attestation', () => {
  const drill = { attests: 'recovery-drill', by: 'ana', on: '2026-11-29' } as const

  it('counts until it is ended', async () => {
    const { time, decisions, ports } = world()
    const { decision } = await attest(drill, ana, ports)
    time.now = '2026-12-02T08:00:00.000Z'
    await endDecision(decision.id, ana, ports)
    const at = (day: string) => async () =>
      withDecisions({ waivers: [], attestations: [] }, await decisions.list(), `${day}T12:00:00.000Z`).attestations
    expect(await at('2026-12-01')()).toEqual([drill])
    expect(await at('2026-12-03')()).toEqual([])
  })

  it.each<[name: string, edits: object, place: string]>([
    ['of a day that lies ahead', { on: '2026-12-01' }, 'on'],
    ['until a day that has passed', { until: '2026-11-29' }, 'until'],
  ])('is refused %s', async (_, edits, place) => {
    const refused = attest({ ...drill, ...edits }, ana, world().ports)
    await expect(refused).rejects.toMatchObject({ code: 'usage', details: { place } })
  })
})
