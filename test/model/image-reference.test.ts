import { compareVersions, parseImage, versionOf, type Version } from '@fleet-auditor/model/image-reference.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('the version in an image’s tag', () => {
  it.each<readonly [image: string, expected: Version | undefined]>([
    ['meshery/meshery:stable-v1.0.64', [1, 0, 64]],
    ['meshery/meshery-operator:1.0.5', [1, 0, 5]],
    ['mirror.example:5000/meshery/meshsync:v2.0.0-rc.1', [2, 0, 0]],
    ['nats:2.14.2-alpine', [2, 14, 2]],
    ['nats:2.14-alpine', undefined],
    ['mirror.example:1.2.3/nats', undefined],
    ['meshery/meshery:stable-latest', undefined],
    ['meshery/meshery:1.2.3.4', undefined],
    [`meshery/meshery@sha256:${'1'.repeat(64)}`, undefined],
    ['meshery/meshery', undefined],
  ])('of %s is %j', (image, expected) => {
    expect(versionOf(parseImage(image))).toEqual(expected)
  })
})

describe('the order of versions', () => {
  it.each<readonly [older: Version, newer: Version]>([
    [
      [1, 0, 9],
      [1, 0, 10],
    ],
    [
      [1, 9, 9],
      [1, 10, 0],
    ],
    [
      [9, 9, 9],
      [10, 0, 0],
    ],
  ])('%j is older than %j', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3))
  it('is total: only the same version is equal', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, b) === 0).toBe(a.join('.') === b.join('.'))
      }),
    )
  })
})
