/** As a finding carries it. */
export const waiver = { owner: 'platform', reason: 'sandbox', expires: '2027-01-01' }
