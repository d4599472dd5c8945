import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { compareVersions, type Version } from '@fleet-auditor/model/image-reference.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { mayBeThere, mayHaveMeshery } from '../facts/fleet/may-be-there.ts'
import { fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
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
    const looks = planes.map((plane) => lookAt(plane, clusters))
    const seen = looks.flatMap(({ plane, oldest }) => (oldest ? [{ plane, version: oldest }] : []))
    const unread = looks.filter(({ isUnread }) => isUnread)
    if (seen.length + unread.length < 2) {
      return [notApplicable('fewer than two planes show a version of their Server')]
    }
    const [first, ...rest] = looks.flatMap((look) => judge(look, seen, unread))
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

interface Look {
  readonly plane: string
  readonly oldest: Version | undefined
  /** A cluster that may have its Server was not read: it may show another version. */
  readonly isUnread: boolean
}

function lookAt({ name }: Plane, clusters: readonly ClusterFacts[]): Look {
  const own = clusters.filter((facts) => mayBeThere(facts) && facts.planes.length === 1 && facts.planes[0] === name)
  const [oldest] = own.flatMap(({ settings }) => versionOf(settings?.server)).toSorted(compareVersions)
  return { plane: name, oldest, isUnread: own.some((facts) => !facts.settings && mayHaveMeshery(facts)) }
}

/** An older version is proven by what was read; that no plane is newer, or older, only where all was. */
function judge({ plane, oldest, isUnread }: Look, seen: readonly Seen[], unread: readonly Look[]): Answer[] {
  const subject: Subject = { kind: 'Plane', name: plane }
  const ahead = seen.filter(({ version }) => oldest && compareVersions(version, oldest) > 0)
  const [newest] = ahead.toSorted((a, b) => compareVersions(b.version, a.version))
  if (oldest && newest) {
    const evidence = { version: oldest.join('.'), newest: newest.version.join('.'), on: newest.plane }
    return [fail(subject, evidence)]
  }
  if (unread.length > 0 && (oldest || isUnread)) {
    const planes = unread.map((look) => look.plane).join(', ')
    return [unknown('unreachable', `clusters that may have a Server were not read, of ${planes}`, { subject })]
  }
  return oldest ? [pass(subject, { version: oldest.join('.') })] : []
}

function versionOf(text: string | undefined): Version[] {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number)
  const [major, minor, patch] = parts ?? []
  return major === undefined || minor === undefined || patch === undefined ? [] : [[major, minor, patch]]
}
