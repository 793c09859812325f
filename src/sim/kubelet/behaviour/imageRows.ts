import type { Millis } from '../../time.ts'
import type { Container } from '../../types/index.ts'

/** What is known of the programs in public images: data, one row for each family. Times in virtual ms. */
export interface ImageFacts {
  /** Compressed size, which is what a pull transfers. */
  readonly bytes: number
  /** Ports it answers on, once it is up. */
  readonly ports: readonly number[]
  /** From its start until it answers. */
  readonly upAfter: number
  /** Ends at once when it has no command of its own; it is a tool or a shell. */
  readonly tool?: true
  /** From SIGTERM to its end; -1 when it does not listen. */
  readonly stopFor: number
  /** Working memory in bytes: a smaller limit kills it. */
  readonly memory: number
  /** One of these must be set in its environment. */
  readonly needs?: readonly string[]
  readonly needsText?: string
  readonly lines: readonly string[]
  /** Files of the image that somebody may ask for. */
  readonly files?: Readonly<Record<string, string>>
  /** Folder whose files it serves, and what it calls itself in answers. */
  readonly root?: string
  readonly server?: string
  /** Answer to every request; `{host}` and `{ip}` stand for the pod's. */
  readonly body?: string
  /** Nothing but the program: no shell and no tools. */
  readonly bare?: true
  /** false: it has sh, but not bash. */
  readonly bash?: false
  /** Its copies find each other and agree on who does what. */
  readonly ensemble?: Family
  /** Bytes by which it grows each second. */
  readonly leak?: number
  /** Thousandths of a CPU that it uses at rest; 1 when missing. */
  readonly milliCpu?: number
  /** Every request is written down: into which file, and how. */
  readonly record?: { readonly path: string; readonly line: string }
  /** CPU milliseconds that it spends on one request; 1 when missing. */
  readonly milliPerRequest?: number
  /** From when on `/readyz` says yes; before that its other paths do. */
  readonly readyz?: (container: Container) => Millis
  /** It ends by itself: the least and the most that it lives, and its exit code (1 when missing). */
  readonly lives?: readonly [least: number, most: number]
  readonly endsWith?: number
  /** Newest patch by minor version, of the versions that exist; a pattern decides when missing. */
  readonly versions?: Readonly<Record<string, number>>
  /** Highest major version that exists. */
  readonly newest?: number
}

/** Programs that run in several copies with different duties. */
export type Family = 'zookeeper' | 'etcd' | 'mongo' | 'redis' | 'mysql' | 'postgres' | 'cassandra'

const MB = 1_000_000
export const MIB = 1024 * 1024

/** A row for a server, which runs until it is stopped. */
export function server(
  megabytes: number,
  ports: readonly number[],
  upAfter: number,
  more: Partial<ImageFacts> = {},
): ImageFacts {
  return {
    bytes: Math.round(megabytes * MB),
    ports,
    upAfter,
    stopFor: 300,
    memory: 8 * MIB,
    lines: [],
    ...more,
  }
}

/** A row for a tool, which ends when it has nothing to do. */
export function tool(
  megabytes: number,
  newest: number,
  more: Partial<ImageFacts> = {},
): ImageFacts {
  return {
    bytes: Math.round(megabytes * MB),
    ports: [],
    upAfter: 0,
    tool: true,
    stopFor: -1,
    memory: MIB,
    lines: [],
    newest,
    ...more,
  }
}

/** A server of files with one page. */
export function files(root: string, page: string, server: string): Partial<ImageFacts> {
  return { root, server, files: { [`${root}/index.html`]: page } }
}
