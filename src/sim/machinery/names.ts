/** Label keys and values, as apimachinery validates them. Each check returns upstream's texts, none when valid. */

const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const VALUE_RULE = `a valid label must be an empty string or ${NAME_RULE.slice(5)}`
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"

const whole = (pattern: string): RegExp => new RegExp(`^(${pattern})$`)
const NAME_SHAPE = whole(NAME)
const SUBDOMAIN_SHAPE = whole(SUBDOMAIN)
const VALUE_SHAPE = whole(`(${NAME})?`)

function ruleText(rule: string, pattern: string, ...examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}'`).join(',  or ')
  return `${rule} (e.g. ${list}, regex used for validation is '${pattern}')`
}

const tooLong = (limit: number): string => `must be no more than ${limit} bytes`

function subdomainErrors(text: string): string[] {
  const errors = text.length > 253 ? [tooLong(253)] : []
  if (!SUBDOMAIN_SHAPE.test(text)) {
    errors.push(ruleText(SUBDOMAIN_RULE, SUBDOMAIN, 'example.com'))
  }
  return errors
}

/** What is wrong with a label key such as app or example.com/app. */
// k8s: apimachinery/pkg/util/validation IsQualifiedName (1.36)
export function labelKeyErrors(key: string): string[] {
  const parts = key.split('/')
  const rule = ruleText(NAME_RULE, NAME, 'MyName', 'my.name', '123-abc')
  if (parts.length > 2) {
    return [
      `a qualified name ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const errors: string[] = []
  const name = parts.at(-1) ?? ''
  const prefix = parts.length === 2 ? parts[0] : undefined
  if (prefix === '') errors.push('prefix part must be non-empty')
  else if (prefix !== undefined) {
    errors.push(...subdomainErrors(prefix).map((text) => `prefix part ${text}`))
  }
  if (name === '') errors.push('name part must be non-empty')
  else if (name.length > 63) errors.push(`name part ${tooLong(63)}`)
  if (!NAME_SHAPE.test(name)) errors.push(`name part ${rule}`)
  return errors
}

/** What is wrong with a label value. */
// k8s: apimachinery/pkg/util/validation IsValidLabelValue (1.36)
export function labelValueErrors(value: string): string[] {
  const errors = value.length > 63 ? [tooLong(63)] : []
  if (!VALUE_SHAPE.test(value)) {
    errors.push(ruleText(VALUE_RULE, `(${NAME})?`, 'MyValue', 'my_value', '12345'))
  }
  return errors
}
