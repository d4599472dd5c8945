import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { isWhole } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Environment } from '../environment.ts'
import { localAudit } from '../serve-audit.ts'
import { createAudits, type Audits } from '../serve-audits.ts'
import { isLoopback, type ServeFlags } from '../serve-flags.ts'
import { listen, type Listening } from '../serve-http.ts'
import { serveLog as log } from '../serve-log.ts'
import { beginNights, catchUp, endDeadRuns, tellLatest } from '../serve-nights.ts'
import { notifyNobody, slackNotifier } from '../serve-notify.ts'
import { nightTimes, type NightTimes } from '../serve-schedule.ts'
import { scopesFor, type Sources } from '../sources.ts'
import { untilStopped } from '../until-stopped.ts'
import { openStore } from '../wiring.ts'

/** What a container or systemd waits for before it kills: 10 s and 90 s; the audit gets most of the latter. */
const grace = { requestsMs: 5000, auditMs: 30_000 }

const now = (): string => new Date().toISOString()

/** Nightly audit, API and Slack in one process, until SIGTERM or SIGINT. */
export async function serve(flags: ServeFlags, environment: Environment): Promise<number> {
  const sources = await scopesFor(flags)
  const times = timesOf(flags, sources)
  const store = await openStore(flags.data)
  const stopped = untilStopped()
  try {
    await refuseOpenDoor(flags, store)
    const { fleet } = sources
    const notify = flags.slack ? await slackNotifier(environment.slack, fleet, store, log) : notifyNobody
    const audits = createAudits(localAudit({ flags, sources, environment, store, log, notify }))
    const app = createApp({
      store,
      fleet,
      starter: audits,
      clock: { now },
      random: randomBytes,
      log: (line) => log({ ...line }),
      corsOrigins: flags.corsOrigins,
    })
    const partial = sources.partial || !isWhole({ scopes: [], clusters: flags.clusters, providers: flags.providers })
    const nights = { times, partial, store, audits, notify, log }
    const missed = await endDeadRuns(nights)
    const server = await listen(app, flags)
    log({ kind: 'listening', url: server.url, next: times?.next() })
    await catchUp(missed, nights)
    const scheduled = beginNights(nights)
    void tellLatest(nights)
    await stopped.asked
    scheduled?.stop()
    await drain(audits, server)
    return 0
  } finally {
    stopped.dispose()
    await store.close()
  }
}

async function drain(audits: Audits, server: Listening): Promise<void> {
  log({ kind: 'draining' })
  const [forgotten] = await Promise.all([audits.drain(grace.auditMs), server.close(grace.requestsMs)])
  for (const run of forgotten) log({ kind: 'run-forgotten', run })
  log({ kind: 'drained' })
  // A message under way would keep the process for minutes: the next one settles it by its outbox row.
  setTimeout(() => process.exit(), 1000).unref()
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
