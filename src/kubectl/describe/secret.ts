import type { Secret } from '../../sim/types/index.ts'
import { compare, printHead } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

const TOKEN = 'kubernetes.io/service-account-token'
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** How many bytes a base64 text stands for. */
export function byteCount(base64: string): number {
  return Math.floor((base64.replaceAll(/[=\s]/g, '').length * 3) / 4)
}

/** The text of a token, which is ASCII. */
function decode(base64: string): string {
  let text = ''
  let bits = 0
  let count = 0
  for (const char of base64.replaceAll(/[=\s]/g, '')) {
    bits = (bits << 6) | ALPHABET.indexOf(char)
    count += 6
    if (count < 8) continue
    count -= 8
    text += String.fromCharCode((bits >> count) & 0xff)
    bits &= (1 << count) - 1
  }
  return text
}

/** Never shows a value, but for the token of a service account. Upstream's order is random; here it is by key. */
// k8s: kubectl/pkg/describe describeSecret (1.36)
export const describeSecret: Describer<Secret> = (secret) => {
  const page = new Page()
  printHead(page, secret, true)
  page.write(0, `\nType:\t${secret.type ?? ''}\n`)
  page.write(0, '\nData\n====\n')
  for (const [key, value] of Object.entries(secret.data ?? {}).sort(([a], [b]) => compare(a, b))) {
    const open = key === 'token' && secret.type === TOKEN
    page.field(0, key, open ? decode(value) : `${byteCount(value)} bytes`)
  }
  return page.text()
}
