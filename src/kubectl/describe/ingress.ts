import type { Ingress, IngressBackend, IngressClass } from '../../sim/types/index.ts'
import { balancerText } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printHead, printLabels } from './meta.ts'
import { Page } from './page.ts'
import type { DescribeContext, Describer } from './reader.ts'
import { endpointsText, slicesOf } from './service.ts'

// k8s: kubectl/pkg/describe IngressDescriber.describeBackendV1 (1.36)
function backendText(namespace: string, backend: IngressBackend, context: DescribeContext): string {
  const { service: target, resource } = backend
  if (target) {
    const wanted = target.port
    const text = `${target.name}:${wanted?.number || wanted?.name || ''}`
    const service = context.reader.find('Service', namespace, target.name)
    if (!service) return `${text} (<error: services "${target.name}" not found>)`
    const port = (service.spec.ports ?? []).findLast(
      (one) =>
        (wanted?.number && wanted.number === one.port) ||
        (wanted?.name && wanted.name === one.name),
    )
    const slices = slicesOf(context.reader, namespace, target.name)
    return `${text} (${endpointsText(slices, port?.name ?? '')})`
  }
  if (!resource) return ''
  return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`
}

function printRules(
  page: Page,
  ingress: Ingress,
  fallback: string,
  context: DescribeContext,
): void {
  const namespace = ingress.metadata.namespace ?? ''
  page.write(0, 'Rules:\n  Host\tPath\tBackends\n')
  page.line(1, '----\t----\t--------')
  const rules = (ingress.spec.rules ?? []).filter((rule) => rule.http)
  for (const rule of rules) {
    page.line(1, `${rule.host || '*'}\t`)
    for (const { path = '', backend } of rule.http?.paths ?? []) {
      page.line(2, `\t${path} \t${backendText(namespace, backend, context)}`)
    }
  }
  if (rules.length === 0) page.line(1, `*\t*\t${fallback}`)
}

// k8s: kubectl/pkg/describe IngressDescriber.describeIngressV1 (1.36)
export const describeIngress: Describer<Ingress> = (ingress, context) => {
  const page = new Page()
  const { metadata, spec, status } = ingress
  page.field(0, 'Name', metadata.name)
  printLabels(page, 'Labels', metadata.labels)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'Address', balancerText(status.loadBalancer?.ingress))
  page.field(0, 'Ingress Class', spec.ingressClassName ?? '<none>')
  const backend = spec.defaultBackend
  const fallback = backend ? backendText(metadata.namespace ?? '', backend, context) : '<default>'
  page.field(0, 'Default backend', fallback)
  if (spec.tls?.length) page.line(0, 'TLS:')
  for (const { secretName, hosts = [] } of spec.tls ?? []) {
    const list = hosts.join(',')
    page.line(1, secretName ? `${secretName} terminates ${list}` : `SNI routes ${list}`)
  }
  printRules(page, ingress, fallback, context)
  printAnnotations(page, 'Annotations', metadata.annotations)
  printEvents(page, ingress, context)
  return page.text()
}

// k8s: kubectl/pkg/describe IngressClassDescriber.describeIngressClassV1 (1.36)
export const describeIngressClass: Describer<IngressClass> = (type, context) => {
  const page = new Page()
  printHead(page, type, false)
  page.field(0, 'Controller', type.spec.controller ?? '')
  const target = type.spec.parameters
  if (target) {
    page.line(0, 'Parameters:')
    if (target.apiGroup) page.field(1, 'APIGroup', target.apiGroup)
    page.field(1, 'Kind', target.kind)
    page.field(1, 'Name', target.name)
  }
  printEvents(page, type, context)
  return page.text()
}
