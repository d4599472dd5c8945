import { generatedDocs } from '@fleet-auditor/cli/docs/generated-docs.ts'
import { exampleFleetFile } from '@fleet-auditor/cli/example-fleet-file.ts'
import { demonstrationFleet } from '@fleet-auditor/simulator/demonstration/fleet.ts'
import formats from 'ajv-formats'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const docs = await generatedDocs()
const schema = JSON.parse(docs.get('fleet.schema.json') ?? '') as AnySchemaObject // we generate an object
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false })
formats.default(ajv)
const validate = ajv.compile(schema)

/** `path: description` of every property, wherever in the schema it is. */
function properties(of: unknown, path: string): (readonly [path: string, description: unknown])[] {
  if (Array.isArray(of)) return of.flatMap((each) => properties(each, path))
  if (typeof of !== 'object' || of === null) return []
  return Object.entries(of).flatMap(([keyword, value]: [string, unknown]) => {
    if (keyword === 'default' || keyword === 'examples' || keyword === 'enum') return []
    if (keyword !== 'properties') return properties(value, path)
    return Object.entries(value as Record<string, object>) // what `properties` is in every JSON schema
      .flatMap(([name, property]) => [
        [`${path}.${name}`, 'description' in property ? property.description : undefined] as const,
        ...properties(property, `${path}.${name}`),
      ])
  })
}

/** What people may write: the example as it is, and with its comments taken off. */
const uncommented = exampleFleetFile
  .replaceAll(/^(\w+): \[\]\n/gm, '')
  .replaceAll(/^( *)# ((?: *- |\w+:|  +).*)$/gm, '$1$2')

const demonstration = demonstrationFleet({
  urls: { eks: 'https://a.test', sts: 'https://b.test', google: 'https://c.test', azure: 'https://d.test' },
  ca: 'authority.pem',
  ways: { connectTo: { 'api.test:443': '127.0.0.1:1' }, resolve: { 'broker.test': ['203.0.113.1'] } },
  tenant: '7e57ab1e-0000-4000-8000-00000000000a',
})

describe('the schema of the fleet file', () => {
  const all = properties(schema, '')

  it('describes every property', () => {
    expect(all.length).toBeGreaterThan(150)
    expect(all.filter(([, description]) => typeof description !== 'string' || description === '')).toEqual([])
  })

  it('has an id', () => {
    expect(schema.$id).toMatch(/^urn:/)
  })

  it.each<[name: string, file: unknown]>([
    ['the example of init', parse(exampleFleetFile)],
    ['the example of init without its comments', parse(uncommented)],
    ['the demonstration’s fleet file', demonstration],
    ['an empty one', {}],
  ])('takes %s', (_, file) => {
    expect([validate(file), validate.errors]).toEqual([true, null])
  })

  it.each<[name: string, file: unknown, place: string]>([
    ['an unknown key', { plane: [] }, ''],
    [
      'a check that is not in the catalogue',
      { checks: [{ check: 'public-brokr', skip: true, reason: 'x' }] },
      '/checks/0/check',
    ],
    [
      'a waived check that is not in the catalogue',
      { waivers: [{ check: 'x', owner: 'a', reason: 'b', expires: '2027-03-31' }] },
      '/waivers/0/check',
    ],
    [
      'a day that is none',
      { waivers: [{ check: 'public-broker', owner: 'a', reason: 'b', expires: 'march' }] },
      '/waivers/0/expires',
    ],
    [
      'an account without quotes',
      { sources: { aws: [{ account: 111122223333, regions: ['all'] }] } },
      '/sources/aws/0/account',
    ],
    ['a selector of an unknown field', { teams: [{ name: 'a', clusters: { owner: 'b' } }] }, '/teams/0/clusters'],
  ])('refuses %s', (_, file, place) => {
    expect(validate(file)).toBe(false)
    expect(validate.errors?.map(({ instancePath }) => instancePath)).toContain(place)
  })
})
