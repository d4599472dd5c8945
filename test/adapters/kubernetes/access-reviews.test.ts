import { planReviews } from '@fleet-auditor/adapters/kubernetes/reads/access-reviews.ts'
import { identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import { expect, it } from 'vitest'

const account = (name: string): Identity => ({ kind: 'service-account', namespace: 'm', name })
const user = (name: string): Identity => ({ kind: 'user', name, groups: [] })
const words = (accounts: readonly Identity[], users: readonly Identity[]) =>
  planReviews(accounts, users).map(({ identity, verb }) => `${identityUser(identity).split(':').at(-1)} ${verb}`)

it.each([
  { name: 'no identity', accounts: [], users: [], expected: [] },
  {
    name: 'two accounts',
    accounts: [account('server'), account('operator')],
    users: [],
    expected: ['server list', 'server watch', 'operator list', 'operator watch', 'server *', 'operator *'],
  },
  {
    name: 'a user takes the places of the wildcards',
    accounts: [account('server'), account('operator')],
    users: [user('u')],
    expected: ['u list', 'u watch', 'u get', 'u *', 'server list', 'server watch', 'operator list', 'operator watch'],
  },
  {
    name: 'three users are never cut',
    accounts: [account('server')],
    users: [user('u'), user('v'), user('w')],
    expected: ['u', 'v', 'w'].flatMap((who) => ['list', 'watch', 'get', '*'].map((verb) => `${who} ${verb}`)),
  },
])('$name', ({ accounts, users, expected }) => {
  expect(words(accounts, users)).toEqual(expected)
})
