import { configKey } from '../../sim/admission/names.ts'
import { encodeBase64, encodeBytes } from '../../sim/index.ts'
import { Failure } from '../failure.ts'
import type { Call } from '../verb.ts'

/** One entry of a ConfigMap or Secret: text, or bytes as base64. */
type Entry = { readonly text: string } | { readonly bytes: string }

/** Takes an entry in, or refuses it in the words of its kind. */
type Add = (key: string, entry: Entry) => void

export interface Sources {
  readonly data: Readonly<Record<string, string>>
  /** Base64 of what is no text. */
  readonly binaryData: Readonly<Record<string, string>>
}

// k8s: kubectl/pkg/cmd/create addKeyFromLiteralToConfigMap and its siblings (1.36)
function configMapAdd(
  name: string,
  data: Record<string, string>,
  binary: Record<string, string>,
): Add {
  return (key, entry) => {
    const wrong = configKey(key)
    const shown = JSON.stringify(key)
    if (wrong.length > 0)
      throw new Failure(`${shown} is not a valid key name for a ConfigMap: ${wrong.join(',')}`)
    const taken = (where: string): Failure =>
      new Failure(
        `cannot add key ${shown}, another key by that name already exists in ${where} for ConfigMap ${JSON.stringify(name)}`,
      )
    if (Object.hasOwn(data, key)) throw taken('Data')
    if (Object.hasOwn(binary, key)) throw taken('BinaryData')
    if ('text' in entry) data[key] = entry.text
    else binary[key] = entry.bytes
  }
}

function secretAdd(data: Record<string, string>): Add {
  return (key, entry) => {
    const wrong = configKey(key)
    if (wrong.length > 0)
      throw new Failure(
        `${JSON.stringify(key)} is not valid key name for a Secret ${wrong.join(';')}`,
      )
    if (Object.hasOwn(data, key))
      throw new Failure(`cannot add key ${key}, another key by that name already exists`)
    data[key] = 'text' in entry ? encodeBase64(entry.text) : entry.bytes
  }
}

/** What the three --from flags give a ConfigMap. */
export function configMapSources(call: Call, name: string): Sources {
  const data: Record<string, string> = {}
  const binaryData: Record<string, string> = {}
  readAll(call, configMapAdd(name, data, binaryData))
  return { data, binaryData }
}

/** What they give a Secret: base64. */
export function secretSources(call: Call): Sources['data'] {
  const data: Record<string, string> = {}
  readAll(call, secretAdd(data))
  return data
}

/** Files only, each under the key when it names none. */
export function secretFiles(call: Call, key: string): Sources['data'] {
  const data: Record<string, string> = {}
  for (const source of call.flags.list('from-file'))
    addFile(call, source.includes('=') ? source : `${key}=${source}`, secretAdd(data))
  return data
}

// k8s: kubectl/pkg/cmd/create ConfigMapOptions.createConfigMap (1.36)
function readAll(call: Call, add: Add): void {
  const { flags } = call
  const envFiles = flags.list('from-env-file')
  const others = flags.list('from-file').length + flags.list('from-literal').length
  if (envFiles.length > 0 && others > 0)
    throw new Failure('from-env-file cannot be combined with from-file or from-literal')
  for (const source of flags.list('from-file')) addFile(call, source, add)
  for (const literal of flags.list('from-literal')) {
    const at = literal.indexOf('=')
    if (at <= 0) throw new Failure(`invalid literal source ${literal}, expected key=value`)
    add(literal.slice(0, at), { text: literal.slice(at + 1) })
  }
  for (const path of envFiles) addEnvFile(call, path, add)
}

interface FileSource {
  /** undefined when the file's own name is the key. */
  readonly key: string | undefined
  readonly path: string
}

// k8s: kubectl/pkg/util ParseFileSource (1.36)
function fileSource(source: string): FileSource {
  const parts = source.split('=')
  const [first = '', second = ''] = parts
  if (parts.length > 2) throw new Failure("key names or file paths cannot contain '='")
  if (parts.length === 1) return { key: undefined, path: source }
  if (first === '') throw new Failure(`key name for file path ${second} missing`)
  if (second === '') throw new Failure(`file path for key name ${first} missing`)
  return { key: first, path: second }
}

function contentOf(call: Call, path: string): Entry | undefined {
  const bytes = call.io.readBytes?.(path)
  if (bytes !== undefined) return { bytes: encodeBytes(bytes) }
  const text = call.io.readFile(path)
  return text === undefined ? undefined : { text }
}

function addFile(call: Call, source: string, add: Add): void {
  const { key, path } = fileSource(source)
  const content = contentOf(call, path)
  if (content) {
    add(key ?? path.replace(/\/+$/, '').replace(/^.*\//, ''), content)
    return
  }
  const names = call.io.listDir?.(path)
  if (!names) throw new Failure(`error reading ${path}: no such file or directory`)
  if (key !== undefined) throw new Failure('cannot give a key name for a directory path')
  for (const name of [...names].sort()) {
    const inside = contentOf(call, `${path.replace(/\/$/, '')}/${name}`)
    if (inside) add(name, inside)
  }
}

const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/
const ENV_NAME_RULE =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')"

function checkEnvName(key: string): void {
  const wrong = ENV_NAME.test(key) ? [] : [ENV_NAME_RULE]
  if (key === '.') wrong.push("must not be '.'")
  else if (key === '..') wrong.push("must not be '..'")
  else if (key.startsWith('..')) wrong.push("must not start with '..'")
  if (wrong.length > 0)
    throw new Failure(`${JSON.stringify(key)} is not a valid key name: ${wrong.join(';')}`)
}

/** Line and its bytes of the first line that is no text; undefined when all are. */
function brokenLine(bytes: string): readonly [line: number, codes: readonly number[]] | undefined {
  const lines = bytes.split('\n')
  const isText = (line: string): boolean => {
    try {
      decodeURIComponent(
        line.replace(/[\s\S]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
      )
      return true
    } catch {
      return false
    }
  }
  const index = lines.findIndex((line) => !isText(line))
  if (index < 0) return undefined
  return [index + 1, [...(lines[index] ?? '').replace(/\r$/, '')].map((char) => char.charCodeAt(0))]
}

// k8s: kubectl/pkg/cmd/util AddFromEnvFile and processEnvFileLine (1.36)
function addEnvFile(call: Call, path: string, add: Add): void {
  const broken = brokenLine(call.io.readBytes?.(path) ?? '')
  if (broken)
    throw new Failure(
      `env file ${path} contains invalid utf8 bytes at line ${broken[0]}: [${broken[1].join(' ')}]`,
    )
  const text = call.io.readFile(path)
  if (text === undefined) {
    if (call.io.listDir?.(path)) throw new Failure('env config file cannot be a directory')
    throw new Failure(`error reading ${path}: no such file or directory`)
  }
  for (const raw of text.replace(/^\uFEFF/, '').split('\n')) {
    const line = raw.replace(/\r$/, '').trimStart()
    if (line === '' || line.startsWith('#')) continue
    const at = line.indexOf('=')
    // A name alone stands for the variable of that name around kubectl; there is none here.
    const key = at < 0 ? line : line.slice(0, at)
    checkEnvName(key)
    add(key, { text: at < 0 ? '' : line.slice(at + 1) })
  }
}
