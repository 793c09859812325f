/** Formats of names, labels and ports: each function returns what is wrong, nothing when all is well. */
// k8s: apimachinery/pkg/util/validation and pkg/api/validate/content (1.36)

const LABEL_CHARS = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL_CHARS}(\\.${LABEL_CHARS})*`
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const CONFIG_KEY = '[-._a-zA-Z0-9]+'
const HTTP_HEADER = '[-A-Za-z0-9]+'
const PERCENT = '[0-9]+%'

const LABEL_RE = new RegExp(`^${LABEL_CHARS}$`)
const SUBDOMAIN_RE = new RegExp(`^${SUBDOMAIN}$`)
const QUALIFIED_RE = new RegExp(`^${QUALIFIED}$`)
const LABEL_VALUE_RE = new RegExp(`^(${QUALIFIED})?$`)
const CONFIG_KEY_RE = new RegExp(`^${CONFIG_KEY}$`)
const HTTP_HEADER_RE = new RegExp(`^${HTTP_HEADER}$`)
const PERCENT_RE = new RegExp(`^${PERCENT}$`)
const UNDERSCORE_RE = /^[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*$/

type Messages = readonly string[]
const FINE: Messages = []

export function maxLength(limit: number): string {
  return `must be no more than ${limit} bytes`
}

export function range(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`
}

function format(message: string, pattern: string, ...examples: string[]): string {
  const list = examples.map((example) => `'${example}'`).join(',  or ')
  const start = examples.length === 0 ? '' : `e.g. ${list}, `
  return `${message} (${start}regex used for validation is '${pattern}')`
}

const LABEL_MESSAGE = format(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL_CHARS,
  'my-name',
  '123-abc',
)
const SUBDOMAIN_MESSAGE = format(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  'example.com',
)
const QUALIFIED_MESSAGE = format(
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  QUALIFIED,
  'MyName',
  'my.name',
  '123-abc',
)
const LABEL_VALUE_MESSAGE = format(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  `(${QUALIFIED})?`,
  'MyValue',
  'my_value',
  '12345',
)

function checked(value: string, limit: number, pattern: RegExp, message: string): Messages {
  if (value.length <= limit && pattern.test(value)) return FINE
  const out: string[] = []
  if (value.length > limit) out.push(maxLength(limit))
  if (!pattern.test(value)) out.push(message)
  return out
}

export function dnsLabel(value: string): Messages {
  return checked(value, 63, LABEL_RE, LABEL_MESSAGE)
}

export function dnsSubdomain(value: string): Messages {
  return checked(value, 253, SUBDOMAIN_RE, SUBDOMAIN_MESSAGE)
}

/** DNS names of resolv.conf may hold underscores. */
export function dnsSearch(value: string): Messages {
  return checked(
    value,
    253,
    UNDERSCORE_RE,
    format(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character or underscore",
      '[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*',
      'example.com',
    ),
  )
}

/** A label or annotation key: a name of at most 63 bytes, after a DNS subdomain and a slash or alone. */
export function qualifiedName(value: string): Messages {
  if (value.length <= 63 && QUALIFIED_RE.test(value)) return FINE
  const parts = value.split('/')
  const out: string[] = []
  let name = value
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    name = parts[1] ?? ''
    if (prefix === '') out.push('prefix part must be non-empty')
    else out.push(...dnsSubdomain(prefix).map((message) => `prefix part ${message}`))
  } else if (parts.length > 2)
    return [
      `${format(
        "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        QUALIFIED,
        'MyName',
        'my.name',
        '123-abc',
      )} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  if (name === '') out.push('name part must be non-empty')
  else if (name.length > 63) out.push(`name part ${maxLength(63)}`)
  if (!QUALIFIED_RE.test(name)) out.push(QUALIFIED_MESSAGE)
  return out
}

export function labelValue(value: string): Messages {
  return checked(value, 63, LABEL_VALUE_RE, LABEL_VALUE_MESSAGE)
}

/** Keys of ConfigMaps and Secrets. */
export function configKey(value: string): Messages {
  const out = [
    ...checked(
      value,
      253,
      CONFIG_KEY_RE,
      format(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    ),
  ]
  if (value === '.') out.push("must not be '.'")
  else if (value === '..') out.push("must not be '..'")
  else if (value.startsWith('..')) out.push("must not start with '..'")
  return out
}

/** Names of environment variables: any printable ASCII but the equals sign. */
// k8s: util/validation IsRelaxedEnvVarName (1.36)
export function envVarName(value: string): Messages {
  if (value === '') return ['environment variable name must be non-empty']
  for (const char of value)
    if (char < ' ' || char > '~' || char === '=')
      return [
        `a valid environment variable name must consist only of printable ASCII characters other than '='`,
      ]
  return FINE
}

export function portNumber(value: number): Messages {
  return value >= 1 && value <= 65_535 ? FINE : [range(1, 65_535)]
}

// k8s: util/validation IsValidPortName (1.36)
export function portName(value: string): Messages {
  const out: string[] = []
  if (value.length > 15) out.push('must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(value))
    out.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) out.push('must contain at least one letter (a-z)')
  if (value.includes('--')) out.push('must not contain consecutive hyphens')
  if (value !== '' && (value.startsWith('-') || value.endsWith('-')))
    out.push('must not begin or end with a hyphen')
  return out
}

export function httpHeader(value: string): Messages {
  return HTTP_HEADER_RE.test(value)
    ? FINE
    : [
        format(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          HTTP_HEADER,
          'X-Header-Name',
        ),
      ]
}

export function percent(value: string): Messages {
  return PERCENT_RE.test(value)
    ? FINE
    : [
        format(
          "a valid percent string must be a numeric string followed by an ending '%'",
          PERCENT,
          '1%',
          '93%',
        ),
      ]
}

/** A name that gets a suffix may end in a dash. */
function maskDash(value: string): string {
  return value.length > 1 && value.endsWith('-') ? `${value.slice(0, -2)}a` : value
}

/** Checks an object's name; `prefix` when it is a generateName. */
export type NameCheck = (name: string, prefix: boolean) => Messages

export const subdomainName: NameCheck = (name, prefix) =>
  dnsSubdomain(prefix ? maskDash(name) : name)
export const labelName: NameCheck = (name, prefix) => dnsLabel(prefix ? maskDash(name) : name)

const IPV4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/

function isGroup(text: string): boolean {
  return /^[0-9a-fA-F]{1,4}$/.test(text)
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const mapped = IPV4.test(last)
  const hex = mapped ? groups.slice(0, -1) : groups
  const count = hex.length + (mapped ? 2 : 0)
  return hex.every(isGroup) && (halves.length === 2 ? count < 8 : count === 8)
}

export function ipAddress(value: string): Messages {
  return IPV4.test(value) || (value.includes(':') && isIpv6(value))
    ? FINE
    : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']
}

export function cidr(value: string): Messages {
  const [address = '', bits, more] = value.split('/')
  const limit = address.includes(':') ? 128 : 32
  const fine =
    more === undefined &&
    bits !== undefined &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= limit &&
    ipAddress(address).length === 0
  return fine ? FINE : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']
}

/** User and group ids. */
export function linuxId(value: number): Messages {
  return value >= 0 && value <= 2_147_483_647 ? FINE : [range(0, 2_147_483_647)]
}
