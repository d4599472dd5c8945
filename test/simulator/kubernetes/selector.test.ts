import { parseLabelSelector, SelectorError } from '@fleet-auditor/simulator/kubernetes/answers/selector.ts'
import { describe, expect, it } from 'vitest'

const labels = { app: 'meshery', component: 'broker', 'app.kubernetes.io/name': 'nats' }

describe('label selectors', () => {
  it.each([
    ['', true],
    ['app=meshery', true],
    ['app==meshery,component=broker', true],
    ['app!=meshery', false],
    ['tier!=web', true],
    ['component in (meshsync, broker)', true],
    ['component notin (meshsync,broker)', false],
    ['tier notin (web)', true],
    ['app.kubernetes.io/name', true],
    ['tier', false],
    ['!tier', true],
    ['!app', false],
    ['app=', false],
    ['app in (meshery),component in (broker),!tier', true],
  ])('%j', (selector, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected)
  })

  it.each(['a b', 'a=b=c', 'a in b', '=b', 'a in (b'])('refuses %j', (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(SelectorError)
  })
})
