import { ManifestError, readManifest } from './yaml.ts'

/** The documents of a text before the first that cannot be read, and why that one cannot. */
export function readDocuments(text: string): {
  readonly documents: readonly unknown[]
  readonly error?: string
} {
  const documents: unknown[] = []
  try {
    for (const { value } of readManifest(text)) documents.push(value)
    return { documents }
  } catch (error) {
    if (error instanceof ManifestError) return { documents, error: error.message }
    throw error
  }
}
