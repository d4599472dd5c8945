import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { describe, expect, it } from 'vitest'
import { change, cluster, endedRun, report } from '../report/ended-run.ts'
import { busyDigest, channels, fleetFile } from './slack-bench.ts'
import { slackBenches } from './slack-benches.ts'

const open = slackBenches()

const teamsDigest = (teams: readonly string[]) =>
  digestOf(
    endedRun(
      teams.map((team) => report(`eks:${team}`, { target: cluster(`eks:${team}`, team), changes: [change('opened')] })),
    ),
  )

describe('a message', () => {
  it('that arrived after its sender gave up is found and not repeated', async () => {
    const late = { kind: 'hang', delivered: true, afterMs: 700 } as const
    const bench = await open({ faults: [{ method: 'chat.postMessage', behave: late, times: 1 }] })
    await bench.put(busyDigest())
    await bench.notify()
    expect(bench.texts()).toHaveLength(1)
  })

  it('that fails takes no time from the others after the deadline, and waits for the next call', async () => {
    const silent = { method: 'chat.postMessage', behave: { kind: 'hang' } } as const
    const bench = await open({ faults: [silent] })
    await bench.put(busyDigest())
    const slack = { channel: channels.fleet, criticalChannel: channels.critical, heartbeat: 'never' as const }
    const teams = [{ name: 'payments', channel: channels.payments }]
    const notifying = bench.notify(fleetFile({ slack, teams }), {}, { deadlineMs: 300 })
    await expect(notifying).rejects.toThrow(/3 of 3[^]*no answer from Slack[^]*no time was left/)
    expect(await bench.rows()).toMatchObject([{ state: 'pending' }, { state: 'pending' }, { state: 'pending' }])
    expect(bench.slack.requests()).toEqual(['chat.postMessage'])
  })

  it('of criticals is not sent beside the digest where both go to one channel', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const slack = { channel: channels.fleet, criticalChannel: channels.fleet, heartbeat: 'never' as const }
    expect(await bench.notify(fleetFile({ slack }))).toMatchObject({ sent: 1 })
    expect(bench.texts()).toHaveLength(1)
  })

  it('goes to each of 50 teams, and none waits for one whose channel is slow', async () => {
    const teams = Array.from({ length: 50 }, (_, n) => ({ name: `team-${n}`, channel: `C0T${n}` }))
    const slow = { method: 'chat.postMessage', behave: { kind: 'hang' }, times: 1, after: 2 } as const
    const all = [{ id: channels.fleet }, ...teams.map(({ channel }) => ({ id: channel }))]
    const bench = await open({ channels: all, faults: [slow] })
    await bench.put(teamsDigest(teams.map(({ name }) => name)))
    expect(await bench.notify(fleetFile({ teams }))).toMatchObject({ sent: 51 })
    const [fleet, first] = bench.texts()
    expect(fleet).toMatch(/^C0FLEET/)
    expect(first).not.toMatch(/^C0T0:/)
    expect(new Set(bench.texts()).size).toBe(51)
  })
})
