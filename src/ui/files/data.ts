import type { ConfigMap, Secret } from '../../sim/index.ts'

export interface Datum {
  readonly key: string
  /** As text; undefined when it is none. */
  readonly value: string | undefined
  readonly bytes: number
}

/** Bytes behind base64; undefined when it is none. */
function decoded(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function encodedDatum(key: string, base64: string): Datum {
  const bytes = decoded(base64)
  return { key, value: bytes && textOf(bytes), bytes: bytes?.length ?? base64.length }
}

function plainDatum(key: string, value: string): Datum {
  return { key, value, bytes: new TextEncoder().encode(value).length }
}

/** Keys with what they hold, by name. What is base64 in the object is decoded. Pure. */
export function dataOf(object: ConfigMap | Secret): readonly Datum[] {
  const plain = object.kind === 'ConfigMap' ? (object.data ?? {}) : {}
  const encoded = object.kind === 'ConfigMap' ? (object.binaryData ?? {}) : (object.data ?? {})
  const all = [
    ...Object.entries(plain).map(([key, value]) => plainDatum(key, value)),
    ...Object.entries(encoded).map(([key, value]) => encodedDatum(key, value)),
  ]
  return all.sort((a, b) => (a.key < b.key ? -1 : 1))
}
