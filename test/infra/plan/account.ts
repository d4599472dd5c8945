/** The AWS account that plans pretend to deploy to: one of those that documentation uses. */
export const account = '111122223333'
