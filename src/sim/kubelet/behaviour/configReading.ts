import type { ConfigMap, Container, Pod, Secret } from '../../types/index.ts'
import { imageFacts } from './facts.ts'
import { parseImage } from './reference.ts'
import { commandLine } from './script.ts'

/** How a program takes files that change while it runs: it read them when it started, or reads them again by itself. */
export type Reading = 'once' | 'each' | 'unknown'

/** Programs that read their configuration when they start, and again only when they are told to (SIGHUP, a command). */
const ONCE = new Set(
  (
    'redis memcached mysql mariadb postgres mongo rabbitmq zookeeper cassandra elasticsearch kibana haproxy ' +
    'caddy tomcat jenkins influxdb registry nats vault consul fluentd fluent-bit prometheus alertmanager grafana kube-proxy'
  ).split(' '),
)
/** Servers that read one folder when they start, and nothing else. */
const FOLDERS: Readonly<Record<string, string>> = {
  nginx: '/etc/nginx',
  httpd: '/usr/local/apache2/conf',
}
/** Programs that look after their files: coredns by its plugin `reload`, traefik and envoy by watching the folder. */
const EACH = new Set(['coredns', 'traefik', 'envoy'])

/** How the container's program takes a file at the path. What an HTTP server serves is read at each request. */
export function readingOf(container: Container, path: string): Reading {
  const facts = imageFacts(container.image)
  const { root } = facts
  if (root !== undefined && (path === root || path.startsWith(`${root}/`))) return 'each'
  const line = commandLine(container)
  if (facts.tool && line.includes(path))
    return /\b(?:while|until)\b/.test(line.slice(0, line.indexOf(path))) ? 'each' : 'once'
  const repository = parseImage(container.image ?? '').path
  const name = repository.slice(repository.lastIndexOf('/') + 1)
  const folder = FOLDERS[name]
  if (folder !== undefined) return path.startsWith(folder) ? 'once' : 'unknown'
  if (EACH.has(name)) return 'each'
  return ONCE.has(name) ? 'once' : 'unknown'
}

/** The object whose name a flag of an ingress controller gives. */
const FLAG = /^--(?:configmap|tcp-services-configmap|udp-services-configmap)=(.+)$/
/** Speakers and controller of MetalLB before 0.13 watch the ConfigMap `config` of their namespace. */
const METALLB = /(?:^|\/)metallb\/(?:controller|speaker)$/
const BEFORE_CRDS = /^v?0\.(?:[0-9]|1[0-2])(?:\.|$)/

/** Whether the program asks the API server for the object and hears of every change. */
export function watchesObject(pod: Pod, container: Container, object: ConfigMap | Secret): boolean {
  const { name, namespace = '' } = object.metadata
  const own = pod.metadata.namespace ?? ''
  if (object.kind !== 'ConfigMap') return false
  const { path, tag } = parseImage(container.image ?? '')
  if (METALLB.test(path)) return name === 'config' && namespace === own && BEFORE_CRDS.test(tag)
  return (container.args ?? []).some((word) => {
    const [, wanted] = FLAG.exec(word) ?? []
    return wanted?.replace('$(POD_NAMESPACE)', own) === `${namespace}/${name}`
  })
}
