import type { LabelSelector } from '../types/index.ts'
import { labelKeyErrors, labelValueErrors } from './names.ts'
import type { RawRequirement, SelectorOperator } from './selectorParse.ts'
import { parseRequirements, SelectorError } from './selectorParse.ts'

/** Label selectors: parsed from text or from an object, matched against labels, printed as kubectl does. */

export type Requirement = RawRequirement
export interface Selector {
  /** Sorted by key. All must hold; none matches everything. */
  readonly requirements: readonly Requirement[]
  /** Set for the selector that matches nothing: that of a missing LabelSelector. */
  readonly nothing?: true
}
export type Labels = Readonly<Record<string, string>> | undefined

const NOTHING: Selector = { requirements: [], nothing: true }
const INTEGER = /^[+-]?\d+$/

function checkKey(path: string, key: string): void {
  const errors = labelKeyErrors(key)
  if (errors.length > 0) {
    throw new SelectorError(`${path}: Invalid value: ${JSON.stringify(key)}: ${errors.join('; ')}`)
  }
}

// k8s: apimachinery/pkg/labels NewRequirement (1.36)
function checkRequirement({ key, operator, values }: Requirement): void {
  const errors: string[] = []
  if (operator === 'gt' || operator === 'lt') {
    values.forEach((value, i) => {
      if (!INTEGER.test(value)) {
        errors.push(
          `values[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
        )
      }
    })
  }
  values.forEach((value, i) => {
    const wrong = labelValueErrors(value)
    if (wrong.length > 0) {
      errors.push(
        `values[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong.join('; ')}`,
      )
    }
  })
  if (errors.length > 0) {
    throw new SelectorError(errors.length === 1 ? String(errors[0]) : `[${errors.join(', ')}]`)
  }
}

function sorted(requirements: readonly Requirement[]): Selector {
  return {
    requirements: requirements.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1)),
  }
}

/** Parses `-l` text; throws a SelectorError in upstream's words. Empty text selects everything. */
// k8s: apimachinery/pkg/labels Parse (1.36)
export function parseSelector(text: string): Selector {
  return sorted(parseRequirements(text, (key) => checkKey('<nil>', key), checkRequirement))
}

function compareNumbers(actual: string, wanted: string | undefined, sign: number): boolean {
  if (!INTEGER.test(actual) || wanted === undefined || !INTEGER.test(wanted)) return false
  const [left, right] = [BigInt(actual), BigInt(wanted)]
  return sign > 0 ? left > right : left < right
}

// k8s: apimachinery/pkg/labels Requirement.Matches (1.36)
function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const actual = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'exists':
      return actual !== undefined
    case '!':
      return actual === undefined
    case '!=':
    case 'notin':
      return actual === undefined || !values.includes(actual)
    case 'gt':
      return actual !== undefined && compareNumbers(actual, values[0], 1)
    case 'lt':
      return actual !== undefined && compareNumbers(actual, values[0], -1)
    default:
      return actual !== undefined && values.includes(actual)
  }
}

/** Whether the labels satisfy the selector. */
export function matches(selector: Selector, labels: Labels): boolean {
  return !selector.nothing && selector.requirements.every((r) => holds(r, labels))
}

export type LabelMatcher = (labels: Labels) => boolean

/** A LabelSelector as a function over labels. */
export function matcherOf(object: LabelSelector | undefined): LabelMatcher {
  const selector = selectorOf(object)
  return (labels) => matches(selector, labels)
}

const OBJECT_OPERATORS: Readonly<Record<string, SelectorOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

function convert(object: LabelSelector): Selector {
  const requirements: Requirement[] = Object.entries(object.matchLabels ?? {}).map(
    ([key, value]) => ({ key, operator: '=', values: [value] }),
  )
  for (const { key, operator, values = [] } of object.matchExpressions ?? []) {
    const op = OBJECT_OPERATORS[operator]
    if (!op) {
      throw new SelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`)
    }
    if ((op === 'in' || op === 'notin') && values.length === 0) {
      throw new SelectorError(
        "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
      )
    }
    requirements.push({ key, operator: op, values: [...new Set(values)].sort() })
  }
  for (const requirement of requirements) {
    checkKey('key', requirement.key)
    checkRequirement(requirement)
  }
  return sorted(requirements)
}

const converted = new WeakMap<LabelSelector, Selector>()

/** The selector of an object's LabelSelector: missing selects nothing, empty everything. Throws SelectorError. */
// k8s: apimachinery/pkg/apis/meta/v1 LabelSelectorAsSelector (1.36)
export function selectorOf(object: LabelSelector | undefined): Selector {
  if (!object) return NOTHING
  const known = converted.get(object)
  if (known) return known
  const selector = convert(object)
  // Only what cannot change under us is worth remembering.
  if (Object.isFrozen(object)) converted.set(object, selector)
  return selector
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case '!':
      return `!${key}`
    case 'exists':
      return key
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`
    case 'gt':
      return `${key}>${values.join(',')}`
    case 'lt':
      return `${key}<${values.join(',')}`
    default:
      return `${key}${operator}${values.join(',')}`
  }
}

/** The selector's text: `a=b,c in (d,e),!f`; empty for one without requirements. */
// k8s: apimachinery/pkg/labels internalSelector.String (1.36)
export function selectorText(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',')
}

/** A LabelSelector as kubectl prints it: `<none>` when it has no requirements, `<error>` when it is invalid. */
// k8s: apimachinery/pkg/apis/meta/v1 FormatLabelSelector (1.36)
export function formatSelector(object: LabelSelector | undefined): string {
  try {
    return selectorText(selectorOf(object)) || '<none>'
  } catch (error) {
    if (error instanceof SelectorError) return '<error>'
    throw error
  }
}
