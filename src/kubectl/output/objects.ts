import type { ApiObject, Kind } from '../../sim/types/index.ts'

/** Objects as a reader of -o yaml sees them: without who manages which field, unless asked for. */
// k8s: cli-runtime/pkg/printers OmitManagedFieldsPrinter (1.36)
export function shownObject(object: ApiObject, showManagedFields: boolean): object {
  // What a watch prints with --output-watch-events is no object itself and has no metadata.
  if (showManagedFields || object.metadata?.managedFields === undefined) return object
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** Several objects as one: the List that kubectl makes up itself. */
// k8s: kubectl/pkg/cmd/get GetOptions.printGeneric (1.36)
export function listOf(items: readonly object[]): object {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }
}

/** The kind as `kubectl get` writes it before names: `pod`, `deployment.apps`. */
export function kindText(object: { readonly apiVersion: string; readonly kind: Kind }): string {
  const [group, version] = object.apiVersion.split('/')
  const kind = object.kind.toLowerCase()
  return version === undefined ? kind : `${kind}.${group}`
}

/** What stands in -o name: `deployment.apps/web`. */
export function nameText(object: ApiObject): string {
  return `${kindText(object)}/${object.metadata.name}`
}
