import { wrongCallbackUrl } from '@fleet-auditor/checks/catalog/wrong-callback-url.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'

const callback = (value: string) =>
  onServer(literal('PROVIDER', 'Meshery'), literal('MESHERY_SERVER_CALLBACK_URL', value))
const right = 'https://meshery.example/api/user/token'
const central = [Plane.parse({ name: 'central', url: 'https://meshery.example' })]

testCheck(wrongCallbackUrl, [
  { name: 'the external URL with its path', sections: callback(right), expect: [{ verdict: 'pass' }] },
  {
    name: 'the URL of the plane that claims the cluster',
    sections: callback(right),
    context: { planes: central },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'another host than that of the plane',
    sections: callback('https://old.example/api/user/token'),
    context: { planes: central },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'https://old.example/api/user/token: the fleet file has meshery.example',
      },
    ],
  },
  {
    name: 'nothing, as the chart leaves it',
    sections: onServer({ name: 'MESHERY_SERVER_CALLBACK_URL', source: 'empty' }),
    expect: [{ verdict: 'fail', text: 'MESHERY_SERVER_CALLBACK_URL is not set' }],
  },
  {
    name: 'plain http',
    sections: callback('http://meshery.example/api/user/token'),
    expect: [{ verdict: 'fail', text: 'http://meshery.example/api/user/token: it is not https' }],
  },
  {
    name: 'the origin alone, to which the Server appends nothing',
    sections: callback('https://meshery.example'),
    expect: [{ verdict: 'fail', text: 'https://meshery.example: its path is not /api/user/token' }],
  },
  {
    name: 'what is no URL',
    sections: callback('meshery.example/api/user/token'),
    expect: [{ verdict: 'fail', text: 'meshery.example/api/user/token: it is no URL' }],
  },
  {
    name: 'a Server of the Local Provider, which has no login',
    sections: onServer(literal('PROVIDER', 'Local')),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a value from a Secret, which is not read',
    sections: onServer({ name: 'MESHERY_SERVER_CALLBACK_URL', source: 'secret' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
