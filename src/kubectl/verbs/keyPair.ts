import { decodeBytes } from '../../sim/index.ts'

interface Block {
  readonly type: string
  readonly bytes: readonly number[]
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)-----END \1-----/g

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(BLOCK)].map(([, type = '', body = '']) => ({
    type,
    bytes: decodeBytes(body.replace(/^[\w-]+:.*$/gm, '')),
  }))
}

const isKey = (type: string): boolean => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY')

function list(blocks: readonly Block[]): string {
  return `[${blocks.map(({ type }) => type).join(' ')}]`
}

function certificateError(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'tls: failed to find any PEM data in certificate input'
  if (blocks.length === 1 && isKey(blocks[0]?.type ?? ''))
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${list(blocks)}`
}

function keyError(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'tls: failed to find any PEM data in key input'
  if (blocks.length === 1 && blocks[0]?.type === 'CERTIFICATE')
    return 'tls: found a certificate rather than a key in the PEM for the private key'
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${list(blocks)}`
}

interface Value {
  readonly tag: number
  readonly from: number
  readonly to: number
}

/** The value that begins at the position: its tag, and where its content lies. */
function valueAt(bytes: readonly number[], at: number): Value | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  if (first < 0x80) return { tag, from: at + 2, to: at + 2 + first }
  const count = first & 0x7f
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0)
  const from = at + 2 + count
  return count > 4 || from + length > bytes.length ? undefined : { tag, from, to: from + length }
}

function valuesIn(bytes: readonly number[], from: number, to: number): readonly Value[] {
  const found: Value[] = []
  for (let at = from; at < to; ) {
    const value = valueAt(bytes, at)
    if (!value) break
    found.push(value)
    at = value.to
  }
  return found
}

const OCTETS = 0x04
const INTEGER = 0x02
const PUBLIC = 0xa1

/** What of a private key its certificate tells too: the modulus of RSA, the point of an elliptic curve. */
function publicPart(bytes: readonly number[]): readonly number[] | undefined {
  const outer = valueAt(bytes, 0)
  const parts = outer ? valuesIn(bytes, outer.from, outer.to) : []
  const inner = parts[2]
  if (inner?.tag === OCTETS && parts[1]?.tag === 0x30)
    return publicPart(bytes.slice(inner.from, inner.to))
  const modulus = parts[1]
  if (modulus?.tag === INTEGER) return bytes.slice(modulus.from, modulus.to)
  const point = parts.find(({ tag }) => tag === PUBLIC)
  const bits = point && valueAt(bytes, point.from)
  return bits && bytes.slice(bits.from + 1, bits.to)
}

function holds(bytes: readonly number[], part: readonly number[]): boolean {
  const text = (list: readonly number[]): string => String.fromCharCode(...list)
  return text(bytes).includes(text(part))
}

/** Why certificate and key are no pair, in the words of Go; undefined when nothing speaks against it. */
// k8s: go crypto/tls X509KeyPair
export function keyPairError(certificate: string, key: string): string | undefined {
  const certificates = blocksOf(certificate)
  const first = certificates.find(({ type }) => type === 'CERTIFICATE')
  if (!first) return certificateError(certificates)
  const keys = blocksOf(key)
  const own = keys.find(({ type }) => isKey(type))
  if (!own) return keyError(keys)
  if (valueAt(first.bytes, 0)?.tag !== 0x30) return 'x509: malformed certificate'
  if (valueAt(own.bytes, 0)?.tag !== 0x30) return 'tls: failed to parse private key'
  const part = publicPart(own.bytes)
  return part && !holds(first.bytes, part)
    ? 'tls: private key does not match public key'
    : undefined
}
