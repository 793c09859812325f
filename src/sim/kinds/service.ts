import { validateMeta, validateMetaUpdate } from '../admission/meta.ts'
import { labelName, type NameCheck } from '../admission/names.ts'
import { serviceErrors, serviceUpdateErrors } from '../admission/service/service.ts'
import { allocated, reallocated } from '../network/allocate.ts'
import { carriedOver } from '../network/carryOver.ts'
import { isExternallyAccessible } from '../network/serviceTypes.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Service, ServicePort, ServiceSpec } from '../types/index.ts'
import { defineKind } from './base.ts'
import type { KindSpec } from './kind.ts'

const THREE_HOURS = 10_800
const OLD_NAME = '[a-z]([-a-z0-9]*[a-z0-9])?'

/** Before names were relaxed, a Service's name had to begin with a letter. */
// k8s: util/validation IsDNS1035Label (1.36)
const strictName: NameCheck = (name, prefix) => {
  const text = prefix ? name.replace(/-$/, 'a') : name
  const messages = text.length > 63 ? ['must be no more than 63 characters'] : []
  if (!new RegExp(`^${OLD_NAME}$`).test(text))
    messages.push(
      `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '${OLD_NAME}')`,
    )
  return messages
}

const nameCheck = (profile: Profile): NameCheck =>
  profile.features.relaxedServiceNames ? labelName : strictName

function filledPort(port: ServicePort): ServicePort {
  const { protocol, targetPort } = port
  return {
    ...port,
    protocol: protocol || 'TCP',
    targetPort:
      targetPort === undefined || targetPort === 0 || targetPort === '' ? port.port : targetPort,
  }
}

/** Fields that only some kinds of Services have. */
function filledByType(spec: ServiceSpec): Partial<ServiceSpec> {
  const { type, internalTrafficPolicy, externalTrafficPolicy } = spec
  return {
    ...(isExternallyAccessible(spec)
      ? { externalTrafficPolicy: externalTrafficPolicy || 'Cluster' }
      : {}),
    ...(type === 'ExternalName'
      ? {}
      : { internalTrafficPolicy: internalTrafficPolicy ?? 'Cluster' }),
    ...(type === 'LoadBalancer'
      ? { allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true }
      : {}),
  }
}

// k8s: pkg/apis/core/v1 SetDefaults_Service (1.36)
function filled(given: ServiceSpec | undefined): ServiceSpec {
  const spec: ServiceSpec = {
    ...given,
    sessionAffinity: given?.sessionAffinity || 'None',
    type: given?.type || 'ClusterIP',
  }
  const { sessionAffinityConfig, ...rest } = spec
  const clientIP = { timeoutSeconds: THREE_HOURS, ...sessionAffinityConfig?.clientIP }
  return {
    ...(spec.sessionAffinity === 'None' ? rest : spec),
    ...(spec.sessionAffinity === 'ClientIP' ? { sessionAffinityConfig: { clientIP } } : {}),
    ...(spec.ports ? { ports: spec.ports.map(filledPort) } : {}),
    ...filledByType(spec),
  }
}

/** Clients that know one address only, and those that know several, say the same. */
// k8s: pkg/registry/core/service normalizeClusterIPs (1.36)
function withBothForms(spec: ServiceSpec, previous?: ServiceSpec): ServiceSpec {
  const { clusterIP = '', clusterIPs } = spec
  if (!previous)
    return clusterIP !== '' && !clusterIPs?.length ? { ...spec, clusterIPs: [clusterIP] } : spec
  const { clusterIPs: _, ...bare } = spec
  const sameList = String(clusterIPs ?? []) === String(previous.clusterIPs ?? [])
  if (clusterIP === (previous.clusterIP ?? '') || !sameList) return spec
  return clusterIP === '' ? bare : { ...spec, clusterIPs: [clusterIP] }
}

const parts = defineKind({
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  subresources: ['status'],
  name: labelName,
  defaults: (draft) => ({
    ...draft,
    spec: withBothForms(filled(draft.spec)),
    status: { loadBalancer: {} },
  }),
  admit: allocated,
  prepareUpdate: (next, previous) => ({
    ...next,
    spec: carriedOver(withBothForms(filled(next.spec), previous.spec), previous.spec),
  }),
  rules: serviceErrors,
})

/** k8s: pkg/registry/core/service (1.36) */
export const service: KindSpec<'Service'> = {
  ...parts,
  admitUpdate: reallocated,
  validate: (object, profile) => [
    ...validateMeta(object.metadata, true, nameCheck(profile)),
    ...serviceErrors(object),
  ],
  validateUpdate: (next: Service, previous: Service) => [
    ...validateMetaUpdate(next.metadata, previous.metadata),
    ...serviceUpdateErrors(next.spec, previous.spec),
    ...serviceErrors(next),
  ],
}
