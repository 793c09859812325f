import { Failure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { oneName, postGenerated } from './generated.ts'

const DATA_FLAGS: readonly Flag[] = [
  ...CREATE_FLAGS,
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
  unsupported: ['append-hash'],
  *run(call) {
    const name = oneName(call)
    const data = readData(call, `ConfigMap ${JSON.stringify(name)}`)
    const draft = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }
    const filled = Object.keys(data).length > 0 ? { ...draft, data } : draft
    yield* postGenerated(call, filled, 'failed to create configmap: ')
    return 0
  },
}

const generic: Verb = {
  name: 'generic',
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]',
  short: 'Create a secret from a local file, directory, or literal value',
  flags: [...DATA_FLAGS, { name: 'type', type: 'string', help: 'The type of the secret.' }],
  unsupported: ['append-hash'],
  *run(call) {
    const name = oneName(call)
    const plain = readData(call, `Secret ${JSON.stringify(name)}`)
    const data = Object.fromEntries(Object.entries(plain).map(([k, v]) => [k, base64(v)]))
    const type = call.flags.text('type')
    const draft = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      ...(Object.keys(data).length > 0 ? { data } : {}),
      ...(type === '' ? {} : { type }),
    }
    yield* postGenerated(call, draft, 'failed to create secret ')
    return 0
  },
}

function pemFile(call: Call, path: string, what: string): string {
  const text = call.io.readFile(path)
  if (text === undefined)
    throw new Failure(`Cannot read file ${path}, open ${path}: no such file or directory`)
  if (!/-----BEGIN [A-Z0-9 ]+-----/.test(text))
    throw new Failure(`tls: failed to find any PEM data in ${what} input`)
  return base64(text)
}

/** Whether certificate and key belong together is not checked. */
const tls: Verb = {
  name: 'tls',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  flags: [
    ...CREATE_FLAGS,
    { name: 'cert', type: 'string', help: 'Path to a PEM encoded public key certificate.' },
    { name: 'key', type: 'string', help: 'Path to the private key of the certificate.' },
  ],
  unsupported: ['append-hash'],
  *run(call) {
    const name = oneName(call)
    const { flags } = call
    if (flags.text('cert') === '' || flags.text('key') === '')
      throw new Failure('key and cert must be specified')
    const data = {
      'tls.crt': pemFile(call, flags.text('cert'), 'certificate'),
      'tls.key': pemFile(call, flags.text('key'), 'key'),
    }
    const draft = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data }
    yield* postGenerated(call, { ...draft, type: 'kubernetes.io/tls' }, 'failed to create secret ')
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create CreateSecretDockerRegistryOptions (1.36)
const dockerRegistry: Verb = {
  name: 'docker-registry',
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  flags: [
    ...CREATE_FLAGS,
    { name: 'docker-email', type: 'string', help: 'E-mail for the registry.' },
    { name: 'docker-password', type: 'string', help: 'Password for the registry.' },
    {
      name: 'docker-server',
      type: 'string',
      value: 'https://index.docker.io/v1/',
      help: 'Where the registry is.',
    },
    { name: 'docker-username', type: 'string', help: 'Name of the user at the registry.' },
  ],
  unsupported: ['append-hash', 'from-file'],
  *run(call) {
    const name = oneName(call)
    const { flags } = call
    const [username, password, email] = ['username', 'password', 'email'].map((part) =>
      flags.text(`docker-${part}`),
    )
    if (!username || !password)
      throw new Failure(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      )
    const auth = base64(`${username}:${password}`)
    const entry = { username, password, ...(email ? { email } : {}), auth }
    const config = { auths: { [flags.text('docker-server')]: entry } }
    const data = { '.dockerconfigjson': base64(JSON.stringify(config)) }
    const draft = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data }
    const typed = { ...draft, type: 'kubernetes.io/dockerconfigjson' }
    yield* postGenerated(call, typed, 'failed to create secret ')
    return 0
  },
}

export const secret: Verb = {
  name: 'secret',
  usage: '(docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  flags: [],
  subcommands: [dockerRegistry, generic, tls],
}

/** What the three --from flags give. */
// k8s: kubectl/pkg/cmd/create handleConfigMapFromLiteralSources and its siblings (1.36)
function readData(call: Call, owner: string): Readonly<Record<string, string>> {
  const { flags } = call
  const data: Record<string, string> = {}
  const add = (key: string, value: string) => {
    if (Object.hasOwn(data, key))
      throw new Failure(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ${owner}`,
      )
    data[key] = value
  }
  if (
    flags.list('from-env-file').length > 0 &&
    (flags.changed('from-file') || flags.changed('from-literal'))
  )
    throw new Failure('from-env-file cannot be combined with from-file or from-literal')
  for (const literal of flags.list('from-literal')) {
    const at = literal.indexOf('=')
    if (at <= 0) throw new Failure(`invalid literal source ${literal}, expected key=value`)
    add(literal.slice(0, at), unquoted(literal.slice(at + 1)))
  }
  for (const source of flags.list('from-file')) addFile(call, source, add)
  for (const path of flags.list('from-env-file')) addEnvFile(call, path, add)
  return data
}

function unquoted(value: string): string {
  const match = /^"([\s\S]*)"$|^'([\s\S]*)'$/.exec(value)
  return match ? (match[1] ?? match[2] ?? '') : value
}

type Add = (key: string, value: string) => void

function addFile(call: Call, source: string, add: Add): void {
  const at = source.indexOf('=')
  if (at === 0) throw new Failure(`key name for file path ${source.slice(1)} missing`)
  const path = source.slice(at + 1)
  const text = call.io.readFile(path)
  if (text !== undefined) {
    add(at > 0 ? source.slice(0, at) : path.slice(path.lastIndexOf('/') + 1), text)
    return
  }
  const names = call.io.listDir?.(path)
  if (!names) throw new Failure(`error reading ${path}: no such file or directory`)
  if (at > 0) throw new Failure('cannot give a key name for a directory path')
  for (const name of [...names].sort()) {
    const content = call.io.readFile(`${path.replace(/\/$/, '')}/${name}`)
    if (content !== undefined) add(name, content)
  }
}

function addEnvFile(call: Call, path: string, add: Add): void {
  const text = call.io.readFile(path)
  if (text === undefined) throw new Failure(`error reading ${path}: no such file or directory`)
  for (const line of text.split('\n')) {
    const trimmed = line.trimStart()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const at = trimmed.indexOf('=')
    if (at > 0) add(trimmed.slice(0, at), trimmed.slice(at + 1))
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 of a text's UTF-8 bytes. */
function base64(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|([\s\S])/g)].map(
    ([, hex, char]) => (hex === undefined ? (char ?? '').charCodeAt(0) : Number.parseInt(hex, 16)),
  )
  let result = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(index, index + 3)
    const bits = a * 65536 + b * 256 + c
    const left = bytes.length - index
    for (let i = 0; i < 4; i++)
      result += i <= left ? ALPHABET.charAt(Math.floor(bits / 64 ** (3 - i)) % 64) : '='
  }
  return result
}
