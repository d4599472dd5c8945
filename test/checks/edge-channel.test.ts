import { edgeChannel } from '@fleet-auditor/checks/catalog/edge-channel.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'
import { container, workload } from './meshery-objects.ts'

const image = (reference: string) => ({
  workloads: [workload({ containers: [container({ name: 'meshery', image: reference })] })],
})

testCheck(edgeChannel, [
  { name: 'a stable tag', sections: image('meshery/meshery:stable-v1.0.64'), expect: [{ verdict: 'pass' }] },
  ...['edge-latest', 'edge-v1.0.64', 'kanvas', 'playground-1a2b3c4'].map((tag) => ({
    name: `the tag ${tag}`,
    sections: image(`meshery/meshery:${tag}`),
    expect: [
      {
        verdict: 'fail' as const,
        severity: 'medium' as const,
        text: `release channel ${tag.split('-')[0]} (image tag ${tag})`,
      },
    ],
  })),
  {
    name: 'RELEASE_CHANNEL edge',
    sections: onServer(literal('RELEASE_CHANNEL', 'edge')),
    expect: [{ verdict: 'fail', text: 'release channel edge (RELEASE_CHANNEL)' }],
  },
  {
    name: 'RELEASE_CHANNEL stable',
    sections: onServer(literal('RELEASE_CHANNEL', 'stable')),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
