import type {
  LabelSelector,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  VolumeNodeAffinity,
} from '../types/index.ts'

export type Labels = Readonly<Record<string, string>>

/** A compiled selector over labels. `empty` selects everything, and some callers treat that specially. */
export interface Matcher {
  readonly empty: boolean
  /** Text that is equal for equal selectors. */
  readonly key: string
  matches(labels: Labels): boolean
}

interface Requirement {
  readonly key: string
  readonly operator: string
  readonly values: readonly string[]
}

function integer(text: string | undefined): number {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
}

function holds(requirement: Requirement, value: string | undefined): boolean {
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value)
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return integer(value) > integer(requirement.values[0])
    case 'Lt':
      return integer(value) < integer(requirement.values[0])
    default:
      return false
  }
}

const NONE: readonly string[] = []

function matcherOf(requirements: readonly Requirement[]): Matcher {
  return {
    empty: requirements.length === 0,
    key: requirements.map((r) => `${r.key} ${r.operator} ${r.values.join(',')}`).join(';'),
    matches(labels) {
      for (const requirement of requirements) {
        if (!holds(requirement, labels[requirement.key])) return false
      }
      return true
    },
  }
}

const NOTHING: Matcher = { empty: false, key: '!', matches: () => false }

/** An absent selector selects nothing, an empty one everything. */
// k8s: apimachinery/pkg/apis/meta/v1 LabelSelectorAsSelector (1.36)
export function labelMatcher(
  selector: LabelSelector | undefined,
  more: readonly Requirement[] = [],
): Matcher {
  if (!selector) return NOTHING
  const requirements: Requirement[] = []
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    requirements.push({ key, operator: 'In', values: [value] })
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    requirements.push({ key, operator, values: values ?? NONE })
  }
  return matcherOf([...requirements, ...more])
}

/** What a node is to a node selector: its labels and its name. */
export interface NodeFacts {
  readonly name: string
  readonly labels: Labels
}

function expressionsHold(
  requirements: readonly NodeSelectorRequirement[] | undefined,
  labels: Labels,
): boolean {
  for (const requirement of requirements ?? []) {
    const { key, operator, values } = requirement
    if (!holds({ key, operator, values: values ?? NONE }, labels[key])) return false
  }
  return true
}

function fieldsHold(
  requirements: readonly NodeSelectorRequirement[] | undefined,
  name: string,
): boolean {
  for (const { key, operator, values } of requirements ?? []) {
    if (key !== 'metadata.name') return false
    if (!holds({ key, operator, values: values ?? NONE }, name)) return false
  }
  return true
}

/** A term that says nothing matches nothing. */
export function nodeTermMatches(term: NodeSelectorTerm, node: NodeFacts): boolean {
  if (!term.matchExpressions?.length && !term.matchFields?.length) return false
  return (
    expressionsHold(term.matchExpressions, node.labels) && fieldsHold(term.matchFields, node.name)
  )
}

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/

function isValid({ operator, values }: NodeSelectorRequirement): boolean {
  if (operator !== 'In' && operator !== 'NotIn') return true
  return (values ?? NONE).every((value) => LABEL_VALUE.test(value))
}

const usable = new WeakMap<NodeSelector, readonly NodeSelectorTerm[]>()

/** The terms without those that can match nothing because they are malformed. */
function usableTerms(selector: NodeSelector): readonly NodeSelectorTerm[] {
  let terms = usable.get(selector)
  if (!terms) {
    terms = (selector.nodeSelectorTerms ?? []).filter((t) =>
      (t.matchExpressions ?? []).every(isValid),
    )
    usable.set(selector, terms)
  }
  return terms
}

/** Terms are alternatives; what a term says must hold altogether. */
// k8s: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity Match (1.36)
export function nodeSelectorMatches(selector: NodeSelector, node: NodeFacts): boolean {
  for (const term of usableTerms(selector)) {
    if (nodeTermMatches(term, node)) return true
  }
  return false
}

export function mapMatches(wanted: Labels | undefined, labels: Labels): boolean {
  if (!wanted) return true
  for (const key in wanted) if (labels[key] !== wanted[key]) return false
  return true
}

/** Whether a volume can be reached from the node. */
export function volumeReaches(affinity: VolumeNodeAffinity | undefined, node: NodeFacts): boolean {
  return affinity?.required === undefined || nodeSelectorMatches(affinity.required, node)
}
