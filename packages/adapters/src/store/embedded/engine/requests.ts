import { z } from 'zod'
import { AttributeValue, Item } from './item.ts'

const Capacity = z.enum(['NONE', 'TOTAL', 'INDEXES']).optional()
const Named = z.strictObject({ TableName: z.string(), ReturnConsumedCapacity: Capacity })
const Placeholders = z.strictObject({
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), AttributeValue).optional(),
})
const None = z.enum(['NONE']).optional()
const Conditional = z.strictObject({
  ...Named.shape,
  ...Placeholders.shape,
  ConditionExpression: z.string().optional(),
  ReturnValues: None,
  ReturnValuesOnConditionCheckFailure: None,
})
const Listing = z.strictObject({
  ...Named.shape,
  ...Placeholders.shape,
  IndexName: z.enum(['gsi1', 'gsi2']).optional(),
  FilterExpression: z.string().optional(),
  Select: z.enum(['COUNT']).optional(),
  ProjectionExpression: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
  Limit: z.int().positive().optional(),
  ExclusiveStartKey: Item.optional(),
})
const WriteRequest = z.union([
  z.strictObject({ PutRequest: z.strictObject({ Item }) }),
  z.strictObject({ DeleteRequest: z.strictObject({ Key: Item }) }),
])

/** The requests that the store makes, member by member; any other is refused, since it would be ignored. */
export const requests = {
  CreateTable: z.object({ TableName: z.string().regex(/^[\w.-]{3,255}$/) }),
  DescribeTable: z.strictObject({ TableName: z.string() }),
  GetItem: z.strictObject({
    ...Named.shape,
    Key: Item,
    ConsistentRead: z.boolean().optional(),
    ProjectionExpression: z.string().optional(),
    ExpressionAttributeNames: Placeholders.shape.ExpressionAttributeNames,
  }),
  PutItem: z.strictObject({ ...Conditional.shape, Item }),
  DeleteItem: z.strictObject({ ...Conditional.shape, Key: Item }),
  UpdateItem: z.strictObject({ ...Conditional.shape, Key: Item, UpdateExpression: z.string() }),
  BatchWriteItem: z.strictObject({
    RequestItems: z.record(z.string(), z.array(WriteRequest).min(1).max(25)),
    ReturnConsumedCapacity: Capacity,
  }),
  Query: z.strictObject({
    ...Listing.shape,
    KeyConditionExpression: z.string(),
    ScanIndexForward: z.boolean().optional(),
  }),
  Scan: Listing,
} as const

export type Request<Name extends keyof typeof requests> = z.infer<(typeof requests)[Name]>
export type Listing = z.infer<typeof Listing>
