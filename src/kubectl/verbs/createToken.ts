import {
  badRequest,
  type Cluster,
  conflict,
  EPOCH,
  encodeBase64,
  formatTime,
  Random,
} from '../../sim/index.ts'
import type { ApiObject, Pod, ServiceAccount } from '../../sim/types/index.ts'
import { Failure, quote, shown } from '../failure.ts'
import { showObjects } from '../show.ts'
import type { Call, Verb } from '../verb.ts'
import { OUTPUT } from './common.ts'
import { oneName } from './generated.ts'

const ISSUER = 'https://kubernetes.default.svc.cluster.local'
const HOUR = 3600
const LEAST = 600
const MOST = 2 ** 32
/** What a token may be bound to, so that it ends with it. */
const BOUND = ['Pod', 'Secret'] as const

export const token: Verb = {
  name: 'token',
  usage: 'SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  examples: [
    'kubectl create token myapp',
    'kubectl create token myapp --duration 10m',
    'kubectl create token myapp --bound-object-kind Secret --bound-object-name mysecret',
  ],
  flags: [
    OUTPUT,
    { name: 'audience', type: 'each', help: 'Whom the token is for; the API server by default.' },
    { name: 'duration', type: 'duration', value: '0s', help: 'How long the token is to be good.' },
    { name: 'bound-object-kind', type: 'string', help: 'Pod or Secret: the token ends with it.' },
    { name: 'bound-object-name', type: 'string', help: 'Name of that object.' },
    { name: 'bound-object-uid', type: 'string', help: 'Its uid; that of today by default.' },
  ],
  unsupported: ['allow-missing-template-keys', 'show-managed-fields', 'template'],
  *run(call) {
    const name = oneName(call)
    check(call)
    const issued = requested(call, name)
    const format = call.flags.text('output')
    if (format !== '') yield { out: showObjects(format, [issued as unknown as ApiObject], true) }
    // A line break only for whoever reads it on a terminal.
    else yield { out: `${issued.status.token}${call.io.interactive ? '\n' : ''}` }
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create TokenOptions.Validate (1.36)
function check({ flags }: Call): void {
  const duration = flags.duration('duration')
  if (duration < 0) throw new Failure('--duration must be greater than or equal to 0')
  if (duration % 1000 !== 0)
    throw new Failure('--duration cannot be expressed in units less than seconds')
  if (flags.list('audience').includes(''))
    throw new Failure('--audience must not be an empty string')
  const kind = flags.text('bound-object-kind')
  if (kind !== '') {
    if (!BOUND.some((one) => one === kind))
      throw new Failure(`supported --bound-object-kind values are ${BOUND.join(', ')}`)
    if (flags.text('bound-object-name') === '')
      throw new Failure('--bound-object-name is required if --bound-object-kind is provided')
    return
  }
  for (const part of ['name', 'uid'])
    if (flags.text(`bound-object-${part}`) !== '')
      throw new Failure(`--bound-object-${part} can only be set if --bound-object-kind is provided`)
}

interface TokenRequest {
  readonly status: { readonly token: string }
}

function requested(call: Call, name: string): TokenRequest {
  try {
    return issue(call, name)
  } catch (error) {
    throw new Failure(`failed to create token: ${shown(error).message}`)
  }
}

function secondsOf({ flags }: Call): number {
  const seconds = flags.duration('duration') / 1000
  if (seconds === 0) return HOUR
  const refuse = (why: string) =>
    new Failure(
      `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${seconds}: may not specify a duration ${why}`,
    )
  if (seconds < LEAST) throw refuse('less than 10 minutes')
  if (seconds > MOST) throw refuse('larger than 2^32 seconds')
  return seconds
}

interface Reference {
  readonly name: string
  readonly uid: string
}

function referenceTo({ metadata }: ApiObject): Reference {
  return { name: metadata.name, uid: metadata.uid }
}

/** The object that the token ends with, checked as the server does. */
// k8s: pkg/registry/core/serviceaccount/storage TokenREST.Create (1.36)
function boundTo(call: Call, account: ServiceAccount): ApiObject | undefined {
  const { flags, cluster, namespace } = call
  const kind = flags.text('bound-object-kind')
  if (kind === '') return undefined
  const name = flags.text('bound-object-name')
  const object: ApiObject =
    kind === 'Pod' ? cluster.get('Pod', namespace, name) : cluster.get('Secret', namespace, name)
  const pod = object as Pod
  if (kind === 'Pod' && pod.spec.serviceAccountName !== account.metadata.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${quote(account.metadata.name)} to pod running with different serviceaccount name.`,
    )
  const uid = flags.text('bound-object-uid')
  if (uid !== '' && uid !== object.metadata.uid)
    throw conflict(
      { plural: kind, group: '' },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    )
  return object
}

function claimsAbout(cluster: Cluster, account: ServiceAccount, bound: ApiObject | undefined) {
  const node =
    bound?.kind === 'Pod' ? cluster.find('Node', '', (bound as Pod).spec.nodeName ?? '') : undefined
  return {
    namespace: account.metadata.namespace,
    ...(node ? { node: referenceTo(node) } : {}),
    ...(bound ? { [bound.kind.toLowerCase()]: referenceTo(bound) } : {}),
    serviceaccount: referenceTo(account),
  }
}

function part(value: unknown): string {
  return urlSafe(encodeBase64(JSON.stringify(value)))
}

function urlSafe(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The same for the same account at the same moment: chance belongs to the cluster, and asking changes nothing in it. */
function chanceOf(text: string): Random {
  return new Random([...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 7))
}

/** 256 bytes that look like a signature: there are no keys here (deviation). */
function signature(chance: Random): string {
  return Array.from({ length: 38 }, () => chance.suffix(9)).join('')
}

function idOf(chance: Random): string {
  const hex = (length: number) =>
    Array.from({ length }, () => (chance.suffix(1).charCodeAt(0) % 16).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
}

function issue(call: Call, name: string): TokenRequest {
  const { cluster, namespace, flags } = call
  call.demand?.({
    verb: 'create',
    resource: 'serviceaccounts',
    subresource: 'token',
    namespace,
    name,
  })
  const account = cluster.get('ServiceAccount', namespace, name)
  const seconds = secondsOf(call)
  const bound = boundTo(call, account)
  const given = flags.list('audience')
  const audiences = given.length > 0 ? given : [ISSUER]
  const issuedAt = Math.floor((EPOCH + cluster.now) / 1000)
  const chance = chanceOf(`${account.metadata.uid} ${cluster.now} ${flags.given().join()}`)
  const payload = {
    aud: audiences,
    exp: issuedAt + seconds,
    iat: issuedAt,
    iss: ISSUER,
    jti: idOf(chance),
    'kubernetes.io': claimsAbout(cluster, account, bound),
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${name}`,
  }
  const head = { alg: 'RS256', kid: 'orrery-has-no-keys' }
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { creationTimestamp: cluster.time(), name, namespace },
    spec: {
      audiences,
      boundObjectRef: bound ? { apiVersion: 'v1', kind: bound.kind, ...referenceTo(bound) } : null,
      expirationSeconds: seconds,
    },
    status: {
      expirationTimestamp: formatTime(cluster.now + seconds * 1000),
      token: `${part(head)}.${part(payload)}.${signature(chance)}`,
    },
  }
  return request
}
