import type { DefinitionFacts } from '@fleet-auditor/model/definition-facts.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent } from '../facts/meshery.ts'
import { WebhookFault, webhookFault, webhookFaultText } from '../facts/workload/conversion-webhook.ts'
import { fail, nothingHere, pass } from '../outcome.ts'
import { reconnectOr } from '../remedies/install-operator.ts'
import {
  deleteDefinition,
  migrateStored,
  renewDefinitions,
  stopConversion,
} from '../remedies/operator/renew-definitions.ts'
import type { RemedyContext } from '../remedies/remedy-context.ts'
import { ask } from '../remedies/shell-command.ts'

/** In the order in which they are judged: the graver one is the finding. */
const Fault = z.enum(['webhook', 'old-group', 'old-versions', 'unmigrated'])
type Fault = z.infer<typeof Fault>

const Versions = z.strictObject({ versions: z.array(z.string()), stored: z.array(z.string()) })
const Stale = Versions.extend({ fault: Fault, storage: z.string(), webhook: WebhookFault.optional() })
type Evidence = z.infer<typeof Stale>

const severities: Readonly<Record<Fault, Severity>> = {
  webhook: 'high',
  'old-group': 'medium',
  'old-versions': 'medium',
  unmigrated: 'low',
}

export const staleCrds = defineCheck({
  id: 'stale-crds',
  title: 'Definitions of Meshery’s resources that do not fit its Operator',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'upgrade-procedure', 'component-operator'],
  rule: 'Of the CustomResourceDefinitions of Broker and MeshSync: a conversion webhook that nothing serves (no authority, no Service, no ready Operator behind it, or ENABLE_WEBHOOKS=false) is high; the group meshery.layer5.io where no legacy Operator runs, and v1alpha1 alone under an Operator of 1.0 or newer, are medium; an older version among storedVersions is low. A webhook that is named by a URL is not judged.',
  why: 'Helm never upgrades definitions. Under old ones the API server drops fields that the Operator needs (spec.service); with a dead webhook every read of a Broker or MeshSync fails; while an older version is stored the next definition cannot drop it.',
  source: 'meshery-operator chart: crds/ and the hook Job meshery-operator-crd-update; Kubernetes, versions of CRDs',
  evidence: Stale,
  passEvidence: Versions,
  needs: ['workloads', 'services', 'definitions'],
  uses: [],
  evaluate({ workloads, services, definitions }) {
    if (workloads.length === 0) return [nothingHere('no workload of Meshery is here')]
    return atLeastOne(
      definitions.map((definition) => judge(definition, services, workloads)),
      'no definition of Meshery’s resources is here',
    )
  },
  describe: (_, { fault, versions, stored, storage, webhook }) => {
    switch (fault) {
      case 'webhook':
        return `its conversion webhook cannot answer: ${webhook ? webhookFaultText[webhook] : 'no reason is recorded'}; reads of its resources fail`
      case 'old-group':
        return 'its group was left with Operator 0.8.2, and no Operator here reads it'
      case 'old-versions':
        return `it has ${versions.join(', ')} alone, and the Operator writes v1alpha2`
      case 'unmigrated':
        return `resources may still be stored as ${stored.filter((each) => each !== storage).join(', ')}; the version of today is ${storage}`
    }
  },
  remedy: (subject, evidence, where) => ({
    summary: summaries[evidence?.fault ?? 'old-versions'],
    ...stepsOf(subject, evidence, where),
  }),
})

function judge(definition: DefinitionFacts, services: readonly ServiceFacts[], workloads: readonly Workload[]) {
  const subject: Subject = { kind: 'CustomResourceDefinition', name: definition.name }
  const versions = definition.versions.filter(({ served }) => served).map(({ name }) => name)
  const storage = definition.versions.find((version) => version.storage)?.name ?? ''
  const stored = [...definition.storedVersions]
  const operators = ofComponent(workloads, 'operator')
  const isLegacy = operators.some(({ generation }) => generation === 'legacy')
  const webhook = webhookFault(definition, services, workloads)
  const faults: Readonly<Record<Fault, boolean>> = {
    webhook: webhook !== undefined,
    'old-group': definition.group !== 'meshery.io' && !isLegacy,
    'old-versions': operators.some(({ generation }) => generation === 'modern') && !versions.includes('v1alpha2'),
    unmigrated: stored.some((each) => each !== storage),
  }
  const fault = Fault.options.find((each) => faults[each])
  if (!fault) return pass(subject, { versions, stored })
  return fail(subject, { versions, stored, storage, fault, ...(webhook && { webhook }) }, severities[fault])
}

const summaries: Readonly<Record<Fault, string>> = {
  webhook: 'Take the webhook out of the definition, then let the Operator’s chart renew it.',
  'old-group': 'Delete the definition, with what lies under it.',
  'old-versions': 'Renew the definitions: an upgrade of the release alone leaves them as they are.',
  unmigrated: 'Store every resource in the newest version, and strike the older one off.',
}

function stepsOf(subject: Subject, evidence: Evidence | undefined, where: RemedyContext) {
  switch (evidence?.fault) {
    case 'webhook':
      return { steps: [stopConversion(where, subject)] }
    case 'old-group':
      return { steps: deleteDefinition(where, subject) }
    case 'unmigrated':
      return { steps: migrateStored(where, subject, evidence.storage) }
    case 'old-versions':
      return reconnectOr(where, [renewDefinitions(where)])
    case undefined:
      return inGeneral(subject, where)
  }
}

function inGeneral(subject: Subject, where: RemedyContext): Pick<Remedy, 'steps' | 'alternatives'> {
  const { steps, alternatives = [] } = reconnectOr(where, [renewDefinitions(where)])
  const storage = ask('STORAGE_VERSION', 'the version of the definition whose storage is true')
  const others = [
    { summary: 'Where its conversion webhook cannot answer', steps: [stopConversion(where, subject)] },
    { summary: 'Where an older version may be stored', steps: migrateStored(where, subject, storage) },
    { summary: 'Where it is of the group meshery.layer5.io', steps: deleteDefinition(where, subject) },
  ]
  return { steps, alternatives: [...alternatives, ...others] }
}
