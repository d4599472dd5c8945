import { unhardenedWorkload } from '@fleet-auditor/checks/catalog/unhardened-workload.ts'
import type { Container, SecurityFacts, Workload } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import type { CheckCase } from './check-case.ts'
import { container, meshsync, workload } from './meshery-objects.ts'

const hardened: SecurityFacts = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  seccomp: 'RuntimeDefault',
  dropped: ['ALL'],
}
const writable = [{ path: '/home/appuser/.meshery', volume: 'emptyDir', readOnly: false }]
const server = (security: SecurityFacts | undefined, edits: Partial<Container> = {}, own: Partial<Workload> = {}) => ({
  workloads: [workload({ containers: [container({ name: 'meshery', security, mounts: writable, ...edits })], ...own })],
})
const gap = (name: string, edits: SecurityFacts, text: string): CheckCase => ({
  name,
  sections: server({ ...hardened, ...edits }),
  expect: [{ verdict: 'fail', severity: 'high', text }],
})

testCheck(unhardenedWorkload, [
  { name: 'every setting on the container', sections: server(hardened), expect: [{ verdict: 'pass' }] },
  {
    name: 'what the pod sets and the container does not',
    sections: server(
      { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, dropped: ['ALL'] },
      {},
      { podSecurity: { runAsNonRoot: true, seccomp: 'RuntimeDefault' } },
    ),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'the chart’s empty contexts',
    sections: server(undefined),
    expect: [
      {
        verdict: 'fail',
        text: 'runAsNonRoot is not true; allowPrivilegeEscalation is not false; capabilities are not dropped; the root filesystem is writable; no seccomp profile',
      },
    ],
  },
  {
    name: 'a container that takes back what its pod sets',
    sections: server({ ...hardened, runAsNonRoot: false }, {}, { podSecurity: { runAsNonRoot: true } }),
    expect: [{ verdict: 'fail', text: 'runAsNonRoot is not true' }],
  },
  gap('root by number', { runAsUser: 0 }, 'runAsUser is 0'),
  gap('a privileged container', { privileged: true }, 'privileged'),
  gap('capabilities added back', { added: ['SYS_ADMIN', 'NET_RAW'] }, 'adds NET_RAW, SYS_ADMIN'),
  gap('no seccomp profile', { seccomp: 'Unconfined' }, 'no seccomp profile'),
  {
    name: 'NET_BIND_SERVICE added back',
    sections: server({ ...hardened, added: ['NET_BIND_SERVICE'] }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a user by number in place of runAsNonRoot',
    sections: server({ ...hardened, runAsNonRoot: undefined, runAsUser: 65532 }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a read-only root without a volume to write to',
    sections: server(hardened, { mounts: [{ path: '/etc/config', volume: 'configMap', readOnly: false }] }),
    expect: [{ verdict: 'fail', text: 'no writable volume beside the read-only root' }],
  },
  {
    name: 'an init container as bare as the chart’s',
    sections: server(
      hardened,
      {},
      {
        containers: [
          container({ name: 'meshery', security: hardened, mounts: writable }),
          container({ name: 'init', init: true }),
        ],
      },
    ),
    expect: [
      { verdict: 'pass' },
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery, container init',
        text: 'runAsNonRoot is not true; allowPrivilegeEscalation is not false; capabilities are not dropped; the root filesystem is writable; no seccomp profile',
      },
    ],
  },
  {
    name: 'MeshSync, whose pod the operator makes',
    sections: { workloads: [meshsync] },
    expect: [
      {
        verdict: 'fail',
        severity: 'info',
        text: 'runAsNonRoot is not true; allowPrivilegeEscalation is not false; capabilities are not dropped; the root filesystem is writable; no seccomp profile',
      },
    ],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
