import { z } from 'zod'
import { Selector } from './selector-shape.ts'

/** A key whose holder collects inside a network that the auditor cannot reach. */
export const CollectorKey = z.strictObject({
  id: z.string().min(1).describe('Key id, as it stands in collected files'),
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'expected 32 bytes in base64, as printed by fleet-auditor collect --new-key')
    .describe('Ed25519 public key'),
  clusters: Selector.default({}).describe('Clusters this key may speak for'),
  expires: z.iso
    .date()
    .optional()
    .describe('Last day on which the key is accepted, in UTC; absent: no end')
    .meta({
      examples: ['2027-06-30'],
    }),
})
export type CollectorKey = z.infer<typeof CollectorKey>
