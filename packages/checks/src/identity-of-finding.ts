import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Owner } from '@fleet-auditor/model/target.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'

/** What a fingerprint is the hash of: check, owner in its incarnation, subject. Evidence and pods play no part. */
export const findingIdentity = (check: string, owner: Owner, incarnation: number, subject: Subject): string =>
  canonical([check, owner.kind, owner.key, incarnation, subject])
