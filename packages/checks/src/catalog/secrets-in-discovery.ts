import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { isOlder, versionOf } from '../facts/component-version.ts'
import { discoveringWorkloads } from '../facts/discovering-identities.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { watchListOf } from '../facts/watch-list.ts'
import { action, fail, pass, unknown, type Outcome } from '../outcome.ts'
import { actsOnObject, inNamespace, objectWord } from '../remedies/kubernetes-step.ts'
import { releaseChange } from '../remedies/release-change.ts'
import { kubectl, type RemedyContext } from '../remedies/remedy-context.ts'

const Watched = z.strictObject({ from: z.string() })
const Redacting = Watched.extend({ redacts: z.boolean() })

export const secretsInDiscovery = defineCheck({
  id: 'secrets-in-discovery',
  title: 'Discovery sends the contents of Secrets to the plane',
  severity: 'medium',
  ruleVersion: 1,
  group: 'security',
  answers: ['secrets', 'discovery-scope', 'component-meshsync'],
  rule: 'The effective watch-list (MeshSync resource, else the built-in default) holds Secrets, and the workload that discovers does not set MESHSYNC_REDACT_SECRETS to true on a MeshSync of 1.0.2 or newer, which knows it.',
  why: 'MeshSync publishes every Secret it watches, values included, to the Broker, and the Server stores them: a reader of either has all credentials of the cluster.',
  source: 'MeshSync, default watch-list and MESHSYNC_REDACT_SECRETS',
  evidence: Watched,
  passEvidence: Redacting,
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }, { planes }) {
    const { types, from } = watchListOf(meshSyncs)
    const watches = types.some(({ resource, group }) => resource === 'secrets' && group === '')
    const carriers = discoveringWorkloads(workloads, [...brokers, ...meshSyncs], planes)
    return atLeastOne(
      carriers.map((workload) =>
        watches ? judge(workload, from) : pass(workloadSubject(workload), { from, redacts: false }),
      ),
      'no workload here discovers the cluster',
    )
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
  interrupts: 'MeshSync restarts, and sends what it sees anew.',
  commands: [],
}

/** The operator owns other variables of the container, and leaves this one (M§1.4). */
function redactStep(where: RemedyContext, subject: Subject): RemedyStep {
  const set = (assignment: string, ...more: readonly string[]): string =>
    kubectl(where, 'set', 'env', objectWord(subject), ...inNamespace(subject), assignment, ...more)
  return {
    summary: 'Set the variable.',
    actsOn: actsOnObject(subject),
    interrupts: 'The pod restarts, and discovery begins anew.',
    dryRun: [set(`${redactSecrets}=true`, '--dry-run=server')],
    commands: [set(`${redactSecrets}=true`)],
    undo: [set(`${redactSecrets}-`)],
  }
}

/** The first MeshSync that reads it. */
const firstRedacting = [1, 0, 2] as const

function judge(workload: Workload, from: string): Outcome<z.infer<typeof Watched>, z.infer<typeof Redacting>> {
  const subject = workloadSubject(workload)
  const env = workload.containers.flatMap((container) => container.env.filter(({ name }) => name === redactSecrets))
  const elsewhere = env.find(({ source }) => source !== 'literal' && source !== 'empty')
  if (elsewhere) {
    const detail = `${redactSecrets} comes from a ${elsewhere.source}, which is not read`
    return unknown('undeclared', detail, { subject, grant: action(`give ${redactSecrets} as a value`) })
  }
  if (!env.some(({ value }) => value === 'true')) return fail(subject, { from })
  // In embedded mode MeshSync is a part of the Server, whose version is another.
  if (workload.component !== 'meshsync') return pass(subject, { from, redacts: true })
  const known = versionOf(workload)
  if (known === undefined) {
    return unknown(
      'malformed',
      `the version of MeshSync is not in its image’s tag, and 1.0.2 is the first that redacts`,
      {
        subject,
        grant: action('name the image of MeshSync by a tag with a full version'),
      },
    )
  }
  return isOlder(known, firstRedacting) ? fail(subject, { from }) : pass(subject, { from, redacts: true })
}
