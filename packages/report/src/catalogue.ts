import type { Check } from '@fleet-auditor/checks/define.ts'
import { checkPage } from './check-page.ts'

/** The whole catalogue as one Markdown document, generated from the checks that the program runs. */
export function catalogue(checks: readonly Check[]): string {
  return [
    '# The check catalogue',
    '',
    'Generated from `packages/checks/src/registry.ts` by `npm run docs`; do not edit.',
    '',
    '| check | severity | scope | fails when |',
    '|---|---|---|---|',
    ...checks.map((check) => `| [${check.id}](#${check.id}) | ${check.severity} | ${check.scope} | ${check.title} |`),
    '',
    ...checks.map(checkPage),
  ].join('\n')
}
