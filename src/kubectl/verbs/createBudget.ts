import { parseSelector, type Requirement } from '../../sim/machinery/selector.ts'
import type { LabelSelector, LabelSelectorRequirement } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { oneName, postGenerated } from './generated.ts'

const AMOUNT = /^[0-9]+%?$/
const OPERATORS: Readonly<Record<string, string>> = {
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
}

function requirements(text: string): readonly Requirement[] {
  try {
    return parseSelector(text).requirements
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error
    throw new Failure(`couldn't parse the selector string "${text}": ${error.message}`)
  }
}

function expression({ key, operator, values }: Requirement): LabelSelectorRequirement {
  if (operator === 'gt' || operator === 'lt')
    throw new Failure(`${quote(operator)} isn't supported in label selectors`)
  const named = OPERATORS[operator]
  if (named === undefined)
    throw new Failure(`${quote(operator)} is not a valid label selector operator`)
  return { key, operator: named, ...(values.length > 0 ? { values: [...values].sort() } : {}) }
}

// k8s: apimachinery/pkg/apis/meta/v1 ParseToLabelSelector (1.36)
function labelSelector(text: string): LabelSelector {
  const all = requirements(text)
  const plain = (one: Requirement) => one.operator === '=' || one.operator === '=='
  const labels = all.filter(plain).map(({ key, values }) => [key, values[0] ?? ''] as const)
  const matchExpressions = all.filter((one) => !plain(one)).map(expression)
  return {
    ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
    ...(labels.length > 0 ? { matchLabels: Object.fromEntries(labels) } : {}),
  }
}

// k8s: kubectl/pkg/cmd/create PodDisruptionBudgetOpts.Validate (1.36)
function check({ flags }: Call): void {
  const [min, max] = [flags.text('min-available'), flags.text('max-unavailable')]
  if (flags.text('selector') === '') throw new Failure('a selector must be specified')
  if (max === '' && min === '')
    throw new Failure('one of min-available or max-unavailable must be specified')
  if (min !== '' && max !== '')
    throw new Failure('min-available and max-unavailable cannot be both specified')
  if (min !== '' && !AMOUNT.test(min))
    throw new Failure('invalid format specified for min-available')
  if (max !== '' && !AMOUNT.test(max))
    throw new Failure('invalid format specified for max-unavailable')
}

function amount(text: string): number | string {
  return text.endsWith('%') ? text : Number(text)
}

export const podDisruptionBudget: Verb = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  examples: [
    'kubectl create poddisruptionbudget my-pdb --selector=app=rails --min-available=1',
    'kubectl create pdb my-pdb --selector=app=nginx --min-available=50%',
  ],
  flags: [
    ...CREATE_FLAGS,
    { name: 'selector', type: 'string', help: 'Labels of the pods that it is about.' },
    { name: 'min-available', type: 'string', help: 'Pods that have to stay, or their share.' },
    { name: 'max-unavailable', type: 'string', help: 'Pods that may be away, or their share.' },
  ],
  *run(call) {
    const { flags } = call
    const name = oneName(call)
    check(call)
    const [min, max] = [flags.text('min-available'), flags.text('max-unavailable')]
    yield* postGenerated(
      call,
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name },
        spec: {
          ...(max === '' ? {} : { maxUnavailable: amount(max) }),
          ...(min === '' ? {} : { minAvailable: amount(min) }),
          selector: labelSelector(flags.text('selector')),
        },
        status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
      },
      'failed to create poddisruptionbudgets: ',
    )
    return 0
  },
}
