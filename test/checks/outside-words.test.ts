import { beyondOperator } from '@fleet-auditor/checks/facts/operator-role.ts'
import { loadBalancerScheme } from '@fleet-auditor/checks/facts/signals/load-balancer-scheme.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { regionCoordinates } from '@fleet-auditor/model/region.ts'
import { describe, expect, it } from 'vitest'
import { loadBalancer } from './broker-cluster.ts'

describe.each(['constructor', '__proto__', 'toString', 'valueOf'])('%s is no entry', (word) => {
  it('of a table', () => {
    expect(ownEntry({}, word)).toBeUndefined()
    expect(ownEntry(JSON.parse(`{"${word}":1}`) as Record<string, number>, word)).toBe(1)
  })

  it('as the class of a load balancer', () => {
    expect(loadBalancerScheme(loadBalancer({ loadBalancerClass: word }), 'gke')).toMatchObject({ scheme: 'unsure' })
  })

  it('as the API group of a rule', () => {
    const rule = { verbs: ['create'], apiGroups: [word], resources: ['x'], resourceNames: [], nonResourceURLs: [] }
    expect(beyondOperator([rule], new Set())).toEqual([`create on x.${word}`])
  })

  it('as a region', () => {
    expect(regionCoordinates(word)).toBeUndefined()
  })
})
