import type { ListNode, Node, SliceParam } from './parse.ts'
import { JsonpathError, parseJsonpath } from './parse.ts'

export interface JsonpathOptions {
  /** A missing field gives nothing rather than an error. */
  readonly allowMissingKeys?: boolean
  /** Print objects with their fields as they come, rather than sorted by name. */
  readonly keepFieldOrder?: boolean
}

type Values = readonly unknown[]
type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isMissing = (value: unknown): value is null | undefined =>
  value === null || value === undefined

/** Carries what a failing step had so far: an existence filter looks at it. */
class StepError extends JsonpathError {
  readonly values: Values
  constructor(message: string, values: Values) {
    super(message)
    this.values = values
  }
}

function typeName(value: unknown): string {
  if (isFields(value)) return 'map[string]interface {}'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return 'string'
}

function children(value: unknown): Values {
  if (Array.isArray(value)) return value
  if (isFields(value)) return Object.values(value)
  return typeof value === 'string' ? [...value].map((c) => c.charCodeAt(0)) : []
}

function recurse(values: Values): unknown[] {
  return values.flatMap((value) => {
    const inner = isMissing(value) ? [] : children(value)
    return inner.length === 0 ? [] : [value, ...recurse(inner)]
  })
}

// k8s: client-go/util/jsonpath evalArray (1.36)
function sliceOf(
  values: readonly unknown[],
  [from, to, by]: readonly [SliceParam, SliceParam, SliceParam],
  input: Values,
): unknown[] | undefined {
  const size = values.length
  const start = from.known && from.value < 0 ? from.value + size : from.value
  let end = to.known ? to.value : size
  if (end < 0 || (end === 0 && to.derived)) end += size
  if (start === end) return undefined
  const outside = (index: number): StepError =>
    new StepError(`array index out of bounds: index ${index}, length ${size}`, input)
  if (start >= size || start < 0) throw outside(start)
  if (end > size || end < 0) throw outside(end - 1)
  if (start > end) {
    throw new StepError(`starting index ${start} is greater than ending index ${end}`, input)
  }
  if (by.known && by.value <= 0) throw new StepError('step must be > 0', input)
  const step = by.known ? by.value : 1
  return values.slice(start, end).filter((_, i) => i % step === 0)
}

function basicKind(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value
  throw new JsonpathError('invalid type for comparison')
}

function sameKinds(left: unknown, right: unknown): void {
  if (basicKind(left) !== basicKind(right)) {
    throw new JsonpathError('incompatible types for comparison')
  }
}

function less(left: unknown, right: unknown): boolean {
  sameKinds(left, right)
  if (typeof left === 'boolean') throw new JsonpathError('invalid type for comparison')
  return (left as string | number) < (right as string | number)
}

function equal(left: unknown, right: unknown): boolean {
  sameKinds(left, right)
  return left === right
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '<':
      return less(left, right)
    case '<=':
      return less(left, right) || equal(left, right)
    case '>':
      return !less(left, right) && !equal(left, right)
    case '>=':
      return !less(left, right)
    case '==':
      return equal(left, right)
    case '!=':
      return !equal(left, right)
    default:
      throw new JsonpathError(`unrecognized filter operator ${operator}`)
  }
}

class Evaluator {
  private readonly allowMissingKeys: boolean
  private beginRange = 0
  private inRange = 0
  private endRange = 0
  private lastEnd = 0
  private readonly nodes: readonly Node[]

  constructor(root: ListNode, allowMissingKeys: boolean) {
    this.nodes = root.nodes
    this.allowMissingKeys = allowMissingKeys
  }

  // k8s: client-go/util/jsonpath FindResults (1.36)
  find(data: unknown, start = 0): Values[] {
    const found: Values[] = []
    for (let i = start; i < this.nodes.length; i++) {
      const values = this.walk([data], this.nodes[i] as Node)
      if (this.endRange > 0 && this.endRange <= this.inRange) {
        this.endRange--
        this.lastEnd = i
        break
      }
      if (this.beginRange === 0) {
        found.push(values)
        continue
      }
      this.beginRange--
      this.inRange++
      for (const value of values) found.push(...this.find(value, i + 1))
      // An empty range still has to be walked to its end.
      if (values.length === 0) this.find(undefined, i + 1)
      this.inRange--
      if (this.lastEnd > i) i = this.lastEnd
    }
    return found
  }

  private walk(input: Values, node: Node): Values {
    switch (node.type) {
      case 'list':
        return node.nodes.reduce((values: Values, step) => this.walk(values, step), input)
      case 'text':
        return [node.text]
      case 'literal':
        return input.map(() => node.value)
      case 'field':
        return this.field(input, node.name)
      case 'array':
        return this.array(input, node.params)
      case 'wildcard':
        return input.flatMap(children)
      case 'recursive':
        return recurse(input)
      case 'union':
        return node.branches.flatMap((branch) => this.walk(input, branch))
      case 'filter':
        return this.filter(input, node)
      case 'identifier':
        return this.identifier(input, node.name)
    }
  }

  private identifier(input: Values, name: string): Values {
    if (name === 'range') {
      this.beginRange++
      return input
    }
    if (name !== 'end') throw new StepError(`unrecognized identifier ${name}`, input)
    if (this.inRange === 0) throw new StepError('not in range, nothing to end', [])
    this.endRange++
    return []
  }

  private field(input: Values, name: string): Values {
    if (input.length === 0) return []
    const found = input.flatMap((value) =>
      isFields(value) && Object.hasOwn(value, name) ? [value[name]] : [],
    )
    if (found.length === 0 && !this.allowMissingKeys) {
      throw new StepError(`${name} is not found`, [])
    }
    return found
  }

  private array(input: Values, params: readonly [SliceParam, SliceParam, SliceParam]): Values {
    const found: unknown[] = []
    for (const value of input) {
      if (isMissing(value)) continue
      if (!Array.isArray(value)) {
        throw new StepError(`${typeName(value)} is not array or slice`, input)
      }
      const part = sliceOf(value, params, input)
      if (!part) return found
      found.push(...part)
    }
    return found
  }

  private single(values: Values): Values {
    if (values.length > 1) throw new JsonpathError('can only compare one element at a time')
    return values
  }

  private exists(item: unknown, left: ListNode): boolean {
    try {
      return this.walk([item], left).length > 0
    } catch (error) {
      if (error instanceof StepError) return error.values.length > 0
      throw error
    }
  }

  private passes(item: unknown, node: Extract<Node, { type: 'filter' }>): boolean {
    if (node.operator === 'exists') return this.exists(item, node.left)
    const left = this.single(this.walk([item], node.left))
    if (left.length === 0) return false
    const right = this.single(this.walk([item], node.right))
    return right.length > 0 && compare(node.operator, left[0], right[0])
  }

  // k8s: client-go/util/jsonpath evalFilter (1.36)
  private filter(input: Values, node: Extract<Node, { type: 'filter' }>): Values {
    return input.flatMap((value) => {
      if (!Array.isArray(value)) {
        throw new StepError(
          `${printValue(value, true)} is not array or slice and cannot be filtered`,
          input,
        )
      }
      return value.filter((item) => this.passes(item, node))
    })
  }
}

function sortFields(_: string, value: unknown): unknown {
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const HTML: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' }

function printValue(value: unknown, keepOrder: boolean): string {
  if (isMissing(value)) return '<nil>'
  if (typeof value !== 'object') return String(value)
  const json = keepOrder ? JSON.stringify(value) : JSON.stringify(value, sortFields)
  return json.replaceAll(/[<>&]/g, (character) => HTML[character] ?? character)
}

/** What each action of a template finds, in the order of output. Throws JsonpathError. */
export function findJsonpath(
  template: string,
  data: unknown,
  options: JsonpathOptions = {},
): readonly Values[] {
  return new Evaluator(parseJsonpath(template), options.allowMissingKeys ?? false).find(data)
}

/** The text that `kubectl get -o jsonpath=TEMPLATE` prints for the data. Throws JsonpathError. */
export function evaluateJsonpath(
  template: string,
  data: unknown,
  options: JsonpathOptions = {},
): string {
  return findJsonpath(template, data, options)
    .map((values) =>
      values.map((value) => printValue(value, options.keepFieldOrder ?? false)).join(' '),
    )
    .join('')
}
