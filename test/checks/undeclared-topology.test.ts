import { undeclaredTopology } from '@fleet-auditor/checks/catalog/undeclared-topology.ts'
import type { WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import { testPlaneCheck } from './plane-case.ts'

const whole: Omit<WrittenPlane, 'name'> = {
  url: 'https://meshery.example',
  region: 'eu-west-1',
  hosting: 'kubernetes',
  discovery: 'operator',
  manages: [{ region: 'eu-*' }],
}

testPlaneCheck(undeclaredTopology, [
  { name: 'all of it', plane: whole, expect: { verdict: 'pass' } },
  {
    name: 'coordinates in place of a region',
    plane: { ...whole, region: undefined, coordinates: [53, -6] },
    expect: { verdict: 'pass' },
  },
  {
    name: 'a name alone',
    plane: {},
    expect: {
      verdict: 'fail',
      severity: 'info',
      text: 'the fleet file does not declare url, region, hosting, discovery, manages',
    },
  },
  {
    name: 'no hosting',
    plane: { ...whole, hosting: undefined },
    expect: { verdict: 'fail', text: 'the fleet file does not declare hosting' },
  },
])
