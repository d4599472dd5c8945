import { admitsInternet, parseRange } from '@fleet-auditor/model/address-range.ts'
import { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, pass, unknown } from '../outcome.ts'

export const publicApiServer = defineCheck({
  id: 'public-api-server',
  title: 'The control-plane endpoint is open to the Internet',
  severity: 'high',
  ruleVersion: 1,
  group: 'multi-cluster',
  answers: 'Private connectivity for private clusters; cross-region latency assessed.',
  rule: 'The cloud reports that the API server has a public address without ranges, or with ranges that add up to the Internet (::/0 or two halves count), a DNS endpoint that takes external traffic, or every Google Cloud address admitted. Medium where the fleet file declares no vantage inside a private network, since then there is no other path yet.',
  why: 'A management plane needs to be reached by few. An open endpoint leaves authentication as the only wall.',
  source: 'Meshery documentation, Multi-Cluster & Multi-Cloud Operations: private connectivity',
  evidence: z.strictObject({ openings: z.array(z.string()), authorizedRanges: z.array(z.string()).nullable() }),
  passEvidence: CloudFacts.shape.endpoint.strict(),
  needs: ['cloud'],
  uses: [],
  evaluate({ cloud }, { cluster, vantages }) {
    const subject = clusterSubject(cluster.id)
    const openings = openingsOf(cloud)
    const unread = (cloud.endpoint.authorizedRanges ?? []).filter((range) => parseRange(range) === undefined)
    if (openings.length === 0 && cloud.endpoint.public && unread.length > 0) {
      return [unknown('malformed', `no address range: ${unread.join(', ')}; what it admits is not known`, { subject })]
    }
    if (openings.length === 0) return [pass(subject, { ...cloud.endpoint })]
    const privatePath = vantages.some((vantage) => vantage.network === 'private')
    const ranges = cloud.endpoint.authorizedRanges
    return [fail(subject, { openings, authorizedRanges: ranges }, privatePath ? 'high' : 'medium')]
  },
  describe: (_, { openings }) => openings.join('; '),
  remedy: (_, __, provider) => ({
    summary: 'Limit the endpoint to the plane’s and the operators’ ranges, or make it private.',
    command: commands[provider] || undefined,
  }),
})

/** The ways in; none when the endpoint is private or limited. */
function openingsOf({ endpoint }: CloudFacts): string[] {
  const openings: string[] = []
  if (endpoint.externalDns) openings.push('the DNS endpoint takes external traffic, whatever the authorized ranges say')
  if (!endpoint.public) return openings
  if (endpoint.googleAddresses) {
    openings.push('public address, and every address of Google Cloud may reach it, whichever customer rents it')
  }
  if (endpoint.authorizedRanges === null) openings.push('public address, no authorized ranges')
  else if (admitsInternet(endpoint.authorizedRanges)) {
    openings.push(`public address, and ${endpoint.authorizedRanges.join(', ')} admits the Internet`)
  }
  return openings
}

const commands: Partial<Record<Provider, string>> = {
  eks: 'aws eks update-cluster-config --name <cluster> --resources-vpc-config publicAccessCidrs=<cidr>,endpointPrivateAccess=true',
  gke: 'gcloud container clusters update <cluster> --enable-master-authorized-networks --master-authorized-networks <cidr>',
  aks: 'az aks update --resource-group <group> --name <cluster> --api-server-authorized-ip-ranges <cidr>',
}
