import { budgetsOf, DELETION_TIMEOUT, setCondition, withVerdict } from '../../api/budgets.ts'
import type { Cluster } from '../../cluster.ts'
import { matcherOf } from '../../machinery/selector.ts'
import { type Key, keyOf } from '../../store.ts'
import { type Millis, parseTime } from '../../time.ts'
import type {
  LabelSelector,
  Pod,
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from '../../types/index.ts'
import type { Actor, Change, Requeue } from '../controller.ts'
import { isReady } from '../pods.ts'
import { expectedOf, Uncountable } from './expected.ts'
import { isMarked, reconcilePod } from './marked.ts'

const NAME = 'disruption'
const POD = 'pod '
const NONE: readonly Key[] = []

/** k8s: pkg/controller/disruption DisruptionController (1.36) */
export const disruption: Actor = {
  name: NAME,
  source: 'controllermanager',
  watches: {
    PodDisruptionBudget: (budget) => [keyOf(budget)],
    Pod: (_, cluster, change) => concerned(cluster, change),
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => cluster.store.keys('PodDisruptionBudget'),
  reconcile(cluster, key) {
    if (key.startsWith(POD)) return reconcilePod(cluster, NAME, key, key.slice(POD.length))
    const budget = cluster.at('PodDisruptionBudget', key)
    if (budget) return reconcile(cluster, budget)
    cluster.forget(NAME, key)
    return undefined
  },
}

/** The budgets that select the pod or did, and the pod itself where it is marked to go or several of them select it. */
function concerned(cluster: Cluster, { before, after }: Change<Pod>): readonly Key[] {
  const marked = after && before?.status.conditions !== after.status.conditions && isMarked(after)
  if (cluster.store.count('PodDisruptionBudget') === 0)
    return marked ? [`${POD}${keyOf(after)}`] : NONE
  const now = after ? budgetsOf(cluster, after) : []
  const moved = before && before.metadata.labels !== after?.metadata.labels
  const then = moved ? budgetsOf(cluster, before) : []
  const keys = [...new Set([...now, ...then].map(keyOf))]
  return marked || now.length > 1 ? [...keys, `${POD}${keyOf(after as Pod)}`] : keys
}

/** k8s: pkg/controller/disruption trySync (1.36) */
function reconcile(cluster: Cluster, budget: PodDisruptionBudget): Requeue | undefined {
  const matches = matcherOf(budget.spec.selector)
  const pods = cluster.list('Pod', {
    namespace: budget.metadata.namespace ?? '',
    where: (pod) => matches(pod.metadata.labels),
  })
  if (pods.length === 0) tell(cluster, budget, 'Normal', 'NoPods', 'No matching pods found')
  try {
    return count(cluster, budget, pods)
  } catch (error) {
    if (!(error instanceof Uncountable)) throw error
    fail(cluster, budget, error.message)
    return undefined
  }
}

/** An event for each new state of the budget: to look at it again is no news. */
function tell(
  cluster: Cluster,
  budget: PodDisruptionBudget,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  const key = keyOf(budget)
  const state = `${reason} ${budget.metadata.resourceVersion}`
  if (cluster.recall(NAME, key) === state) return
  cluster.remember(NAME, key, state)
  cluster.event(budget, type, reason, message)
}

function count(
  cluster: Cluster,
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
): Requeue | undefined {
  const {
    pods: expectedPods,
    healthy: desiredHealthy,
    unmanaged,
  } = expectedOf(cluster, budget, pods)
  if (unmanaged.length > 0)
    tell(cluster, budget, 'Warning', 'UnmanagedPods', unmanagedText(budget.spec.selector))
  const { disruptedPods, recheck } = stillGoing(cluster, budget, pods)
  const currentHealthy = pods.filter(
    (pod) =>
      !pod.metadata.deletionTimestamp && !(pod.metadata.name in disruptedPods) && isReady(pod),
  ).length
  const spare = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0
  const { generation } = budget.metadata
  const { conditions } = budget.status
  const next: PodDisruptionBudgetStatus = {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    disruptionsAllowed: spare,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    ...(conditions ? { conditions } : {}),
  }
  const judges = cluster.profile.features.disruptionConditions
  cluster.why(`${currentHealthy} healthy, ${desiredHealthy} needed: ${spare} may go`)
  cluster.updateStatus({ ...budget, status: judges ? withVerdict(next, cluster.now) : next })
  return recheck === undefined
    ? undefined
    : { requeueAfter: Math.max(1, recheck - cluster.now), background: true }
}

/** Evicted pods that are still there and not yet seen to be deleted, and when to give up waiting for that. */
// k8s: pkg/controller/disruption buildDisruptedPodMap (1.36)
function stillGoing(cluster: Cluster, budget: PodDisruptionBudget, pods: readonly Pod[]) {
  const evicted = budget.status.disruptedPods ?? {}
  const disruptedPods: Record<string, string> = {}
  let recheck: Millis | undefined
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata
    const since = evicted[name]
    if (since === undefined || deletionTimestamp) continue
    const until = parseTime(since) + DELETION_TIMEOUT
    if (until < cluster.now) {
      const { namespace } = budget.metadata
      const text = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`
      cluster.event(pod, 'Warning', 'NotDeleted', text)
      continue
    }
    disruptedPods[name] = since
    // Times of the API are whole seconds: what is due in one is over after it.
    recheck = Math.min(recheck ?? Number.POSITIVE_INFINITY, until + 1)
  }
  return { disruptedPods, recheck }
}

/** k8s: pkg/controller/disruption failSafe (1.36): while the count is unknown nobody may go. */
function fail(cluster: Cluster, budget: PodDisruptionBudget, why: string): void {
  const { observedGeneration, conditions } = budget.status
  tell(
    cluster,
    budget,
    'Warning',
    'CalculateExpectedPodCountFailed',
    `Failed to calculate the number of expected pods: ${why}`,
  )
  const failed = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'SyncFailed',
    message: why,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  }
  cluster.why('nobody can say how many pods there should be')
  cluster.updateStatus({
    ...budget,
    status: {
      ...budget.status,
      disruptionsAllowed: 0,
      ...(cluster.profile.features.disruptionConditions
        ? { conditions: setCondition(conditions, failed, cluster.now) }
        : {}),
    },
  })
}

// k8s: apimachinery/pkg/apis/meta/v1 LabelSelector.String (1.36)
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.keys(matchLabels)
    .sort()
    .map((key) => `${key}: ${matchLabels[key]},`)
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}

function unmanagedText(selector: LabelSelector | undefined): string {
  return `Pods selected by this PodDisruptionBudget (selector: ${selector ? selectorText(selector) : 'nil'}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`
}
