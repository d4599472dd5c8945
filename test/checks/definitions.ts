import type { DefinitionFacts } from '@fleet-auditor/model/definition-facts.ts'

const version = (name: string, storage: boolean) => ({ name, served: true, storage })

/** The Broker's definition as chart 1.0 has it. */
export const definition = (edits: Partial<DefinitionFacts> = {}): DefinitionFacts => ({
  name: `brokers.${edits.group ?? 'meshery.io'}`,
  group: 'meshery.io',
  kind: 'Broker',
  versions: [version('v1alpha1', false), version('v1alpha2', true)],
  storedVersions: ['v1alpha2'],
  ...edits,
})

/** As Operators before 1.0 bring it. */
export const oldDefinition = (group = 'meshery.io'): DefinitionFacts =>
  definition({ group, versions: [version('v1alpha1', true)], storedVersions: ['v1alpha1'] })
