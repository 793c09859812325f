import type { Millis } from '../time.ts'

/** Who asks: somebody outside, a machine, or a pod. */
export type Origin =
  | { readonly type: 'outside'; readonly ip?: string }
  | { readonly type: 'node'; readonly name: string }
  | { readonly type: 'pod'; readonly namespace: string; readonly name: string }

/** One thing that is asked over the network. */
export interface RequestSpec {
  readonly from: Origin
  /** `http` waits for an answer, `connect` for a connection, `ping` for an echo, `dns` for records. */
  readonly what: 'http' | 'connect' | 'ping' | 'dns'
  /** Name or address; for `dns` the name that is asked about. */
  readonly host: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  readonly method: string
  readonly path: string
  readonly tls: boolean
  /** Whoever asks hangs up when it sees a certificate that it does not know. */
  readonly strict?: boolean
  /** What the answer may depend on beside the path. */
  readonly hostHeader?: string
  /** A word that is sent plainly, for servers that speak so. */
  readonly word?: string
  /** How long whoever asks waits. */
  readonly timeout?: Millis
  /** For `dns`: which records, of which server, and whether the search path is gone through. */
  readonly record?: RecordType
  readonly server?: string
  readonly search?: boolean
}

export type RecordType = 'A' | 'AAAA' | 'SRV' | 'CNAME' | 'PTR'

/** One record of the name service. */
export interface DnsRecord {
  readonly name: string
  readonly type: 'A' | 'SRV' | 'CNAME' | 'PTR'
  readonly value: string
  readonly ttl: number
}

/** What a name service says: the records, `NOERROR` without any, or that there is no such name. */
export interface DnsAnswer {
  readonly name: string
  readonly code: 'NOERROR' | 'NXDOMAIN'
  readonly records: readonly DnsRecord[]
}

/** Who does something in a hop. */
export type HopActor =
  | 'client'
  | 'dns'
  | 'arp'
  | 'node'
  | 'kube-proxy'
  | 'policy'
  | 'endpoint'
  | 'container'

/** One stretch of the way: who did what, where, and why. */
export interface Hop {
  readonly actor: HopActor
  /** A machine, `outside`, or empty where it is nobody's. */
  readonly where: string
  readonly reason: string
  /** Where the packet goes from here, `address:port`. */
  readonly to?: string
  readonly object?: { readonly kind: string; readonly namespace: string; readonly name: string }
  /** The way ends here. */
  readonly fails?: true
}

/** Why nothing came back. */
export type Failure = 'unresolved' | 'no-dns' | 'refused' | 'timeout' | 'unreachable'

/** Whose container answered. */
export interface Answerer {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly node: string
}

export type Outcome =
  | {
      readonly type: 'answered'
      readonly status: number
      readonly body: string
      readonly server: string
      readonly contentType: string
      /** The port speaks encrypted, whatever was asked. */
      readonly secure: boolean
      readonly ip: string
      readonly by?: Answerer
      readonly millis: Millis
    }
  | {
      readonly type: 'records'
      readonly server: string
      /** Every name that was tried, the last one first that decided. */
      readonly answers: readonly DnsAnswer[]
      readonly millis: Millis
    }
  | {
      readonly type: 'failed'
      readonly failure: Failure
      /** The address that was tried; empty when there was none. */
      readonly ip: string
      readonly server?: string
      readonly millis: Millis
    }

/** A request and its way. */
export interface Trace {
  readonly id: number
  readonly at: Millis
  readonly request: RequestSpec
  readonly hops: readonly Hop[]
  readonly outcome: Outcome
  /** The Services that it went through. */
  readonly services: readonly string[]
}
