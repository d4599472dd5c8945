import type { MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { realTypes, watchListOf, whitelistOf } from '../facts/watch-list.ts'
import { fail, pass, type Outcome } from '../outcome.ts'
import { resourceChange } from '../remedies/resource-change.ts'

/** `whitelist`: what is meant, or what is watched now, as the resource takes it; absent where neither can be read. */
const Widening = z.strictObject({ because: z.string(), whitelist: z.string().optional() })
type Widening = z.infer<typeof Widening>
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
  remedy: ({ namespace }, evidence, where) => ({
    summary:
      'Name what is watched in a whitelist, and take the blacklist out. MeshSync reads it at its start: restart it.',
    ...resourceChange(where, {
      kind: 'MeshSync',
      namespace,
      summary: evidence?.whitelist
        ? 'Name in a whitelist the types that are meant; the blacklist goes away.'
        : 'Take both lists out: the default of 21 types remains, Secrets among them.',
      spec: `"watch-list":{"data":{"blacklist":null,"whitelist":${JSON.stringify(evidence?.whitelist ?? null)}}}`,
      interrupts: 'After a restart MeshSync publishes the cluster again.',
    }),
  }),
})

function judge(meshSync: MeshSyncResource): Outcome<Widening, z.infer<typeof Narrow>> {
  const { namespace, name, watchList } = meshSync
  const { whitelist, blacklist } = watchList
  const subject = { kind: 'MeshSync', namespace, name, field: 'spec.watch-list' }
  const [white, black] = [entriesOf(whitelist), entriesOf(blacklist)]
  if (white === 'bad JSON' || black === 'bad JSON') {
    return fail(subject, {
      because: `${white === 'bad JSON' ? 'whitelist' : 'blacklist'} is no JSON list: all 71 names are watched`,
    })
  }
  if (white > 0 && black > 0) {
    return fail<Widening>(subject, {
      because: 'whitelist and blacklist are both given: all 71 names are watched',
      whitelist,
    })
  }
  if (black > 0) {
    return fail<Widening>(subject, {
      because: `a blacklist of ${black} takes them from 71 names, of which 21 are real`,
      whitelist: whatRemains(meshSync),
    })
  }
  return pass(subject, { list: white > 0 ? 'whitelist' : 'default' })
}

/** Without a list the default would be watched: what the blacklist leaves out, Secrets often, would be watched again. */
function whatRemains(meshSync: MeshSyncResource): string | undefined {
  const { types } = watchListOf([meshSync])
  return types.length === realTypes.length ? undefined : whitelistOf(types)
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
