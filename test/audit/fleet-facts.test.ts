import type { ScopeOutcome } from '@fleet-auditor/audit/discovery/discover-fleet.ts'
import { fleetFacts, isGone, type SeenFleet } from '@fleet-auditor/audit/fleet/fleet-facts.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { describe, expect, it } from 'vitest'

const aws: Scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' }
const contexts: Scope = { provider: 'kubeconfig', contexts: ['*'] }
const fleet = FleetFile.parse({ planes: [{ name: 'central', manages: [{ cluster: 'payments' }] }] })

const clusterIn = (scope: Scope) => ({
  id: 'eks:111122223333:eu-west-1/payments',
  locator: 'arn:payments',
  name: 'payments',
  provider: scope.provider,
  scope: scopeKey(scope),
  labels: {},
})
const registered = (scope: Scope, edits: Partial<RegisteredCluster> = {}): RegisteredCluster => ({
  key: clusterKey('arn:payments'),
  cluster: clusterIn(scope),
  planes: [],
  open: 1,
  firstSeen: '2026-11-01T00:00:00Z',
  ...edits,
})
const seen = (scopes: readonly ScopeOutcome[], edits: Partial<SeenFleet> = {}): SeenFleet => ({
  run: 'run-2',
  startedAt: '2026-11-20T00:00:00Z',
  found: [],
  scopes,
  doubts: new Map(),
  ...edits,
})
const outcome = (scope: Scope, complete = true): ScopeOutcome => ({
  scope,
  complete,
  row: complete
    ? { id: scopeKey(scope), kind: 'scope', outcome: 'listed' }
    : { id: scopeKey(scope), kind: 'scope', outcome: 'partial', cause: 'unreachable', detail: 'zone b did not answer' },
})

describe('a cluster that was known and is not listed', () => {
  it.each<[string, RegisteredCluster, ScopeOutcome[], boolean]>([
    ['is gone when its scope was read to its end', registered(aws), [outcome(aws)], true],
    ['is not gone when its scope answered in part', registered(aws), [outcome(aws, false)], false],
    ['is not gone when its source was taken out', registered(aws), [], false],
    ['is not gone when its context left a kubeconfig', registered(contexts), [outcome(contexts)], false],
  ])('%s', (_, known, scopes, gone) => {
    const [facts, ...rest] = fleetFacts(seen(scopes), [known], fleet)
    expect(rest).toEqual([])
    expect(facts && isGone(facts)).toBe(gone)
  })

  it('is not looked for when another run found it after this one began', () => {
    const known = registered(aws, { firstSeen: '2026-11-20T00:10:00Z' })
    expect(fleetFacts(seen([outcome(aws)]), [known], fleet)).toEqual([])
  })

  it('is reported once: one that is gone already is left out', () => {
    expect(fleetFacts(seen([outcome(aws)]), [registered(aws, { goneIn: 'run-1' })], fleet)).toEqual([])
  })
})

it('a cluster that is listed has the planes of the fleet file, whatever the registry knew', () => {
  const found = { cluster: clusterIn(aws), scope: aws }
  expect(
    fleetFacts(seen([outcome(aws)], { found: [found] }), [registered(aws, { planes: ['old'] })], fleet),
  ).toMatchObject([{ listing: 'listed', planes: ['central'] }])
})
