import type { PodTemplateSpec } from '../types/index.ts'
import { GO_STRUCTS } from './goLayout.ts'
import { storedQuantity } from './quantity.ts'
import { parseQuantity } from './quantityParse.ts'

/**
 * The real pod-template-hash. The deployment controller hashes a dump of the Go struct, so the dump is made here
 * byte for byte: `(v1.PodTemplateSpec){ObjectMeta:(v1.ObjectMeta){Name:(string) ...`.
 */

type Json = Readonly<Record<string, unknown>>

const BUILTIN = /^(string|bool|int\d*)$/
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'
const WORD = 2n ** 64n

function goType(type: string): string {
  const prefix = /^(\*|\[\])/.exec(type)?.[0] ?? ''
  const base = type.slice(prefix.length)
  const plain = BUILTIN.test(base) || base.includes('.') || base.startsWith('map[')
  return `${prefix}${plain ? base : `v1.${base}`}`
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function dumpMap(value: unknown, dumpItem: (item: unknown) => string): string {
  // A stored empty map comes back from the wire as no map at all.
  if (isEmpty(value)) return '<nil>'
  const map = value as Json
  const items = Object.keys(map)
    .sort()
    .map((key) => `${key}:${dumpItem(map[key])}`)
  return `map[${items.join(' ')}]`
}

function words(value: bigint): string {
  const list: bigint[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest /= WORD) list.push(rest % WORD)
  return list.length === 0 ? '<nil>' : `[${list.join(' ')}]`
}

// k8s: apimachinery/pkg/api/resource Quantity, its unexported fields included (1.36)
function dumpQuantity(value: unknown): string {
  const quantity = parseQuantity(storedQuantity(String(value ?? '0')))
  const { unscaled, exponent, format, big, text = '' } = quantity
  const small = big ? '0' : `${unscaled}`
  const scale = big ? 0 : exponent
  const decimal = big
    ? `(*inf.Dec){unscaled:(big.Int){neg:(bool)${unscaled < 0n} abs:(big.nat)${words(unscaled)}} scale:(inf.Scale)${-exponent}}`
    : '(*inf.Dec)<nil>'
  return `{i:(resource.int64Amount){value:(int64)${small} scale:(resource.Scale)${scale}} d:(resource.infDecAmount){Dec:${decimal}} s:(string)${text} Format:(resource.Format)${format}}`
}

function dumpIntOrString(value: unknown): string {
  const text = typeof value === 'string'
  const number = typeof value === 'number' ? value : 0
  return `{Type:(intstr.Type)${text ? 1 : 0} IntVal:(int32)${number} StrVal:(string)${text ? value : ''}}`
}

function dumpStruct(name: string, value: Json): string {
  const fields = (GO_STRUCTS.get(name) ?? []).map((field) => {
    const inner = field.json === undefined ? value : value[field.json]
    return `${field.name}:${dumpField(field.type, inner)}`
  })
  return `{${fields.join(' ')}}`
}

function dumpScalar(type: string, value: unknown): string {
  if (value !== undefined && value !== null) return String(value)
  if (type === 'bool') return 'false'
  return type.startsWith('int') ? '0' : ''
}

/** The value without its type in front. */
function dumpValue(type: string, value: unknown): string {
  switch (type) {
    case 'resource.Quantity':
      return dumpQuantity(value)
    case 'intstr.IntOrString':
      return dumpIntOrString(value)
    case 'Time':
      return ZERO_TIME
    case 'ResourceList':
      return dumpMap(value, dumpQuantity)
    case 'map[string]string':
      return dumpMap(value, String)
    default:
      if (GO_STRUCTS.has(type)) return dumpStruct(type, (value ?? {}) as Json)
      return dumpScalar(type, value)
  }
}

function dumpField(type: string, value: unknown): string {
  const head = `(${goType(type)})`
  if (type.startsWith('[]')) {
    if (isEmpty(value)) return `${head}<nil>`
    const items = (value as readonly unknown[]).map((item) => dumpValue(type.slice(2), item))
    return `${head}[${items.join(' ')}]`
  }
  if (type.startsWith('*')) {
    const missing = value === undefined || value === null
    return `${head}${missing ? '<nil>' : dumpValue(type.slice(1), value)}`
  }
  return `${head}${dumpValue(type, value)}`
}

/** The text that upstream hashes, for tests and for explaining a hash. */
// k8s: apimachinery/pkg/util/dump ForHash (1.36)
export function dumpPodTemplate(template: PodTemplateSpec): string {
  return dumpField('PodTemplateSpec', template)
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

function fnvByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME)
}

/** FNV-1: multiplies first and mixes the byte in afterwards. */
function fnvByteFirst(hash: number, byte: number): number {
  return Math.imul(hash, FNV_PRIME) ^ byte
}

/** FNV over the text's UTF-8 bytes; FNV-1a unless another step is given. */
function fnvText(text: string, step = fnvByte): number {
  let hash = FNV_OFFSET
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) hash = step(hash, code)
    else {
      const size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
      hash = step(hash, ((0xf00 >> size) & 0xff) | (code >> (6 * (size - 1))))
      for (let left = size - 2; left >= 0; left--) {
        hash = step(hash, 0x80 | ((code >> (6 * left)) & 0x3f))
      }
    }
  }
  return hash
}

/** Letters and digits that spell no words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

// k8s: apimachinery/pkg/util/rand SafeEncodeString (1.36)
function safeEncode(text: string): string {
  return Array.from(text, (c) => ALPHABET[c.charCodeAt(0) % ALPHABET.length]).join('')
}

/**
 * The hash that names a Deployment's ReplicaSet, over its defaulted template without the pod-template-hash label.
 * The collision count is the Deployment's status.collisionCount, left out when it has none.
 */
// k8s: pkg/controller ComputeHash (1.36)
export function podTemplateHash(template: PodTemplateSpec, collisionCount?: number): string {
  let hash = fnvText(dumpPodTemplate(template))
  if (collisionCount !== undefined) {
    for (let i = 0; i < 8; i++) {
      hash = fnvByte(hash, i < 4 ? (collisionCount >>> (8 * i)) & 0xff : 0)
    }
  }
  return safeEncode(String(hash >>> 0))
}

/** FNV-1 of the text, in the alphabet of generated names. */
export function fnvSafe(text: string): string {
  return safeEncode(String(fnvText(text, fnvByteFirst) >>> 0))
}
