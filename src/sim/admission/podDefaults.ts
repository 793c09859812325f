import type { PodSpec, PodTemplateSpec } from '../types/index.ts'
import { containerDefaults, hostPorts, requestsFromLimits } from './containerDefaults.ts'
import { volumeDefaults } from './volumeDefaults.ts'

/**
 * Specs are immutable and shared: a ReplicaSet stamps thousands of pods from one template spec. What was done for a spec
 * once is found again by its identity.
 */
const templates = new WeakMap<PodSpec, PodSpec>()
const pods = new WeakMap<PodSpec, PodSpec>()

function once(
  memo: WeakMap<PodSpec, PodSpec>,
  spec: PodSpec,
  compute: (spec: PodSpec) => PodSpec,
): PodSpec {
  const known = memo.get(spec)
  if (known) return known
  const filled = compute(spec)
  memo.set(spec, filled)
  memo.set(filled, filled)
  return filled
}

function accountName(spec: PodSpec): Partial<PodSpec> {
  const name = spec.serviceAccountName || spec.serviceAccount
  return name ? { serviceAccountName: name, serviceAccount: name } : {}
}

// k8s: pkg/apis/core/v1 SetDefaults_PodSpec (1.36)
function fillTemplate(spec: PodSpec): PodSpec {
  const { volumes, initContainers, ephemeralContainers } = spec
  return {
    ...spec,
    ...(volumes ? { volumes: volumes.map(volumeDefaults) } : {}),
    ...(initContainers ? { initContainers: initContainers.map(containerDefaults) } : {}),
    containers: (spec.containers ?? []).map(containerDefaults),
    ...(ephemeralContainers
      ? { ephemeralContainers: ephemeralContainers.map(containerDefaults) }
      : {}),
    restartPolicy: spec.restartPolicy || 'Always',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
    ...accountName(spec),
    securityContext: spec.securityContext ?? {},
    schedulerName: spec.schedulerName || 'default-scheduler',
  }
}

function fillPod(template: PodSpec): PodSpec {
  const spec = templateSpecDefaults(template)
  const host = spec.hostNetwork === true
  const fill: <C extends PodSpec['containers'][number]>(container: C) => C = (container) => {
    const filled = requestsFromLimits(container)
    return host ? hostPorts(filled) : filled
  }
  return {
    ...spec,
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(fill) } : {}),
    containers: spec.containers.map(fill),
    ...podResources(spec),
    enableServiceLinks: spec.enableServiceLinks ?? true,
  }
}

function podResources(spec: PodSpec): Partial<PodSpec> {
  const limits = spec.resources?.limits
  if (!limits) return {}
  return { resources: { ...spec.resources, requests: { ...limits, ...spec.resources?.requests } } }
}

/** The spec of a pod template with defaults; the same object when it already has them. */
export function templateSpecDefaults(spec: PodSpec): PodSpec {
  return once(templates, spec, fillTemplate)
}

/** A pod's spec with defaults; the same object when it already has them. */
export function podSpecDefaults(spec: PodSpec): PodSpec {
  return once(pods, spec, fillPod)
}

/** A pod template with the defaults of its spec; the same object when nothing was missing. */
export function templateDefaults(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const spec = templateSpecDefaults(template?.spec ?? EMPTY_SPEC)
  return template?.spec === spec && template.metadata
    ? template
    : { ...template, metadata: template?.metadata ?? {}, spec }
}

const EMPTY_SPEC: PodSpec = { containers: [] }
