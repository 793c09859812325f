import {
  forbiddenField,
  invalid,
  invalidAll,
  notSupported,
  required,
} from '../admission/fieldErrors.ts'
import { cidr } from '../admission/names.ts'
import { validateLabelSelector } from '../admission/selectors.ts'
import { portErrors } from '../admission/service/ports.ts'
import type { FieldError } from '../errors.ts'
import { isIpv6, isWithin, rangeOf, toNumber } from '../network/addresses.ts'
import type {
  IPBlock,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const TYPES = ['Ingress', 'Egress']
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']

// k8s: pkg/apis/networking/validation ValidateNetworkPolicyPort (1.36)
function policyPortErrors(
  { port, protocol, endPort }: NetworkPolicyPort,
  field: string,
): FieldError[] {
  const errors: FieldError[] =
    protocol !== undefined && !PROTOCOLS.includes(protocol)
      ? [notSupported(`${field}.protocol`, protocol, PROTOCOLS)]
      : []
  if (port !== undefined) errors.push(...portErrors(port, `${field}.port`))
  if (endPort === undefined) return errors
  const at = `${field}.endPort`
  if (port === undefined)
    errors.push(required(`${field}.port`, 'must be specified when endPort is specified'))
  else if (typeof port === 'string')
    errors.push(required(`${field}.port`, 'must be an integer when endPort is specified'))
  else if (endPort < port)
    errors.push(invalid(at, endPort, 'must be greater than or equal to `port`'))
  return errors
}

function blockErrors({ cidr: block, except = [] }: IPBlock, field: string): FieldError[] {
  if (!block) return [required(`${field}.cidr`)]
  const messages = cidr(block)
  if (messages.length > 0) return invalidAll(`${field}.cidr`, block, messages)
  return except.flatMap((one, i) => {
    const at = `${field}.except[${i}]`
    const wrong = cidr(one)
    if (wrong.length > 0) return invalidAll(at, one, wrong)
    return isStrictlyWithin(one, block)
      ? []
      : [invalid(at, one, 'must be a strict subset of `cidr`')]
  })
}

function isStrictlyWithin(inner: string, outer: string): boolean {
  const [a = '', m = ''] = inner.split('/')
  const [b = '', n = ''] = outer.split('/')
  if (isIpv6(a) !== isIpv6(b) || Number(m) <= Number(n)) return false
  const number = toNumber(a)
  return number === undefined || isWithin(rangeOf(outer), number)
}

// k8s: pkg/apis/networking/validation ValidateNetworkPolicyPeer (1.36)
function peerErrors(peer: NetworkPolicyPeer, field: string): FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer
  const count = [podSelector, namespaceSelector, ipBlock].filter((one) => one !== undefined).length
  const errors: FieldError[] = [
    ...validateLabelSelector(podSelector, `${field}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...(ipBlock ? blockErrors(ipBlock, `${field}.ipBlock`) : []),
  ]
  if (count === 0) errors.push(required(field, 'must specify a peer'))
  else if (ipBlock && count > 1)
    errors.push(forbiddenField(field, 'may not specify both ipBlock and another peer'))
  return errors
}

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined
  readonly peers: readonly NetworkPolicyPeer[] | undefined
}

function ruleErrors({ ports = [], peers = [] }: Rule, field: string, side: string): FieldError[] {
  return [
    ...ports.flatMap((port, i) => policyPortErrors(port, `${field}.ports[${i}]`)),
    ...peers.flatMap((peer, i) => peerErrors(peer, `${field}.${side}[${i}]`)),
  ]
}

// k8s: pkg/apis/networking/validation ValidateNetworkPolicySpec (1.36)
function specErrors(spec: NetworkPolicySpec): FieldError[] {
  const { podSelector, ingress = [], egress = [], policyTypes = [] } = spec
  return [
    ...validateLabelSelector(podSelector, 'spec.podSelector'),
    ...ingress.flatMap(({ ports, from }, i) =>
      ruleErrors({ ports, peers: from }, `spec.ingress[${i}]`, 'from'),
    ),
    ...egress.flatMap(({ ports, to }, i) =>
      ruleErrors({ ports, peers: to }, `spec.egress[${i}]`, 'to'),
    ),
    ...(policyTypes.length > TYPES.length
      ? [invalid('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')]
      : policyTypes.flatMap((type, i) =>
          TYPES.includes(type) ? [] : [notSupported(`spec.policyTypes[${i}]`, type, TYPES)],
        )),
  ]
}

function filledPorts<T extends { readonly ports?: readonly NetworkPolicyPort[] }>(rule: T): T {
  return rule.ports
    ? { ...rule, ports: rule.ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) }
    : rule
}

// k8s: pkg/apis/networking/v1 SetDefaults_NetworkPolicy and SetDefaults_NetworkPolicyPort (1.36)
function filled(spec: NetworkPolicySpec): NetworkPolicySpec {
  const { ingress, egress, policyTypes } = spec
  return {
    ...spec,
    ...(ingress ? { ingress: ingress.map(filledPorts) } : {}),
    ...(egress ? { egress: egress.map(filledPorts) } : {}),
    policyTypes: policyTypes?.length
      ? policyTypes
      : ['Ingress', ...(egress?.length ? ['Egress'] : [])],
  }
}

export const networkPolicy = defineKind({
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  group: 'networking.k8s.io',
  shortNames: ['netpol'],
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: filled(draft.spec ?? { podSelector: {} }),
  }),
  prepareUpdate: (next) => ({ ...next, spec: filled(next.spec) }),
  rules: ({ spec }) => specErrors(spec),
})
