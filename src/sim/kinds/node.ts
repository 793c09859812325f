import { forbiddenField, invalidAll, semanticEqual } from '../admission/fieldErrors.ts'
import { cidr } from '../admission/names.ts'
import { quantityRules } from '../admission/resources.ts'
import { validateTaints } from '../admission/tolerations.ts'
import type { FieldError } from '../errors.ts'
import type { Node, NodeStatus, NodeSystemInfo } from '../types/index.ts'
import { defineKind } from './base.ts'

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

const NO_INFO: NodeSystemInfo = {
  machineID: '',
  systemUUID: '',
  bootID: '',
  kernelVersion: '',
  osImage: '',
  containerRuntimeVersion: '',
  kubeletVersion: '',
  kubeProxyVersion: '',
  operatingSystem: '',
  architecture: '',
}

function amounts(list: NodeStatus['capacity'], field: string): FieldError[] {
  return Object.entries(list ?? {}).flatMap(([name, quantity]) =>
    quantityRules(name, quantity, `${field}.${name}`),
  )
}

export const node = defineKind({
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  subresources: ['status'],
  // k8s: pkg/apis/core/v1 SetDefaults_NodeStatus and plugin/pkg/admission/nodetaint (1.36)
  defaults: (draft) => {
    const status = (draft.status ?? {}) as NodeStatus
    const taints = draft.spec?.taints ?? []
    const tainted = taints.some(
      (taint) => taint.key === NOT_READY.key && taint.effect === NOT_READY.effect,
    )
    return {
      ...draft,
      spec: { ...draft.spec, taints: tainted ? taints : [...taints, NOT_READY] },
      status: {
        ...status,
        ...(status.capacity && !status.allocatable ? { allocatable: status.capacity } : {}),
        daemonEndpoints: status.daemonEndpoints ?? { kubeletEndpoint: { Port: 0 } },
        nodeInfo: status.nodeInfo ?? NO_INFO,
      },
    }
  },
  // k8s: pkg/apis/core/validation ValidateNode (1.36)
  rules: (object) => {
    const status = (object.status ?? {}) as NodeStatus
    return [
      ...validateTaints(object.spec?.taints, 'metadata.taints'),
      ...amounts(status.capacity, 'status.capacity'),
      ...amounts(status.allocatable, 'status.allocatable'),
      ...(object.spec?.podCIDRs ?? []).flatMap((range, i) =>
        invalidAll(`spec.podCIDRs[${i}]`, range, cidr(range)),
      ),
    ]
  },
  // k8s: pkg/apis/core/validation ValidateNodeUpdate (1.36)
  update: (next: Node, previous) => {
    const errors: FieldError[] = []
    const cidrs = previous.spec.podCIDRs ?? []
    if (cidrs.length > 0 && !semanticEqual(cidrs, next.spec.podCIDRs))
      errors.push(
        forbiddenField(
          'spec.podCIDRs',
          'node updates may not change podCIDR except from "" to valid',
        ),
      )
    if (previous.spec.providerID && previous.spec.providerID !== next.spec.providerID)
      errors.push(
        forbiddenField(
          'spec.providerID',
          'node updates may not change providerID except from "" to valid',
        ),
      )
    return errors
  },
})
