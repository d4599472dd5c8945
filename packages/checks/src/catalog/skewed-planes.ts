import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { compareVersions, type Version } from '@fleet-auditor/model/image-reference.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { fail, notApplicable, pass, type Outcome } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Running = z.strictObject({ version: z.string() })
const Behind = Running.extend({ newest: z.string(), on: z.string() })
type Answer = Outcome<z.infer<typeof Behind>, z.infer<typeof Running>>

export const skewedPlanes = defineFleetCheck({
  id: 'skewed-planes',
  title: 'A plane whose Server is older than another plane’s',
  severity: 'info',
  ruleVersion: 1,
  group: 'operations',
  answers: ['upgrade-procedure', 'component-server'],
  rule: 'By the tags of the images of the Servers in the clusters that one plane alone claims, its oldest: two planes or more show a version, and this one is older than the newest. A Server that is not in such a cluster, or whose tag names no version, shows none (see unpinned-image).',
  why: 'Each Server installs the Operator of its own version: designs, connections and Operators of such planes do not fit each other, and findings of one are not those of the other.',
  source: 'Meshery Server: the Operator’s chart follows the Server’s version',
  evidence: Behind,
  passEvidence: Running,
  evaluate({ clusters, planes }) {
    const seen = planes.flatMap((plane) => oldestOf(plane, clusters))
    if (seen.length < 2) return [notApplicable('fewer than two planes show a version of their Server')]
    const newest = seen.reduce((most, one) => (compareVersions(one.version, most.version) > 0 ? one : most))
    const [first, ...rest] = seen.map((one): Answer => {
      const subject: Subject = { kind: 'Plane', name: one.plane }
      const version = one.version.join('.')
      if (compareVersions(one.version, newest.version) === 0) return pass(subject, { version })
      return fail(subject, { version, newest: newest.version.join('.'), on: newest.plane })
    })
    return first ? [first, ...rest] : [notApplicable('no plane shows a version')]
  },
  describe: (_, { version, newest, on }) => `Server ${version}, where ${on} runs ${newest}`,
  remedy: (subject, evidence) =>
    byPerson(
      `Upgrade ${subject.name} to ${evidence?.newest ?? 'the version of the newest plane'}; upgrades go one plane at a time, the one with the fewest clusters first.`,
    ),
})

interface Seen {
  readonly plane: string
  readonly version: Version
}

function oldestOf({ name }: Plane, clusters: readonly ClusterFacts[]): Seen[] {
  const own = clusters.filter(
    ({ listing, planes }) => listing === 'listed' && planes.length === 1 && planes[0] === name,
  )
  const versions = own.flatMap(({ settings }) => versionOf(settings?.server))
  const [oldest] = versions.toSorted(compareVersions)
  return oldest ? [{ plane: name, version: oldest }] : []
}

function versionOf(text: string | undefined): Version[] {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number)
  const [major, minor, patch] = parts ?? []
  return major === undefined || minor === undefined || patch === undefined ? [] : [[major, minor, patch]]
}
