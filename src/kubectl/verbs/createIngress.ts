import { Failure } from '../failure.ts'
import type { Json } from '../manifests.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { oneName, postGenerated } from './generated.ts'

const NOTHING =
  'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)'
/** host/path=service:port[,tls[=secret]] */
const RULE =
  /^(?<host>[\w*.-]*)(?<path>\/[^=]*)=(?<service>[\w-]+):(?<port>[\w-]+)(?<tls>,tls(?:=(?<secret>[\w.-]*))?)?$/
const BACKEND = /^(?<service>[\w-]+):(?<port>[\w-]+)$/

interface Rule {
  readonly host: string
  readonly path: Json
  readonly tls: boolean
  readonly secret: string
}

function backend(name: string, port: string): Json {
  return {
    service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } },
  }
}

/** A path that ends in * is a prefix. k8s: kubectl/pkg/cmd/create buildHTTPIngressPath (1.36) */
function ruleOf(text: string): Rule {
  const found = RULE.exec(text)?.groups
  if (!found)
    throw new Failure(
      `rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
    )
  const { host = '', path = '/', service = '', port = '', tls, secret = '' } = found
  const isPrefix = path.endsWith('*')
  return {
    host,
    path: {
      backend: backend(service, port),
      path: isPrefix ? path.slice(0, -1) : path,
      pathType: isPrefix ? 'Prefix' : 'Exact',
    },
    tls: tls !== undefined,
    secret,
  }
}

/** Rules of one host stand together. */
function byHost(rules: readonly Rule[]): readonly Json[] {
  const hosts = new Map<string, Json[]>()
  for (const { host, path } of rules) hosts.set(host, [...(hosts.get(host) ?? []), path])
  return [...hosts].map(([host, paths]) => ({ ...(host === '' ? {} : { host }), http: { paths } }))
}

/** Hosts of one secret stand together. k8s: kubectl/pkg/cmd/create buildTLSRules (1.36) */
function certificates(rules: readonly Rule[]): readonly Json[] {
  const secrets = new Map<string, Set<string>>()
  for (const { tls, host, secret } of rules) {
    if (!tls) continue
    const hosts = secrets.get(secret) ?? new Set<string>()
    if (host !== '') hosts.add(host)
    secrets.set(secret, hosts)
  }
  return [...secrets].map(([secretName, hosts]) => ({
    ...(hosts.size > 0 ? { hosts: [...hosts] } : {}),
    ...(secretName === '' ? {} : { secretName }),
  }))
}

function annotationsOf(call: Call): Readonly<Record<string, string>> {
  return Object.fromEntries(
    call.flags.list('annotation').map((text) => {
      const at = text.indexOf('=')
      if (at <= 0)
        throw new Failure(`annotation ${text} is invalid and should be in format key=[value]`)
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

function defaultBackend(text: string): Json | undefined {
  if (text === '') return undefined
  const found = BACKEND.exec(text)?.groups
  if (!found) throw new Failure('default-backend should be in format servicename:serviceport')
  return backend(found.service ?? '', found.port ?? '')
}

/** k8s: kubectl/pkg/cmd/create CreateIngressOptions (1.36) */
export const ingress: Verb = {
  name: 'ingress',
  aliases: ['ing'],
  usage: 'NAME --rule=host/path=service:port[,tls[=secret]]',
  short: 'Create an ingress with the specified name',
  examples: ['kubectl create ingress simple --rule="foo.com/bar=svc1:8080,tls=my-cert"'],
  flags: [
    ...CREATE_FLAGS,
    { name: 'rule', type: 'each', help: 'A rule: host/path=service:port[,tls[=secret]].' },
    { name: 'annotation', type: 'each', help: 'An annotation: key=value.' },
    { name: 'class', type: 'string', help: 'The IngressClass.' },
    { name: 'default-backend', type: 'string', help: 'What answers the rest: service:port.' },
  ],
  *run(call) {
    const { flags } = call
    const name = oneName(call)
    const texts = flags.list('rule')
    const fallback = defaultBackend(flags.text('default-backend'))
    if (texts.length === 0 && !fallback) throw new Failure(NOTHING)
    const rules = texts.map(ruleOf)
    const annotations = annotationsOf(call)
    const tls = certificates(rules)
    const className = flags.text('class')
    yield* postGenerated(
      call,
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
        spec: {
          ...(fallback ? { defaultBackend: fallback } : {}),
          ...(className === '' ? {} : { ingressClassName: className }),
          ...(rules.length > 0 ? { rules: byHost(rules) } : {}),
          ...(tls.length > 0 ? { tls } : {}),
        },
        status: { loadBalancer: {} },
      },
      'failed to create ingress: ',
    )
    return 0
  },
}
