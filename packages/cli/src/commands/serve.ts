import { randomBytes } from 'node:crypto'
import process from 'node:process'
import type { ApiLogLine } from '@fleet-auditor/api/api-deps.ts'
import { isWhole } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { unbracketed } from '@fleet-auditor/model/host-port.ts'
import { createAuditQueue, type AuditQueue } from '../serve/audit-queue.ts'
import type { Listening } from '../serve/http.ts'
import { localAudit } from '../serve/local-audit.ts'
import { jsonLog, type ServeLog } from '../serve/log.ts'
import { noNotification, slackNotifier } from '../serve/notify.ts'
import { requireToken } from '../serve/open-address.ts'
import { runTimes, type RunTimes } from '../serve/run-times.ts'
import { catchUp, endDeadRuns, notifyLatest, startOnSchedule } from '../serve/scheduled-runs.ts'
import { stopRequest } from '../stop-signals.ts'
import { clock } from '../wiring/clock.ts'
import { sourcesOf } from '../wiring/fleet-file.ts'
import { selectionOf } from '../wiring/run-context.ts'
import { makeStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option, optionalOption, repeatableOption, switchOption } from './options/option.ts'
import { dataFolder, fleetOptions } from './options/shared-options.ts'
import { text, value } from './options/values.ts'

/** Addresses of the web put IPv6 in brackets, sockets take it without. */
const host = value<string>((word, name) =>
  word.trim() === ''
    ? { mistake: `${name} is empty`, remedy: `give it a value, or leave ${name} out` }
    : { value: unbracketed(word) },
)

const port = value<number>((word) => {
  const number = Number(word)
  if (/^\d{1,5}$/.test(word) && number <= 65_535) return { value: number }
  return { mistake: `"${word}" is not a port`, remedy: 'write a number from 1 to 65535, or 0 for any free port' }
})

const origin = value<string>((word) => {
  if (URL.canParse(word) && new URL(word).origin === word) return { value: word }
  const remedy = 'write it as browsers do: https://dashboard.example.com, without a path'
  return { mistake: `"${word}" is not an origin`, remedy }
})

/** What a container or systemd waits for before it kills: 10 s and 90 s; the audit gets most of the latter. */
const grace = { requestsMs: 5000, auditMs: 30_000 }

/** Scheduled audit, API and Slack in one process, until SIGTERM or SIGINT. */
export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'scheduled audit, API and Slack in one process on the embedded store',
  options: {
    ...fleetOptions,
    data: dataFolder,
    host: option('--host <address>', 'address to listen on; other than loopback needs an API token', host, '127.0.0.1'),
    port: option('--port <n>', 'port to listen on; 0: any free port', port, '8080'),
    every: optionalOption(
      '--every <cron>',
      'five fields of cron, or never (default: schedule of the fleet file)',
      text,
    ),
    timeZone: optionalOption('--time-zone <zone>', 'IANA name (default: schedule of the fleet file)', text),
    slack: switchOption('--slack', 'post each run to Slack (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL)'),
    corsOrigins: repeatableOption('--cors-origin <origin>', 'origin that browsers may call from, repeatable', origin),
  },
  async run(input, { environment, err }) {
    const log = jsonLog(err)
    const sources = await sourcesOf(input)
    const { fleet } = sources
    const times = runTimesOf(input, fleet)
    await using store = await makeStore(input.data, fleet.retention)
    using stop = stopRequest()
    await requireToken(input, store, log)
    const notify = input.slack ? await slackNotifier(environment.slack, fleet, store, log) : noNotification
    const selection = selectionOf(input)
    const local = { sources, selection, limits: input, environment, store, log, notify }
    const audits = createAuditQueue(localAudit(local))
    // The API's code loads here: --help needs none of it.
    const [{ createApp }, { createRefusal }, { listen }] = await Promise.all([
      import('@fleet-auditor/api/create-app.ts'),
      import('@fleet-auditor/api/http/refusal.ts'),
      import('../serve/http.ts'),
    ])
    const { corsOrigins } = input
    const edges = { clock, random: randomBytes, log: (line: ApiLogLine) => log({ ...line }) }
    const app = createApp({ ...edges, store, fleet, starter: audits, corsOrigins })
    const partial = sources.partial || !isWhole(selection)
    const scheduled = { times, partial, fleet, store, audits, notify, log }
    const missed = await endDeadRuns(scheduled)
    const server = await listen({ app, refuse: createRefusal(edges), log }, input)
    log({ kind: 'listening', url: server.url, next: times?.next() })
    await catchUp(missed, scheduled)
    const timer = startOnSchedule(scheduled)
    void notifyLatest(scheduled)
    await stop.requested
    timer?.stop()
    await drain(audits, server, log)
  },
})

async function drain(audits: AuditQueue, server: Listening, log: ServeLog): Promise<void> {
  log({ kind: 'draining' })
  const [dropped] = await Promise.all([audits.drain(grace.auditMs), server.close(grace.requestsMs)])
  for (const run of dropped) log({ kind: 'run-forgotten', run })
  log({ kind: 'drained' })
  // A message under way would keep the process for minutes: the next one settles it by its outbox row.
  setTimeout(() => process.exit(), 1000).unref()
}

function runTimesOf(
  { every, timeZone }: { readonly every?: string; readonly timeZone?: string },
  fleet: FleetFile,
): RunTimes | undefined {
  const cron = every?.trim() ?? fleet.schedule.cron
  return cron === 'never' ? undefined : runTimes({ cron, timeZone: timeZone ?? fleet.schedule.timeZone }, fleet)
}
