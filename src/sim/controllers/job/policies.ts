import { type Intervals, overlap, readIntervals, sizeOf } from '../../machinery/intervals.ts'
import type {
  ContainerStatus,
  Job,
  Pod,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
} from '../../types/index.ts'

/** What the policy says about a failed pod. */
export interface Match {
  /** Why the whole Job fails. */
  readonly failure?: string
  /** Whether the failure counts towards the limits. */
  readonly counts: boolean
  readonly action?: string
}

const USUAL: Match = { counts: true }

function fitsExitCode(status: ContainerStatus, rule: PodFailurePolicyOnExitCodesRequirement) {
  const code = status.state?.terminated?.exitCode
  if (code === undefined || code === 0) return false
  if (rule.containerName !== undefined && rule.containerName !== status.name) return false
  return rule.values.includes(code) === (rule.operator === 'In')
}

/** The words about what fits the rule; undefined when nothing does. */
function found(rule: PodFailurePolicyRule, index: number, pod: Pod): string | undefined {
  const { namespace = '', name } = pod.metadata
  const { onExitCodes, onPodConditions = [], action } = rule
  const end = `matching ${action} rule at index ${index}`
  if (onExitCodes) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status
    const status = [...containerStatuses, ...initContainerStatuses].find((one) =>
      fitsExitCode(one, onExitCodes),
    )
    if (!status) return undefined
    const code = status.state?.terminated?.exitCode
    return `Container ${status.name} for pod ${namespace}/${name} failed with exit code ${code} ${end}`
  }
  const condition = pod.status.conditions?.find((one) =>
    onPodConditions.some(({ type, status }) => type === one.type && status === one.status),
  )
  return condition && `Pod ${namespace}/${name} has condition ${condition.type} ${end}`
}

/** The first rule that fits decides. */
// k8s: pkg/controller/job matchPodFailurePolicy (1.36)
export function matchFailurePolicy({ spec }: Job, pod: Pod): Match {
  for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const text = found(rule, index, pod)
    if (text === undefined) continue
    const { action } = rule
    if (action === 'Ignore') return { counts: false, action }
    return action === 'FailJob' ? { counts: true, action, failure: text } : { counts: true, action }
  }
  return USUAL
}

/** The rule by which what has succeeded is enough; undefined while it is not. */
// k8s: pkg/controller/job matchSuccessPolicy (1.36)
export function matchSuccessPolicy({ spec }: Job, succeeded: Intervals): string | undefined {
  if (!spec.successPolicy || succeeded.length === 0) return undefined
  const index = spec.successPolicy.rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined)
      return succeededCount !== undefined && sizeOf(succeeded) >= succeededCount
    const wanted = readIntervals(succeededIndexes, spec.completions ?? 0)
    if (wanted.length === 0) return false
    const done = overlap(wanted, succeeded)
    return done === sizeOf(wanted) || (succeededCount !== undefined && done >= succeededCount)
  })
  return index < 0 ? undefined : `Matched rules at index ${index}`
}
