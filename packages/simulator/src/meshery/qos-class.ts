import { recordAt } from '../kubernetes/json-reader.ts'

const counted = ['cpu', 'memory'] as const

/** A pod's class as the API server computes it and keeps it for ever (k8s.io/kubernetes/pkg/apis/core/v1/helper/qos). */
export function qosClass(containers: readonly unknown[]): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const quantities = containers.map((container) => {
    const limits = recordAt(container, 'resources', 'limits')
    // a limit without a request is a request too
    return { limits, requests: { ...limits, ...recordAt(container, 'resources', 'requests') } }
  })
  if (quantities.every(({ requests }) => counted.every((name) => requests[name] === undefined))) return 'BestEffort'
  const isFull = quantities.every(({ limits, requests }) =>
    counted.every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  )
  return isFull ? 'Guaranteed' : 'Burstable'
}
