import { wideningBlacklist } from '@fleet-auditor/checks/catalog/widening-blacklist.ts'
import type { MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { testCheck } from './check-case.ts'
import { meshSyncResource } from './meshery-objects.ts'

const listed = (watchList: MeshSyncResource['watchList']) => ({ meshSyncs: [meshSyncResource({ watchList })] })
const white = '[{"Resource":"pods.v1.","Events":["ADDED"]}]'

testCheck(wideningBlacklist, [
  {
    name: 'a blacklist, which starts from the whole table',
    sections: listed({ blacklist: '["secrets.v1."]' }),
    expect: [
      {
        verdict: 'fail',
        severity: 'medium',
        text: 'a blacklist of 1 takes them from 71 names, of which 21 are real',
      },
    ],
  },
  {
    name: 'both lists',
    sections: listed({ whitelist: white, blacklist: '["secrets.v1."]' }),
    expect: [{ verdict: 'fail', text: 'whitelist and blacklist are both given: all 71 names are watched' }],
  },
  {
    name: 'bad JSON',
    sections: listed({ whitelist: '[pods' }),
    expect: [{ verdict: 'fail', text: 'whitelist is no JSON list: all 71 names are watched' }],
  },
  {
    name: 'a whitelist',
    sections: listed({ whitelist: white }),
    expect: [{ verdict: 'pass', evidence: { list: 'whitelist' } }],
  },
  {
    name: 'a whitelist beside an empty blacklist, which counts as absent',
    sections: listed({ whitelist: white, blacklist: '[]' }),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no list', sections: listed({}), expect: [{ verdict: 'pass', evidence: { list: 'default' } }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
