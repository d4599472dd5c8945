import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { waive } from '@fleet-auditor/audit/waivers/decide.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { Waiver } from '@fleet-auditor/model/waiver.ts'
import { waiverLabel } from '@fleet-auditor/report/digest/decision-text.ts'
import { clock } from '../../wiring/clock.ts'
import { makeStore, openStoreAt } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { optionalOption, repeatableOption, requiredOption } from '../options/option.ts'
import { storeOptions } from '../options/shared-options.ts'
import { checkId, day, text } from '../options/values.ts'

/** Accepts findings in the store. One of the same check, clusters, planes and subject is changed. */
export const waiveCommand = defineCommand({
  name: 'waive',
  summary: 'accept findings until a day: by fingerprint, or by check, cluster, plane and subject',
  options: {
    fingerprint: optionalOption('--fingerprint <id>', 'the one finding that is accepted', text),
    check: optionalOption('--check <id>', 'findings of this check', checkId),
    clusters: repeatableOption('--cluster <id>', 'id, name or locator of a cluster, repeatable; globs allowed', text),
    planes: repeatableOption('--plane <name>', 'of this management plane, repeatable', text),
    subject: optionalOption('--subject <object>', 'as outputs show it, or kind/namespace/name; globs allowed', text),
    owner: requiredOption('--owner <person>', 'who accepts it', text),
    reason: requiredOption('--reason <text>', 'why it is accepted', text),
    ticket: requiredOption('--ticket <id>', 'where it is followed', text),
    expires: requiredOption('--until <day>', 'last day on which it is accepted, at most 366 days ahead', day),
    ...storeOptions,
  },
  async run({ fingerprint, clusters, planes, subject, owner, reason, ticket, expires, check: named, ...place }, io) {
    await using store = await openStoreAt(place, makeStore)
    const check = named ?? (await checkOf(fingerprint, store))
    const waiver = Waiver.parse({
      check,
      fingerprint,
      clusters: clusters.length > 0 ? { cluster: [...clusters] } : {},
      planes: planes.length > 0 ? [...planes] : undefined,
      subject,
      owner,
      reason,
      ticket,
      expires,
    })
    const { decision, outcome } = await waive(waiver, { by: owner, via: 'cli' }, { decisions: store.decisions, clock })
    io.out(`${decision.id}\n`)
    io.err(`${outcome}: ${waiverLabel(waiver)}, until ${expires}; it counts from the next run on\n`)
  },
})

/** A fingerprint alone is enough: the store knows the finding. */
async function checkOf(fingerprint: string | undefined, { pages }: FleetStore): Promise<string> {
  const found = fingerprint === undefined ? undefined : await pages.find(fingerprint)
  if (found) return found.finding.check
  const message = fingerprint === undefined ? 'nothing is selected' : `no finding has the fingerprint ${fingerprint}`
  throw new AuditorError('usage', message, {
    place: fingerprint === undefined ? '--check, --fingerprint' : '--fingerprint',
    remedy: 'name a check, or a fingerprint as fleet-auditor findings --format json shows it',
  })
}
