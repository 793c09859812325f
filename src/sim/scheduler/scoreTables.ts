import type { NodeInfo } from './nodeInfo.ts'
import type { Scorer } from './plugin.ts'
import type { Requests } from './requests.ts'

/** The version of every node by its index, in one row: loops over thousands of nodes need not visit each of them. */
export class Versions {
  byIndex = new Int32Array(0)
}

/** A value for every node, each good for as long as the node is as it was. */
export class Table {
  private readonly seen: Int32Array
  private readonly values: Uint8Array
  private readonly versions: Versions

  constructor(versions: Versions) {
    this.versions = versions
    this.seen = new Int32Array(versions.byIndex.length)
    this.values = new Uint8Array(versions.byIndex.length)
  }

  /** The value of the node at the index; -1 when there is none that still holds. */
  get(index: number): number {
    return this.seen[index] === this.versions.byIndex[index] ? (this.values[index] as number) : -1
  }

  /** Notes an integer of 0..255. */
  set(index: number, value: number): number {
    this.seen[index] = this.versions.byIndex[index] ?? 0
    this.values[index] = value
    return value
  }
}

/** Names of the tables for pods that ask for the same. */
export interface TableNames {
  readonly fit: string
  readonly least: string
  readonly balanced: string
}

const names = new WeakMap<Readonly<Requests>, TableNames>()

/** Put together once for all pods of a template, which share their requests. */
export function tableNames(requests: Readonly<Requests>): TableNames {
  const known = names.get(requests)
  if (known) return known
  const { milliCpu, memory, ephemeral, nonZeroMilliCpu, nonZeroMemory } = requests
  const made = {
    fit: `fit ${milliCpu} ${memory} ${ephemeral}`,
    least: `least ${nonZeroMilliCpu} ${nonZeroMemory}`,
    balanced: `balanced ${milliCpu} ${memory}`,
  }
  names.set(requests, made)
  return made
}

const TABLES = 200

/**
 * What depends only on the node and on a few facts of the pod. Pods come in crowds of equals and change one node
 * each, so nearly all that was worked out for the pod before still holds.
 */
export class ScoreTables {
  private readonly tables = new Map<string, Table>()
  private readonly versions: Versions

  constructor(versions: Versions) {
    this.versions = versions
  }

  clear(): void {
    this.tables.clear()
  }

  /** The table of the key, which names all that the values depend on beside the node. */
  table(key: string): Table {
    let table = this.tables.get(key)
    if (!table) {
      if (this.tables.size >= TABLES) this.tables.clear()
      table = new Table(this.versions)
      this.tables.set(key, table)
    }
    return table
  }

  /** The scorer, answering from the table of the key; its scores must be integers of 0..100. */
  remembered(key: string, score: (node: NodeInfo) => number): Scorer {
    return {
      score,
      scoreAll: (list, count, into, indexes) => {
        const table = this.table(key)
        for (let i = 0; i < count; i++) {
          const index = indexes[i] as number
          const known = table.get(index)
          into[i] = known >= 0 ? known : table.set(index, score(list[i] as NodeInfo))
        }
      },
    }
  }
}
