import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { selects, serviceSubject } from '../facts/broker-services.ts'
import { ofComponent } from '../facts/meshery.ts'
import { fail, pass, tooYoung } from '../outcome.ts'
import { inNamespace, objectWord, readStep } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'

export const pendingServerEndpoint = defineCheck({
  id: 'pending-server-endpoint',
  title: 'The Server’s load balancer has no address',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: ['ingress-tls', 'component-server'],
  rule: 'A Service of type LoadBalancer that leads to the Server has had no address for at least 10 minutes (threshold unreadyMinutes) since it was made; for less it is unknown.',
  why: 'The Server is not reached by it, and Helm reports the release as deployed.',
  source: 'Kubernetes documentation, Service: status.loadBalancer; meshery issues 5488 and 6621',
  evidence: z.strictObject({ createdAt: z.string() }),
  passEvidence: z.strictObject({ addresses: z.number().int() }),
  needs: ['services', 'workloads'],
  uses: [],
  evaluate({ services, workloads }, { takenAt, thresholds }) {
    const servers = ofComponent(workloads, 'server')
    const outcomes = services
      .filter((service) => service.type === 'LoadBalancer' && servers.some((server) => selects(service, server)))
      .map((service) => {
        const subject = serviceSubject(service)
        if (service.ingress.length > 0) return pass(subject, { addresses: service.ingress.length })
        const judgedFrom = Date.parse(service.createdAt) + thresholds.unreadyMinutes * 60_000
        if (judgedFrom > Date.parse(takenAt)) return tooYoung(subject, new Date(judgedFrom).toISOString())
        return fail(subject, { createdAt: service.createdAt })
      })
    return atLeastOne(outcomes, 'no load balancer leads to a Server here')
  },
  describe: (_, { createdAt }) => `no address since it was made on ${createdAt}`,
  remedy: (subject, _, where) => ({
    summary:
      where.provider === 'kubeconfig'
        ? 'Nothing here may make load balancers: install one that does, or make the Service a ClusterIP behind an Ingress with TLS.'
        : 'Quota, subnets and permissions of the cloud’s controller are the usual causes.',
    steps: [
      readStep('Read the Service’s events.', kubectl(where, 'describe', objectWord(subject), ...inNamespace(subject))),
    ],
  }),
})
