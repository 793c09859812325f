import { encodeBase64 } from '../../sim/index.ts'
import { Failure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import { goJson } from '../goJson.ts'
import type { Json } from '../manifests.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { configMapSources, secretFiles, secretSources } from './dataSources.ts'
import { oneName, postGenerated } from './generated.ts'
import { keyPairError } from './keyPair.ts'
import { withHash } from './nameHash.ts'

const CONTENT_FLAGS: readonly Flag[] = [
  ...CREATE_FLAGS,
  { name: 'append-hash', type: 'bool', help: 'Append a hash of the content to the name.' },
]

const DATA_FLAGS: readonly Flag[] = [
  ...CONTENT_FLAGS,
  { name: 'from-literal', type: 'each', help: 'A key and its value: key=value.' },
  { name: 'from-file', type: 'list', help: 'A file, key=file, or a folder of files.' },
  { name: 'from-env-file', type: 'list', help: 'A file with lines key=value.' },
]

export const configMap: Verb = {
  name: 'configmap',
  aliases: ['cm'],
  usage:
    'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  flags: DATA_FLAGS,
  *run(call) {
    const name = oneName(call)
    const { data, binaryData } = configMapSources(call, name)
    const draft = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }
    const parts = { ...filled('data', data), ...filled('binaryData', binaryData) }
    yield* post(call, { ...draft, ...parts }, 'failed to create configmap: ')
    return 0
  },
}

function filled(field: string, values: Readonly<Record<string, string>>): Json {
  return Object.keys(values).length > 0 ? { [field]: values } : {}
}

function* post(call: Call, draft: Json, prefix: string): Doing {
  const hashed = call.flags.bool('append-hash') ? withHash(draft) : draft
  yield* postGenerated(call, hashed, prefix)
}

const SECRET_FAILED = 'failed to create secret '

function secretOf(name: string, data: Readonly<Record<string, string>>, type: string): Json {
  const draft = { apiVersion: 'v1', kind: 'Secret', metadata: { name } }
  return { ...draft, ...filled('data', data), ...(type === '' ? {} : { type }) }
}

const generic: Verb = {
  name: 'generic',
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]',
  short: 'Create a secret from a local file, directory, or literal value',
  flags: [...DATA_FLAGS, { name: 'type', type: 'string', help: 'The type of the secret.' }],
  *run(call) {
    const name = oneName(call)
    const data = secretSources(call)
    yield* post(call, secretOf(name, data, call.flags.text('type')), SECRET_FAILED)
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create readFile (1.36)
function readPem(call: Call, path: string): string {
  const text = call.io.readFile(path)
  if (text === undefined)
    throw new Failure(`Cannot read file ${path}, open ${path}: no such file or directory`)
  return text
}

const tls: Verb = {
  name: 'tls',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  flags: [
    ...CONTENT_FLAGS,
    { name: 'cert', type: 'string', help: 'Path to a PEM encoded public key certificate.' },
    { name: 'key', type: 'string', help: 'Path to the private key of the certificate.' },
  ],
  *run(call) {
    const name = oneName(call)
    const { flags } = call
    if (flags.text('cert') === '' || flags.text('key') === '')
      throw new Failure('key and cert must be specified')
    const cert = readPem(call, flags.text('cert'))
    const key = readPem(call, flags.text('key'))
    const wrong = keyPairError(cert, key)
    if (wrong !== undefined) throw new Failure(wrong)
    const data = { 'tls.crt': encodeBase64(cert), 'tls.key': encodeBase64(key) }
    yield* post(call, secretOf(name, data, 'kubernetes.io/tls'), SECRET_FAILED)
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create CreateSecretDockerRegistryOptions (1.36)
const dockerRegistry: Verb = {
  name: 'docker-registry',
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  flags: [
    ...CONTENT_FLAGS,
    { name: 'docker-email', type: 'string', help: 'E-mail for the registry.' },
    { name: 'docker-password', type: 'string', help: 'Password for the registry.' },
    {
      name: 'docker-server',
      type: 'string',
      value: 'https://index.docker.io/v1/',
      help: 'Where the registry is.',
    },
    { name: 'docker-username', type: 'string', help: 'Name of the user at the registry.' },
    { name: 'from-file', type: 'list', help: 'A file with the configuration of a client.' },
  ],
  *run(call) {
    const name = oneName(call)
    const files = secretFiles(call, '.dockerconfigjson')
    const data =
      call.flags.list('from-file').length > 0
        ? files
        : { '.dockerconfigjson': registryConfig(call) }
    yield* post(call, secretOf(name, data, 'kubernetes.io/dockerconfigjson'), SECRET_FAILED)
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create handleDockerCfgJSONContent (1.36)
function registryConfig({ flags }: Call): string {
  const [username = '', password = '', email = '', server = ''] = [
    'username',
    'password',
    'email',
    'server',
  ].map((part) => flags.text(`docker-${part}`))
  if (username === '' || password === '' || server === '')
    throw new Failure(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    )
  const auth = encodeBase64(`${username}:${password}`)
  const entry = { username, password, ...(email ? { email } : {}), auth }
  return encodeBase64(goJson({ auths: { [server]: entry } }))
}

export const secret: Verb = {
  name: 'secret',
  usage: '(docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  flags: [],
  subcommands: [dockerRegistry, generic, tls],
}
