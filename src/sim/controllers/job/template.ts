import type { Container, Draft, Pod, PodTemplateSpec } from '../../types/index.ts'
import { podFromTemplate } from '../pods.ts'
import { FAILURES, failuresBefore, IGNORED, INDEX, ignoredBefore, TRACKING } from './facts.ts'
import type { Look } from './look.ts'
import { matchFailurePolicy } from './policies.ts'

const VARIABLE = 'JOB_COMPLETION_INDEX'
/** A generated name has 63 characters, five of them random. */
const PREFIX = 58

function withVariable<C extends Container>(container: C): C {
  const { env = [] } = container
  if (env.some(({ name }) => name === VARIABLE)) return container
  const fieldRef = { fieldPath: `metadata.labels['${INDEX}']` }
  return { ...container, env: [...env, { name: VARIABLE, valueFrom: { fieldRef } }] }
}

function tracked(template: PodTemplateSpec): PodTemplateSpec {
  const { finalizers = [] } = template.metadata ?? {}
  if (finalizers.includes(TRACKING)) return template
  return { ...template, metadata: { ...template.metadata, finalizers: [...finalizers, TRACKING] } }
}

/** k8s: pkg/controller/job podGenerateNameWithIndex (1.36) */
function prefixOf(name: string, index: number): string {
  const end = `-${index}-`
  return `${name.slice(0, PREFIX - end.length)}${end}`
}

/** What the pod of an index is told about those before it. k8s: pkg/controller/job getNewIndexFailureCounts (1.36) */
function failureNotes({ job, kept }: Look, index: number): Readonly<Record<string, string>> {
  if (job.spec.backoffLimitPerIndex === undefined) return {}
  const before = kept.get(index)
  if (!before) return { [FAILURES]: '0' }
  const { counts } = matchFailurePolicy(job, before)
  const failures = failuresBefore(before) + (counts ? 1 : 0)
  const ignored = ignoredBefore(before) + (counts ? 0 : 1)
  return {
    [FAILURES]: String(failures),
    ...(ignored > 0 ? { [IGNORED]: String(ignored) } : {}),
  }
}

function indexedDraft(look: Look, base: Draft<Pod>, index: number): Draft<Pod> {
  const { name } = look.job.metadata
  const { metadata, spec } = base
  const text = String(index)
  const { initContainers } = spec
  return {
    ...base,
    metadata: {
      ...metadata,
      generateName: prefixOf(name, index),
      labels: { ...metadata.labels, [INDEX]: text },
      annotations: { ...metadata.annotations, [INDEX]: text, ...failureNotes(look, index) },
    },
    spec: {
      ...spec,
      hostname: `${name}-${index}`,
      containers: spec.containers.map(withVariable),
      ...(initContainers ? { initContainers: initContainers.map(withVariable) } : {}),
    },
  }
}

/** Pods to post: as many as given, or one for each index. */
export function draftsFor(look: Look, wanted: number | readonly number[]): readonly Draft<Pod>[] {
  const base = podFromTemplate(look.job, tracked(look.job.spec.template))
  if (typeof wanted === 'number') return Array.from({ length: wanted }, () => base)
  return wanted.map((index) => indexedDraft(look, base, index))
}
