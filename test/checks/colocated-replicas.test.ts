import { colocatedReplicas } from '@fleet-auditor/checks/catalog/colocated-replicas.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { PodState, Workload } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { serverPod } from './kube-pod.ts'
import { workload } from './meshery-objects.ts'

const apart = { antiAffinity: true, topology: false }
const pod = (name: string, node: string, ready = true): PodState => serverPod({ name, node, ready })
const server = (edits: Partial<Workload>, pods: PodState[] = []) => ({
  workloads: [workload({ replicas: 2, ...edits })],
  pods,
})

testCheck(colocatedReplicas, [
  {
    name: 'two replicas without a rule',
    sections: server({}),
    expect: [
      {
        verdict: 'fail',
        severity: 'medium',
        text: '2 replicas: neither anti-affinity nor topology spread constraints',
      },
    ],
  },
  {
    name: 'two replicas with anti-affinity, on two nodes',
    sections: server({ spread: apart }, [pod('a', 'node-1'), pod('b', 'node-2')]),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'two replicas with topology spread constraints',
    sections: server({ spread: { antiAffinity: false, topology: true } }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'two ready pods on one node in spite of a rule',
    sections: server({ spread: apart }, [pod('a', 'node-1'), pod('b', 'node-1')]),
    expect: [{ verdict: 'fail', text: '2 replicas: two ready pods share node node-1' }],
  },
  {
    name: 'a pod that is not ready beside a ready one',
    sections: server({ spread: apart }, [pod('a', 'node-1'), pod('b', 'node-1', false)]),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'a single replica', sections: server({ replicas: 1 }), expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'a rule where pods may not be listed',
    sections: { workloads: [workload({ replicas: 2, spread: apart })], pods: failed('forbidden', 'no pods') },
    expect: [{ verdict: 'unknown', cause: 'forbidden' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
