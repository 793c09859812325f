import { readFileSync } from 'node:fs'
import { ApiError, badRequest, invalid } from '../../../src/sim/errors.ts'
import { findKindSpec } from '../../../src/sim/kinds/index.ts'
import type { AdmissionContext, KindSpec } from '../../../src/sim/kinds/kind.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import { decode, strictError } from '../../../src/sim/schema/decode.ts'
import type {
  Draft,
  Kind,
  ObjectOf,
  PriorityClass,
  ServiceAccount,
} from '../../../src/sim/types/index.ts'

const META = {
  uid: 'u1',
  resourceVersion: '1',
  creationTimestamp: '2021-03-01T00:00:00Z',
} as const

function account(namespace: string, name: string): ServiceAccount {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...META, name, namespace } }
}

function systemClass(name: string, value: number): PriorityClass {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { ...META, name },
    value,
    preemptionPolicy: 'PreemptLowerPriority',
  }
}

const CLASSES = [
  systemClass('system-cluster-critical', 2_000_000_000),
  systemClass('system-node-critical', 2_000_001_000),
]
const accounts = new Map<string, ServiceAccount>()

/** A cluster as the recordings had it: default accounts, system priority classes, no default storage class. */
export function context(
  extra: readonly { kind: Kind; metadata: { name: string } }[] = [],
): AdmissionContext {
  const all = [...CLASSES, ...extra]
  return {
    profile: current,
    actor: 'user',
    // As they were recorded: nothing was stored, so no address is really given.
    dryRun: true,
    random: () => 0,
    serviceRange: '10.96.0.0/16',
    suffix: (length) => 'x'.repeat(length),
    find<K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined {
      if (kind === 'ServiceAccount' && name === 'default') {
        const known = accounts.get(namespace) ?? account(namespace, name)
        accounts.set(namespace, known)
        return known as ObjectOf<K>
      }
      const found = all.find((item) => item.kind === kind && item.metadata.name === name)
      return found as ObjectOf<K> | undefined
    },
    list<K extends Kind>(kind: K): readonly ObjectOf<K>[] {
      return all.filter((item) => item.kind === kind) as unknown as readonly ObjectOf<K>[]
    },
  }
}

export interface Answer {
  readonly object?: Draft
  readonly error?: ApiError
  readonly warnings: readonly string[]
}

/** What the server would answer to a posted manifest: decoding, defaults, admission, validation. */
export function post(input: unknown, admission = context()): Answer {
  try {
    const { kind } = input as { kind: string }
    const spec = findKindSpec(kind)
    if (!spec) throw badRequest(`no kind ${kind}`)
    const { object: decoded, unknown } = decode(spec, input)
    if (unknown.length > 0) throw strictError(spec, unknown)
    const metadata = spec.namespaced
      ? { ...decoded.metadata, namespace: decoded.metadata.namespace ?? 'default' }
      : decoded.metadata
    return admitted(spec, { ...decoded, metadata } as Draft, admission)
  } catch (error) {
    if (error instanceof ApiError) return { error, warnings: [] }
    throw error
  }
}

/** The uid of what is posted, where it matters. */
const POSTED_UID = '00000000-0000-4000-8000-000000000000'

function admitted(spec: KindSpec, draft: Draft, admission: AdmissionContext): Answer {
  let object = spec.defaults(draft as Draft<ObjectOf<Kind>>, current)
  if (spec.admit) object = spec.admit(object, admission)
  if (spec.identify) object = spec.identify(object, POSTED_UID)
  const errors = spec.validate(object, current)
  const { name = '' } = object.metadata as { name?: string }
  if (errors.length > 0) throw invalid(spec, name, errors)
  return { object: object as Draft, warnings: spec.warnings?.(object, current) ?? [] }
}

/** An object as stored: posted, then given what the kernel adds. */
export function stored(input: unknown): ObjectOf<Kind> {
  const { object, error } = post(input)
  if (!object) throw error ?? new Error('no object')
  return { ...object, metadata: { ...object.metadata, ...META } } as unknown as ObjectOf<Kind>
}

export function lines<T>(file: string): T[] {
  const url = new URL(`../../cases/${file}`, import.meta.url)
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}
