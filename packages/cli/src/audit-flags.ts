import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { ExitRules, FailOn } from './exit-code.ts'
import type { SourceFlags } from './sources.ts'

export const formats = ['table', 'json', 'ndjson'] as const
export type Format = (typeof formats)[number]

/** The flags of `audit`, checked. Durations in milliseconds. */
export interface AuditFlags extends ExitRules, SourceFlags {
  readonly data?: string
  readonly format: Format
  readonly output?: string
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly probeTimeoutMs: number
  readonly slack: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly colour: boolean
}

/** What commander hands over for the sources: strings and lists as typed by a person. */
export interface RawSourceFlags {
  readonly fleet?: string
  readonly kubeconfig?: string
  readonly context?: readonly string[]
  readonly cluster?: readonly string[]
  readonly provider?: readonly string[]
  readonly concurrency: string
  readonly deadline: string
  readonly clusterDeadline: string
}

export interface RawAuditFlags extends RawSourceFlags {
  readonly data?: string
  readonly format: string
  readonly output?: string
  readonly failOn: string
  readonly maxUnknown?: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly slack?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color: boolean
}

export function sourceFlags(raw: RawSourceFlags): SourceFlags {
  return {
    fleet: raw.fleet === undefined ? undefined : given('--fleet', raw.fleet),
    kubeconfig: raw.kubeconfig === undefined ? undefined : given('--kubeconfig', raw.kubeconfig),
    contexts: (raw.context ?? []).map((word) => given('--context', word)),
    clusters: (raw.cluster ?? []).map((word) => given('--cluster', word)),
    providers: (raw.provider ?? []).map((word) => oneOf('--provider', word, Provider.options)),
    concurrency: count('--concurrency', raw.concurrency, 1),
    deadlineMs: duration('--deadline', raw.deadline),
    clusterDeadlineMs: duration('--cluster-deadline', raw.clusterDeadline),
  }
}

export function auditFlags(raw: RawAuditFlags): AuditFlags {
  return {
    ...sourceFlags(raw),
    data: raw.data === undefined ? undefined : given('--data', raw.data),
    output: raw.output === undefined ? undefined : given('--output', raw.output),
    format: oneOf('--format', raw.format, formats),
    failOn: failOnOf(raw.failOn),
    maxUnknown: raw.maxUnknown === undefined ? Number.POSITIVE_INFINITY : count('--max-unknown', raw.maxUnknown, 0),
    only: (raw.only ?? []).map((id) => checkId('--only', id)),
    skip: (raw.skip ?? []).map((id) => checkId('--skip', id)),
    probeTimeoutMs: 5000,
    slack: raw.slack ?? false,
    quiet: raw.quiet ?? false,
    verbose: raw.verbose ?? false,
    colour: raw.color,
  }
}

/** A variable that a shell did not know leaves nothing behind: that must not mean the default. */
export function given(flag: string, text: string): string {
  if (text.trim() !== '') return text
  throw new AuditorError('usage', `${flag} is empty`, { place: flag, remedy: `give it a value, or leave ${flag} out` })
}

export function oneOf<W extends string>(flag: string, word: string, words: readonly W[]): W {
  const found = words.find((each) => each === word)
  if (found !== undefined) return found
  const near = nearest(word, words)
  const remedy = near ? `did you mean ${near}?` : `expected one of ${words.join(', ')}`
  throw new AuditorError('usage', `"${word}" is not a value of ${flag}`, { place: flag, remedy })
}

export const checkId = (flag: string, id: string): string =>
  oneOf(
    flag,
    id,
    allChecks.map((check) => check.id),
  )

/** `high`, `new:high`, or `never`. */
function failOnOf(word: string): FailOn | undefined {
  if (word === 'never') return undefined
  const onlyNew = word.startsWith('new:')
  return { severity: oneOf('--fail-on', onlyNew ? word.slice(4) : word, Severity.options), onlyNew }
}

export function count(flag: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw new AuditorError('usage', `"${text}" is not a whole number of at least ${least}`, {
    place: flag,
    remedy: `write a number in digits, ${least} or more`,
  })
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `90s`, `10m`, `1h`; a bare number is seconds. */
function duration(flag: string, text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  const ms = Number(digits) * units[(unit as keyof typeof units | undefined) ?? 's']
  if (ms > 0 && ms <= 24 * units.h) return ms
  throw new AuditorError('usage', `"${text}" is not a duration`, {
    place: flag,
    remedy: 'write 90s, 10m or 1h, at most 24h',
  })
}
