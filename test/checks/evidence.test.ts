import { highLatency } from '@fleet-auditor/checks/catalog/high-latency.ts'
import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import { scaledBroker } from '@fleet-auditor/checks/catalog/scaled-broker.ts'
import { materialOf } from '@fleet-auditor/checks/evidence.ts'
import { describe, expect, it } from 'vitest'

const latency = { vantage: 'outside', kind: 'api', medianMs: 180, minMs: 178, connectMs: 20, samples: 5 }
const spec = { name: 'spec', verdict: 'bad', because: 'externalIPs 52.31.7.9' }
const probe = { name: 'probe', verdict: 'bad', because: '52.31.7.9:4222 from outside answered' }

describe('material evidence', () => {
  it('is all of it where the check names none', () => {
    expect(materialOf(scaledBroker, { size: 3 })).toBe('{"size":3}')
  })

  it('is the names that the check lists: another time measured is no other finding', () => {
    expect(materialOf(highLatency, latency)).toBe('{"kind":"api","vantage":"outside"}')
    expect(materialOf(highLatency, { ...latency, medianMs: 190 })).toBe(materialOf(highLatency, latency))
  })

  it('is the signals that the check picks: another probe is no other finding', () => {
    expect(materialOf(publicBroker, { signals: [spec, probe] })).toBe(materialOf(publicBroker, { signals: [spec] }))
    expect(materialOf(publicBroker, { signals: [probe] })).not.toBe(materialOf(publicBroker, { signals: [spec] }))
  })

  it('is all of it where the signals are of another form, or the check is gone', () => {
    expect(materialOf(publicBroker, { spec: 'bad: externalIPs' })).toBe('{"spec":"bad: externalIPs"}')
    expect(materialOf(undefined, { ms: 180 })).toBe('{"ms":180}')
  })
})
