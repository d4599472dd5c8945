import { z } from 'zod'

/** A waiver as a finding that it accepts shows it. */
export const AppliedWaiver = z.object({ owner: z.string(), reason: z.string(), expires: z.string() })
export type AppliedWaiver = z.infer<typeof AppliedWaiver>

export const appliedWaiver = ({ owner, reason, expires }: AppliedWaiver): AppliedWaiver => ({ owner, reason, expires })
