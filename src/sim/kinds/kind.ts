import type { FieldError } from '../errors.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Draft, Kind, ObjectOf } from '../types/index.ts'

/** What admission may look at and use while it decides about one object. Reads never fail. */
export interface AdmissionContext {
  readonly profile: Profile
  find<K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined
  /** Every object of the kind (in the namespace, when one is given), sorted by namespace and name. */
  list<K extends Kind>(kind: K, namespace?: string): readonly ObjectOf<K>[]
  /** A seeded random suffix in the alphabet of generated names. */
  suffix(length: number): string
  /** Who asks: `user` or a component's name. */
  readonly actor: string
  /** Nothing will be stored. */
  readonly dryRun: boolean
  /** A seeded random integer of 0..bound-1. */
  random(bound: number): number
  /** Range of the addresses of Services, in CIDR notation. */
  readonly serviceRange: string
}

/**
 * Everything the API server knows of one kind. One file per kind, listed in `kinds/index.ts`.
 * All functions are pure; they get and return plain objects and never mutate what they get.
 */
export interface KindSpec<K extends Kind = Kind> {
  readonly kind: K
  /** API group, empty for core. */
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  /** Clusters that serve it; all when missing. */
  readonly servedBy?: (profile: Profile) => boolean
  readonly subresources: readonly (
    | 'status'
    | 'scale'
    | 'binding'
    | 'eviction'
    | 'log'
    | 'exec'
    | 'ephemeralcontainers'
    | 'finalize'
  )[]
  /** The object with every default of the API set and its status reset, as right after the decoding of a create. */
  defaults(draft: Draft<ObjectOf<K>>, profile: Profile): Draft<ObjectOf<K>>
  /** Mutating admission for a create: service account, priority, default class... Throws ApiError when it refuses. */
  admit?(draft: Draft<ObjectOf<K>>, context: AdmissionContext): Draft<ObjectOf<K>>
  /** Fills in what depends on the uid that a new object gets; comes before validation. */
  identify?(draft: Draft<ObjectOf<K>>, uid: string): Draft<ObjectOf<K>>
  /** Broken rules of a new object, in the order and words of the API. */
  validate(object: Draft<ObjectOf<K>>, profile: Profile): readonly FieldError[]
  /** Broken rules of an update (of spec and metadata): those of a new object plus what may not change. */
  validateUpdate(next: ObjectOf<K>, previous: ObjectOf<K>, profile: Profile): readonly FieldError[]
  /** Validating admission for an update, after validation. Throws ApiError when it refuses. */
  checkUpdate?(next: ObjectOf<K>, previous: ObjectOf<K>, context: AdmissionContext): void
  /** Adjusts an update before validation: fills defaults, keeps fields that clients cannot set. */
  prepareUpdate?(next: ObjectOf<K>, previous: ObjectOf<K>, profile: Profile): ObjectOf<K>
  /** Gives an update what it needs of the cluster, such as an address; comes before validation. Throws ApiError when it cannot. */
  admitUpdate?(next: ObjectOf<K>, previous: ObjectOf<K>, context: AdmissionContext): ObjectOf<K>
  /** Warning texts that the API would add to its answer. */
  warnings?(object: Draft<ObjectOf<K>>, profile: Profile): readonly string[]
}
