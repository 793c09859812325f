type Manifest = Readonly<Record<string, unknown>>
interface Files {
  readonly js: readonly string[]
  readonly css: readonly string[]
  readonly data: readonly string[]
}
export function readManifest(): Manifest
export function split(
  manifest: Manifest,
  language?: 'en' | 'ko',
): {
  readonly first: Files
  readonly following: Files
  readonly rest: Files
}
