import { publicApiServer } from '@fleet-auditor/checks/catalog/public-api-server.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'
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
    ? `public address, and ${authorizedRanges.join(', ')} admits the Internet`
    : 'public address, no authorized ranges'
  return {
    name,
    sections: endpoint({ authorizedRanges }),
    context: inside,
    expect: [{ verdict: 'fail', subject, severity: 'high', evidence: { openings: [text], authorizedRanges }, text }],
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
  open('everything but what no host has', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/3']),
  closed('an office', ['198.51.100.0/24']),
  closed('one half', ['0.0.0.0/1']),
  ...[['AzureCloud'], ['198.51.100.0/24', 'a-service-tag']].map((authorizedRanges) => ({
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
        severity: 'high',
        text: 'the DNS endpoint takes external traffic, whatever the authorized ranges say',
      },
    ],
  },
])
