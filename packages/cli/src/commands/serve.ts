import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { notifyRun } from '@fleet-auditor/audit/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { closeDeadRuns } from '../close-dead-runs.ts'
import type { Environment } from '../environment.ts'
import { localAudit } from '../serve-audit.ts'
import { createAudits, type Audits } from '../serve-audits.ts'
import { isLoopback, type ServeFlags } from '../serve-flags.ts'
import { listen } from '../serve-http.ts'
import { serveLog as log } from '../serve-log.ts'
import { missedRun, nightTimes, type NightTimes } from '../serve-schedule.ts'
import { wireNotify } from '../slack-wiring.ts'
import { scopesFor, type Sources } from '../sources.ts'
import { openStore } from '../wiring.ts'

/** What a container or systemd waits for before it kills: 10 s and 90 s; the audit gets most of the latter. */
const grace = { requestsMs: 5000, auditMs: 30_000 }

const now = (): string => new Date().toISOString()
const everything = { scopes: [], clusters: [] }

/** Nightly audit, API and Slack in one process, until SIGTERM or SIGINT. */
export async function serve(flags: ServeFlags, environment: Environment): Promise<number> {
  const sources = await scopesFor(flags)
  const times = timesOf(flags, sources)
  const store = await openStore(flags.data)
  const stopped = untilStopped()
  try {
    await refuseOpenDoor(flags, store)
    const notify = await notifier(flags, sources, environment, store)
    const audits = createAudits(localAudit({ flags, sources, environment, store, log, notify }))
    const app = createApp({
      store,
      fleet: sources.fleet,
      starter: audits,
      clock: { now },
      random: randomBytes,
      log: (line) => log({ ...line }),
      corsOrigins: flags.corsOrigins,
    })
    const server = await listen(app, flags)
    log({ kind: 'listening', url: server.url, next: times?.next() })
    await catchUp(times, sources, store, audits)
    const nights = times?.onEvery(() => void startNight(times, audits))
    await stopped.signal
    log({ kind: 'draining' })
    nights?.stop()
    await Promise.all([server.close(grace.requestsMs), audits.drain(grace.auditMs)])
    log({ kind: 'drained' })
    return 0
  } finally {
    stopped.dispose()
    await store.close()
  }
}

/** Slack's secrets are looked for before the first night needs them. */
async function notifier(
  { slack }: ServeFlags,
  { fleet }: Sources,
  environment: Environment,
  store: FleetStore,
): Promise<(run: string) => Promise<void>> {
  if (!slack) return async () => {}
  const ports = await wireNotify(environment.slack, fleet, store)
  return async (run) => {
    const told = await notifyRun(run, fleet, ports)
    log({ kind: 'notified', run, ...told })
  }
}

function timesOf({ every, timeZone }: ServeFlags, { fleet }: Sources): NightTimes | undefined {
  if (every === 'never') return undefined
  return nightTimes(every ?? fleet.schedule.cron, timeZone ?? fleet.schedule.timeZone, fleet)
}

/** Without a token nobody could be let in, and whoever reaches the port could try: it is not opened at all. */
async function refuseOpenDoor({ host, data }: ServeFlags, store: FleetStore): Promise<void> {
  const known = await store.tokens.list()
  const valid = known.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now())
  const remedy = `fleet-auditor token create --name <who> --data ${data}`
  if (valid.length > 0) return
  if (isLoopback(host)) return log({ kind: 'no-token', message: 'nobody can read the API yet', remedy })
  throw new AuditorError('config', 'other machines would reach an API that nobody holds a token for', {
    place: `--host ${host}`,
    remedy: `${remedy}; or leave --host out, which listens on this machine only`,
  })
}

/** A run that died with an earlier process is begun again under its name if it is tonight's; others end as incomplete. */
async function catchUp(
  times: NightTimes | undefined,
  sources: Sources,
  store: FleetStore,
  audits: Audits,
): Promise<void> {
  const missed = times && (await missedRun(times, now(), sources, store))
@@  if (missed === undefined) return
  log({ kind: 'catching-up', run: missed })
  await audits.start(missed, everything)
}

async function startNight(times: NightTimes, audits: Audits): Promise<void> {
  const night = times.runBefore(now())
  if (!night) return
  await audits.start(night.run, everything).catch((error: Error) => {
    log({ kind: 'run-refused', run: night.run, message: error.message })
  })
}

/** The first signal asks for an end, a second one ends at once. */
function untilStopped(): { readonly signal: Promise<void>; dispose(): void } {
  let asked = false
  let tell = (): void => {}
  const signal = new Promise<void>((resolve) => {
    tell = resolve
  })
  const stop = (): void => {
    if (asked) process.exit(130)
    asked = true
    tell()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal,
    dispose() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
