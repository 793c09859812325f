import { validateMeta, validateMetaUpdate } from '../admission/meta.ts'
import { type NameCheck, subdomainName } from '../admission/names.ts'
import type { FieldError } from '../errors.ts'
import { copyMetadata } from '../metadata.ts'
import type { Draft, Kind, ObjectMeta, ObjectOf } from '../types/index.ts'
import type { KindSpec } from './kind.ts'

type Described =
  | 'servedBy'
  | 'group'
  | 'version'
  | 'shortNames'
  | 'categories'
  | 'namespaced'
  | 'subresources'

/** What a kind's file says; the rest follows from it. */
export interface KindParts<K extends Kind>
  extends Pick<
      KindSpec<K>,
      'kind' | 'plural' | 'prepareUpdate' | 'checkUpdate' | 'warnings' | 'admit'
    >,
    Partial<Pick<KindSpec<K>, Described>> {
  /** Check of the object's name; DNS subdomains by default. */
  readonly name?: NameCheck
  readonly defaults: (draft: Draft<ObjectOf<K>>) => Draft<ObjectOf<K>>
  /** Broken rules beyond those of metadata. */
  readonly rules?: (object: Draft<ObjectOf<K>>) => readonly FieldError[]
  /** What may not change, beyond metadata; comes after `rules` unless `updateFirst`. */
  readonly update?: (next: ObjectOf<K>, previous: ObjectOf<K>) => readonly FieldError[]
  /** The server checks metadata as that of a new object in updates too. */
  readonly metaTwice?: true
}

/** A kind's spec from its parts: core group, v1, namespaced and without subresources unless said otherwise. */
export function defineKind<K extends Kind>(parts: KindParts<K>): KindSpec<K> {
  const { name = subdomainName, rules, update, metaTwice, defaults, ...rest } = parts
  const namespaced = parts.namespaced ?? true
  return {
    group: '',
    version: 'v1',
    singular: parts.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    subresources: [],
    ...rest,
    namespaced,
    defaults,
    validate: (object) => [
      ...validateMeta(object.metadata, namespaced, name),
      ...(rules?.(object) ?? []),
    ],
    validateUpdate: (next, previous) => [
      ...validateMetaUpdate(next.metadata, previous.metadata),
      ...(metaTwice ? validateMeta(next.metadata, namespaced, name) : []),
      ...(rules?.(next as unknown as Draft<ObjectOf<K>>) ?? []),
      ...(update?.(next, previous) ?? []),
    ],
  }
}

/** Metadata of a new object of a kind that counts its generations. */
export function firstGeneration<M extends Partial<ObjectMeta>>(
  metadata: M,
): M & { readonly generation: number } {
  return copyMetadata(metadata as unknown as ObjectMeta, 1) as unknown as M & {
    readonly generation: number
  }
}

/** Metadata with one more finalizer, unless it is there. */
export function withFinalizer<M extends Partial<ObjectMeta>>(metadata: M, finalizer: string): M {
  return metadata.finalizers?.includes(finalizer)
    ? metadata
    : { ...metadata, finalizers: [...(metadata.finalizers ?? []), finalizer] }
}
