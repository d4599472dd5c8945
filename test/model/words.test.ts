import { canonical } from '@fleet-auditor/model/canonical.ts'
import { identityGroups, identityUser } from '@fleet-auditor/model/identity.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { ruleGrants } from '@fleet-auditor/model/policy-rule.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const editsBetween = (a: string, b: string): number =>
  a === '' || b === ''
    ? a.length + b.length
    : Math.min(
        editsBetween(a.slice(1), b) + 1,
        editsBetween(a, b.slice(1)) + 1,
        editsBetween(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
      )

describe('canonical', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const turned = Object.fromEntries(Object.entries(record).toReversed())
        expect(canonical(turned)).toBe(canonical(record))
      }),
    )
  })

  it('keeps the order of lists and leaves out what is undefined', () => {
    expect(canonical({ b: [2, 1], a: undefined })).toBe('{"b":[2,1]}')
  })

  it('is the same string as sorting every object of the value gives, whatever JSON holds', () => {
    const sortedBy = (_: string, member: unknown): unknown =>
      member !== null && typeof member === 'object' && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : member
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonical(value)).toBe(JSON.stringify(value, sortedBy))
      }),
    )
  })

  it('has a member named __proto__ as any other, and a date as JSON has it', () => {
    const hostile: unknown = JSON.parse('{"b":1,"__proto__":{"d":2,"c":3}}')
    expect(canonical(hostile)).toBe('{"__proto__":{"c":3,"d":2},"b":1}')
    expect(canonical({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
  })
})

describe('nearest', () => {
  it.each([
    ['operatr', 'operator'],
    ['op', 'operator'],
    ['embeded', 'embedded'],
    ['zzzzzz', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['operator', 'embedded'])).toBe(expected)
  })

  it('is found by fewest edits, the first of equals', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[abc]{0,6}$/)), (candidates) => {
        const edits = candidates.filter((candidate) => editsBetween('abcabc', candidate) <= 2)
        const fewest = Math.min(...edits.map((candidate) => editsBetween('abcabc', candidate)))
        const expected = edits.find((candidate) => editsBetween('abcabc', candidate) === fewest)
        expect(nearest('abcabc', candidates)).toBe(expected)
      }),
    )
  })

  it('is given up early for a long word among the names of a large fleet', () => {
    const names = Array.from(
      { length: 20_000 },
      (_, number) => `eks:111122223333:eu-west-1/production-cluster-${number}`,
    )
    expect(nearest('q'.repeat(4000), names)).toBeUndefined()
  })
})

describe('ruleGrants', () => {
  const rule = (edits: object) => ({
    verbs: ['get'],
    apiGroups: [''],
    resources: ['pods'],
    resourceNames: [],
    nonResourceURLs: [],
    ...edits,
  })
  const getPods = { verb: 'get', group: '', resource: 'pods' }
  it.each<[string, object, object, boolean]>([
    ['the plain case', {}, {}, true],
    ['another verb', {}, { verb: 'list' }, false],
    ['another group', {}, { group: 'apps' }, false],
    ['every verb', { verbs: ['*'] }, { verb: 'impersonate' }, true],
    ['every group', { apiGroups: ['*'] }, { group: 'apps' }, true],
    ['every resource covers subresources', { resources: ['*'] }, { subresource: 'log' }, true],
    ['a resource does not cover its subresources', {}, { subresource: 'log' }, false],
    ['a named subresource', { resources: ['pods/log'] }, { subresource: 'log' }, true],
    ['a subresource of every resource', { resources: ['*/scale'] }, { subresource: 'scale' }, true],
    ['one name, asked by name', { resourceNames: ['a'] }, { name: 'a' }, true],
    ['one name, another asked', { resourceNames: ['a'] }, { name: 'b' }, false],
    ['one name, none asked', { resourceNames: ['a'] }, {}, false],
  ])('%s', (_, edits, request, expected) => {
    expect(ruleGrants(rule(edits), { ...getPods, ...request })).toBe(expected)
  })
})

describe('identities', () => {
  it('are what the authorizer sees', () => {
    const account = { kind: 'service-account', namespace: 'meshery', name: 'x' } as const
    expect(identityUser(account)).toBe('system:serviceaccount:meshery:x')
    expect(identityGroups(account)).toContain('system:serviceaccounts:meshery')
    expect(identityGroups({ kind: 'user', name: 'u', groups: ['system:authenticated', 'g'] })).toEqual([
      'system:authenticated',
      'g',
    ])
  })
})

it('labels a subject by its parts', () => {
  expect(subjectLabel({ kind: 'Deployment', namespace: 'a', name: 'b', container: 'c', field: 'd' })).toBe(
    'Deployment a/b, container c, d',
  )
})
