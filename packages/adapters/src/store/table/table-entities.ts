import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Entity } from 'dynamodb-toolbox/entity'
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
/** Rows carry neither the entity's name nor its times: their keys hold both, and bytes are write units. */
const plain = { entityAttribute: false, timestamps: false } as const

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

/** Where the finding of a fingerprint stands. */
const pointer = item({ ...key, target: string(), check: string() })

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
  /** Of a run: the hash that its ledger's row is named by. */
  ledger: string().optional(),
  /** Of a shard: who works on it, for lists that need not unpack it. */
  worker: string().optional(),
})

/** An API token at rest. A day of use is no part of the body: it is written by itself. */
const token = item({ ...key, body: string(), lastUsedOn: string().optional() })

/** A message of the outbox, by attributes: sender and recorder write different ones. */
const outbox = item({
  ...key,
  ...expiry,
  run: string(),
  part: string(),
  destination: string(),
  state: string(),
  attempts: number(),
  leasedUntil: string(),
  firstTakenAt: string(),
  receipt: string().optional(),
  contentHash: string().optional(),
  failure: string().optional(),
})

/** The rows of the fleet's table as dynamodb-toolbox entities. Hot rows (HEAD, packed ones) are held to them by their types alone. */
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
    finding: new Entity({ name: 'finding', table, schema: finding, ...plain }),
    packed: new Entity({ name: 'packed', table, schema: packed, ...plain }),
    piece: new Entity({ name: 'piece', table, schema: item({ ...key, ...expiry, bytes: binary() }), ...plain }),
    listedRun: new Entity({ name: 'listed-run', table, schema: item({ ...key, ...expiry, run: string() }), ...plain }),
    registered: new Entity({ name: 'registered', table, schema: item({ ...key, body: string() }), ...plain }),
    pointer: new Entity({ name: 'pointer', table, schema: pointer, ...plain }),
    claimCluster: new Entity({ name: 'mark', table, schema: item({ ...key, ...expiry }), ...plain }),
    outbox: new Entity({ name: 'outbox', table, schema: outbox, ...plain }),
    token: new Entity({ name: 'token', table, schema: token, ...plain }),
    decision: new Entity({ name: 'decision', table, schema: item({ ...key, body: string() }), ...plain }),
    format: new Entity({ name: 'format', table, schema: item({ ...key, format: number() }), ...plain }),
    latencyDay: new Entity({
      name: 'latency-day',
      table,
      schema: item({ ...key, ...expiry, body: string() }),
      ...plain,
    }),
    latencyPair: new Entity({
      name: 'latency-pair',
      table,
      schema: item({ ...key, from: string(), to: string() }),
      ...plain,
    }),
    claim: new Entity({ name: 'claim', table, schema: item({ ...key, claimant: string() }), ...plain }),
  }
}

export type Entities = ReturnType<typeof createEntities>
