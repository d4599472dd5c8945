import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { CheckId, FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { catalogue } from '@fleet-auditor/report/catalogue.ts'
import { z } from 'zod'
import { accessTargets, accessText } from '../commands/access.ts'
import { commandReference } from './command-reference.ts'

/** Every generated document by its path under `docs/`, made from the objects that the program runs. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const schema = (of: z.ZodType, title: string): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`
  const docs = new Map([
    ['checks.md', catalogue(allChecks)],
    ['commands.md', await commandReference()],
    ['fleet.schema.json', fleetSchema()],
    ['openapi.json', `${JSON.stringify(apiDocument(), null, 2)}\n`],
    ['audit.schema.json', schema(AuditDocument, 'The document of fleet-auditor audit --format json')],
  ])
  for (const target of accessTargets) {
    const ending = target === 'aws' || target === 'azure' ? 'json' : 'yaml'
    docs.set(`access/${target}.${ending}`, accessText(target))
  }
  return docs
}

/** For editors. The ids of checks are words of the catalogue, which the model does not know. */
function fleetSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(FleetFile, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === CheckId) jsonSchema.enum = allChecks.map(({ id }) => id)
    },
  })
  const about = {
    $schema,
    $id: 'urn:fleet-auditor:fleet-file:v1',
    title: 'Fleet file of fleet-auditor',
    description: 'What is audited, from where, and what is expected of it. Unknown keys are errors.',
  }
  return `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`
}
