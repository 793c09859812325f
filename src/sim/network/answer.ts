import { imageFacts } from '../kubelet/behaviour/facts.ts'
import { parseImage } from '../kubelet/behaviour/reference.ts'
import { type Served, serve } from '../kubelet/behaviour/serve.ts'
import type { Inside } from '../kubelet/exec/inside.ts'
import { machineOf } from '../kubelet/machine.ts'
import { spoken } from './programs.ts'
import { targetsOf } from './proxy/endpoints.ts'
import { presentView, slicesFor } from './proxy/view.ts'
import type { Answerer, RequestSpec } from './request.ts'
import { type Arrived, containersAt } from './route.ts'
import type { Way } from './way.ts'

/** What came back, and from whom. */
export interface Answer {
  readonly served: Served
  readonly by: Answerer | undefined
  readonly inside: Inside | undefined
  readonly contentType: string
}

const RELIST = 1000
const KUBELET_PORT = 10_250
const SSH_PORT = 22
const JSON_TYPE = 'application/json'

const bare = (status: number, body: string, server = ''): Served => ({
  status,
  body,
  server,
  millis: 1,
})

/** What the API server says to somebody whom it does not know. */
// k8s: apiserver anonymous requests and system:public-info-viewer (1.36)
function fromApiServer(path: string): Served {
  if (/^\/(?:livez|readyz|healthz)\b/.test(path)) return bare(200, 'ok')
  const said = `forbidden: User "system:anonymous" cannot get path "${path}"`
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: said,
    reason: 'Forbidden',
    details: {},
    code: 403,
  }
  return bare(403, JSON.stringify(status, null, 2))
}

/** Kubelets look at their containers every second; here they see them at once, so programs have that second to come up. */
// k8s: pkg/kubelet genericPlegRelistPeriod (1.36)
export function seen(inside: Inside): Inside {
  return { ...inside, startedAt: inside.startedAt - RELIST }
}

function served(inside: Inside, arrived: Arrived, { path, tls }: RequestSpec): Served {
  const found = serve(seen(inside), arrived.port, path, tls)
  const own = parseImage(inside.container.image ?? '').path.endsWith('kube-apiserver')
  if (own && found.status !== 0)
    return tls
      ? fromApiServer(path)
      : bare(400, 'Client sent an HTTP request to an HTTPS server.\n')
  return found
}

/** The health of a Service's endpoints on a node, which its proxy tells load balancers. */
// k8s: pkg/proxy/healthcheck hcHandler.ServeHTTP (1.36)
function healthOf(way: Way, { node, port }: Arrived): Served | undefined {
  const view = presentView(way.cluster)
  const service = view.services.find(({ spec }) => spec.healthCheckNodePort === port)
  if (!service) return undefined
  const slices = slicesFor(view, service)
  const own = new Set(
    (service.spec.ports ?? []).flatMap((one) =>
      targetsOf(slices, one).flatMap((target) =>
        target.node === node && target.ready ? [target.ip] : [],
      ),
    ),
  )
  const { name, namespace } = service.metadata
  const told = { service: { namespace, name }, localEndpoints: own.size, serviceProxyHealthy: true }
  return bare(own.size > 0 ? 200 : 503, JSON.stringify(told))
}

/** What a machine itself listens on. */
function ofMachine(way: Way, arrived: Arrived): Served | undefined {
  const machine = machineOf(way.cluster, arrived.node)
  if (arrived.port === SSH_PORT) return bare(200, '')
  if (arrived.port === KUBELET_PORT && machine?.kubelet) return bare(401, 'Unauthorized')
  return healthOf(way, arrived)
}

function contentOf({ body }: Served): string {
  if (body.startsWith('{')) return JSON_TYPE
  return body.startsWith('<') ? 'text/html' : 'text/plain'
}

const VERSION = /^\d+(?:\.\d+)*/

/** What a server calls itself, with the version that its image's tag names. */
function named(found: Served, image: string): Served {
  const { path, tag } = parseImage(image)
  if (found.server !== 'nginx' || !path.endsWith('/nginx')) return found
  const versions = Object.entries(imageFacts(image).versions ?? {})
  const [minor, patch] = versions.at(-1) ?? []
  const version = VERSION.exec(tag)?.[0] ?? `${minor}.${patch}`
  const short = versions.find(([one]) => one === version)
  return { ...found, server: `nginx/${short ? `${short[0]}.${short[1]}` : version}` }
}

/** What answers there; undefined when nobody listens. */
export function answerAt(
  way: Way,
  arrived: Arrived,
  request: RequestSpec,
  client: string,
): Answer | undefined {
  for (const inside of containersAt(way, arrived)) {
    const usual = named(served(inside, arrived, request), inside.container.image ?? '')
    if (usual.status === 0) continue
    const found = spoken(inside, { ...request, client }, usual)
    const { pod, container } = inside
    const { namespace = '', name } = pod.metadata
    const by = { namespace, pod: name, container: container.name, node: arrived.node }
    return { served: found, by, inside, contentType: contentOf(found) }
  }
  const own = arrived.pod ? undefined : ofMachine(way, arrived)
  return own && { served: own, by: undefined, inside: undefined, contentType: contentOf(own) }
}
