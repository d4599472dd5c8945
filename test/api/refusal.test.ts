import { randomBytes } from 'node:crypto'
import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { createRefusal } from '@fleet-auditor/api/http/refusal.ts'
import { expect, it } from 'vitest'

it('a refused method is answered with the methods that the API describes, and HEAD', async () => {
  const answer = await createRefusal({ random: randomBytes, log: () => undefined })(405)
  const described = Object.values(apiDocument().paths ?? {}).flatMap((path) => Object.keys(path ?? {}))
  const methods = new Set(['HEAD', ...described.map((method) => method.toUpperCase())])
  expect(answer.headers.get('Allow')?.split(', ')).toEqual([...methods].toSorted())
})
