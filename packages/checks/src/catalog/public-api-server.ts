import { admitsInternet, parseRange } from '@fleet-auditor/model/address-range.ts'
import { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { action, fail, pass, unknown } from '../outcome.ts'
import { closeApiServer } from '../remedies/close-api-server.ts'

/** A way in from the Internet. */
const Opening = z.enum(['dns-endpoint', 'google-addresses', 'azure-addresses', 'no-ranges', 'wide-ranges'])
type Opening = z.infer<typeof Opening>

const Openings = z.strictObject({ openings: z.array(Opening), authorizedRanges: z.array(z.string()).nullable() })
type Openings = z.infer<typeof Openings>

export const publicApiServer = defineCheck({
  id: 'public-api-server',
  title: 'The control-plane endpoint is open to the Internet',
  severity: 'high',
  ruleVersion: 2,
  group: 'multi-cluster',
  answers: ['private-connectivity'],
  rule: 'The cloud reports that the API server has a public address without ranges, or with ranges that admit the Internet or a large part of it (more than 1 % of all addresses, or one range wider than a /8), a DNS endpoint that takes external traffic, or every address of Google Cloud or Azure admitted. Medium where the fleet file declares no vantage inside a private network, since then there is no other path yet, and for a DNS endpoint alone, which IAM guards. Other service tags leave it unknown. Not applicable off the three clouds.',
  why: 'A management plane needs to be reached by few. An open endpoint leaves authentication as the only wall.',
  source: 'Meshery documentation, Multi-Cluster & Multi-Cloud Operations: private connectivity',
  evidence: Openings,
  passEvidence: CloudFacts.shape.endpoint.strict(),
  inapplicable: ({ provider }) =>
    provider === 'kubeconfig' ? 'not known to be a cluster of EKS, GKE or AKS' : undefined,
  needs: ['cloud'],
  uses: [],
  evaluate({ cloud }, { cluster, vantages }) {
    const subject = clusterSubject(cluster.id)
    const openings = openingsOf(cloud)
    const authorizedRanges = cloud.endpoint.authorizedRanges
    const unread = (authorizedRanges ?? []).filter((range) => parseRange(range) === undefined)
    if (openings.length === 0 && cloud.endpoint.public && unread.length > 0) {
      const detail = `no address range: ${unread.join(', ')}; what it admits is not known`
      return [unknown('malformed', detail, { subject, grant: action('name CIDR ranges in place of service tags') })]
    }
    if (openings.length === 0) return [pass(subject, { ...cloud.endpoint })]
    const privatePath = vantages.some((vantage) => vantage.network === 'private')
    const guarded = openings.every((opening) => opening === 'dns-endpoint')
    return [fail(subject, { openings, authorizedRanges }, privatePath && !guarded ? 'high' : 'medium')]
  },
  describe: (_, evidence) => evidence.openings.map((opening) => sentences[opening](evidence)).join('; '),
  remedy: (_, evidence, where) => closeApiServer(where, evidence?.openings ?? [], evidence?.authorizedRanges ?? []),
})

/** The ways in; none when the endpoint is private or limited. */
function openingsOf({ endpoint }: CloudFacts): Opening[] {
  const openings: Opening[] = []
  if (endpoint.externalDns) openings.push('dns-endpoint')
  if (!endpoint.public) return openings
  if (endpoint.googleAddresses) openings.push('google-addresses')
  const ranges = endpoint.authorizedRanges
  if (ranges === null) openings.push('no-ranges')
  else if (admitsInternet(ranges)) openings.push('wide-ranges')
  // A service tag of Azure: AzureCloud, AzureCloud.WestEurope, …
  if (ranges?.some((range) => /^azurecloud(\.|$)/i.test(range))) openings.push('azure-addresses')
  return openings
}

const sentences: Readonly<Record<Opening, (evidence: Openings) => string>> = {
  'dns-endpoint': () => 'the DNS endpoint takes external traffic, whatever the authorized ranges say; IAM guards it',
  'google-addresses': () =>
    'public address, and every address of Google Cloud may reach it, whichever customer rents it',
  'azure-addresses': () => 'public address, and every address of Azure may reach it, whichever customer rents it',
  'no-ranges': () => 'public address, no authorized ranges',
  'wide-ranges': ({ authorizedRanges }) =>
    `public address, and ${authorizedRanges?.join(', ')} admits the Internet, or a large part of it`,
}
