import type { DefinitionFacts } from '@fleet-auditor/model/definition-facts.ts'
import { z } from 'zod'
import { given, listOf, metadata, optionalText } from './kubernetes-shapes.ts'

const serviceReference = z.object({ namespace: z.string(), name: z.string() }).nullish()

const definitionObject = z.object({
  kind: z.literal('CustomResourceDefinition'),
  metadata,
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), served: z.boolean(), storage: z.boolean() })),
    conversion: z
      .object({
        strategy: z.string(),
        webhook: z
          .object({ clientConfig: z.object({ service: serviceReference, caBundle: optionalText }).nullish() })
          .nullish(),
      })
      .nullish(),
  }),
  status: z.object({ storedVersions: listOf(z.string()) }),
})

export function projectDefinition(item: unknown): DefinitionFacts {
  const { metadata: meta, spec, status } = definitionObject.parse(item)
  const client = spec.conversion?.webhook?.clientConfig
  const converts = spec.conversion?.strategy === 'Webhook'
  return given({
    name: meta.name,
    group: spec.group,
    kind: spec.names.kind,
    versions: spec.versions,
    storedVersions: status.storedVersions,
    webhook: converts ? given({ service: client?.service, authority: Boolean(client?.caBundle) }) : undefined,
  })
}
