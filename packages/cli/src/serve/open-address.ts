import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { isLoopback } from '@fleet-auditor/model/address-range.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { isTokenExpired } from '@fleet-auditor/model/stored-token.ts'
import { now } from '../wiring/clock.ts'
import type { ServeLog } from './log.ts'

/** Refuses an address that other machines reach while no token exists: every request could only be an attempt. */
export async function requireToken(
  { host, data }: { readonly host: string; readonly data: string },
  store: Pick<FleetStore, 'tokens'>,
  log: ServeLog,
): Promise<void> {
  const known = await store.tokens.list()
  if (known.some((token) => !isTokenExpired(token, now()))) return
  const remedy = `fleet-auditor token create --name <who> --data ${data}`
  if (isLoopback(host)) return log({ kind: 'no-token', message: 'no API token exists yet', remedy })
  throw new AuditorError('config', 'other machines could reach the API, and no API token exists yet', {
    place: `--host ${host}`,
    remedy: `${remedy}; or leave --host out, which listens on this machine only`,
  })
}
