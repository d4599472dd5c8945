import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { compareVersions, parseImage, versionOf, type Version } from '@fleet-auditor/model/image-reference.ts'
import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { discoverers } from '../facts/discovering-identities.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { watchesSecrets, watchListOf } from '../facts/watch-list.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { variableOf } from '../facts/workload/server-env.ts'
import { action, fail, nothingHere, pass, unknown, type Outcome } from '../outcome.ts'
import { actsOnObject, inNamespace, objectWord } from '../remedies/kubernetes-step.ts'
import { releaseChange } from '../remedies/release-change.ts'
import { kubectl, type RemedyContext } from '../remedies/remedy-context.ts'

const Watched = z.strictObject({ from: z.string() })
const Redacting = Watched.extend({ redacts: z.boolean() })

export const secretsInDiscovery = defineCheck({
  id: 'secrets-in-discovery',
  title: 'MeshSync sends the contents of Secrets to the plane',
  severity: 'medium',
  ruleVersion: 2,
  group: 'security',
  answers: ['secrets', 'discovery-scope', 'component-meshsync'],
  rule: 'The effective watch-list (MeshSync resource, else the built-in default) holds Secrets, and the container that discovers does not set MESHSYNC_REDACT_SECRETS to true or 1 on a release that knows it (MeshSync 1.0.2, Server 1.0.67). Of a plane outside, whose variables are not visible in this cluster, it is as declared (planes[].redactsSecrets), else unknown.',
  why: 'MeshSync publishes every Secret it watches, values included, to the Broker, and the Server stores them: a reader of either has all credentials of the cluster.',
  source: 'MeshSync, default watch-list and MESHSYNC_REDACT_SECRETS',
  evidence: Watched,
  passEvidence: Redacting,
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }, { planes }) {
    const watched = watchListOf(meshSyncs)
    const { from } = watched
    const who = discoverers(workloads, [...brokers, ...meshSyncs], planes)
    if (who.none !== undefined) return [nothingHere(who.none)]
    const subjects = [...who.workloads.map((workload) => workloadSubject(workload)), ...who.planes.map(planeSubject)]
    if (!watchesSecrets(watched)) {
      const passes = subjects.map((subject) => pass(subject, { from, redacts: false }))
      return atLeastOne(passes, 'nothing discovers this cluster')
    }
    const inside = who.workloads.map((workload) => judge(workload, from))
    const outside = who.planes.map((plane) => judgePlane(plane, from))
    const unread = who.unread ? [who.unread] : []
    return atLeastOne([...inside, ...outside, ...unread], 'nothing discovers this cluster')
  },
  describe: (_, { from }) => `Secrets are on its watch-list (${from}), and their contents are not redacted`,
  remedy: (subject, _, where) => ({
    summary:
      'Take Secrets off the watch-list of MeshSync, or set MESHSYNC_REDACT_SECRETS to true in its controllers’ settings (Connections, Configure Operator, MeshSync & Broker); MeshSync reads both at start.',
    ...(where.managedBy?.tool === 'operator' || where.managedBy === undefined
      ? { steps: [settingsStep, redactStep(where, subject)] }
      : releaseChange(where, {
          summary: 'Redact Secrets in embedded discovery.',
          subject,
          chart: 'meshery',
          settings: [{ key: `env.${redactSecrets}`, value: 'true', text: true }],
          interrupts: 'The Server’s pod restarts.',
          byHand: [redactStep(where, subject)],
        })),
  }),
})

const redactSecrets = 'MESHSYNC_REDACT_SECRETS'
const settingsStep: RemedyStep = {
  summary:
    'In Meshery: Connections, Configure Operator, MeshSync & Broker. Take Secrets off the watch-list, or add the variable MESHSYNC_REDACT_SECRETS with the value true; where the Server manages MeshSync this is enough.',
  actsOn: { kind: 'meshery-settings', name: 'Configure Operator, MeshSync & Broker' },
  interrupts: 'MeshSync restarts, and sends what it sees again.',
  commands: [],
}

/** The operator owns other variables of the container, and leaves this one (M§1.4). */
function redactStep(where: RemedyContext, subject: Subject): RemedyStep {
  const set = (assignment: string, ...more: readonly string[]): string =>
    kubectl(where, 'set', 'env', objectWord(subject), ...inNamespace(subject), assignment, ...more)
  return {
    summary: 'Set the variable.',
    actsOn: actsOnObject(subject),
    interrupts: 'The pod restarts, and discovery begins again.',
    dryRun: [set(`${redactSecrets}=true`, '--dry-run=server')],
    commands: [set(`${redactSecrets}=true`)],
    undo: [set(`${redactSecrets}-`)],
  }
}

/** As MeshSync reads it. */
const isTrue = (value: string): boolean => value.toLowerCase() === 'true' || value === '1'

interface Releases {
  /** The oldest one that is known to redact. */
  readonly redacts: Version
  /** The newest one that is known not to know the variable. */
  readonly ignores: Version
}

/**
 * MeshSync redacts since 1.0.2. In embedded mode it is a library of the Server, whose releases name another version: that
 * library was 1.0.3 by July 2026 (meshery/meshery pull request 20776), which 1.0.67 holds and which 1.0.36, of June,
 * cannot.
 */
const releases: Readonly<Partial<Record<Workload['component'], Releases>>> = {
  meshsync: { redacts: [1, 0, 2], ignores: [1, 0, 1] },
  server: { redacts: [1, 0, 67], ignores: [1, 0, 36] },
}

function judge(workload: Workload, from: string): Outcome<z.infer<typeof Watched>, z.infer<typeof Redacting>> {
  const subject = workloadSubject(workload)
  const variable = variableOf(workload, redactSecrets)
  if ('from' in variable) {
    const detail = `${redactSecrets} may come from ${variable.from}, which is not read`
    return unknown('undeclared', detail, { subject, grant: action(`give ${redactSecrets} as a value`) })
  }
  if (!isTrue(variable.value ?? '')) return fail(subject, { from })
  const image = mainContainer(workload)?.image ?? ''
  const version = versionOf(parseImage(image))
  const known = releases[workload.component]
  if (version && known && compareVersions(version, known.ignores) <= 0) return fail(subject, { from })
  if (version && known && compareVersions(version, known.redacts) >= 0) return pass(subject, { from, redacts: true })
  const oldest = known?.redacts.join('.') ?? ''
  return unknown('malformed', `whether ${image} redacts is not known: ${oldest} does, by its version`, {
    subject,
    grant: action(`run a release of ${oldest} or newer, with its full version in the tag`),
  })
}

const planeSubject = ({ name }: Plane): Subject => ({ kind: 'Plane', name })

/** Its discovery runs in its own Server, whose variables no cluster but that Server's shows: they are declared. */
function judgePlane(plane: Plane, from: string): Outcome<z.infer<typeof Watched>, z.infer<typeof Redacting>> {
  const subject = planeSubject(plane)
  if (plane.redactsSecrets === true) return pass(subject, { from, redacts: true })
  if (plane.redactsSecrets === false) return fail(subject, { from })
  const detail = `plane ${plane.name} discovers Secrets from outside, and whether its Server redacts them is not visible here`
  const sentence = `set ${redactSecrets} on the Server of plane ${plane.name}, and declare it in the fleet file: planes[].redactsSecrets: true`
  return unknown('undeclared', detail, { subject, grant: action(sentence) })
}
