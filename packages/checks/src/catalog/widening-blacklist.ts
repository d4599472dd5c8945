import type { MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { fail, pass, type Outcome } from '../outcome.ts'
import { resourceChange } from '../remedies/resource-change.ts'

const Widening = z.strictObject({ because: z.string() })
const Narrow = z.strictObject({ list: z.string() })

export const wideningBlacklist = defineCheck({
  id: 'widening-blacklist',
  title: 'The watch-list makes MeshSync watch more than intended',
  severity: 'medium',
  ruleVersion: 1,
  group: 'sizing',
  answers: ['discovery-scope', 'caveat-discovery-cost'],
  rule: 'The watch-list of the MeshSync resource parses, has one of whitelist and blacklist, and that one is a whitelist. Bad JSON, both lists or a blacklist start from the whole table of 71 names instead of the default of 21; absent or empty lists are the default of the resource.',
  why: 'About fifty of the 71 names are no resources of any API server: MeshSync then keeps asking for them, and watches Secrets besides.',
  source: 'meshsync source, watch-list and pipelines',
  evidence: Widening,
  passEvidence: Narrow,
  needs: ['meshSyncs'],
  uses: [],
  evaluate: ({ meshSyncs }) => atLeastOne(meshSyncs.map(judge), 'no MeshSync resource is here'),
  describe: (_, { because }) => because,
  remedy: ({ namespace }, _, where) => ({
    summary:
      'Name what is watched in a whitelist, and take the blacklist out. MeshSync reads it at its start: restart it.',
    ...resourceChange(where, {
      kind: 'MeshSync',
      namespace,
      summary: 'Take the blacklist out, and bad JSON with it: the default of 21 types remains.',
      spec: '"watch-list":{"data":{"blacklist":null,"whitelist":null}}',
      interrupts: 'After a restart MeshSync publishes the cluster again.',
    }),
  }),
})

function judge({
  namespace,
  name,
  watchList: { whitelist, blacklist },
}: MeshSyncResource): Outcome<z.infer<typeof Widening>, z.infer<typeof Narrow>> {
  const subject = { kind: 'MeshSync', namespace, name, field: 'spec.watch-list' }
  const [white, black] = [entriesOf(whitelist), entriesOf(blacklist)]
  if (white === 'bad JSON' || black === 'bad JSON') {
    return fail(subject, {
      because: `${white === 'bad JSON' ? 'whitelist' : 'blacklist'} is no JSON list: all 71 names are watched`,
    })
  }
  if (white > 0 && black > 0) {
    return fail(subject, { because: 'whitelist and blacklist are both given: all 71 names are watched' })
  }
  if (black > 0) {
    return fail(subject, { because: `a blacklist of ${black} takes them from 71 names, of which 21 are real` })
  }
  return pass(subject, { list: white > 0 ? 'whitelist' : 'default' })
}

/** How many entries a list has; an empty one counts as absent. */
function entriesOf(text: string | undefined): number | 'bad JSON' {
  if (text === undefined || text.trim() === '') return 0
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.length : 'bad JSON'
  } catch {
    return 'bad JSON' // a finding of its own
  }
}
