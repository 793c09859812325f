import { invalid, invalidAll, notSupported, required } from '../admission/fieldErrors.ts'
import { dnsSubdomain, ipAddress, portName, portNumber } from '../admission/names.ts'
import type { FieldError } from '../errors.ts'
import type {
  Draft,
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  IngressSpec,
  IngressTLS,
} from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix']
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const SEQUENCES = ['//', '/./', '/../', '%2f', '%2F']
const ENDS = ['/..', '/.']
const WILDCARD = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

// k8s: pkg/apis/networking/validation validateIngressBackend (1.36)
function backendErrors(backend: IngressBackend, field: string): FieldError[] {
  const { service, resource } = backend
  if (service && resource)
    return [invalid(field, '', 'cannot set both resource and service backends')]
  if (resource) {
    return [
      ...(resource.kind ? [] : [required(`${field}.resource.kind`)]),
      ...(resource.name ? [] : [required(`${field}.resource.name`)]),
    ]
  }
  if (!service) return [required(field, 'resource or service backend is required')]
  return serviceErrors(service, field)
}

function serviceErrors(
  { name, port }: NonNullable<IngressBackend['service']>,
  field: string,
): FieldError[] {
  const number = port?.number ?? 0
  const named = port?.name ?? ''
  const errors: FieldError[] = name
    ? invalidAll(`${field}.service.name`, name, dnsSubdomain(name))
    : [required(`${field}.service.name`)]
  if (number === 0 && named === '')
    return [...errors, required(field, 'port name or number is required')]
  if (number !== 0 && named !== '')
    return [...errors, invalid(field, '', 'cannot set both port name & port number')]
  return named === ''
    ? [...errors, ...invalidAll(`${field}.service.port.number`, number, portNumber(number))]
    : [...errors, ...invalidAll(`${field}.service.port.name`, named, portName(named))]
}

function hostErrors(host: string, field: string): FieldError[] {
  if (host === '') return []
  if (ipAddress(host).length === 0)
    return [invalid(field, host, 'must be a DNS name, not an IP address')]
  if (!host.includes('*')) return invalidAll(field, host, dnsSubdomain(host))
  return WILDCARD.test(host)
    ? []
    : [
        invalid(
          field,
          host,
          `a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
        ),
      ]
}

function exactPathErrors(path: string, field: string): FieldError[] {
  if (!path.startsWith('/')) return [invalid(field, path, 'must be an absolute path')]
  return [
    ...SEQUENCES.filter((one) => path.includes(one)).map((one) =>
      invalid(field, path, `must not contain '${one}'`),
    ),
    ...ENDS.filter((one) => path.endsWith(one)).map((one) =>
      invalid(field, path, `cannot end with '${one}'`),
    ),
  ]
}

// k8s: pkg/apis/networking/validation validateHTTPIngressPath (1.36)
function pathErrors(
  { path = '', pathType, backend }: HTTPIngressPath,
  field: string,
): FieldError[] {
  if (!pathType) return [required(`${field}.pathType`, 'pathType must be specified')]
  const errors: FieldError[] = !PATH_TYPES.includes(pathType)
    ? [notSupported(`${field}.pathType`, pathType, PATH_TYPES)]
    : pathType !== 'ImplementationSpecific'
      ? exactPathErrors(path, `${field}.path`)
      : path !== '' && !path.startsWith('/')
        ? [invalid(`${field}.path`, path, 'must be an absolute path')]
        : []
  return [...errors, ...backendErrors(backend ?? {}, `${field}.backend`)]
}

function ruleErrors({ host = '', http }: IngressRule, i: number): FieldError[] {
  const field = `spec.rules[${i}]`
  return [
    ...hostErrors(host, `${field}.host`),
    ...(http && http.paths.length === 0 ? [required(`${field}.http.paths`)] : []),
    ...(http?.paths ?? []).flatMap((path, at) => pathErrors(path, `${field}.http.paths[${at}]`)),
  ]
}

function tlsErrors({ hosts = [] }: IngressTLS, i: number): FieldError[] {
  return hosts.flatMap((host, at) =>
    host.includes('*')
      ? hostErrors(host, `spec.tls[${i}].hosts[${at}]`)
      : invalidAll(`spec.tls[${i}].hosts[${at}]`, host, dnsSubdomain(host)),
  )
}

// k8s: pkg/apis/networking/validation ValidateIngressSpec (1.36)
function specErrors(spec: IngressSpec): FieldError[] {
  const { rules = [], defaultBackend, ingressClassName: named, tls = [] } = spec
  return [
    ...(rules.length === 0 && !defaultBackend
      ? [invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...(defaultBackend ? backendErrors(defaultBackend, 'spec.defaultBackend') : []),
    ...(named === undefined ? [] : invalidAll('spec.ingressClassName', named, dnsSubdomain(named))),
    ...rules.flatMap(ruleErrors),
    ...tls.flatMap(tlsErrors),
  ]
}

/** k8s: pkg/apis/networking/validation ValidateIngressCreate (1.36) */
function classErrors({ metadata, spec }: Draft<Ingress>): FieldError[] {
  const noted = metadata.annotations?.[CLASS_ANNOTATION]
  if (noted === undefined || spec.ingressClassName === undefined || noted === spec.ingressClassName)
    return []
  return [
    invalid(
      `metadata.annotations[${CLASS_ANNOTATION}]`,
      noted,
      '`ingressClassName` must match annotation when both are specified',
    ),
  ]
}

function warnings({ metadata }: Draft<Ingress>): readonly string[] {
  return metadata.annotations?.[CLASS_ANNOTATION] === undefined
    ? []
    : [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
}

/** The class that takes Ingresses without one. */
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class'

export const ingress = defineKind({
  kind: 'Ingress',
  plural: 'ingresses',
  group: 'networking.k8s.io',
  shortNames: ['ing'],
  subresources: ['status'],
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: draft.spec ?? {},
    status: { loadBalancer: {} },
  }),
  // k8s: plugin/pkg/admission/network/defaultingressclass (1.36)
  admit(draft, context) {
    const named =
      draft.spec.ingressClassName !== undefined ||
      draft.metadata.annotations?.[CLASS_ANNOTATION] !== undefined
    const found = named
      ? undefined
      : context
          .list('IngressClass')
          .find(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true')
    return found
      ? { ...draft, spec: { ...draft.spec, ingressClassName: found.metadata.name } }
      : draft
  },
  rules: (object) => [...specErrors(object.spec), ...classErrors(object)],
  warnings,
})
