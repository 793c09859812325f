import type { ApiObject, HorizontalPodAutoscaler, Kind } from '../types/index.ts'
import { autoscalerFromV1, autoscalerToV1 } from './autoscalingV1.ts'

type Json = Readonly<Record<string, unknown>>

/** A version of a kind that the API serves beside the one it is worked with here. */
export interface OtherVersion {
  readonly kind: Kind
  readonly group: string
  readonly version: string
  /** The client's manifest in the version that is stored. */
  toStored(raw: Json): Json
  /** The stored object as a client of this version gets it. */
  fromStored(object: ApiObject): Json
}

export const OTHER_VERSIONS: readonly OtherVersion[] = [
  {
    kind: 'HorizontalPodAutoscaler',
    group: 'autoscaling',
    version: 'v1',
    toStored: autoscalerFromV1,
    fromStored: (object) => autoscalerToV1(object as HorizontalPodAutoscaler),
  },
]

export function otherVersion(apiVersion: unknown, kind: unknown): OtherVersion | undefined {
  return OTHER_VERSIONS.find(
    (one) => one.kind === kind && `${one.group}/${one.version}` === apiVersion,
  )
}

/** Whatever a client sent, in the version that is stored. */
export function inStoredVersion(raw: Json): Json {
  return otherVersion(raw.apiVersion, raw.kind)?.toStored(raw) ?? raw
}
