import { describe, expect, it } from 'vitest'
import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { Thresholds } from '@fleet-auditor/model/fleet-file.ts'
import { collected, failed, type Failed, type Grant, type Section } from '@fleet-auditor/model/section.ts'
import type { SectionName, Sections, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Verdict, VerdictWord } from '@fleet-auditor/model/verdict.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'

export const takenAt = '2026-11-21T02:00:00.000Z'

/** Values of sections to put in place of those of an empty cluster; a failed section stands for one not read. */
export type SectionEdits = { readonly [N in SectionName]?: SectionValue<N> | Failed }

const isFailed = (value: unknown): value is Failed =>
  typeof value === 'object' && value !== null && 'status' in value && value.status === 'failed'

const section = <T>(value: T | Failed): Section<T> => (isFailed(value) ? value : collected(value, takenAt))

/** Every section of a cluster that has no Meshery, with some edits. */
export function sectionsOf(edits: SectionEdits = {}): Sections {
  return {
    cloud: section(edits.cloud ?? failed('undeclared', 'no cloud was asked')),
    connection: section(edits.connection ?? { server: 'https://api.example:443' }),
    apiServer: section(edits.apiServer ?? { gitVersion: 'v1.34.1' }),
    apiGroups: section(edits.apiGroups ?? []),
    kubeSystem: section(edits.kubeSystem ?? { uid: 'uid-1' }),
    nodes: section(edits.nodes ?? { count: 3, notReady: 0, external: { count: 0, addresses: [] } }),
    workloads: section(edits.workloads ?? []),
    pods: section(edits.pods ?? []),
    brokers: section(edits.brokers ?? []),
    meshSyncs: section(edits.meshSyncs ?? []),
    services: section(edits.services ?? []),
    routes: section(edits.routes ?? { asked: false as const }),
    leases: section(edits.leases ?? []),
    limitRanges: section(edits.limitRanges ?? []),
    rights: section(edits.rights ?? []),
    reviews: section(edits.reviews ?? []),
  }
}

export function contextOf(edits: Partial<ClusterContext> = {}): ClusterContext {
  return {
    cluster: {
      id: 'eks:111122223333:eu-west-1/payments',
      locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/payments',
      name: 'payments',
      provider: 'eks',
      scope: 'aws:111122223333:eu-west-1',
      region: 'eu-west-1',
      labels: {},
    },
    provider: 'eks',
    planes: [],
    planesDeclared: false,
    vantages: [undeclaredVantage],
    observations: [],
    thresholds: Thresholds.parse({}),
    reachedBefore: false,
    takenAt,
    ...edits,
  }
}

/** What a case expects of one verdict; only what is given is compared. `subject` by its label. */
export interface ExpectedVerdict {
  readonly verdict: VerdictWord
  readonly subject?: string
  readonly severity?: Verdict['severity']
  readonly cause?: Verdict['cause']
  readonly evidence?: Readonly<Record<string, unknown>>
}

export interface CheckCase {
  readonly name: string
  readonly sections: SectionEdits
  readonly context?: Partial<ClusterContext>
  readonly expect: readonly ExpectedVerdict[]
}

export const judge = (check: AnyClusterCheck, edits: SectionEdits, context: Partial<ClusterContext> = {}): Verdict[] =>
  evaluateCluster([check], sectionsOf(edits), contextOf(context), { overrides: [] })

const shown = (verdict: Verdict, expected: ExpectedVerdict | undefined): Record<string, unknown> => ({
  verdict: verdict.verdict,
  ...(expected?.subject === undefined ? {} : { subject: verdict.subject && subjectLabel(verdict.subject) }),
  ...(expected?.severity === undefined ? {} : { severity: verdict.severity }),
  ...(expected?.cause === undefined ? {} : { cause: verdict.cause }),
  ...(expected?.evidence === undefined ? {} : { evidence: verdict.evidence }),
})

/**
 * The table of a check. Beside the named cases it proves for each of the check's needs that a section which could not
 * be read is `unknown` with its cause and grant, in every case; and that each failing verdict can be worded.
 */
export function testCheck(check: AnyClusterCheck, cases: readonly CheckCase[]): void {
  describe(check.id, () => {
    it.each(cases)('$name', ({ sections, context, expect: expected }) => {
      const verdicts = judge(check, sections, context)
      expect(verdicts.map((verdict, index) => shown(verdict, expected[index]))).toMatchObject(expected)
      expect(verdicts).toHaveLength(expected.length)
      for (const verdict of verdicts) expectWording(check, verdict)
    })
    for (const need of check.needs) {
      it.each(cases)(`is unknown when ${need} could not be read: $name`, ({ sections, context }) => {
        const grant: Grant = { kind: 'kubernetes', verbs: ['list'], group: '', resource: need }
        const verdicts = judge(check, { ...sections, [need]: failed('forbidden', `no ${need}`, grant) }, context)
        expect(verdicts.map(({ verdict, cause, grant: asked }) => ({ verdict, cause, asked }))).toEqual([
          { verdict: 'unknown', cause: 'forbidden', asked: grant },
        ])
      })
    }
  })
}

function expectWording(check: AnyClusterCheck, verdict: Verdict): void {
  if (verdict.verdict !== 'fail' || !verdict.subject || !verdict.evidence) return
  expect(check.describe(verdict.subject, verdict.evidence)).toMatch(/\S/)
  for (const provider of ['eks', 'gke', 'aks', 'kubeconfig'] as const) {
    expect(check.remedy(verdict.subject, verdict.evidence, provider).summary).toMatch(/\S/)
  }
}
