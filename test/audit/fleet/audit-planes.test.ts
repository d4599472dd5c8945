import { auditPlanes, planesOfRun } from '@fleet-auditor/audit/fleet/audit-planes.ts'
import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import { isJudged } from '@fleet-auditor/audit/results/target-result.ts'
import { allEnabled, enabledChecks } from '@fleet-auditor/audit/run-context.ts'
import { unownedPlane } from '@fleet-auditor/checks/catalog/unowned-plane.ts'
import { definePlaneCheck, type PlaneCheck } from '@fleet-auditor/checks/define.ts'
import { pass } from '@fleet-auditor/checks/outcome.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation, ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contextOf } from '../../audit-world/context-of.ts'
import { fleetOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { newWorld } from '../../audit-world/world.ts'

const connect = { min: 1, median: 1, samples: 0, discarded: 0 }
const factsOfServer = {
  ready: { status: 200, failed: [] },
  version: { status: 200 },
  chooser: { status: 302, html: false, provider: 'cloud' },
  upgrade: { status: 302, json: false },
  stream: { status: 200, streamed: true, event: true },
}
const shown = ({ target: { kind, scheme, host, port, path = '' } }: Observation): string =>
  [kind, ...(scheme ? [scheme] : []), `${host}:${port}${path}`].join(' ')

/** All that `undeclared-topology` asks for. */
const declaredTopology = {
  url: 'https://meshery.example',
  region: 'eu-west-1',
  hosting: 'kubernetes',
  discovery: 'operator',
  manages: [{}],
}
/** It sees nothing: these cases are about what is declared. */
const silentProber = { probe: async () => [], close: async () => undefined }
const fleetWith = (plane: object): FleetFile =>
  FleetFile.parse({ ...fleetOf(), planes: [{ ...declaredTopology, name: 'central', ...plane }] })

describe('a plane', () => {
  it.each<[name: string, first: object, second: object, change: string]>([
    ['that stays without a team is unchanged', {}, {}, 'unchanged medium'],
    ['that gets a team improves', {}, { team: 'platform' }, 'improved low'],
    ['that loses its team worsens', { team: 'platform' }, {}, 'worsened medium'],
    ['that gets a team and a contact is fixed', {}, { team: 'platform', onCall: '#ops' }, 'resolved medium'],
    ['that loses both is opened', { team: 'platform', onCall: '#ops' }, {}, 'opened medium'],
  ])('%s', async (_, first, second, change) => {
    const world = newWorld()
    const ports = { store: newStore(world), clock: { now: () => world.now }, prober: silentProber }
    await auditPlanes(['central'], contextOf({ run: 'run-1', fleet: fleetWith(first), world }), ports)
    world.now = '2026-11-22T02:00:00.000Z'
    const [result] = await auditPlanes(['central'], contextOf({ run: 'run-2', fleet: fleetWith(second), world }), ports)
    const changes = result && isJudged(result) ? result.changes : []
    expect(changes.map(({ kind, finding }) => `${kind} ${finding.severity}`)).toEqual([change])
  })

  it('that the fleet file no longer declares is a row with that cause, and nothing is stored of it', async () => {
    const world = newWorld()
    const ports = { store: newStore(world), clock: { now: () => world.now }, prober: silentProber }
    const [result] = await auditPlanes(['east'], contextOf({ run: 'run-1', fleet: fleetOf(), world }), ports)
    expect(result?.row).toMatchObject({ id: 'plane:east', outcome: 'failed', cause: 'undeclared' })
    expect((await ports.store.readState({ kind: 'plane', key: 'east' })).head).toBeUndefined()
  })
})

describe('the Server of a plane', () => {
  const evidence = z.strictObject({ kinds: z.array(z.string()) })
  const { id, title, severity, ruleVersion, group, answers, rule, why, source } = unownedPlane
  const texts = { id, title, severity, ruleVersion, group, answers, rule, why, source }
  const probing = definePlaneCheck({
    ...texts,
    probes: true,
    evidence,
    evaluate: ({ observations }) => [pass({ kind: 'Plane', name: 'central' }, { kinds: observations.map(shown) })],
    describe: () => '',
    remedy: () => ({ summary: '', steps: [] }),
  })
  const login = { status: 302, callback: 'https://meshery.example/api/user/token', providerHost: 'cloud.example' }
  const probe: Prober['probe'] = async ({ vantage, targets }) =>
    targets.map((target) => ({ vantage: vantage.name, target, addresses: [], result: resultFor(target), at: '' }))
  const resultFor = ({ kind }: ProbeTarget): ProbeResult =>
    kind === 'server'
      ? { status: 'answered', connect, server: { ...factsOfServer, login } }
      : { status: 'answered', connect, httpStatus: 200 }
  const audited = async (check: PlaneCheck, plane: object) => {
    const world = newWorld()
    const ports = { store: newStore(world), clock: { now: () => world.now }, prober: { ...silentProber, probe } }
    const context = contextOf({ run: 'run-1', fleet: fleetWith(plane), world })
    const checks = { ...context.checks, plane: [check] }
    const [result] = await auditPlanes(['central'], { ...context, checks }, ports)
    return result && isJudged(result) ? result.verdicts.map((verdict) => 'evidence' in verdict && verdict.evidence) : []
  }

  it.each<[name: string, plane: object, kinds: readonly string[]]>([
    [
      'is probed at its URL and by plain HTTP, then its Remote Provider',
      {},
      ['server https meshery.example:443', 'plain meshery.example:80', 'provider cloud.example:443'],
    ],
    [
      'at a port of its own is not asked by plain HTTP elsewhere',
      { url: 'https://meshery.example:9443' },
      ['server https meshery.example:9443', 'provider cloud.example:443'],
    ],
    [
      'at an http URL is asked there',
      { url: 'http://meshery.example' },
      ['server http meshery.example:80', 'provider cloud.example:443'],
    ],
    [
      'behind a sub-path is asked under it, whether or not the URL ends with a slash',
      { url: 'https://meshery.example/tools/meshery/' },
      [
        'server https meshery.example:443/tools/meshery',
        'plain meshery.example:80/tools/meshery',
        'provider cloud.example:443',
      ],
    ],
    ['without a declared URL is not probed', { url: undefined }, []],
  ])('%s', async (_, plane, kinds) => {
    expect(await audited(probing, plane)).toEqual([{ kinds }])
  })

  it('is not probed where no enabled check judges what probes see', async () => {
    expect(await audited({ ...probing, probes: undefined }, {})).toEqual([{ kinds: [] }])
  })
})

describe('the planes of a run', () => {
  it.each([
    ['are those of the fleet file', allEnabled, ['central']],
    ['are none where no check is about planes', enabledChecks(['wildcard-role'], []), []],
  ])('%s', (_, checks, names) => {
    expect(planesOfRun({ fleet: fleetOf(), checks })).toEqual(names)
  })
})
