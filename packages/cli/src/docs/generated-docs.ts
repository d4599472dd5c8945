import { z } from 'zod'
import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { catalogue } from '@fleet-auditor/report/catalogue.ts'
import { accessTargets, accessText } from '../commands/access.ts'
import { commandReference } from './command-reference.ts'

/** Every generated document by its path under `docs/`, made from the objects that the program runs. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const schema = (of: z.ZodType, title: string): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`
  const docs = new Map([
    ['checks.md', catalogue(allChecks)],
    ['commands.md', await commandReference()],
    ['fleet.schema.json', schema(FleetFile, 'Fleet file of fleet-auditor')],
    ['openapi.json', `${JSON.stringify(apiDocument(), null, 2)}\n`],
    ['audit.schema.json', schema(AuditDocument, 'The document of fleet-auditor audit --format json')],
  ])
  for (const target of accessTargets) {
    const ending = target === 'aws' || target === 'azure' ? 'json' : 'yaml'
    docs.set(`access/${target}.${ending}`, accessText(target))
  }
  return docs
}
