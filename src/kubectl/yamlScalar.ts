/** What an unquoted YAML scalar means to Kubernetes' parser, which reads YAML 1.1 with Go's number syntax. */

type Scalar = string | number | boolean | null

const NAMED = new Map<string, Scalar>([
  ['', null],
  ['~', null],
  ['.nan', Number.NaN],
  ['.NaN', Number.NaN],
  ['.NAN', Number.NaN],
])
for (const word of ['null', 'Null', 'NULL']) NAMED.set(word, null)
for (const word of 'y Y yes Yes YES true True TRUE on On ON'.split(' ')) NAMED.set(word, true)
for (const word of 'n N no No NO false False FALSE off Off OFF'.split(' ')) NAMED.set(word, false)
for (const word of ['.inf', '.Inf', '.INF']) {
  NAMED.set(word, Number.POSITIVE_INFINITY)
  NAMED.set(`+${word}`, Number.POSITIVE_INFINITY)
  NAMED.set(`-${word}`, Number.NEGATIVE_INFINITY)
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/
const TIMESTAMP =
  /^\d{4}-\d\d?-\d\d?([Tt ]\s*\d\d?:\d\d?:\d\d?(\.\d*)?([Zz]|\s*[-+]\d\d?(:\d\d)?)?)?$/
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?$/

function integer(text: string): number | undefined {
  const match = INTEGER.exec(text)
  if (!match) return undefined
  const [, sign, digits = ''] = match
  const octal = /^0[0-7]+$/.test(digits)
  const size = octal ? Number.parseInt(digits, 8) : Number(digits)
  return sign === '-' ? -size : size
}

/** The value of a plain scalar: a number, a boolean, null, or the text itself. */
// k8s: go.yaml.in/yaml/v2 resolve (1.36)
export function resolvePlain(text: string): Scalar {
  const named = NAMED.get(text)
  if (named !== undefined) return named
  const first = text.charCodeAt(0)
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  if (!numeric) return text
  const plain = text.replaceAll('_', '')
  const whole = integer(plain)
  if (whole !== undefined) return whole
  return FLOAT.test(plain) ? Number(plain) : text
}

/** Whether a text must be quoted because, bare, it would be read as something else than this text. */
// k8s: go.yaml.in/yaml/v2 encoder.stringv (1.36)
export function readsAsOther(text: string): boolean {
  return (
    typeof resolvePlain(text) !== 'string' ||
    text === '<<' ||
    TIMESTAMP.test(text) ||
    BASE_60.test(text)
  )
}
