import { isIP } from 'node:net'
import { TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { unbracketed } from '@fleet-auditor/model/host-port.ts'
import { given, oneOf, sourceFlags, type RawSourceFlags } from './audit-flags.ts'
import type { SourceFlags } from './sources.ts'
import type { StorePlace } from './store-place.ts'

export interface RawPlace {
  readonly data: string
  readonly table?: string
  readonly region?: string
}

export interface RawServeFlags extends RawSourceFlags {
  readonly data: string
  readonly host: string
  readonly port: string
  readonly every?: string
  readonly timeZone?: string
  readonly slack?: boolean
  readonly corsOrigin?: readonly string[]
}

export interface ServeFlags extends SourceFlags {
  readonly data: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Five fields of cron, or `never`; absent: as the fleet file says. */
  readonly every?: string
  readonly timeZone?: string
  readonly slack: boolean
  readonly corsOrigins: readonly string[]
}

export function serveFlags(raw: RawServeFlags): ServeFlags {
  return {
    ...sourceFlags(raw),
    data: given('--data', raw.data),
    // Addresses of the web put IPv6 in brackets, sockets take it without.
    host: unbracketed(given('--host', raw.host)),
    port: portOf(raw.port),
    every: raw.every === undefined ? undefined : given('--every', raw.every).trim(),
    timeZone: raw.timeZone === undefined ? undefined : given('--time-zone', raw.timeZone),
    slack: raw.slack ?? false,
    corsOrigins: (raw.corsOrigin ?? []).map(originOf),
  }
}

/** Only what cannot be reached from another machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

export const placeOf = ({ data, table, region }: RawPlace): StorePlace =>
  table === undefined
    ? { folder: given('--data', data) }
    : { table: given('--table', table), region: region === undefined ? undefined : given('--region', region) }

export const scopeList = (words: string): TokenScope[] =>
  words.split(',').map((word) => oneOf('--scope', word.trim(), TokenScope.options))

const dayMs = 86_400_000
const units = { h: dayMs / 24, d: dayMs, w: 7 * dayMs } as const

/** `12h`, `90d`, `52w`; at most ten years. */
export function lifeOf(text: string, flag = '--expires'): number {
  const [, digits, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? []
  const ms = Number(digits) * units[(unit as keyof typeof units | undefined) ?? 'd']
  if (ms > 0 && ms <= 3660 * dayMs) return ms
  const remedy = 'write 12h, 90d or 52w, at most ten years, or leave it out'
  throw new AuditorError('usage', `"${text}" is no time to live`, { place: flag, remedy })
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new AuditorError('usage', `"${text}" is not a port`, {
    place: '--port',
    remedy: 'write a number from 1 to 65535, or 0 for any that is free',
  })
}

function originOf(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null'
  if (origin === text) return origin
  const remedy = 'write it as browsers do: https://dashboard.example.com, without a path'
  throw new AuditorError('usage', `"${text}" is not an origin`, { place: '--cors-origin', remedy })
}
