import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'

/** A running cluster with a private endpoint. */
export const cloudFacts = (edits: Partial<CloudFacts> = {}): CloudFacts => ({
  status: 'ACTIVE',
  running: true,
  version: '1.36',
  region: 'eu-west-1',
  endpoint: { public: false, private: true, authorizedRanges: null, externalDns: false },
  support: { extended: false },
  autopilot: false,
  labels: {},
  ...edits,
})
