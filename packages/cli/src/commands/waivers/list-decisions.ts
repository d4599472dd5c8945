import { endDecision } from '@fleet-auditor/audit/waivers/decide.ts'
import { lastDayOf } from '@fleet-auditor/model/attestation.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Decision } from '@fleet-auditor/model/decision.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { attestationLabel, waiverLabel } from '@fleet-auditor/report/digest/decision-text.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../../printing/rows.ts'
import { clock } from '../../wiring/clock.ts'
import { openStoreAt } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { argument, requiredOption } from '../options/option.ts'
import { format, storeOptions } from '../options/shared-options.ts'
import { text } from '../options/values.ts'

const listOf = (name: string, kind: Decision['kind']) =>
  defineCommand({
    name,
    summary: `the ${name} that the store holds, with their history (--format json)`,
    options: { ...storeOptions, format },
    async run({ format: as, ...place }, io) {
      await using store = await openStoreAt(place)
      const decisions = (await store.decisions.list()).filter((decision) => decision.kind === kind)
      printRows(io, as, decisions, (rows) => table(rows, name))
    },
  })

/** The id stays the same when it is given again. */
const endOf = (name: string, kind: Decision['kind'], list: string) =>
  defineCommand({
    name,
    summary: `end one of the ${list} of the store; its history stays`,
    arguments: { id: argument('<id>', `its id, as ${list} shows it`, `fleet-auditor ${name}`, text) },
    options: { by: requiredOption('--by <person>', 'who ends it', text), ...storeOptions },
    async run({ id, by, ...place }, io) {
      await using store = await openStoreAt(place)
      const ports = { decisions: store.decisions, clock }
      const ended = id.startsWith(`${kind}-`) ? await endDecision(id, { by, via: 'cli' }, ports) : undefined
      if (!ended) {
        const remedy = `list them with: fleet-auditor ${list}`
        throw new AuditorError('usage', `no ${kind} has the id ${id}`, { place: `fleet-auditor ${name}`, remedy })
      }
      io.err(ended.outcome === 'ended' ? `${id} is ended\n` : `${id} had ended before\n`)
    },
  })

export const waiversCommand = listOf('waivers', 'waiver')
export const attestationsCommand = listOf('attestations', 'attestation')
export const unwaiveCommand = endOf('unwaive', 'waiver', 'waivers')
export const unattestCommand = endOf('unattest', 'attestation', 'attestations')

function table(rows: readonly Decision[], name: string): string[] {
  if (rows.length === 0) return [`no ${name} in the store`]
  return columns([['ID', 'STATE', 'BY', 'UNTIL', 'DECIDED', 'ABOUT'], ...rows.map(rowOf)])
}

/** Of one that was ended, what it was last. */
function rowOf({ id, events }: Decision): string[] {
  const last = events.findLast(({ after }) => after !== undefined) ?? events[0]
  const newest = events.at(-1) ?? last
  const [until, about] = shownOf(last)
  const today = clock.now().slice(0, 10)
  const state = newest.after === undefined ? 'ended' : until < today ? 'expired' : 'in force'
  return [id, state, safeText(newest.by), until, newest.at.slice(0, 10), about]
}

function shownOf(event: Decision['events'][number]): [until: string, about: string] {
  if (event.kind === 'waiver') return event.after ? [event.after.expires, waiverLabel(event.after)] : ['-', '-']
  return event.after ? [lastDayOf(event.after), attestationLabel(event.after)] : ['-', '-']
}
