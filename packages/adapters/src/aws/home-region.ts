/** Where a partition's global services (Organizations, Account Management) sign, and STS is always on. */
const homes: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
}

/** Of an ARN's partition; without one, of `aws`. */
export const homeRegion = (arn: string | undefined): string => homes[arn?.split(':')[1] ?? 'aws'] ?? 'us-east-1'
