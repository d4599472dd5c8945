import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { discoveryMode } from '../facts/discovery-mode.ts'
import { watchListOf } from '../facts/watch-list.ts'
import { fail, notApplicable, nothingHere, pass } from '../outcome.ts'
import { resourceChange } from '../remedies/resource-change.ts'

const Scope = z.strictObject({ nodes: z.number().int(), types: z.number().int(), from: z.string() })

/** Nodes from where on the default is too much (checks.md). */
const large = 100

/** Effective types of MeshSync’s own default (meshery.md §3.4). */
const defaultTypes = 21

const events = ['ADDED', 'MODIFIED', 'DELETED']
/** As MeshSync reads it: JSON in a string. */
const whitelist = JSON.stringify(
  ['namespaces.v1.', 'services.v1.', 'deployments.v1.apps'].map((Resource) => ({ Resource, Events: events })),
)

export const untunedDiscoveryScope = defineCheck({
  id: 'untuned-discovery-scope',
  title: 'A large cluster is discovered with the default watch-list',
  severity: 'low',
  ruleVersion: 1,
  group: 'sizing',
  answers: ['discovery-scope', 'caveat-discovery-cost', 'component-meshsync'],
  rule: `A cluster of ${large} nodes or more whose effective watch-list is MeshSync’s default of ${defaultTypes} types. Not-applicable to smaller ones, and where nothing discovers.`,
  why: 'Every object of every watched type travels to the Server and stays in its memory: pods, endpoints and replica sets of a large cluster dominate both.',
  source:
    'Meshery documentation, Operational Readiness: discovery cost scales with cluster size and churn; meshsync source, watch-list',
  evidence: Scope,
  needs: ['meshSyncs', 'nodes', 'workloads', 'brokers'],
  uses: [],
  evaluate({ meshSyncs, nodes, workloads, brokers }, { planes }) {
    const { mode, because } = discoveryMode(workloads, [...brokers, ...meshSyncs], planes)
    if (mode === 'none') return [nothingHere(because)]
    if (nodes.count < large) return [notApplicable(`${nodes.count} nodes, fewer than ${large}`)]
    const { types, from } = watchListOf(meshSyncs)
    const subject = { kind: 'MeshSync', namespace: 'meshery', name: 'meshery-meshsync', field: 'spec.watch-list' }
    const evidence = { nodes: nodes.count, types: types.length, from }
    return [types.length >= defaultTypes ? fail(subject, evidence) : pass(subject, evidence)]
  },
  describe: (_, { nodes, types, from }) => `${nodes} nodes, and ${types} types are watched (${from})`,
  remedy: ({ namespace }, _, where) => ({
    summary:
      'Name in a whitelist the types that you look at, and leave out Secrets. A blacklist watches more than it leaves out. MeshSync reads it at its start: restart it.',
    ...resourceChange(where, {
      kind: 'MeshSync',
      namespace,
      summary: 'Watch namespaces, services and deployments, or what you name.',
      spec: `"watch-list":{"data":{"whitelist":${JSON.stringify(whitelist)}}}`,
      interrupts: 'After a restart MeshSync publishes less: views of other types stay empty.',
      undo: '"watch-list":{"data":{"whitelist":null}}',
    }),
  }),
})
