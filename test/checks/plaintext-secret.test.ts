import { plaintextSecret } from '@fleet-auditor/checks/catalog/plaintext-secret.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import type { SectionEdits } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const of = (edits: Partial<Container>): SectionEdits => ({
  workloads: [workload({ containers: [container(edits)] })],
})

testCheck(plaintextSecret, [
  {
    name: 'a literal that the collector took for a secret',
    sections: of({ env: [{ name: 'DB_PASSWORD', source: 'literal', secretLike: true }] }),
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery, container main, env DB_PASSWORD',
        severity: 'high',
        evidence: { from: 'literal' },
        text: 'env DB_PASSWORD is a secret in the manifest itself',
      },
    ],
  },
  {
    name: 'one from a ConfigMap',
    sections: of({ env: [{ name: 'API_KEY', source: 'config-map', secretLike: true }] }),
    expect: [{ verdict: 'fail', text: 'env API_KEY is taken from a ConfigMap' }],
  },
  {
    name: 'an argument',
    sections: of({ secretArguments: ['--password'] }),
    expect: [{ verdict: 'fail', text: 'argument --password is a secret in the manifest itself' }],
  },
  {
    name: 'a variable from a Secret',
    sections: of({ env: [{ name: 'NATS_TOKEN', source: 'secret' }] }),
    expect: [{ verdict: 'pass', evidence: { variables: 1 } }],
  },
  {
    name: 'all variables of a Secret',
    sections: of({ env: [], envFrom: [{ kind: 'Secret', name: 'credentials' }] }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'all variables of a ConfigMap, which is not read, beside a literal secret',
    sections: of({
      env: [{ name: 'DB_PASSWORD', source: 'literal', secretLike: true }],
      envFrom: [{ kind: 'ConfigMap', name: 'settings' }],
    }),
    expect: [
      { verdict: 'fail', text: 'env DB_PASSWORD is a secret in the manifest itself' },
      {
        verdict: 'unknown',
        cause: 'undeclared',
        subject: 'Deployment meshery/meshery, container main, envFrom ConfigMap settings',
      },
    ],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
