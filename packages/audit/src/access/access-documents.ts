/** What one cloud is to be told, each document by its name. */
export type AccessDocuments = Readonly<Record<string, object>>
