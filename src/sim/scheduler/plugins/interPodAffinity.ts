import { labelValueErrors } from '../../machinery/names.ts'
import type { PodAffinityTerm, WeightedPodAffinityTerm } from '../../types/index.ts'
import type { AffinityGroup, LabelSet } from '../labelSets.ts'
import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import {
  type Filter,
  MAX_SCORE,
  type Plugin,
  type Rejection,
  type Scorer,
  type World,
} from '../plugin.ts'
import { labelMatcher, type Matcher } from '../selectors.ts'

const NAME = 'InterPodAffinity'
const NO_COMPANY: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: NAME,
  reasons: ["node(s) didn't match pod affinity rules"],
}
const UNWANTED_COMPANY: Rejection = {
  code: 'Unschedulable',
  plugin: NAME,
  reasons: ["node(s) didn't match pod anti-affinity rules"],
}
const UNWELCOME: Rejection = {
  code: 'Unschedulable',
  plugin: NAME,
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
}

export interface InterPodAffinityOptions {
  /** What a required affinity of a running pod is worth when scoring. */
  readonly hardPodAffinityWeight: number
  readonly ignorePreferredTermsOfExistingPods: boolean
}

/** One term, compiled for the pod that states it. */
interface Term {
  readonly topologyKey: string
  readonly matcher: Matcher
  matchesNamespace(namespace: string, world: World): boolean
}

interface PodFacts {
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
}

// k8s: staging/src/k8s.io/kube-scheduler/framework newAffinityTerm (1.36)
function compile(term: PodAffinityTerm, namespace: string): Term {
  const namespaces = new Set(term.namespaces ?? [])
  if (namespaces.size === 0 && !term.namespaceSelector) namespaces.add(namespace)
  const byLabels = term.namespaceSelector ? labelMatcher(term.namespaceSelector) : undefined
  return {
    topologyKey: term.topologyKey,
    matcher: labelMatcher(term.labelSelector),
    matchesNamespace: (name, world) =>
      namespaces.has(name) || byLabels?.matches(world.namespaceLabels(name)) === true,
  }
}

function selects(term: Term, pod: PodFacts, world: World): boolean {
  return term.matchesNamespace(pod.namespace, world) && term.matcher.matches(pod.labels)
}

/** Sums by topology label and its value. */
class Tally {
  readonly byKey = new Map<string, Map<string, number>>()

  add(key: string, node: NodeInfo, amount: number): void {
    const value = node.labels[key]
    if (value === undefined) return
    let values = this.byKey.get(key)
    if (!values) {
      values = new Map()
      this.byKey.set(key, values)
    }
    values.set(value, (values.get(value) ?? 0) + amount)
  }

  at(key: string, node: NodeInfo): number {
    const value = node.labels[key]
    return value === undefined ? 0 : (this.byKey.get(key)?.get(value) ?? 0)
  }
}

function required(
  affinity:
    | { readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] }
    | undefined,
): readonly PodAffinityTerm[] {
  return affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
}

function preferred(
  affinity:
    | {
        readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[]
      }
    | undefined,
): readonly WeightedPodAffinityTerm[] {
  return affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
}

/** Where pods run whose own anti-affinity refuses this pod. */
function refusals(pod: PodInfo, world: World): Tally {
  const tally = new Tally()
  for (const group of world.snapshot.labelSets.affinityGroups()) {
    for (const raw of required(group.affinity.podAntiAffinity)) {
      const term = compile(raw, group.namespace)
      if (!selects(term, pod, world)) continue
      for (const [node, count] of group.counts) tally.add(term.topologyKey, node, count)
    }
  }
  return tally
}

function tallySet(tally: Tally, set: LabelSet, terms: readonly Term[]): void {
  for (const term of terms) {
    for (const [node, count] of set.all) tally.add(term.topologyKey, node, count)
  }
}

/** Where pods run that all the affinity terms select. */
function company(terms: readonly Term[], world: World): Tally {
  const tally = new Tally()
  if (terms.length === 0) return tally
  for (const set of world.snapshot.labelSets.allSets()) {
    if (terms.every((term) => selects(term, set, world))) tallySet(tally, set, terms)
  }
  return tally
}

/** Where pods run that any of the anti-affinity terms selects. */
function unwanted(terms: readonly Term[], world: World): Tally {
  const tally = new Tally()
  if (terms.length === 0) return tally
  for (const set of world.snapshot.labelSets.allSets()) {
    tallySet(
      tally,
      set,
      terms.filter((term) => selects(term, set, world)),
    )
  }
  return tally
}

interface Rules {
  readonly near: readonly Term[]
  readonly apart: readonly Term[]
  /** Where the pods are that must be near. */
  readonly present: Tally
  /** The first pod of a group that wants to be together may go anywhere. */
  readonly first: boolean
  readonly disliked: Tally
  readonly refused: Tally
}

function hasCompany(node: NodeInfo, { near, present, first }: Rules): boolean {
  for (const { topologyKey } of near) {
    if (node.labels[topologyKey] === undefined) return false
    if (!first && present.at(topologyKey, node) <= 0) return false
  }
  return true
}

function judge(node: NodeInfo, rules: Rules): Rejection | undefined {
  if (!hasCompany(node, rules)) return NO_COMPANY
  for (const { topologyKey } of rules.apart) {
    if (rules.disliked.at(topologyKey, node) > 0) return UNWANTED_COMPANY
  }
  for (const key of rules.refused.byKey.keys()) {
    if (rules.refused.at(key, node) > 0) return UNWELCOME
  }
  return undefined
}

/** What is wrong with the first value that no label can have; the API server lets none in. */
function malformed(terms: readonly PodAffinityTerm[], name: string): Rejection | undefined {
  for (const { labelSelector } of terms) {
    for (const { key, values } of labelSelector?.matchExpressions ?? []) {
      for (const [i, value] of (values ?? []).entries()) {
        const [why] = labelValueErrors(value)
        if (why === undefined) continue
        const reason = `parsing pod: ${name}: values[${i}][${key}]: Invalid value: "${value}": ${why}`
        return { code: 'UnschedulableAndUnresolvable', plugin: NAME, reasons: [reason] }
      }
    }
  }
  return undefined
}

// k8s: pkg/scheduler/framework/plugins/interpodaffinity filtering.go (1.36)
function prepareFilter(pod: PodInfo, world: World): Filter | Rejection | undefined {
  const affinity = pod.pod.spec.affinity
  if (!affinity && !world.snapshot.labelSets.hasAffinityGroups) return undefined
  const wrong =
    malformed(required(affinity?.podAffinity), 'requiredAffinityTerms') ??
    malformed(required(affinity?.podAntiAffinity), 'requiredAntiAffinityTerms')
  if (wrong) return wrong
  const near = required(affinity?.podAffinity).map((term) => compile(term, pod.namespace))
  const apart = required(affinity?.podAntiAffinity).map((term) => compile(term, pod.namespace))
  const refused = refusals(pod, world)
  if (near.length === 0 && apart.length === 0 && refused.byKey.size === 0) return undefined
  const present = company(near, world)
  const first = present.byKey.size === 0 && near.every((term) => selects(term, pod, world))
  const rules = { near, apart, present, first, disliked: unwanted(apart, world), refused }
  return { check: (node) => judge(node, rules) }
}

/** What the running pods' own terms make of this pod. */
function addWishesOfOthers(
  tally: Tally,
  group: AffinityGroup,
  pod: PodInfo,
  world: World,
  options: InterPodAffinityOptions,
  ignorePreferred: boolean,
): void {
  const { podAffinity, podAntiAffinity } = group.affinity
  const apply = (raw: PodAffinityTerm, weight: number) => {
    const term = compile(raw, group.namespace)
    if (weight === 0 || !selects(term, pod, world)) return
    for (const [node, count] of group.counts) tally.add(term.topologyKey, node, weight * count)
  }
  for (const term of required(podAffinity)) apply(term, options.hardPodAffinityWeight)
  if (ignorePreferred) return
  for (const { podAffinityTerm, weight } of preferred(podAffinity)) apply(podAffinityTerm, weight)
  for (const { podAffinityTerm, weight } of preferred(podAntiAffinity))
    apply(podAffinityTerm, -weight)
}

function addOwnWishes(
  tally: Tally,
  wishes: readonly WeightedPodAffinityTerm[],
  sign: 1 | -1,
  pod: PodInfo,
  world: World,
): void {
  for (const { podAffinityTerm, weight } of wishes) {
    const term = compile(podAffinityTerm, pod.namespace)
    for (const set of world.snapshot.labelSets.allSets()) {
      if (!selects(term, set, world)) continue
      for (const [node, count] of set.all) tally.add(term.topologyKey, node, sign * weight * count)
    }
  }
}

function normalize(scores: Float64Array, count: number): void {
  let least = 0
  let most = 0
  for (let i = 0; i < count; i++) {
    const score = scores[i] as number
    if (i === 0 || score > most) most = score
    if (i === 0 || score < least) least = score
  }
  const range = most - least
  for (let i = 0; i < count; i++) {
    scores[i] = range > 0 ? Math.trunc(MAX_SCORE * (((scores[i] as number) - least) / range)) : 0
  }
}

// k8s: pkg/scheduler/framework/plugins/interpodaffinity scoring.go (1.36)
function prepareScore(
  pod: PodInfo,
  world: World,
  options: InterPodAffinityOptions,
): Scorer | undefined {
  const near = preferred(pod.pod.spec.affinity?.podAffinity)
  const apart = preferred(pod.pod.spec.affinity?.podAntiAffinity)
  const own = near.length > 0 || apart.length > 0
  const { labelSets } = world.snapshot
  if (!own && !labelSets.hasAffinityGroups) return undefined
  const ignorePreferred = options.ignorePreferredTermsOfExistingPods && !own
  const tally = new Tally()
  addOwnWishes(tally, near, 1, pod, world)
  addOwnWishes(tally, apart, -1, pod, world)
  for (const group of labelSets.affinityGroups()) {
    addWishesOfOthers(tally, group, pod, world, options, ignorePreferred)
  }
  if (tally.byKey.size === 0) return undefined
  return {
    score(node) {
      let sum = 0
      for (const key of tally.byKey.keys()) sum += tally.at(key, node)
      return sum
    },
    normalize: (scores, _nodes, count) => normalize(scores, count),
  }
}

export function createInterPodAffinity(
  options: InterPodAffinityOptions = {
    hardPodAffinityWeight: 1,
    ignorePreferredTermsOfExistingPods: false,
  },
): Plugin {
  return {
    name: NAME,
    weight: 2,
    prepareFilter,
    prepareScore: (pod, world) => prepareScore(pod, world, options),
  }
}
