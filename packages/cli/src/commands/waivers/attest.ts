import { attest } from '@fleet-auditor/audit/waivers/decide.ts'
import { attestables } from '@fleet-auditor/model/attestable.ts'
import { Attestation, lastDayOf } from '@fleet-auditor/model/attestation.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { attestationLabel } from '@fleet-auditor/report/digest/decision-text.ts'
import { clock } from '../../wiring/clock.ts'
import { makeStore, openStoreAt } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { argument, optionalOption, repeatableOption, requiredOption } from '../options/option.ts'
import { storeOptions } from '../options/shared-options.ts'
import { day, oneOf, text } from '../options/values.ts'

const example = 'fleet-auditor attest recovery-drill --by ana --evidence https://wiki.example.com/drills/2026-11'

/** Answers a line of the checklist that no check can see. One of the same, for the same planes or clusters, is changed. */
export const attestCommand = defineCommand({
  name: 'attest',
  summary: 'answer what no check can see: who, when, what shows it, until when',
  arguments: {
    attests: argument('<what>', 'what is confirmed: docs/attestations.md lists them', example, oneOf(ids())),
  },
  options: {
    by: requiredOption('--by <person>', 'who confirms it', text),
    on: optionalOption('--on <day>', 'day on which it was so (default: today)', day),
    until: optionalOption('--until <day>', 'last day on which it counts (default: by what is confirmed)', day),
    evidence: optionalOption('--evidence <link>', 'what shows it', text),
    note: optionalOption('--reason <text>', 'what somebody else should know of it', text),
    planes: repeatableOption('--plane <name>', 'of this management plane, repeatable (default: all)', text),
    clusters: repeatableOption('--cluster <id>', 'of these clusters, repeatable; globs allowed (default: all)', text),
    ...storeOptions,
  },
  async run({ attests, by, on, until, evidence, note, planes, clusters, ...place }, io) {
    const parsed = Attestation.safeParse({
      attests,
      by,
      on: on ?? clock.now().slice(0, 10),
      until,
      evidence,
      note,
      planes: planes.length > 0 ? [...planes] : undefined,
      clusters: clusters.length > 0 ? { cluster: [...clusters] } : undefined,
    })
    if (!parsed.success) {
      const remedy = 'see what it is confirmed for: docs/attestations.md'
      throw new AuditorError('usage', parsed.error.issues[0]?.message ?? '', { place: '--plane, --cluster', remedy })
    }
    await using store = await openStoreAt(place, makeStore)
    const ports = { decisions: store.decisions, clock }
    const { decision, outcome } = await attest(parsed.data, { by, via: 'cli' }, ports)
    io.out(`${decision.id}\n`)
    io.err(`${outcome}: ${attestationLabel(parsed.data)}, until ${lastDayOf(parsed.data)}\n`)
  },
})

function ids(): string[] {
  return attestables.map(({ id }) => id)
}
