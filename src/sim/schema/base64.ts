/** Base64 with the standard alphabet, refused at the byte that Go's decoder names. Text is UTF-8. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function isNewline(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r'
}

function skipNewlines(text: string, from: number): number {
  let at = from
  while (at < text.length && isNewline(text, at)) at++
  return at
}

/** Position of the byte that is wrong after padding began at `at`, -1 when the padding is right. */
function paddingError(text: string, at: number, sextets: number): number {
  if (sextets < 2) return at
  let next = at + 1
  if (sextets === 2) {
    next = skipNewlines(text, next)
    if (next === text.length) return text.length
    if (text[next] !== '=') return next - 1
    next++
  }
  next = skipNewlines(text, next)
  return next < text.length ? next : -1
}

/** Offset of the input byte that is no base64 as Go counts it, -1 when all is well. */
// k8s: encoding/base64 Encoding.decodeQuantum
export function base64Error(text: string): number {
  let sextets = 0
  for (let at = 0; at < text.length; at++) {
    if (isNewline(text, at)) continue
    const char = text[at] ?? ''
    if (char === '=') return paddingError(text, at, sextets)
    if (!ALPHABET.includes(char)) return at
    sextets = (sextets + 1) % 4
  }
  return sextets === 0 ? -1 : text.length - sextets
}

/** Number of bytes that a valid base64 text stands for. */
export function base64Size(text: string): number {
  const digits = text.replace(/[\r\n=]/g, '').length
  return Math.floor((digits * 3) / 4)
}

/** UTF-8 of a text. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000)
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      )
  }
  return bytes
}

/** Number of bytes of a text in UTF-8. */
export function utf8Size(text: string): number {
  let size = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return size
}

export function encodeBase64(text: string): string {
  return encoded(utf8Bytes(text))
}

/** Base64 of bytes that are given as characters 0 to 255. */
export function encodeBytes(bytes: string): string {
  return encoded([...bytes].map((char) => char.charCodeAt(0)))
}

function encoded(bytes: readonly number[]): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3)
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    out += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63)
    out += b === undefined ? '=' : ALPHABET.charAt((group >> 6) & 63)
    out += c === undefined ? '=' : ALPHABET.charAt(group & 63)
  }
  return out
}

/** The bytes of a valid base64 text. */
export function decodeBytes(text: string): readonly number[] {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const char of text) {
    const value = ALPHABET.indexOf(char)
    if (value < 0) continue
    bits = (bits << 6) | value
    held += 6
    if (held >= 8) {
      held -= 8
      bytes.push((bits >> held) & 255)
      bits &= (1 << held) - 1
    }
  }
  return bytes
}

/** The bytes of a valid base64 text read as ASCII; other bytes become question marks. */
export function decodeAscii(text: string): string {
  return decodeBytes(text)
    .map((byte) => (byte < 128 ? String.fromCharCode(byte) : '?'))
    .join('')
}

/** The bytes of a valid base64 text read as UTF-8; byte by byte when they are none. */
export function decodeText(text: string): string {
  const bytes = decodeBytes(text)
  try {
    return decodeURIComponent(
      bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    )
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join('')
  }
}
