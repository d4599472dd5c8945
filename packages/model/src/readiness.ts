import { z } from 'zod'
import { AppliedWaiver } from './applied-waiver.ts'
import { Provider } from './provider.ts'
import { Severity } from './severity.ts'
import { VerdictWord } from './verdict.ts'

/** How an item of the checklist is answered, worst first: what several targets come to is the first that any has. */
export const ItemState = z.enum(['not-met', 'unknown', 'attested', 'met', 'not-applicable'])
export type ItemState = z.infer<typeof ItemState>

/** What one check contributes to an item. */
export const ItemEvidence = z.object({
  check: z.string(),
  verdict: VerdictWord.describe('The gravest of its answers about the target'),
  severity: Severity.optional().describe('Of a failure: the worst'),
  text: z.string().describe('What was found, or why there is no answer'),
  answers: z.number().int().describe('Subjects with this verdict'),
  remedy: z.string().optional().describe('Of a failure: what to do. Of an unknown: what would settle it'),
  accepted: AppliedWaiver.optional().describe('Every failure is accepted; the waiver of the first'),
})
export type ItemEvidence = z.infer<typeof ItemEvidence>

/** What a person answered, or has yet to. Days are ISO 8601 dates in UTC. */
export const ItemAttestation = z.object({
  id: z.string(),
  state: z.enum(['valid', 'expired', 'missing']),
  confirms: z.string(),
  by: z.string().optional(),
  on: z.string().optional(),
  until: z.string().optional(),
  evidence: z.string().optional(),
  note: z.string().optional(),
})
export type ItemAttestation = z.infer<typeof ItemAttestation>

export const ItemAnswer = z.object({
  item: z.string().describe('Id of the line, caveat or component'),
  state: ItemState,
  was: ItemState.optional().describe('Where it was another one before'),
  checks: z.array(ItemEvidence),
  attestation: ItemAttestation.optional(),
})
export type ItemAnswer = z.infer<typeof ItemAnswer>

/** The checklist of one cluster or management plane: the items that are answered for such a target. */
export const TargetReadiness = z.object({
  kind: z.enum(['cluster', 'plane']),
  key: z.string(),
  id: z.string(),
  name: z.string(),
  provider: Provider.optional(),
  place: z.string().optional(),
  team: z.string().optional(),
  planes: z.array(z.string()).describe('Planes that claim the cluster'),
  readAt: z.string().optional().describe('When what is shown was seen, ISO 8601; absent: it was never read'),
  unread: z.string().optional().describe('Why its last run could not read it'),
  items: z.array(ItemAnswer),
})
export type TargetReadiness = z.infer<typeof TargetReadiness>

/** One item over all targets that were asked for. */
export const RolledUpItem = z.object({
  item: z.string(),
  part: z.enum(['line', 'caveat', 'component']),
  group: z.string(),
  text: z.string().describe('In the words of the document'),
  state: ItemState,
  was: ItemState.optional(),
  targets: z.partialRecord(ItemState, z.number().int()).describe('How many targets have each state'),
  reason: z.string().optional().describe('Why nothing answers it'),
  answeredBy: z.array(z.string()).describe('Checks and attestations that answer it'),
})
export type RolledUpItem = z.infer<typeof RolledUpItem>

/** The readiness report. `since`: what it is compared with, ISO 8601; absent: there is nothing before. */
export const Readiness = z.object({
  fleet: z.string(),
  at: z.string(),
  since: z.string().optional(),
  asked: z.object({ plane: z.string().optional(), cluster: z.string().optional() }),
  items: z.array(RolledUpItem),
  targets: z.array(TargetReadiness),
})
export type Readiness = z.infer<typeof Readiness>
