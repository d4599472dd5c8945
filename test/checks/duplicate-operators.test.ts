import { duplicateOperators } from '@fleet-auditor/checks/catalog/duplicate-operators.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import { operator, server, workload } from './meshery-objects.ts'

const lease = (name: string, live: boolean) => ({ namespace: 'meshery', name, live })
const legacyLease = (n: number, live: boolean) =>
  lease(`operator-0000000${n}-0000-4000-8000-000000000000.meshery.io`, live)
const other = workload({ ...operator, name: 'operator-of-the-chart' })

testCheck(duplicateOperators, [
  {
    name: 'one Deployment, one lease',
    sections: { workloads: [operator], leases: [lease('meshery-operator-leader.meshery.io', true)] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'two Deployments',
    sections: { workloads: [operator, other] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Operator meshery-operator',
        evidence: { deployments: ['meshery/meshery-operator', 'meshery/operator-of-the-chart'] },
        text: '2 Operator Deployments: meshery/meshery-operator, meshery/operator-of-the-chart',
      },
    ],
  },
  {
    name: 'two Deployments, though the leases could not be read',
    sections: { workloads: [operator, other], leases: failed('forbidden', 'no leases') },
    expect: [
      { verdict: 'fail', text: '2 Operator Deployments: meshery/meshery-operator, meshery/operator-of-the-chart' },
    ],
  },
  {
    name: 'a second one scaled to zero',
    sections: { workloads: [operator, workload({ ...other, replicas: 0 })] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'legacy leases that piled up, one of them held',
    sections: { workloads: [operator], leases: [legacyLease(1, false), legacyLease(2, false), legacyLease(3, true)] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'two leases held at once, of both forms',
    sections: {
      workloads: [operator],
      leases: [legacyLease(1, true), lease('meshery-operator-leader.meshery.io', true)],
    },
    expect: [
      {
        verdict: 'fail',
        text: '2 leader leases are held at once: meshery-operator-leader.meshery.io, operator-00000001-0000-4000-8000-000000000000.meshery.io',
      },
    ],
  },
  {
    name: 'a foreign operator’s lease',
    sections: { workloads: [operator], leases: [lease('cert-manager-controller', true), legacyLease(1, true)] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'one Deployment, leases unread',
    sections: { workloads: [operator], leases: failed('forbidden', 'no leases') },
    expect: [{ verdict: 'unknown', cause: 'forbidden' }],
  },
  { name: 'no Operator', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
