type Manifest = Readonly<Record<string, unknown>>
interface Files {
  readonly js: readonly string[]
  readonly css: readonly string[]
}
export function readManifest(): Manifest
export function split(
  manifest: Manifest,
  further?: readonly string[],
): { readonly first: Files; readonly rest: Files }
