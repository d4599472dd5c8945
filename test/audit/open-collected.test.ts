import { failedSections } from '@fleet-auditor/audit/cluster/failed-sections.ts'
import { newCollectorKey, privateKeyOf, signatureOf } from '@fleet-auditor/audit/exchange/collector-keys.ts'
import { checkKnown, openCollected, type OpenedFile } from '@fleet-auditor/audit/exchange/open-collected.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { CollectedFile, CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'

const now = '2026-11-21T02:00:00.000Z'
const own = newCollectorKey()
const other = newCollectorKey()

const unread = { ...failedSections(failed('unreachable', 'no answer')), cloud: failed('undeclared', 'no cloud') }
const cluster = {
  id: 'kubeconfig:edge@edge.internal:6443',
  locator: 'edge.internal:6443',
  name: 'edge',
  provider: 'kubeconfig',
  scope: 'kubeconfig:default',
  labels: {},
} as const
const payload = (edits: Partial<CollectedPayload> = {}): CollectedPayload => ({
  fleet: 'fleet',
  collectedAt: '2026-11-21T01:30:00.000Z',
  clusters: [
    {
      cluster,
      takenAt: '2026-11-21T01:29:00.000Z',
      sections: { ...unread, kubeSystem: collected({ uid: 'uid-1' }, '2026-11-21T01:29:00.000Z') },
      counters: { reads: 1, reviews: 0, bytes: 1, rounds: 1, retries: 0 },
      observations: [],
    },
  ],
  ...edits,
})

function signed(body: unknown, edits: Partial<CollectedFile> = {}, key = own.privatePem): string {
  const unsigned = {
    schema: 'urn:fleet-auditor:collected:v1' as const,
    keyId: 'edge-1',
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  }
  const signature = signatureOf({ ...unsigned, ...edits }, privateKeyOf(key, 'test'))
  return JSON.stringify({ ...unsigned, signature, ...edits })
}

const fleetWith = (edits: WrittenFleetFile = {}): FleetFile =>
  FleetFile.parse({
    collectors: [{ id: 'edge-1', publicKey: own.publicKey, clusters: { cluster: 'edge' } }],
    ...edits,
  })

const open = (text: string, fleet = fleetWith()): OpenedFile =>
  openCollected(text, { fleet, now, maxAgeMs: 24 * 3600_000, place: 'edge.json' })

describe('a collected file', () => {
  it('is believed when key, signature, age, shape and clusters are right', () => {
    expect(open(signed(payload()))).toEqual(payload())
  })

  const seen = payload().clusters
  it.each([
    { name: 'text', text: 'not json', message: /not JSON/ },
    { name: 'another shape', text: '{"schema":"urn:other"}', message: /has not the shape.*schema/ },
    { name: 'an unknown key', text: signed(payload(), { keyId: 'edge-2' }), message: /no collector key edge-2/ },
    {
      name: 'another key’s signature',
      text: signed(payload(), {}, other.privatePem),
      message: /signature is not that/,
    },
    {
      name: 'a payload changed by one byte',
      text: signed(payload()).replace('uid-1', 'uid-2'),
      message: /signature is not that/,
    },
    { name: 'a payload that is no JSON', text: signed('clusters'), message: /what was signed is not JSON/ },
    {
      name: 'a payload of another shape',
      text: signed({ fleet: 'fleet' }),
      message: /what was signed has not the shape/,
    },
    { name: 'another fleet', text: signed(payload({ fleet: 'lab' })), message: /for the fleet lab, not fleet/ },
    { name: 'an old one', text: signed(payload({ collectedAt: '2026-11-19T01:00:00.000Z' })), message: /too long ago/ },
    {
      name: 'one from the future',
      text: signed(payload({ collectedAt: '2026-11-21T03:00:00.000Z' })),
      message: /not come/,
    },
    {
      name: 'an old snapshot in a new file',
      text: signed(payload({ clusters: seen.map((each) => ({ ...each, takenAt: '2026-11-19T01:00:00.000Z' })) })),
      message: /too long ago/,
    },
    {
      name: 'a cluster that is not the key’s',
      text: signed(
        payload({
          clusters: seen.map((each) => ({
            ...each,
            cluster: { ...cluster, id: 'kubeconfig:core@edge.internal:6443', name: 'core' },
          })),
        }),
      ),
      message: /may not speak for kubeconfig:core@edge/,
    },
    {
      name: 'a cluster without identity',
      text: signed(payload({ clusters: seen.map((each) => ({ ...each, sections: unread })) })),
      message: /proves no identity/,
    },
  ])('is refused: $name', ({ text, message }) => {
    const error = thrownBy(() => open(text))
    expect(error.code).toBe('config')
    expect(error.message).toMatch(message)
    expect(error.details.place).toBe('edge.json')
  })

  it('is refused when its key has expired', () => {
    const fleet = fleetWith({ collectors: [{ id: 'edge-1', publicKey: own.publicKey, expires: '2026-11-20' }] })
    expect(thrownBy(() => open(signed(payload()), fleet)).message).toMatch(/expired on 2026-11-20/)
  })
})

describe('a cluster of a collected file', () => {
  const [seen] = payload().clusters
  const fileOf = (...clusters: unknown[]): string => signed({ ...payload(), clusters })
  const named = (edits: object): unknown => ({ ...seen, cluster: { ...cluster, ...edits } })
  const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/edge'
  const eks = {
    id: 'eks:111122223333:eu-west-1/edge',
    locator: arn,
    provider: 'eks',
    scope: 'aws:111122223333:eu-west-1',
  }

  it.each<[name: string, edits: object, refused: boolean]>([
    ['of a context', {}, false],
    ['of a context whose cloud is known', { provider: 'eks' }, false],
    ['of a cloud', { ...eks, region: 'eu-west-1' }, false],
    ['of another locator', { locator: 'core.internal:6443' }, true],
    ['of another id', { id: 'kubeconfig:edge@core.internal:6443' }, true],
    ['of another name', { name: 'core' }, true],
    ['of a cloud, with another region', { ...eks, region: 'us-east-1' }, true],
    [
      'of a cloud, with another account’s id',
      { ...eks, region: 'eu-west-1', id: 'eks:444455556666:eu-west-1/edge' },
      true,
    ],
    ['of a cloud, with another scope', { ...eks, region: 'eu-west-1', scope: 'aws:444455556666:eu-west-1' }, true],
    ['of a context at a cloud’s own locator', { id: `kubeconfig:edge@${arn}`, locator: arn }, true],
  ])('is believed only as one cluster: one %s', (_, edits, isRefused) => {
    const text = fileOf(named(edits))
    if (isRefused) expect(thrownBy(() => open(text)).message).toMatch(/are not of one cluster/)
    else expect(open(text).clusters).toHaveLength(1)
  })

  const other = { ...cluster, id: 'kubeconfig:edge@b.internal', locator: 'b.internal' }

  it.each<[name: string, broken: unknown, id: string]>([
    ['is no object', 'cluster', 'cluster 2 of edge.json'],
    ['has nodes of a provider called __proto__', { ...seen, cluster: other, sections: nodesOf('__proto__') }, other.id],
    ['has no sections', { ...seen, cluster: other, sections: {} }, other.id],
    ['is in it twice', seen, cluster.id],
  ])('that %s is a row, and the others stand', (_, broken, id) => {
    const { clusters, malformed } = open(fileOf(seen, broken))
    expect(clusters.map(({ cluster: { name } }) => name)).toEqual(['edge'])
    expect(malformed).toMatchObject([{ id, kind: 'cluster', outcome: 'failed', cause: 'malformed' }])
  })

  it('that is malformed and not the key’s refuses the file', () => {
    const core = { ...cluster, id: 'kubeconfig:core@b.internal', name: 'core', locator: 'b.internal' }
    const message = thrownBy(() => open(fileOf(seen, { cluster: core }))).message
    expect(message).toMatch(/may not speak for kubeconfig:core@b.internal/)
  })

  const known = (edits: object) => ({
    key: 'k',
    cluster: { ...cluster, ...edits },
    planes: [],
    open: 0,
    firstSeen: now,
  })

  it.each<[name: string, edits: object, isRefused: boolean]>([
    ['knows by the same id and locator', {}, false],
    ['does not know', { id: 'kubeconfig:core@b.internal', locator: 'b.internal' }, false],
    ['knows by another id', { id: 'kubeconfig:core@edge.internal:6443' }, true],
    ['knows at another locator', { locator: 'b.internal' }, true],
  ])('that the registry %s', (_, edits, isRefused) => {
    const check = () => checkKnown(payload(), [known(edits)], { place: 'edge.json' })
    if (isRefused) expect(thrownBy(check).message).toMatch(/what the fleet knows as/)
    else expect(check()).toBeUndefined()
  })
})

function nodesOf(provider: string) {
  const value = { count: 1, provider, notReady: 0, external: { count: 0, addresses: [] } }
  return { ...unread, kubeSystem: collected({ uid: 'uid-2' }, now), nodes: collected(value, now) }
}

describe('a signing key', () => {
  it.each([
    { name: 'text', pem: 'no key' },
    { name: 'a public key', pem: own.publicKey },
  ])('is distinguished from $name', ({ pem }) => {
    expect(thrownBy(() => privateKeyOf(pem, '--key k.pem'))).toMatchObject({
      code: 'config',
      details: { place: '--key k.pem' },
    })
  })
})

function thrownBy(task: () => unknown): AuditorError {
  try {
    task()
  } catch (error) {
    if (error instanceof AuditorError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
