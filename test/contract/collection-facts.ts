import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Counters } from '@fleet-auditor/model/snapshot.ts'
import { expect } from 'vitest'
import { comparable } from './comparable.ts'
import type { OpenedApi } from './opened-api.ts'

type Sections = Collection['sections']

export function expectAlike(collections: readonly Collection[], servers: readonly OpenedApi[]): void {
  const [first, ...others] = collections.flatMap(({ sections }, index) => {
    const api = servers[index]
    return api ? [comparable(sections, api)] : []
  })
  for (const other of others) expect(other).toEqual(first)
}

/** What was asked: bytes differ, as servers print their objects differently. */
export const askedOf = (counters: Counters | undefined) => counters && { ...counters, bytes: 0 }

export const failuresOf = (sections: Sections) =>
  Object.entries(sections).flatMap(([section, state]: [string, Section<unknown>]) =>
    state.status === 'failed' ? [{ section, cause: state.cause, grant: state.grant }] : [],
  )

export function causesOf({ sections }: Collection) {
  const failures = failuresOf(sections)
  const failed = new Set(failures.map(({ section }) => section))
  const collected = Object.keys(sections).filter((section) => !failed.has(section))
  return { forbidden: failures.filter(({ cause }) => cause === 'forbidden').length, collected: collected.toSorted() }
}

export function inventoryOf({ workloads, brokers, meshSyncs }: Sections): readonly string[] {
  const objects = [
    ...valueOf(workloads).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    ...valueOf(brokers).map(({ namespace, name }) => `Broker ${namespace}/${name}`),
    ...valueOf(meshSyncs).map(({ namespace, name }) => `MeshSync ${namespace}/${name}`),
  ]
  return objects.toSorted()
}

const valueOf = <T>(section: Section<readonly T[]>): readonly T[] => (section.status === 'failed' ? [] : section.value)
