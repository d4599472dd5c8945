import { staleCrds } from '@fleet-auditor/checks/catalog/stale-crds.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { service } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { definition, oldDefinition } from './definitions.ts'
import { container, operator, server, workload } from './meshery-objects.ts'

const subject = 'CustomResourceDefinition brokers.meshery.io'
const labels = { control: 'manager' }
const serving = workload({ ...operator, podLabels: labels })
const webhook = { service: { namespace: 'meshery', name: 'meshery-webhook-service' }, authority: true }
const webhookService = service({ name: 'meshery-webhook-service', selector: labels })
const converted = definition({ webhook })
const legacyOperator = workload({ ...operator, generation: 'legacy' })
const off = workload({
  ...serving,
  containers: [container({ name: 'manager', env: [{ name: 'ENABLE_WEBHOOKS', source: 'literal', value: 'false' }] })],
})
const dead = (reason: string) =>
  ({
    verdict: 'fail',
    subject,
    severity: 'high',
    text: `its conversion webhook cannot answer: ${reason}; reads of its resources fail`,
  }) as const

testCheck(staleCrds, [
  {
    name: 'v1alpha1 alone under an Operator of 1.0',
    sections: { workloads: [operator], definitions: [oldDefinition()] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: { versions: ['v1alpha1'], stored: ['v1alpha1'], storage: 'v1alpha1', fault: 'old-versions' },
        text: 'it has v1alpha1 alone, and the Operator writes v1alpha2',
      },
    ],
  },
  {
    name: 'the same under a legacy Operator',
    sections: { workloads: [legacyOperator], definitions: [oldDefinition()] },
    expect: [{ verdict: 'pass', subject, evidence: { versions: ['v1alpha1'], stored: ['v1alpha1'] } }],
  },
  {
    name: 'definitions of the chart',
    sections: { workloads: [operator], definitions: [definition()] },
    expect: [{ verdict: 'pass', evidence: { versions: ['v1alpha1', 'v1alpha2'], stored: ['v1alpha2'] } }],
  },
  {
    name: 'the old group beside a modern Operator',
    sections: { workloads: [operator], definitions: [oldDefinition('meshery.layer5.io')] },
    expect: [
      {
        verdict: 'fail',
        subject: 'CustomResourceDefinition brokers.meshery.layer5.io',
        severity: 'medium',
        text: 'its group was left with Operator 0.8.2, and no Operator here reads it',
      },
    ],
  },
  {
    name: 'the old group of an Operator that uses it',
    sections: { workloads: [legacyOperator], definitions: [oldDefinition('meshery.layer5.io')] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'the old group beside a Server that discovers by itself',
    sections: { workloads: [server], definitions: [oldDefinition('meshery.layer5.io')] },
    expect: [{ verdict: 'fail', text: 'its group was left with Operator 0.8.2, and no Operator here reads it' }],
  },
  {
    name: 'resources that may lie in etcd in the older version',
    sections: { workloads: [operator], definitions: [definition({ storedVersions: ['v1alpha1', 'v1alpha2'] })] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'low',
        text: 'resources may still be stored as v1alpha1; the version of today is v1alpha2',
      },
    ],
  },
  {
    name: 'a webhook that a ready Operator serves',
    sections: { workloads: [serving], definitions: [converted], services: [webhookService] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a webhook without its Service',
    sections: { workloads: [serving], definitions: [converted] },
    expect: [dead('its Service is not there')],
  },
  {
    name: 'a webhook whose Service selects nothing of the Operator',
    sections: { workloads: [operator], definitions: [converted], services: [webhookService] },
    expect: [dead('no ready Operator is behind its Service')],
  },
  {
    name: 'a webhook whose Operator is not ready',
    sections: {
      workloads: [{ ...serving, readyReplicas: 0 }],
      definitions: [converted],
      services: [webhookService],
    },
    expect: [dead('no ready Operator is behind its Service')],
  },
  {
    name: 'a webhook whose Operator does not serve it',
    sections: { workloads: [off], definitions: [converted], services: [webhookService] },
    expect: [dead('the Operator has webhooks switched off (ENABLE_WEBHOOKS=false)')],
  },
  {
    name: 'a webhook without an authority',
    sections: {
      workloads: [serving],
      definitions: [definition({ webhook: { ...webhook, authority: false } })],
      services: [webhookService],
    },
    expect: [dead('the definition names no authority of its certificate')],
  },
  {
    name: 'a webhook that is named by a URL',
    sections: { workloads: [serving], definitions: [definition({ webhook: { authority: false } })] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'definitions that may not be read',
    sections: { workloads: [operator], definitions: failed('forbidden', 'no definitions') },
    expect: [{ verdict: 'unknown', cause: 'forbidden' }],
  },
  { name: 'a Server alone', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
