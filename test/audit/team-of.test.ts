import { teamOf } from '@fleet-auditor/audit/fleet/declared.ts'
import { describe, expect, it } from 'vitest'

const cluster = (labels: Readonly<Record<string, string>>, name = 'payments') => ({
  id: `eks:111122223333:eu-west-1/${name}`,
  locator: `arn:${name}`,
  name,
  provider: 'eks' as const,
  scope: 'aws:111122223333:eu-west-1',
  labels,
})
const teams = [
  { name: 'payments', clusters: { cluster: ['pay*'] } },
  { name: 'everybody', clusters: { labels: { tier: ['gold'] } } },
]

describe('a cluster belongs to a team', () => {
  it.each([
    ['by the first rule that matches', cluster({ tier: 'gold', team: 'shop' }), 'payments'],
    ['by a later rule', cluster({ tier: 'gold', team: 'shop' }, 'search'), 'everybody'],
    ['by its tag where no rule matches', cluster({ team: 'shop' }, 'search'), 'shop'],
    ['to none where the tag is empty', cluster({ team: '' }, 'search'), undefined],
    ['to none where there is no tag', cluster({}, 'search'), undefined],
  ])('%s', (_, of, team) => {
    expect(teamOf(of, { teams, teamTag: 'team' })).toBe(team)
  })

  it('to none where the tag is a word of every object', () => {
    expect(teamOf(cluster({}, 'search'), { teams, teamTag: 'constructor' })).toBeUndefined()
  })
})
