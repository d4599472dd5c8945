/** One request as the server saw it: the simulator's audit log. */
export interface RequestLog {
  readonly method: string
  /** Kubernetes' verb: get, list, watch, create … */
  readonly verb: string
  /** Path with query. */
  readonly path: string
  readonly group?: string
  readonly resource?: string
  readonly user?: string
  readonly httpVersion: string
  readonly accept?: string
  readonly arrivedAt: number
  /** Set once answered; body bytes as sent, compressed or not. */
  status?: number
  bytes?: number
}
