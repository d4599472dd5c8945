import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { expect, it } from 'vitest'
import { withOwnVantages } from '../../functions/own-vantages.ts'

const fleet = FleetFile.parse({
  vantages: [
    { name: 'laptop', network: 'private' },
    { name: 'here', kind: 'lambda', region: 'eu-west-1', network: 'internet' },
    { name: 'there', kind: 'lambda', region: 'us-east-1' },
    { name: 'anywhere', kind: 'lambda' },
  ],
})

it.each([
  ['its region and those without one', 'eu-west-1', ['here', 'anywhere']],
  ['no region it is not in', 'ap-south-1', ['anywhere']],
  ['none of a region when it knows not its own', undefined, ['anywhere']],
])('a function stands at the function vantages of %s', (_, region, names) => {
  const { vantages } = withOwnVantages(fleet, region)
  expect(vantages.map(({ name, kind }) => [name, kind])).toEqual(names.map((name) => [name, 'local']))
})

it('keeps what is declared of a vantage', () => {
  expect(withOwnVantages(fleet, 'eu-west-1').vantages[0]).toMatchObject({ network: 'internet', region: 'eu-west-1' })
})
