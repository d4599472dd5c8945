import { unboundedServerCache } from '@fleet-auditor/checks/catalog/unbounded-server-cache.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'
import { container, workload } from './meshery-objects.ts'

const server = (edits: Partial<Container>) => ({
  workloads: [workload({ containers: [container({ name: 'meshery', ...edits })] })],
})
const mount = (path: string, volume = 'emptyDir') => ({ path, volume, readOnly: false })

testCheck(unboundedServerCache, [
  {
    name: 'the chart’s default, neither a volume nor a limit',
    sections: server({}),
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: '/home/appuser/.meshery is on the container’s own layer, without an ephemeral-storage limit',
      },
    ],
  },
  {
    name: 'an ephemeral-storage limit',
    sections: server({ limits: { ephemeralStorage: '10Gi' } }),
    expect: [{ verdict: 'pass', evidence: { boundedBy: 'ephemeral-storage limit 10Gi' } }],
  },
  {
    name: 'a volume at the data folder',
    sections: server({ mounts: [mount('/home/appuser/.meshery')] }),
    expect: [{ verdict: 'pass', evidence: { boundedBy: 'emptyDir at /home/appuser/.meshery' } }],
  },
  { name: 'a volume above it', sections: server({ mounts: [mount('/home/appuser')] }), expect: [{ verdict: 'pass' }] },
  {
    name: 'a volume whose path only begins like it',
    sections: server({ mounts: [mount('/home/appuser/.mesh')] }),
    expect: [
      {
        verdict: 'fail',
        text: '/home/appuser/.meshery is on the container’s own layer, without an ephemeral-storage limit',
      },
    ],
  },
  {
    name: 'another data folder, on a volume',
    sections: server({
      env: [literal('USER_DATA_FOLDER', '/data')],
      mounts: [mount('/data', 'persistentVolumeClaim')],
    }),
    expect: [{ verdict: 'pass', evidence: { boundedBy: 'persistentVolumeClaim at /data' } }],
  },
  {
    name: 'a value from a Secret, which is not read',
    sections: onServer({ name: 'USER_DATA_FOLDER', source: 'secret' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
