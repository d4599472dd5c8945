import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { changeValues } from '../remedies/change-workload.ts'

/** Where the image’s user has its cache, unless USER_DATA_FOLDER names another (meshery.md §8). */
const dataFolder = '/home/appuser/.meshery'

const Folder = z.strictObject({ folder: z.string() })

export const unboundedServerCache = defineCheck({
  id: 'unbounded-server-cache',
  title: 'The Server’s cache may fill its node’s disk',
  severity: 'low',
  ruleVersion: 1,
  group: 'sizing',
  answers: ['cache-storage', 'component-database', 'caveat-ephemeral-database'],
  rule: 'The data folder of the Server is on a volume, or the container has an ephemeral-storage limit, its own or the pod’s.',
  why: 'The database grows with every cluster; without a bound the kubelet evicts whatever shares the node’s disk.',
  source:
    'Meshery documentation, Deployment Models: the Server caches state on disk; Kubernetes documentation, local ephemeral storage',
  evidence: Folder,
  passEvidence: z.strictObject({ boundedBy: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const container = mainContainer(server)
      if (!container) return notApplicable('the Server has no container')
      const env = serverEnv(server, 'USER_DATA_FOLDER')
      if ('verdict' in env) return env
      const subject = workloadSubject(server, { container: container.name })
      const folder = env.value ?? dataFolder
      const boundedBy = boundOf(server, container, folder)
      return boundedBy === undefined ? fail(subject, { folder }) : pass(subject, { boundedBy })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { folder }) => `${folder} is on the container’s own layer, without an ephemeral-storage limit`,
  remedy: (subject, _, where) => ({
    summary:
      'Bound it: an ephemeral-storage limit, or an emptyDir with a sizeLimit at the data folder. It is a cache: nothing is lost.',
    ...changeValues(where, {
      summary: 'Limit it.',
      subject,
      settings: [{ key: 'resources.limits.ephemeral-storage', value: '10Gi' }],
    }),
  }),
})

function boundOf({ podLimits }: Workload, { limits, mounts = [] }: Container, folder: string): string | undefined {
  const limit = limits.ephemeralStorage ?? podLimits.ephemeralStorage
  if (limit !== undefined) return `ephemeral-storage limit ${limit}`
  const mount = mounts.find(({ path }) => folder === path || folder.startsWith(path.endsWith('/') ? path : `${path}/`))
  return mount && `${mount.volume} at ${mount.path}`
}
