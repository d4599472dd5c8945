import { missingOperator } from '@fleet-auditor/checks/catalog/missing-operator.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { Recognise } from '@fleet-auditor/model/recognise.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import { brokerResource, container, meshSyncResource, operatorMode, server, workload } from './meshery-objects.ts'

const inMode = (value: string) =>
  workload({
    containers: [container({ env: [{ name: 'MESHSYNC_DEFAULT_DEPLOYMENT_MODE', source: 'literal', value }] })],
  })
const plane = (discovery: 'operator' | 'embedded') => [Plane.parse({ name: 'central', discovery, manages: [{}] })]
const subject = 'Deployment meshery/meshery-operator'

testCheck(missingOperator, [
  { name: 'an Operator is there', sections: { workloads: operatorMode }, expect: [{ verdict: 'pass', subject }] },
  {
    name: 'the Server’s environment asks for operator mode',
    sections: { workloads: [inMode('operator')] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        text: 'operator mode is expected (MESHSYNC_DEFAULT_DEPLOYMENT_MODE=operator on meshery/meshery), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
      },
    ],
  },
  {
    name: 'another word in that variable is embedded mode',
    sections: { workloads: [inMode('whatever')] },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a Broker resource without an Operator',
    sections: { brokers: [brokerResource()] },
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'operator mode is expected (custom resource meshery/meshery-broker), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
      },
    ],
  },
  {
    name: 'a MeshSync resource of the old group without an Operator',
    sections: { meshSyncs: [meshSyncResource({ group: 'meshery.layer5.io' })] },
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'operator mode is expected (custom resource meshery/meshery-meshsync), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
      },
    ],
  },
  {
    name: 'a Broker resource, though the Server’s variable asks for embedded mode',
    sections: { workloads: [inMode('embedded')], brokers: [brokerResource()] },
    expect: [
      {
        verdict: 'fail',
        text: 'operator mode is expected (custom resource meshery/meshery-broker), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
      },
    ],
  },
  {
    name: 'two planes, and one of them declares operator mode, in either order',
    sections: {},
    context: { planes: [...plane('embedded'), ...plane('operator')] },
    expect: [
      {
        verdict: 'fail',
        text: 'operator mode is expected (plane central declares it), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
      },
    ],
  },
  ...[
    ['meshery-operator-leader.meshery.io', true, 'unknown'],
    ['operator-0a1b2c3d-0000-4000-8000-000000000000.meshery.io', true, 'unknown'],
    ['meshery-operator-leader.meshery.io', false, 'fail'],
    ['somebody-else', true, 'fail'],
  ].map(([name, live, verdict]) => ({
    name: `no Operator is recognised, and the lease ${name} is ${live ? '' : 'not '}held`,
    sections: {
      brokers: [brokerResource()],
      leases: [{ namespace: 'meshery', name: String(name), holder: 'a-pod', live: live === true }],
    },
    expect: [
      verdict === 'fail'
        ? ({
            verdict,
            text: 'operator mode is expected (custom resource meshery/meshery-broker), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
          } as const)
        : ({ verdict: 'unknown', subject, cause: 'undeclared' } as const),
    ],
  })),
  {
    name: 'no Operator is recognised, and the leases could not be read',
    sections: { brokers: [brokerResource()], leases: failed('forbidden', 'no leases') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'the fleet file goes before what is seen',
    sections: { brokers: [brokerResource()] },
    context: { planes: plane('embedded') },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'the fleet file declares operator mode on an empty cluster',
    sections: {},
    context: { planes: plane('operator') },
    expect: [
      {
        verdict: 'fail',
        evidence: { expectedBecause: 'plane central declares it', lookedIn: ['meshery'] },
        text: 'operator mode is expected (plane central declares it), but no Operator is installed: none has its labels in any namespace, or its image in meshery',
      },
    ],
  },
  {
    name: 'a Server by itself is embedded, the default',
    sections: { workloads: [server] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no Meshery at all', sections: {}, expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'the fleet file declares operator mode, and names where else to look, on an empty cluster',
    sections: {},
    context: { planes: plane('operator'), recognise: Recognise.parse({ namespaces: ['mesh'] }) },
    expect: [
      {
        verdict: 'fail',
        evidence: { expectedBecause: 'plane central declares it', lookedIn: ['meshery', 'mesh'] },
        text: 'operator mode is expected (plane central declares it), but no Operator is installed: none has its labels in any namespace, or its image in meshery, mesh',
      },
    ],
  },
  ...(['operator', undefined] as const).map((discovery) => ({
    name: `API groups of Meshery and nothing else of it, where ${discovery ?? 'no'} mode is declared`,
    sections: { apiGroups: ['apps/v1', 'meshery.io/v1alpha2'] },
    context: { planes: discovery ? plane(discovery) : [] },
    expect: [{ verdict: 'unknown' as const, cause: 'undeclared' as const }],
  })),
  {
    name: 'API groups of Meshery and nothing else of it, where embedded mode is declared',
    sections: { apiGroups: ['meshery.io/v1alpha2'] },
    context: { planes: plane('embedded') },
    expect: [{ verdict: 'not-applicable' }],
  },
])
