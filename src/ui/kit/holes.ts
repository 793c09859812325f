export type Values = Readonly<Record<string, string | number>>

/** A sentence with its {{holes}} filled. */
export function fill(sentence: string, values: Values = {}): string {
  return Object.entries(values).reduce<string>(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
    sentence,
  )
}
