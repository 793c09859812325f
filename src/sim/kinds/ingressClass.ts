import {
  forbiddenField,
  IMMUTABLE,
  invalid,
  invalidAll,
  notSupported,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { dnsLabel, dnsSubdomain, maxLength } from '../admission/names.ts'
import type { FieldError } from '../errors.ts'
import type { IngressClassParametersReference, IngressClassSpec } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const SCOPES = ['Cluster', 'Namespace']
const LONGEST_CONTROLLER = 250
const PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/

// k8s: pkg/apis/core/validation IsValidPathSegmentPrefix and util/validation IsDomainPrefixedPath (1.36)
function controllerErrors(name: string): FieldError[] {
  const field = 'spec.controller'
  if (name.length > LONGEST_CONTROLLER) return [invalid(field, name, maxLength(LONGEST_CONTROLLER))]
  const slash = name.indexOf('/')
  if (slash < 0)
    return [invalid(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  const domain = name.slice(0, slash)
  const path = name.slice(slash + 1)
  if (domain === '') return [invalid(field, domain, 'prefix part must be non-empty')]
  if (path === '') return [invalid(field, path, 'path part must be non-empty')]
  return [
    ...invalidAll(field, domain, dnsSubdomain(domain)),
    ...(PATH.test(path) ? [] : [invalid(field, path, 'Invalid path')]),
  ]
}

function parameterErrors(parameters: IngressClassParametersReference): FieldError[] {
  const { apiGroup, kind = '', name = '', scope, namespace } = parameters
  const field = 'spec.parameters'
  const errors: FieldError[] =
    apiGroup === undefined ? [] : invalidAll(`${field}.apiGroup`, apiGroup, dnsSubdomain(apiGroup))
  if (kind === '') errors.push(required(`${field}.kind`, 'kind is required'))
  if (name === '') errors.push(required(`${field}.name`, 'name is required'))
  if (scope === undefined) return [...errors, required(`${field}.scope`)]
  if (!SCOPES.includes(scope)) errors.push(notSupported(`${field}.scope`, scope, SCOPES))
  if (scope === 'Namespace')
    errors.push(
      ...(namespace === undefined
        ? [required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'")]
        : invalidAll(`${field}.namespace`, namespace, dnsLabel(namespace))),
    )
  if (scope === 'Cluster' && namespace !== undefined)
    errors.push(forbiddenField(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'"))
  return errors
}

// k8s: pkg/apis/networking/validation validateIngressClassSpec (1.36)
function specErrors({ controller = '', parameters }: IngressClassSpec): FieldError[] {
  return [...controllerErrors(controller), ...(parameters ? parameterErrors(parameters) : [])]
}

export const ingressClass = defineKind({
  kind: 'IngressClass',
  plural: 'ingressclasses',
  group: 'networking.k8s.io',
  namespaced: false,
  defaults: (draft) => {
    const { parameters } = draft.spec ?? {}
    return {
      ...draft,
      metadata: firstGeneration(draft.metadata),
      spec: parameters
        ? { ...draft.spec, parameters: { scope: 'Cluster', ...parameters } }
        : (draft.spec ?? {}),
    }
  },
  rules: ({ spec }) => specErrors(spec),
  update: (next, previous) =>
    semanticEqual(next.spec.controller, previous.spec.controller)
      ? []
      : [invalid('spec.controller', next.spec.controller, IMMUTABLE)],
})
