/**
 * What the store does with its table and indexes on AWS, and nothing else: TTL deletes there, and only the deployment
 * makes tables.
 */
export const tableActions = [
  'dynamodb:BatchWriteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
] as const
