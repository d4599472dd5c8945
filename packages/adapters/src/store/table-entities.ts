import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity'
import { binary } from 'dynamodb-toolbox/schema/binary'
import { boolean } from 'dynamodb-toolbox/schema/boolean'
import { item } from 'dynamodb-toolbox/schema/item'
import { list } from 'dynamodb-toolbox/schema/list'
import { number } from 'dynamodb-toolbox/schema/number'
import { string } from 'dynamodb-toolbox/schema/string'
import { Table } from 'dynamodb-toolbox/table'

const key = { pk: string().key(), sk: string().key() }
/** Epoch seconds, as DynamoDB's TTL wants them. */
const expiry = { expiresAt: number().optional() }
/** Rows carry neither the entity's name nor its times: their keys tell, and bytes are write units. */
const plain = { entityAttribute: false, timestamps: false } as const

const head = item({
  ...key,
  incarnation: number(),
  run: string(),
  takenAt: string(),
  version: string(),
  stateVersion: string(),
  ruleSet: string(),
  projected: boolean(),
  snapshotHash: string().optional(),
  snapshotUntil: number().optional(),
  open: number(),
  staleSince: string().optional(),
  uid: string().optional(),
  life: string().optional(),
})

const finding = item({
  ...key,
  ...expiry,
  gsi1pk: string(),
  gsi1sk: string(),
  gsi2pk: string(),
  gsi2sk: string(),
  version: string(),
  /** JSON of the finding: hot lists read it with one parse. */
  body: string(),
  transitions: list(string()),
})

/** A value in Brotli with its first piece; `pieces` counts them all. */
const packed = item({
  ...key,
  ...expiry,
  hash: string(),
  pieces: number(),
  bytes: binary(),
  run: string().optional(),
  superseded: boolean().optional(),
  /** Of a run: whether it is over. */
  closed: boolean().optional(),
})

/** The rows of the fleet's table as dynamodb-toolbox entities: what is written is checked against them. */
export function createEntities(documentClient: DynamoDBDocumentClient, name: string) {
  const table = new Table({
    documentClient,
    name,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      gsi1: {
        type: 'global',
        partitionKey: { name: 'gsi1pk', type: 'string' },
        sortKey: { name: 'gsi1sk', type: 'string' },
      },
      gsi2: {
        type: 'global',
        partitionKey: { name: 'gsi2pk', type: 'string' },
        sortKey: { name: 'gsi2sk', type: 'string' },
      },
    },
  })
  return {
    head: new Entity({ name: 'head', table, schema: head, ...plain }),
    finding: new Entity({ name: 'finding', table, schema: finding, ...plain }),
    packed: new Entity({ name: 'packed', table, schema: packed, ...plain }),
    piece: new Entity({ name: 'piece', table, schema: item({ ...key, ...expiry, bytes: binary() }), ...plain }),
    listedRun: new Entity({ name: 'listed-run', table, schema: item({ ...key, ...expiry, run: string() }), ...plain }),
    registered: new Entity({ name: 'registered', table, schema: item({ ...key, body: string() }), ...plain }),
    claim: new Entity({ name: 'claim', table, schema: item({ ...key, claimant: string() }), ...plain }),
  }
}

export type Entities = ReturnType<typeof createEntities>
export type HeadRow = FormattedItem<Entities['head']>
