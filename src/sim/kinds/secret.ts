import {
  forbiddenField,
  IMMUTABLE,
  invalid,
  invalidAll,
  keysOf,
  required,
  semanticEqual,
  tooLong,
} from '../admission/fieldErrors.ts'
import { configKey } from '../admission/names.ts'
import type { FieldError } from '../errors.ts'
import { base64Size, decodeAscii, encodeBase64 } from '../schema/base64.ts'
import type { Draft, Secret } from '../types/index.ts'
import { defineKind } from './base.ts'

const MAX_BYTES = 1_048_576
const SEALED = 'field is immutable when `immutable` is set'
const REDACTED = '<secret contents redacted>'

/** Keys that a type of secret must have; of `either` one is enough. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
}

/** Text of Go's JSON decoder, undefined for a JSON object. */
function jsonError(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined
    const word = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    return `json: cannot unmarshal ${word} into Go value of type map[string]interface {}`
  } catch {
    const at = /[^\s]/.exec(text)
    return at && !'{["-0123456789tfn'.includes(at[0])
      ? `invalid character '${at[0]}' looking for beginning of value`
      : 'unexpected end of JSON input'
  }
}

const ACCOUNT_NAME = 'kubernetes.io/service-account.name'

/** Rules of types that are not just a list of keys. */
const BY_TYPE: Readonly<Record<string, (object: Draft<Secret>) => FieldError[]>> = {
  'kubernetes.io/service-account-token': ({ metadata }) =>
    metadata.annotations?.[ACCOUNT_NAME] ? [] : [required(`metadata.annotations[${ACCOUNT_NAME}]`)],
  'kubernetes.io/basic-auth': ({ data }) =>
    data?.username === undefined && data?.password === undefined
      ? [required('data[username]'), required('data[password]')]
      : [],
  'kubernetes.io/ssh-auth': ({ data }) =>
    data?.['ssh-privatekey'] ? [] : [required('data[ssh-privatekey]')],
}

function typeRules(object: Draft<Secret>): FieldError[] {
  const { type = '', data = {} } = object
  const special = BY_TYPE[type]
  if (special) return special(object)
  const keys = NEEDED[type] ?? []
  const errors = keys
    .filter((key) => data[key] === undefined)
    .map((key) => required(`data[${key}]`))
  const [key] = keys
  if (errors.length > 0 || key === undefined || !type.startsWith('kubernetes.io/docker'))
    return errors
  const wrong = jsonError(decodeAscii(data[key] ?? ''))
  return wrong === undefined ? [] : [invalid(`data[${key}]`, REDACTED, wrong)]
}

// k8s: pkg/apis/core/validation ValidateSecret (1.36)
function rules(object: Draft<Secret>): FieldError[] {
  const { data } = object
  const keys = keysOf(data)
  const size = keys.reduce((sum, key) => sum + base64Size(data?.[key] ?? ''), 0)
  return [
    ...keys.flatMap((key) => invalidAll(`data[${key}]`, key, configKey(key))),
    ...(size > MAX_BYTES ? [tooLong('data', MAX_BYTES)] : []),
    ...typeRules(object),
  ]
}

/** Texts in the clear become data, and win over data of the same key. */
function encoded(object: Secret | Draft<Secret>): Pick<Secret, 'data'> {
  const entries = Object.entries(object.stringData ?? {})
  if (entries.length === 0) return object.data ? { data: object.data } : {}
  const added = entries.map(([key, text]) => [key, encodeBase64(text)])
  return { data: { ...object.data, ...Object.fromEntries(added) } }
}

const PEM = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?-----END [A-Z0-9 ]+-----/

// k8s: pkg/api/secret GetWarningsForSecret, crypto/tls X509KeyPair (1.36)
function warnings({ type, data }: Draft<Secret>): string[] {
  if (type !== 'kubernetes.io/tls') return []
  const wrong = ['tls.crt', 'tls.key'].find((key) => !PEM.test(decodeAscii(data?.[key] ?? '')))
  if (wrong === undefined) return []
  const which = wrong === 'tls.crt' ? 'certificate' : 'key'
  return [`tls: failed to find any PEM data in ${which} input`]
}

export const secret = defineKind({
  kind: 'Secret',
  plural: 'secrets',
  // k8s: pkg/apis/core/v1 SetDefaults_Secret and Convert_v1_Secret_To_core_Secret (1.36)
  defaults: (draft) => {
    const { stringData: _, data: __, ...rest } = draft
    return { ...rest, ...encoded(draft), type: draft.type || 'Opaque' }
  },
  rules,
  // k8s: pkg/apis/core/validation ValidateSecretUpdate (1.36)
  update: (next, previous) => [
    ...(next.type === previous.type ? [] : [invalid('type', next.type ?? '', IMMUTABLE)]),
    ...(previous.immutable && !next.immutable ? [forbiddenField('immutable', SEALED)] : []),
    ...(previous.immutable && !semanticEqual(next.data, previous.data)
      ? [forbiddenField('data', SEALED)]
      : []),
  ],
  prepareUpdate: (next: Secret, previous): Secret => {
    const { stringData: _, data: __, ...rest } = next
    return { ...rest, ...encoded(next), type: next.type || previous.type || 'Opaque' }
  },
  warnings,
})
