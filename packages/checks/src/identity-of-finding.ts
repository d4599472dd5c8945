import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'

/** What a fingerprint is the hash of: check, owner in its incarnation, subject. Evidence and pods play no part. */
export const findingIdentity = (check: string, target: Target, incarnation: number, subject: Subject): string =>
  canonical([check, target.kind, target.key, incarnation, subject])
