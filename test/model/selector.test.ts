import { Selector } from '@fleet-auditor/model/selector-shape.ts'
import { matches, selects } from '@fleet-auditor/model/selector.ts'
import { describe, expect, it } from 'vitest'

const cluster = {
  id: 'eks:111122223333:eu-west-1/payments',
  locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/payments',
  name: 'payments',
  provider: 'eks' as const,
  scope: 'aws:111122223333:eu-west-1',
  region: 'eu-west-1',
  labels: { env: 'prod', empty: '' },
}
const context = {
  id: 'kubeconfig:dev-1@127.0.0.1',
  locator: '127.0.0.1',
  name: 'dev-1',
  provider: 'kubeconfig' as const,
  scope: 'kubeconfig:default',
  labels: {},
}

describe('a pattern', () => {
  it.each([
    ['*', 'anything', true],
    ['eu-*', 'eu-west-1', true],
    ['eu-*', 'us-east-1', false],
    ['*-1', 'eu-west-1', true],
    ['e*w*1', 'eu-west-1', true],
    ['ab*ba', 'aba', false],
    ['EU-WEST-1', 'eu-west-1', true],
    ['pay', 'payments', false],
    ['a.c', 'abc', false],
    ['**', '', true],
    ['!eu-*', 'us-east-1', true],
    ['!eu-*', 'EU-west-1', false],
    [String.raw`CORP\admin`, String.raw`CORP\admin`, true],
    ['!bang', 'bang', false],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matches([pattern], [text])).toBe(expected)
  })

  it('of many stars is judged without backtracking', () => {
    expect(matches([`${'a*'.repeat(200)}b`], ['a'.repeat(20_000)])).toBe(false)
  })
})

describe('patterns', () => {
  it.each<[name: string, patterns: string[], words: string[], expected: boolean]>([
    ['choose all but what ! names', ['*', '!dev-*'], ['prod-1'], true],
    ['leave out what ! names', ['*', '!dev-*'], ['dev-1'], false],
    ['leave it out in whatever order they stand', ['!dev-*', '*'], ['dev-1'], false],
    ['of ! alone choose all others', ['!dev-*', '!test-*'], ['prod-1'], true],
    ['of ! alone leave out each of them', ['!dev-*', '!test-*'], ['test-1'], false],
    ['with a ! choose only what another one names', ['eu-*', '!eu-west-1'], ['us-east-1'], false],
    ['leave out by any of the words', ['!dev-*'], ['kubeconfig:x@h', 'dev-1'], false],
    ['choose by any of the words', ['dev-*'], ['kubeconfig:x@h', 'dev-1'], true],
  ])('%s', (_, patterns, words, expected) => {
    expect(matches(patterns, words)).toBe(expected)
  })
})

describe('a selector', () => {
  it.each<[name: string, selector: unknown, cluster: boolean, context: boolean]>([
    ['without keys selects everything', {}, true, true],
    ['selects by name under cluster', { cluster: 'payments' }, true, false],
    ['selects by id under cluster', { cluster: 'eks:*:eu-west-1/*' }, true, false],
    ['selects by locator under cluster', { cluster: 'arn:aws:*' }, true, false],
    ['selects by one of several words', { cluster: ['a', 'pay*'] }, true, false],
    ['selects by all but one word', { cluster: ['*', '!dev-*'] }, true, false],
    ['selects by all but these', { cluster: '!dev-*' }, true, false],
    ['selects by name alone', { name: 'pay*' }, true, false],
    ['does not take an id for a name', { name: 'eks:*' }, false, false],
    ['selects by another provider', { provider: 'gke' }, false, false],
    ['selects by all but one provider', { provider: '!kubeconfig' }, true, false],
    ['selects by provider and region', { provider: ['eks', 'gke'], region: 'eu-*' }, true, false],
    ['selects by account', { account: '111122223333' }, true, false],
    ['selects by all but one account, contexts too', { account: '!1111*' }, false, true],
    ['selects by scope', { scope: 'aws:*' }, true, false],
    ['selects by label', { labels: { env: 'prod' } }, true, false],
    ['selects by a glob of a label', { labels: { env: 'p*' } }, true, false],
    ['selects by a label that has no value', { labels: { empty: '' } }, true, false],
    ['distinguishes the case of a label', { labels: { env: 'Prod' } }, false, false],
    ['selects by another label', { labels: { env: 'dev' } }, false, false],
    ['selects by all but one label, those without it too', { labels: { env: '!prod' } }, false, true],
    ['does not select what has no such label by a glob', { labels: { env: '*' } }, true, false],
    ['selects only where all keys match', { cluster: 'payments', labels: { env: 'dev' } }, false, false],
  ])('%s', (_, selector, first, second) => {
    const parsed = Selector.parse(selector)
    expect([selects(parsed, cluster), selects(parsed, context)]).toEqual([first, second])
  })

  it('selects by an Azure subscription and a Google project as its account', () => {
    const aks = { ...context, id: 'aks:0a-1:rg/web', provider: 'aks' as const }
    const gke = { ...context, id: 'gke:shop:europe-west1/web', provider: 'gke' as const }
    const selector = Selector.parse({ account: ['0A-1', 'sho*'] })
    expect([aks, gke, cluster].map((each) => selects(selector, each))).toEqual([true, true, false])
  })

  it.each([{ provider: 'azure' }, { provider: '!azure' }, { cluster: [] }, { cluster: '' }, { zone: 'x' }])(
    'is refused as %j',
    (written) => {
      expect(Selector.safeParse(written).success).toBe(false)
    },
  )
})
