import { unpinnedImage } from '@fleet-auditor/checks/catalog/unpinned-image.ts'
import { testCheck } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const digest = `sha256:${'a'.repeat(64)}`
const of = (image: string) => ({ workloads: [workload({ containers: [container({ image })] })] })
const subject = 'Deployment meshery/meshery, container main'
const moving = (image: string) => ({
  name: image,
  sections: of(image),
  expect: [{ verdict: 'fail', subject }] as const,
})
const pinned = (image: string, pinnedBy: string) => ({
  name: image,
  sections: of(image),
  expect: [{ verdict: 'pass', subject, evidence: { pinnedBy } }] as const,
})

testCheck(unpinnedImage, [
  moving('meshery/meshery:stable-latest'),
  moving('meshery/meshery:latest'),
  moving('meshery/meshery'),
  moving('registry.example:5000/meshery/meshery'),
  moving('registry.example:5000/meshery/meshery:edge-latest'),
  pinned('meshery/meshery:v1.0.64', 'tag'),
  pinned('registry.example:5000/meshery/meshery:v1.0.64', 'tag'),
  pinned(`meshery/meshery@${digest}`, 'digest'),
  pinned(`meshery/meshery:stable-latest@${digest}`, 'digest'),
  pinned('meshery/meshery:v1.0-latest-fix', 'tag'),
  {
    name: 'one container of two',
    sections: {
      workloads: [workload({ containers: [container(), container({ name: 'side', image: 'busybox' })] })],
    },
    expect: [{ verdict: 'pass' }, { verdict: 'fail', subject: 'Deployment meshery/meshery, container side' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
