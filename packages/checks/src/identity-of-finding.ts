import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Target } from '@fleet-auditor/model/target.ts'

/** What a fingerprint is the hash of: check, target in its incarnation, subject. Not evidence, not pods. */
export const findingIdentity = (check: string, target: Target, incarnation: number, subject: Subject): string =>
  canonical([check, target.kind, target.key, incarnation, subject])
