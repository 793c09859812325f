/** RFC 3339 time in UTC with second precision, such as 2021-03-01T00:00:00Z. */
export type Time = string
/** RFC 3339 time in UTC with microseconds. */
export type MicroTime = string
/** A Kubernetes quantity such as 250m, 1.5Gi or 1e3. Parse it with machinery/quantity. */
export type Quantity = string
/** A count, or a percentage such as 25%. */
export type IntOrString = number | string
/** Free JSON of another version's type. */
export type RawExtension = unknown

/** Standard object metadata. Objects in the store always carry name, uid, resourceVersion and creationTimestamp. */
export interface ObjectMeta {
  readonly name: string
  readonly generateName?: string
  readonly namespace?: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation?: number
  readonly creationTimestamp: Time
  readonly deletionTimestamp?: Time
  /** Seconds the object is given to go away after deletionTimestamp was set. */
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly OwnerReference[]
  readonly finalizers?: readonly string[]
  readonly selfLink?: string
  readonly managedFields?: readonly unknown[]
}

export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
  readonly matchLabels?: Readonly<Record<string, string>>
}

export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[]
}

export interface Condition {
  readonly lastTransitionTime: Time
  readonly message: string
  readonly observedGeneration?: number
  readonly reason: string
  readonly status: string
  readonly type: string
}

export interface DeleteOptions {
  readonly apiVersion?: string
  readonly dryRun?: readonly string[]
  readonly gracePeriodSeconds?: number
  readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean
  readonly kind?: string
  readonly orphanDependents?: boolean
  readonly preconditions?: Preconditions
  readonly propagationPolicy?: string
}

export interface Preconditions {
  readonly resourceVersion?: string
  readonly uid?: string
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly blockOwnerDeletion?: boolean
  readonly controller?: boolean
  readonly kind: string
  readonly name: string
  readonly uid: string
}
