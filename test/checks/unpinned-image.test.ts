import { unpinnedImage } from '@fleet-auditor/checks/catalog/unpinned-image.ts'
import { testCheck, type CheckCase } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const digest = `sha256:${'a'.repeat(64)}`
const of = (image: string) => ({ workloads: [workload({ containers: [container({ image })] })] })
const subject = 'Deployment meshery/meshery, container main'
const moving = (image: string, because: string): CheckCase => ({
  name: image,
  sections: of(image),
  expect: [
    {
      verdict: 'fail',
      subject,
      evidence: { image, because, expected: 'a tag with a full version (x.y.z), or a digest', component: 'server' },
      text: `${image}: ${because}`,
    },
  ],
})
const pinned = (image: string, pinnedBy: string): CheckCase => ({
  name: image,
  sections: of(image),
  expect: [{ verdict: 'pass', subject, evidence: { image, pinnedBy } }],
})

testCheck(unpinnedImage, [
  moving('meshery/meshery:stable-latest', 'the tag stable-latest moves'),
  moving('meshery/meshery:latest', 'the tag latest moves'),
  moving('meshery/meshery', 'no tag: latest is meant'),
  moving('registry.example:5000/meshery/meshery', 'no tag: latest is meant'),
  moving('registry.example:5000/meshery/meshery:edge-latest', 'the tag edge-latest moves'),
  pinned('meshery/meshery:v1.0.64', 'tag'),
  pinned('registry.example:5000/meshery/meshery:v1.0.64', 'tag'),
  pinned(`meshery/meshery@${digest}`, 'digest'),
  pinned(`meshery/meshery:stable-latest@${digest}`, 'digest'),
  ...['stable', 'edge', 'main', 'master', 'nightly', 'alpine', '2', '2.14', '2.14-alpine', 'v1.0-latest-fix'].map(
    (tag) => moving(`nats:${tag}`, `the tag ${tag} moves`),
  ),
  ...['stable-v1.0.64', '2.14.2-alpine', '2.14.2-alpine3.20', 'v1.0.64-rc.1', 'edge-1a2b3c4', 'sha-1a2b3c4d'].map(
    (tag) => pinned(`meshery/meshery:${tag}`, 'tag'),
  ),
  {
    name: 'one container of two',
    sections: {
      workloads: [workload({ containers: [container(), container({ name: 'side', image: 'busybox' })] })],
    },
    expect: [
      { verdict: 'pass' },
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery, container side',
        text: 'busybox: no tag: latest is meant',
      },
    ],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
