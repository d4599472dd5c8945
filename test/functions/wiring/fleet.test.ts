import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { expect, it } from 'vitest'
import { deployedVantages } from '../../../functions/wiring/fleet.ts'

const fleet = FleetFile.parse({
  vantages: [
    { name: 'laptop', network: 'private' },
    { name: 'here', kind: 'lambda', region: 'eu-west-1', network: 'internet' },
    { name: 'there', kind: 'lambda', region: 'us-east-1' },
    { name: 'anywhere', kind: 'lambda' },
  ],
})

it('a deployed fleet stands at the vantages of functions, in every region, and at no person’s machine', () => {
  const { vantages } = deployedVantages(fleet)
  expect(vantages.map(({ name, kind }) => [name, kind])).toEqual([
    ['here', 'local'],
    ['there', 'local'],
    ['anywhere', 'local'],
  ])
})

it('what is declared of a deployed vantage stays', () => {
  expect(deployedVantages(fleet).vantages[0]).toMatchObject({ network: 'internet', region: 'eu-west-1' })
})
