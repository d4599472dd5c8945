import { publicApiServer } from '@fleet-auditor/checks/catalog/public-api-server.ts'
import { clusterSubject } from '@fleet-auditor/checks/facts/cluster-subject.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'
import { describe, expect, it } from 'vitest'
import { testCheck, type CheckCase } from './check-case.ts'
import { cloudFacts } from './cloud-facts.ts'

const endpoint = (edits: Partial<CloudFacts['endpoint']>) => ({
  cloud: cloudFacts({
    endpoint: { public: true, private: false, authorizedRanges: null, externalDns: false, ...edits },
  }),
})
const inside = { vantages: [{ ...undeclaredVantage, network: 'private' as const }] }
const subject = 'Cluster payments (EKS eu-west-1)'
const open = (name: string, authorizedRanges: string[] | null): CheckCase => {
  const text = authorizedRanges
    ? `public address, and ${authorizedRanges.join(', ')} admits the Internet, or a large part of it`
    : 'public address, no authorized ranges'
  const openings = [authorizedRanges ? 'wide-ranges' : 'no-ranges']
  return {
    name,
    sections: endpoint({ authorizedRanges }),
    context: inside,
    expect: [{ verdict: 'fail', subject, severity: 'high', evidence: { openings, authorizedRanges }, text }],
  }
}
const closed = (name: string, ranges: string[]): CheckCase => ({
  name,
  sections: endpoint({ authorizedRanges: ranges }),
  context: inside,
  expect: [{ verdict: 'pass', subject }],
})

testCheck(publicApiServer, [
  { name: 'private', sections: { cloud: cloudFacts() }, expect: [{ verdict: 'pass', subject }] },
  open('no ranges', null),
  open('0.0.0.0/0', ['0.0.0.0/0']),
  open('::/0 beside an office', ['198.51.100.0/24', '::/0']),
  open('two halves', ['0.0.0.0/1', '128.0.0.0/1']),
  open('one half', ['0.0.0.0/1']),
  open('three quarters', ['0.0.0.0/1', '128.0.0.0/2']),
  open('everything but what no host has', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/3']),
  closed('an office', ['198.51.100.0/24']),
  closed('one whole /8', ['44.0.0.0/8']),
  ...['AzureCloud', 'AzureCloud.westeurope', 'azurecloud'].map((tag) => ({
    name: `the service tag ${tag}`,
    sections: endpoint({ authorizedRanges: [tag] }),
    context: { ...inside, provider: 'aks' as const },
    expect: [
      {
        verdict: 'fail' as const,
        subject,
        severity: 'high' as const,
        text: 'public address, and every address of Azure may reach it, whichever customer rents it',
      },
    ],
  })),
  ...[['AzureCloudish'], ['198.51.100.0/24', 'a-service-tag']].map((authorizedRanges) => ({
    name: `ranges that are no addresses: ${authorizedRanges.join(', ')}`,
    sections: endpoint({ authorizedRanges }),
    context: inside,
    expect: [{ verdict: 'unknown', subject, cause: 'malformed' }] as const,
  })),
  closed('an empty list, which admits no address', []),
  {
    name: 'open, while no private path is declared',
    sections: endpoint({}),
    expect: [{ verdict: 'fail', severity: 'medium', text: 'public address, no authorized ranges' }],
  },
  {
    name: 'an office, and every address of Google Cloud',
    sections: endpoint({ authorizedRanges: ['198.51.100.0/24'], googleAddresses: true }),
    context: inside,
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'public address, and every address of Google Cloud may reach it, whichever customer rents it',
      },
    ],
  },
  {
    name: 'a private address, and a DNS endpoint open to the Internet',
    sections: endpoint({ public: false, private: true, externalDns: true }),
    context: inside,
    expect: [
      {
        verdict: 'fail',
        severity: 'medium',
        text: 'the DNS endpoint takes external traffic, whatever the authorized ranges say; IAM guards it',
      },
    ],
  },
  {
    name: 'no cloud known: there is nothing that could be declared',
    sections: {},
    context: { provider: 'kubeconfig' },
    expect: [{ verdict: 'not-applicable' }],
  },
])

describe('the commands that close an endpoint of GKE', () => {
  const cluster = {
    id: 'gke:shop-prod:europe-west1/orders',
    name: 'orders',
    scope: 'gcp:shop-prod',
    locator: 'projects/shop-prod/locations/europe-west1/clusters/orders',
  }

  it.each<[string, ('dns-endpoint' | 'google-addresses' | 'no-ranges')[], RegExp[]]>([
    ['open by its DNS endpoint', ['dns-endpoint'], [/ --no-enable-dns-access$/]],
    ['open to Google Cloud', ['google-addresses'], [/ --no-enable-google-cloud-access$/]],
    [
      'open by all',
      ['dns-endpoint', 'no-ranges'],
      [
        / --no-enable-dns-access$/,
        / --enable-master-authorized-networks --master-authorized-networks "\$\{ADMITTED_RANGES:\?/,
      ],
    ],
  ])('%s', (_name, openings, flags) => {
    const remedy = publicApiServer.remedy(
      clusterSubject(cluster.id),
      { openings, authorizedRanges: null },
      { provider: 'gke', cluster },
    )
    const commands = remedy.steps.flatMap((step) => step.commands)
    expect(commands).toHaveLength(flags.length)
    for (const [index, flag] of flags.entries()) {
      expect(commands[index]).toMatch(
        /^gcloud container clusters update orders --location europe-west1 --project shop-prod /,
      )
      expect(commands[index]).toMatch(flag)
    }
  })
})
