import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { SettingName, settingWords } from '@fleet-auditor/model/cluster-settings.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { mayBeThere, mayHaveMeshery } from '../facts/fleet/may-be-there.ts'
import { fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Cohort = z.strictObject({ plane: z.string(), environment: z.string().optional(), clusters: z.number().int() })
const Difference = z.strictObject({
  setting: SettingName,
  value: z.string(),
  usual: z.string(),
  /** How many of the cohort have the usual value, of those whose value is known. */
  having: z.number().int(),
  known: z.number().int(),
})
const Divergent = Cohort.extend({ differs: z.array(Difference) })
type Cohort = z.infer<typeof Cohort>
type Answer = Outcome<z.infer<typeof Divergent>, Cohort>

/** Fewer clusters have no usual value, and a value that less than two thirds share is not usual. */
const leastClusters = 3
const leastShare = 2 / 3

/** What changes whom Meshery answers to, or what it sees; every other difference is for information. */
const weighty: readonly SettingName[] = ['discovery', 'provider', 'watchList', 'brokerService', 'serverService']

export const divergentCluster = defineFleetCheck({
  id: 'divergent-cluster',
  title: 'A cluster that is set up otherwise than its cohort',
  severity: 'low',
  ruleVersion: 1,
  group: 'operations',
  answers: ['version-control', 'upgrade-procedure'],
  rule: 'A cohort is the clusters with Meshery that one plane claims and that bear the same environment (label environment or env), three or more. A setting (versions, replicas, Service types, discovery, PROVIDER, memory limit, watch-list) that at least two thirds of those that have it share is usual; a cluster with another value diverges. Low where discovery, provider, watch-list or a Service type differs, else info. Unknown where the settings of a cluster were not read, or where clusters that were not read decide what is usual. Of several planes the largest cohort counts.',
  why: 'The odd one out is where an upgrade stopped half-way or a hand edit was forgotten; no rule is needed to see it.',
  source: 'Meshery documentation, Operational Readiness: configuration in version control',
  evidence: Divergent,
  passEvidence: Cohort,
  material: ({ plane, environment, differs }) => ({
    plane,
    environment,
    differs: differs.map(({ setting, value, usual }) => ({ setting, value, usual })),
  }),
  evaluate({ clusters }) {
    const having = clusters.filter(isMember)
    const cohorts = Map.groupBy(
      having.flatMap((facts) => facts.planes.map((plane) => ({ plane, facts }))),
      ({ plane, facts }) => JSON.stringify([plane, environmentOf(facts) ?? '']),
    )
    const byKey = new Map<string, Cohorted>()
    for (const members of cohorts.values()) {
      const [{ plane, facts: one } = { plane: '', facts: undefined }] = members
      const environment = one && environmentOf(one)
      const all = members.map(({ facts }) => facts)
      for (const facts of all) {
        if ((byKey.get(facts.key)?.members.length ?? 0) < all.length) {
          byKey.set(facts.key, { facts, members: all, cohort: { plane, environment, clusters: all.length } })
        }
      }
    }
    const judged = [...byKey.values()].filter(({ members }) => members.length >= leastClusters).map(judge)
    const [first, ...rest] = judged
    return first
      ? [first, ...rest]
      : [notApplicable(`no plane claims ${leastClusters} clusters with Meshery of one environment`)]
  },
  describe: (_, { plane, environment, clusters, differs }) => {
    const words = differs.map(
      ({ setting, value, usual, having, known }) =>
        `${settingWords[setting]} ${value} (${usual} on ${having} of ${known})`,
    )
    return `otherwise than the ${clusters} clusters of ${plane}${environment === undefined ? '' : `, ${environment}`}: ${words.join('; ')}`
  },
  remedy: (subject) =>
    byPerson(
      `Find out whether ${subject.name} is meant to differ. Where not, bring it to what the others have; where so, accept the finding with a waiver that gives the reason, or give it an environment label of its own.`,
    ),
})

interface Cohorted {
  readonly facts: ClusterFacts
  readonly members: readonly ClusterFacts[]
  readonly cohort: Cohort
}

const environmentOf = ({ cluster }: ClusterFacts): string | undefined =>
  ownEntry(cluster.labels, 'environment') || ownEntry(cluster.labels, 'env') || undefined

/** One that was not read, or not listed for a doubt about its scope, may have any value: it counts, with none known. */
const isMember = (facts: ClusterFacts): boolean => facts.planes.length > 0 && mayHaveMeshery(facts) && mayBeThere(facts)

function judge({ facts, members, cohort: { plane, environment, clusters } }: Cohorted): Answer {
  const subject = clusterSubject(facts.cluster.id)
  const cohort = { plane, clusters, ...(environment !== undefined && { environment }) }
  if (!facts.settings) {
    const { cause, detail } = facts.scopeDoubt ?? { cause: 'unreachable', detail: 'it was not read in this run' }
    return unknown(cause, `its settings are not known: ${detail}`, { subject })
  }
  const compared = SettingName.options.flatMap((setting) => comparison(setting, facts, members))
  const differs = compared.flatMap((each) => (each.result === 'differs' ? each.difference : []))
  if (differs.length > 0) {
    const severity: Severity = differs.some(({ setting }) => weighty.includes(setting)) ? 'low' : 'info'
    return fail(subject, { ...cohort, differs }, severity)
  }
  const open = compared.flatMap((each) => (each.result === 'open' ? settingWords[each.difference.setting] : []))
  if (open.length === 0) return pass(subject, cohort)
  const detail = `clusters of its cohort were not read, which decide what is usual: ${open.join(', ')}`
  return unknown('unreachable', detail, { subject })
}

interface Comparison {
  readonly result: 'same' | 'differs' | 'open'
  readonly difference: z.infer<typeof Difference>
}

/** Usual is what two thirds share whatever those have that were not read; `open`: these may decide it. */
function comparison(setting: SettingName, { settings }: ClusterFacts, members: readonly ClusterFacts[]): Comparison[] {
  const value = settings?.[setting]
  if (value === undefined) return []
  const values = members.flatMap((each) => each.settings?.[setting] ?? [])
  const unread = members.filter((each) => !each.settings).length
  const [usual, having] = mostFrequent(values.filter((each) => each !== value))
  const all = values.length + unread
  const difference = { setting, value, usual, having, known: values.length }
  const isUsual = (count: number): boolean => all >= leastClusters && count >= all * leastShare
  if (isUsual(having)) return [{ result: 'differs', difference }]
  return [{ result: isUsual(having + unread) ? 'open' : 'same', difference }]
}

function mostFrequent(values: readonly string[]): readonly [value: string, count: number] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0] as const)
}
