import { LARGEST_FILE } from '../../store/manifests.ts'

/** A file's text, or the reason why it is not taken. */
export type ReadFile =
  | { readonly text: string }
  | { readonly refused: 'apply.tooLarge' | 'apply.unreadable' }

/** Reads a file that was dropped or chosen. What is too large is not even read. */
export async function readManifest(file: File): Promise<ReadFile> {
  if (file.size > LARGEST_FILE) return { refused: 'apply.tooLarge' }
  try {
    const text = await file.text()
    return text.includes('\0') ? { refused: 'apply.unreadable' } : { text }
  } catch {
    return { refused: 'apply.unreadable' }
  }
}

/** A size for people: 512 B, 12 kB, 5.2 MB. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
