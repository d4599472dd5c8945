import { publicApiServer } from '@fleet-auditor/checks/catalog/public-api-server.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'
import { cloudFacts } from './cloud-facts.ts'
import { testCheck } from './check-case.ts'

const endpoint = (edits: Partial<CloudFacts['endpoint']>) => ({
  cloud: cloudFacts({
    endpoint: { public: true, private: false, authorizedRanges: null, externalDns: false, ...edits },
  }),
})
const inside = { vantages: [{ ...undeclaredVantage, network: 'private' as const }] }
const subject = 'Cluster payments (EKS eu-west-1)'
const open = (name: string, ranges: string[] | null) => ({
  name,
  sections: endpoint({ authorizedRanges: ranges }),
  context: inside,
  expect: [{ verdict: 'fail', subject, severity: 'high' }] as const,
})
const closed = (name: string, ranges: string[]) => ({
  name,
  sections: endpoint({ authorizedRanges: ranges }),
  context: inside,
  expect: [{ verdict: 'pass', subject }] as const,
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
  closed('an empty list admits nobody', []),
  {
    name: 'open, while no private path is declared',
    sections: endpoint({}),
    expect: [{ verdict: 'fail', severity: 'medium' }],
  },
  {
    name: 'an office, and every address of Google Cloud',
    sections: endpoint({ authorizedRanges: ['198.51.100.0/24'], googleAddresses: true }),
    context: inside,
    expect: [{ verdict: 'fail', severity: 'high' }],
  },
  {
    name: 'a private address, and a DNS endpoint for everyone',
    sections: endpoint({ public: false, private: true, externalDns: true }),
    context: inside,
    expect: [{ verdict: 'fail', severity: 'high' }],
  },
])
