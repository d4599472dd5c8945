import type { Attestation } from '@fleet-auditor/model/attestation.ts'
import type { DecisionNote } from '@fleet-auditor/model/decision-note.ts'
import type { Selector } from '@fleet-auditor/model/selector-shape.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { counted } from '../counted.ts'
import { safeText } from '../safe-text.ts'

/** `public-broker, cluster payments, Service/meshery/meshery-broker`: what a waiver is about, safe to print. */
export const waiverLabel = ({ check, fingerprint, clusters, planes, subject }: Waiver): string =>
  safeText(
    [check, ...of('finding', fingerprint), ...selected(clusters), ...of('plane', planes?.join(' ')), subject]
      .filter((part) => part !== undefined)
      .join(', '),
  )

/** `recovery-drill, plane central`, safe to print. */
export const attestationLabel = ({ attests, planes, clusters = {} }: Attestation): string =>
  safeText([attests, ...of('plane', planes?.join(' ')), ...selected(clusters)].join(', '))

const of = (word: string, value: string | undefined): string[] => (value === undefined ? [] : [`${word} ${value}`])

const selected = ({ labels = {}, ...fields }: Selector): string[] => [
  ...Object.entries(fields).map(([field, patterns]) => `${field} ${patterns.join(' ')}`),
  ...Object.entries(labels).map(([label, patterns]) => `label ${label}=${patterns.join(' ')}`),
]

const notes: Readonly<Record<DecisionNote['note'], (note: DecisionNote) => string>> = {
  'matches-nothing': () => 'accepts no finding: remove it, or see what it should select',
  'over-broad': ({ findings = 0 }) => `accepts ${counted(findings, 'finding')}: narrow what it selects`,
  'ends-soon': ({ until }) => `ends after ${until}`,
  ended: ({ until }) => `ended after ${until}: renew or remove it`,
}

/** `waiver of ana (public-broker, cluster payments) ends after 2026-12-10`. */
export const decisionNoteText = (note: DecisionNote): string =>
  safeText(`${note.kind} by ${note.by} (${note.what}) ${notes[note.note](note)}`)
