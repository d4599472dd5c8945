import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import type { AnyClusterCheck, Check } from '@fleet-auditor/checks/define.ts'
import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { Thresholds } from '@fleet-auditor/model/fleet-file.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { collected, failed, type Failed, type Grant, type Section } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { SectionName, Sections, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'
import { subjectOf, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'

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
    definitions: section(edits.definitions ?? []),
    services: section(edits.services ?? []),
    routes: section(edits.routes ?? { asked: 'every-kind' as const, routes: [] }),
    leases: section(edits.leases ?? []),
    limitRanges: section(edits.limitRanges ?? []),
    crdJobs: section(edits.crdJobs ?? []),
    brokerClients: section(edits.brokerClients ?? { asked: false as const }),
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
    vantages: [undeclaredVantage],
    observations: [],
    thresholds: Thresholds.parse({}),
    reachedBefore: false,
    takenAt,
    ...edits,
  }
}

interface Expected {
  /** Label of the subject. */
  readonly subject?: string
  readonly severity?: Severity
  readonly cause?: Cause
  /** All of it. */
  readonly evidence?: Readonly<Record<string, unknown>>
}

/** What a case expects of one verdict: what is given is compared exactly. `text`: the failure as `describe` words it. */
export type ExpectedVerdict =
  | (Expected & { readonly verdict: 'fail'; readonly text: string })
  | (Expected & { readonly verdict: Exclude<Verdict['verdict'], 'fail'> })

export interface CheckCase {
  readonly name: string
  readonly sections: SectionEdits
  readonly context?: Partial<ClusterContext>
  readonly expect: readonly ExpectedVerdict[]
}

export const judge = (check: AnyClusterCheck, edits: SectionEdits, context: Partial<ClusterContext> = {}): Verdict[] =>
  evaluateCluster([check], sectionsOf(edits), contextOf(context), { overrides: [] })

const wordsOf = (each: CheckCase): string => each.expect.map(({ verdict }) => verdict).join(', ')

/** The table of a check: its cases, that its evidence has the declared form, and that no need is judged unread. */
export function testCheck(check: AnyClusterCheck, cases: readonly CheckCase[]): void {
  describe(check.id, () => {
    it.each(cases.map((each) => [wordsOf(each), each.name, each] as const))(
      'answers %s for %s',
      (_, __, { sections, context, expect: expected }) => {
        expectVerdicts(check, judge(check, sections, context), expected)
      },
    )
    it.each(check.needs)('answers unknown, with its cause and grant, when the section %s could not be read', (need) => {
      const grant: Grant = { kind: 'kubernetes', verbs: ['list'], group: '', resource: need }
      const verdicts = judge(check, { ...cases[0]?.sections, [need]: failed('forbidden', `no ${need}`, grant) })
      expect(verdicts).toEqual([
        expect.objectContaining({ verdict: 'unknown', cause: 'forbidden', detail: `no ${need}`, grant }),
      ])
    })
  })
}

export function expectVerdicts(check: Check, verdicts: readonly Verdict[], expected: readonly ExpectedVerdict[]): void {
  expectDeclaredEvidence(check, verdicts)
  expect(verdicts.map((verdict, index) => shown(check, verdict, expected[index]))).toEqual(expected)
}

function shown(check: Check, verdict: Verdict, expected: ExpectedVerdict | undefined): Record<string, unknown> {
  const subject = subjectOf(verdict)
  const all = {
    subject: subject && subjectLabel(subject),
    severity: verdict.severity,
    cause: verdict.verdict === 'unknown' ? verdict.cause : undefined,
    evidence: verdict.verdict === 'not-applicable' ? undefined : verdict.evidence,
    text: verdict.verdict === 'fail' ? describeFinding(check, verdict) : undefined,
  }
  const asked = Object.entries(all).filter(([name]) => expected !== undefined && name in expected)
  return { verdict: verdict.verdict, ...Object.fromEntries(asked) }
}

/** Evidence is what the check declares, no more, and every failure has a remedy on every provider. */
export function expectDeclaredEvidence(check: Check, verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) {
    if (verdict.verdict === 'not-applicable' || !verdict.evidence) continue
    const { evidence, passEvidence = evidence } = check
    const schema = verdict.verdict === 'pass' ? passEvidence : evidence
    expect(schema.parse(verdict.evidence)).toEqual(verdict.evidence)
    expect(schema.safeParse({ ...verdict.evidence, undeclared: true }).success).toBe(false)
    if (verdict.verdict !== 'fail') continue
    for (const provider of Provider.options) {
      expect(remedyOf(check, { ...verdict, provider }).summary).toMatch(/\S/)
    }
  }
}
