import { dockerHostedServer } from '@fleet-auditor/checks/catalog/docker-hosted-server.ts'
import { testPlaneCheck } from './plane-case.ts'

testPlaneCheck(dockerHostedServer, [
  {
    name: 'a Docker host for a region of clusters',
    plane: { hosting: 'docker', manages: [{ region: 'eu-*' }] },
    expect: { verdict: 'fail', severity: 'low', text: 'plane central manages a fleet from a single Docker host' },
  },
  {
    name: 'a Docker host for clusters by glob',
    plane: { hosting: 'docker', manages: [{ cluster: 'pay-*' }] },
    expect: { verdict: 'fail', text: 'plane central manages a fleet from a single Docker host' },
  },
  {
    name: 'a Docker host for one cluster',
    plane: { hosting: 'docker', manages: [{ cluster: 'payments' }] },
    expect: { verdict: 'pass' },
  },
  { name: 'Kubernetes', plane: { hosting: 'kubernetes', manages: [{ region: 'eu-*' }] }, expect: { verdict: 'pass' } },
  { name: 'no hosting declared', plane: {}, expect: { verdict: 'not-applicable' } },
])
