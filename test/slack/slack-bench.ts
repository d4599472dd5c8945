import { createBot } from '@fleet-auditor/adapters/slack/bot.ts'
import { createWebhook } from '@fleet-auditor/adapters/slack/webhook.ts'
import {
  notifyRun,
  type Notified,
  type NotifyLimits,
  type NotifyPorts,
} from '@fleet-auditor/audit/notify/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { startSlack, type RunningSlack, type SlackOptions } from '@fleet-auditor/simulator/slack/slack.ts'
import { change, cluster, endedRun, report } from '../report/ended-run.ts'
import type { TableBench } from '../store/table/table-bench.ts'
import { dyingClient } from '../store/table/wire.ts'

const now = (): string => new Date().toISOString()

/** Short enough to be waited for, long enough for a busy machine. */
const limits: NotifyLimits = { deadlineMs: 15_000, leaseMs: 2500, guardMs: 800, pauseMs: 40 }
const timeoutMs = 600

export const channels = { fleet: 'C0FLEET', payments: 'C0PAY', critical: 'C0CRIT' } as const

export const fleetFile = (written: WrittenFleetFile = {}): FleetFile =>
  FleetFile.parse({ fleet: 'fleet', slack: { channel: channels.fleet, heartbeat: 'never' }, ...written })

/** A run with one critical finding of the team `payments` and one without a team. */
export const busyDigest = (run: Partial<Digest['run']> = {}): Digest =>
  digestOf(
    endedRun(
      [
        report('eks:a', {
          target: cluster('eks:a', 'payments'),
          changes: [change('opened', { check: 'public-broker', severity: 'critical' })],
        }),
        report('eks:b', { changes: [change('resolved', { state: 'resolved', resolution: 'fixed' })] }),
      ],
      run,
    ),
  )

export interface SlackBench {
  readonly slack: RunningSlack
  readonly store: FleetStore
  /** The store as seen by a process that dies after so many writes. */
  readonly dyingStore: (writes: number) => FleetStore
  readonly put: (digest: Digest) => Promise<void>
  /** Notifies by the bot; `by` overrides ports. */
  readonly notify: (fleet?: FleetFile, by?: Partial<NotifyPorts>, within?: Partial<NotifyLimits>) => Promise<Notified>
  readonly byWebhook: (fleet?: FleetFile, by?: Partial<NotifyPorts>) => Promise<Notified>
  readonly texts: () => string[]
  /** Rows of the outbox, messages before their threads. */
  readonly rows: () => Promise<OutboxMessage[]>
  readonly close: () => Promise<void>
}

const workspace: SlackOptions = {
  tokens: ['xoxb-good'],
  channels: Object.values(channels).map((id) => ({ id })),
  webhooks: { hook: { channel: channels.fleet }, gone: { channel: channels.fleet, removed: true } },
}

/** A workspace and a table of their own. */
export async function openSlackBench(bench: TableBench, options: Partial<SlackOptions> = {}): Promise<SlackBench> {
  const slack = await startSlack({ ...workspace, ...options })
  const table = await bench.newTable()
  const store = bench.store(table, { now })
  const ports: NotifyPorts = {
    ledger: store.ledger,
    outbox: store.outbox,
    clock: { now },
    messenger: createBot({ token: 'xoxb-good', apiUrl: slack.apiUrl, timeoutMs }),
  }
  const notify: SlackBench['notify'] = (fleet = fleetFile(), by = {}, within = {}) =>
    notifyRun('run-1', fleet, { ...ports, ...by }, { ...limits, ...within })
  return {
    slack,
    store,
    dyingStore: (writes) => bench.store(table, { now, client: dyingClient(bench.client(), writes) }),
    put: (digest) => store.ledger.putDigest('run-1', digest),
    notify,
    byWebhook: (fleet, by = {}) =>
      notify(fleet, { messenger: createWebhook({ url: slack.webhookUrl('hook'), timeoutMs }), ...by }),
    texts: () => slack.messages().flatMap(({ text, threadTs, channel }) => (threadTs ? [] : [`${channel}: ${text}`])),
    rows: async () => (await store.outbox.ofRun('run-1')).toSorted((a, b) => a.part.length - b.part.length),
    close: () => slack.close(),
  }
}
