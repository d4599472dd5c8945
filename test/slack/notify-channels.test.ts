import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { describe, expect, it } from 'vitest'
import { change, cluster, endedRun, report } from '../report/ended-run.ts'
import { busyDigest, channels, fleetFile } from './slack-bench.ts'
import { slackBenches } from './slack-benches.ts'

const open = slackBenches()
const main = `${channels.fleet}: fleet: critical on 1 cluster, opened on 1 cluster, resolved on 1 cluster (run run-1)`

describe('the fleet channel', () => {
  const quiet = (startedAt: string) => digestOf(endedRun([report('a')], { startedAt }))
  const monday = fleetFile({
    slack: { channel: channels.fleet, heartbeat: 'monday' },
    schedule: { timeZone: 'Europe/Berlin' },
  })

  it('gets nothing when nothing changed', async () => {
    const bench = await open()
    await bench.put(quiet('2026-11-24T01:00:00Z'))
    expect(await bench.notify(monday)).toEqual({ sent: 0, updated: 0, already: 0 })
    expect(bench.slack.requests()).toEqual([])
  })

  it('gets one heartbeat on its day, however many runs end on it', async () => {
    const bench = await open()
    await bench.put(quiet('2026-11-23T01:00:00Z'))
    expect(await bench.notify(monday)).toMatchObject({ sent: 1 })
    await bench.put(quiet('2026-11-23T12:00:00Z'))
    expect(await bench.notify(monday)).toMatchObject({ sent: 0 })
    expect(bench.texts()).toEqual([`${channels.fleet}: fleet: nothing changed (run run-1)`])
  })

  it('gets a message about an incomplete run', async () => {
    const bench = await open()
    await bench.put(digestOf(endedRun([report('a')], { state: 'incomplete' })))
    await bench.notify()
    expect(bench.texts()).toEqual([`${channels.fleet}: fleet: INCOMPLETE run; nothing changed (run run-1)`])
  })

  it('gets one message about a baseline run', async () => {
    const bench = await open()
    const first = Array.from({ length: 40 }, (_, n) => report(`c${n}`, { first: true, open: { x: { high: 150 } } }))
    await bench.put(digestOf(endedRun(first)))
    await bench.notify()
    expect(bench.slack.messages()).toHaveLength(1)
  })
})

describe('the channels', () => {
  const teams = [{ name: 'payments', channel: channels.payments }]
  it('of teams get their part, and the critical channel gets what is critical first', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const slack = { channel: channels.fleet, criticalChannel: channels.critical, heartbeat: 'never' as const }
    expect(await bench.notify(fleetFile({ teams, slack }))).toMatchObject({ sent: 3 })
    expect(bench.texts()).toEqual([
      `${channels.critical}: fleet: new critical findings on 1 cluster (run run-1)`,
      main,
      `${channels.payments}: fleet, payments: critical on 1 cluster, opened on 1 cluster (run run-1)`,
    ])
  })

  it('of teams without news stay silent', async () => {
    const bench = await open()
    await bench.put(
      digestOf(
        endedRun([report('a', { changes: [change('opened')] }), report('b', { target: cluster('b', 'payments') })]),
      ),
    )
    await bench.notify(fleetFile({ teams }))
    expect(bench.texts()).toHaveLength(1)
  })

  it('that fail do not hold up the others', async () => {
    const bench = await open({ channels: [{ id: channels.payments, archived: true }, { id: channels.fleet }] })
    await bench.put(busyDigest())
    const slack = { channel: channels.fleet, criticalChannel: channels.critical, heartbeat: 'never' as const }
    await expect(bench.notify(fleetFile({ teams, slack }))).rejects.toThrow(
      /2 of 3 messages of the run run-1 were not delivered[^]*channel_not_found[^]*is_archived/,
    )
    expect(bench.texts()).toEqual([main])
  })
})
