import { sha256 } from '../../sim/machinery/sha256.ts'
import { goJson } from '../goJson.ts'
import type { Json } from '../manifests.ts'

/** Letters in the place of digits and vowels that might spell something. */
const SAFE: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' }

function encoded(digits: string): string {
  return [...digits.slice(0, 10)].map((digit) => SAFE[digit] ?? digit).join('')
}

function sorted(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The object under a name that ends in a hash of its content: another content is another object. */
// k8s: kubectl/pkg/util/hash ConfigMapHash and SecretHash (1.36)
export function withHash(draft: Json): Json {
  const metadata = draft.metadata as Json
  const { data = {}, binaryData, type, kind } = draft
  const content = sorted({
    kind,
    name: metadata.name,
    data: sorted(data as Readonly<Record<string, unknown>>),
    ...(binaryData ? { binaryData: sorted(binaryData as Readonly<Record<string, unknown>>) } : {}),
    ...(kind === 'Secret' ? { type: type ?? '' } : {}),
  })
  const hash = encoded(sha256(goJson(content)))
  return { ...draft, metadata: { ...metadata, name: `${metadata.name}-${hash}` } }
}
