import { describe, expect, it } from 'vitest'
import { Selector } from '@fleet-auditor/model/selector-shape.ts'
import { globMatches, selects } from '@fleet-auditor/model/selector.ts'

const cluster = {
  id: 'eks:eu-west-1/payments',
  locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/payments',
  name: 'payments',
  provider: 'eks' as const,
  scope: 'aws:111122223333:eu-west-1',
  region: 'eu-west-1',
  labels: { env: 'prod' },
}

describe('globMatches', () => {
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
  ])('%s against %s: %s', (glob, text, expected) => {
    expect(globMatches(glob, text)).toBe(expected)
  })
})

describe('selects', () => {
  it.each<[string, unknown, boolean]>([
    ['nothing asked: everything', {}, true],
    ['by name', { cluster: 'payments' }, true],
    ['by id', { cluster: 'eks:eu-west-1/*' }, true],
    ['by one of several words', { cluster: ['a', 'pay*'] }, true],
    ['by another provider', { provider: 'gke' }, false],
    ['by provider and region', { provider: ['eks', 'gke'], region: 'eu-*' }, true],
    ['by scope', { scope: 'aws:*' }, true],
    ['by label', { labels: { env: 'prod' } }, true],
    ['by another label', { labels: { env: 'dev' } }, false],
    ['all keys must match', { cluster: 'payments', labels: { env: 'dev' } }, false],
  ])('%s', (_, selector, expected) => {
    expect(selects(Selector.parse(selector), cluster)).toBe(expected)
  })
})
