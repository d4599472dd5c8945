import { highLatency } from '@fleet-auditor/checks/catalog/high-latency.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { answered, control, probe, silent, vantage } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'

const took = (median: number, samples = 5) => {
  const timing = { min: median - 2, median, samples, discarded: 0 }
  return probe('api', 'api.example', answered({ connect: { ...timing, median: 20 }, roundTrip: timing }))
}
const from = (observations: ReturnType<typeof probe>[], edits: object = {}, plane: object = {}) => ({
  planes: [Plane.parse({ name: 'central', region: 'eu-central-1', manages: [{}], ...plane })],
  vantages: [vantage({ standsFor: ['central'], ...edits })],
  observations,
})
const subject = 'Cluster payments (EKS eu-west-1)'

testCheck(highLatency, [
  { name: '40 ms', sections: {}, context: from([took(40), control()]), expect: [{ verdict: 'pass', subject }] },
  {
    name: '150 ms is not above 150',
    sections: {},
    context: from([took(150), control()]),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: '180 ms',
    sections: {},
    context: from([took(180), control()]),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: { vantage: 'outside', kind: 'api', medianMs: 180, minMs: 178, connectMs: 20, samples: 5 },
        text: '180 ms median round trip (connect 20 ms) from outside',
      },
    ],
  },
  {
    name: '400 ms',
    sections: {},
    context: from([took(400), control()]),
    expect: [{ verdict: 'fail', severity: 'high', text: '400 ms median round trip (connect 20 ms) from outside' }],
  },
  {
    name: 'a vantage in the plane’s region, though it stands for no plane',
    sections: {},
    context: from([took(180), control()], { standsFor: [], region: 'eu-central-1' }),
    expect: [{ verdict: 'fail', text: '180 ms median round trip (connect 20 ms) from outside' }],
  },
  {
    name: 'a vantage somewhere else',
    sections: {},
    context: from([took(180), control()], { standsFor: [], region: 'us-east-1' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  {
    name: 'nothing is declared',
    sections: {},
    context: { observations: [took(180)] },
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  {
    name: 'the control target is silent',
    sections: {},
    context: from([took(180), control(silent)]),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'the control target was not measured',
    sections: {},
    context: from([took(180)]),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'no control target is declared',
    sections: {},
    context: from([took(180)], { control: undefined }),
    expect: [{ verdict: 'fail', subject, text: '180 ms median round trip (connect 20 ms) from outside' }],
  },
  {
    name: 'no function was free to dial from',
    sections: {},
    context: from([
      probe('api', 'api.example', { status: 'not-dialled', rule: 'throttled', detail: 'the quota is used up' }),
      control(),
    ]),
    expect: [{ verdict: 'unknown', subject, cause: 'throttled' }],
  },
  {
    name: 'the run was cancelled',
    sections: {},
    context: from([probe('api', 'api.example', { status: 'not-dialled', rule: 'cancelled', detail: '' }), control()]),
    expect: [{ verdict: 'unknown', subject, cause: 'cancelled' }],
  },
  {
    name: 'an edge answered a vantage that is where its plane is',
    sections: {},
    context: from([took(12), control()], {}, { region: 'ap-southeast-2' }),
    expect: [{ verdict: 'unknown', cause: 'terminated-early' }],
  },
  {
    name: 'too few samples',
    sections: {},
    context: from([took(180, 3), control()]),
    expect: [{ verdict: 'unknown', cause: 'timeout' }],
  },
  {
    name: 'faster than light from the other side of the world: an edge answered',
    sections: {},
    context: from([took(12), control()], { region: 'ap-southeast-2' }),
    expect: [{ verdict: 'unknown', cause: 'terminated-early' }],
  },
  {
    name: 'silent',
    sections: {},
    context: from([probe('api', 'api.example', silent), control()]),
    expect: [{ verdict: 'unknown', subject, cause: 'unreachable' }],
  },
  {
    name: 'the API server could not be reached, nothing was probed',
    sections: { connection: failed('timeout', 'no answer') },
    context: from([]),
    expect: [{ verdict: 'unknown', cause: 'timeout' }],
  },
])
