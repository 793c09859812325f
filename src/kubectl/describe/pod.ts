import type { Pod } from '../../sim/types/index.ts'
import { since } from '../printers/age.ts'
import { podQos } from './amounts.ts'
import { printContainers, printResources } from './containers.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printController, printLabels, printTolerations } from './meta.ts'
import { longTime, Page } from './page.ts'
import { printSpread } from './podTemplate.ts'
import type { DescribeContext, Describer } from './reader.ts'
import { printVolumes } from './volumes.ts'

function printPlacement(page: Page, pod: Pod): void {
  const { spec, status, metadata } = pod
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  if (spec.priority !== undefined && spec.priority !== null) {
    page.field(0, 'Priority', spec.priority)
  }
  if (spec.priorityClassName) page.field(0, 'Priority Class Name', spec.priorityClassName)
  if (spec.runtimeClassName) page.field(0, 'Runtime Class Name', spec.runtimeClassName)
  if (spec.serviceAccountName) page.field(0, 'Service Account', spec.serviceAccountName)
  page.field(0, 'Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>')
  if (status.startTime) page.field(0, 'Start Time', longTime(status.startTime))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
}

function printSeccomp(page: Page, { spec }: Pod): void {
  const seccomp = spec.securityContext?.seccompProfile
  if (!seccomp) return
  page.field(0, 'SeccompProfile', seccomp.type)
  if (seccomp.type === 'Localhost') {
    page.field(0, 'LocalhostProfile', seccomp.localhostProfile ?? '')
  }
}

function printStatus(page: Page, pod: Pod, context: DescribeContext): void {
  const { status, metadata } = pod
  const over = status.phase === 'Failed' || status.phase === 'Succeeded'
  if (metadata.deletionTimestamp && !over) {
    const age = since(metadata.deletionTimestamp, context.at)
    page.field(0, 'Status', `Terminating (lasts ${age})`)
    const grace = metadata.deletionGracePeriodSeconds ?? 0
    page.field(0, 'Termination Grace Period', `${grace}s`)
  } else page.field(0, 'Status', status.phase ?? '')
  if (status.reason) page.field(0, 'Reason', status.reason)
  if (status.message) page.field(0, 'Message', status.message)
  printSeccomp(page, pod)
  page.field(0, 'IP', status.podIP ?? '')
  const addresses = status.podIPs ?? []
  page.line(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:')
  for (const { ip } of addresses) page.field(1, 'IP', ip)
  printController(page, pod)
  if (status.nominatedNodeName) page.field(0, 'NominatedNodeName', status.nominatedNodeName)
}

function printAllContainers(page: Page, pod: Pod): void {
  const { spec, status } = pod
  if (spec.resources) {
    page.line(0, 'Resources:')
    printResources(page, spec.resources, 1)
  }
  const common = { pod, indent: '' }
  if (spec.initContainers?.length) {
    const statuses = status.initContainerStatuses
    const containers = spec.initContainers
    printContainers(page, { ...common, label: 'Init Containers', containers, statuses })
  }
  const statuses = status.containerStatuses
  printContainers(page, { ...common, label: 'Containers', containers: spec.containers, statuses })
  if (spec.ephemeralContainers?.length) {
    printContainers(page, {
      ...common,
      label: 'Ephemeral Containers',
      containers: spec.ephemeralContainers,
      statuses: status.ephemeralContainerStatuses,
    })
  }
}

function printConditions(page: Page, { spec, status }: Pod): void {
  const conditions = status.conditions ?? []
  if (spec.readinessGates?.length) {
    page.write(0, 'Readiness Gates:\n  Type\tStatus\n')
    for (const { conditionType } of spec.readinessGates) {
      const found = conditions.find((condition) => condition.type === conditionType)
      page.line(1, `${conditionType} \t${found?.status ?? '<none>'} `)
    }
  }
  if (conditions.length > 0) page.write(0, 'Conditions:\n  Type\tStatus\n')
  for (const condition of conditions) page.line(1, `${condition.type} \t${condition.status} `)
}

// k8s: kubectl/pkg/describe describePod (1.36)
export const describePod: Describer<Pod> = (pod, context) => {
  const page = new Page()
  printPlacement(page, pod)
  printStatus(page, pod, context)
  printAllContainers(page, pod)
  printConditions(page, pod)
  printVolumes(page, pod.spec.volumes, '')
  page.field(0, 'QoS Class', podQos(pod))
  printLabels(page, 'Node-Selectors', pod.spec.nodeSelector)
  printTolerations(page, 'Tolerations', pod.spec.tolerations)
  printSpread(page, pod.spec.topologySpreadConstraints, '')
  printEvents(page, pod, context)
  return page.text()
}
