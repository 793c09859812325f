import type { Entry, Kind } from '../../sim/index.ts'
import { type Happening, happeningOf, subjectOf } from '../../store/happening.ts'
import type { Language, Selection } from '../../store/ui.ts'
import type { Text } from '../kit/useText.ts'
import type { TextKey } from '../text/en.ts'
import { kindName } from '../text/kinds.ts'
import { settled } from '../text/particles.ts'

/** A piece of a sentence; a name leads to its object. */
export interface Part {
  readonly text: string
  readonly to?: Selection
}

export interface Sentence {
  /** Who acted, as shown in brass. */
  readonly who: string
  readonly said: string
  /** The same in pieces, so that names can be links. */
  readonly parts: readonly Part[]
}

/** Names of queues and components, shortened to the actors that the screen names. */
const ACTORS: Readonly<Record<string, TextKey>> = {
  user: 'actor.user',
  scheduler: 'actor.scheduler',
  deployment: 'actor.deployment',
  replicaset: 'actor.replicaset',
  replicationcontroller: 'actor.replicationcontroller',
  disruption: 'actor.disruption',
  horizontalpodautoscaling: 'actor.autoscaler',
  daemonset: 'actor.daemonset',
  statefulset: 'actor.statefulset',
  job: 'actor.job',
  cronjob: 'actor.cronjob',
  'ttl-after-finished': 'actor.ttl',
  endpoints: 'actor.endpoints',
  endpointslice: 'actor.slices',
  endpointslicemirroring: 'actor.mirroring',
  'metallb-controller': 'actor.metallb',
  'metallb-speaker': 'actor.speaker',
  'kube-apiserver': 'actor.apiserver',
  namespace: 'actor.namespace',
  serviceaccount: 'actor.serviceaccount',
  attachdetach: 'actor.attach',
  'cluster-setup': 'actor.setup',
  'event-ttl': 'actor.events',
  'external-provisioner': 'actor.provisioner',
  'garbage-collector': 'actor.gc',
  'node-lifecycle': 'actor.node',
  'pod-garbage-collector': 'actor.podgc',
  'pv-binder': 'actor.binder',
  'pv-protection': 'actor.protection',
  'pvc-protection': 'actor.protection',
  'root-ca-cert-publisher': 'actor.rootca',
  resourcequota: 'actor.quota',
  'clusterrole-aggregation': 'actor.roles',
  apiserver: 'actor.apiserver',
  'taint-eviction': 'actor.taint',
  world: 'actor.world',
}

/** An actor's name for people; `kubelet w1-k8s` keeps its machine, and an unknown actor its own name. */
export function actorName(actor: string, text: Text): string {
  const key = ACTORS[actor]
  if (key !== undefined) return text(key)
  const kubelet = /^kubelet[\s/:-]+(.+)$/.exec(actor)
  return kubelet?.[1] === undefined ? actor : text('actor.kubelet', { node: kubelet[1] })
}

/** Which object a hole of a sentence names; other holes are numbers and words. */
const NAMED: Readonly<Record<string, Kind>> = { node: 'Node', volume: 'PersistentVolume' }
const NOT_ON_STAGE: ReadonlySet<string> = new Set(['Machine', 'Component', 'Event', ''])

type Values = Happening['values']

/** What an entry is about, for the inspector; undefined for what has no object. */
export function subjectSelection(entry: Entry): Selection | undefined {
  const { kind, key } = subjectOf(entry)
  return NOT_ON_STAGE.has(kind) ? undefined : { kind: kind as Kind, key }
}

/** Names in an entry's sentence, with the objects that bear them. */
function namesIn(entry: Entry, values: Values): ReadonlyMap<string, Selection> {
  const names = new Map<string, Selection>()
  const own = subjectSelection(entry)
  if (own) names.set(String(values.name), own)
  for (const [hole, kind] of Object.entries(NAMED)) {
    const name = values[hole]
    if (typeof name === 'string' && name !== '') names.set(name, { kind, key: `/${name}` })
  }
  return names
}

/** Cuts a sentence at the first place of each name. */
function partsOf(said: string, names: ReadonlyMap<string, Selection>): readonly Part[] {
  let parts: readonly Part[] = [{ text: said }]
  // The longer name first: one may begin like another.
  for (const [name, to] of [...names].sort(([a], [b]) => b.length - a.length)) {
    const at = parts.findIndex((part) => !part.to && part.text.includes(name))
    const found = parts[at]
    if (!found || name === '') continue
    const start = found.text.indexOf(name)
    const pieces: readonly Part[] = [
      { text: found.text.slice(0, start) },
      { text: name, to },
      { text: found.text.slice(start + name.length) },
    ]
    parts = [
      ...parts.slice(0, at),
      ...pieces.filter((one) => one.text !== ''),
      ...parts.slice(at + 1),
    ]
  }
  return parts
}

function valuesOf(entry: Entry, happening: Happening, language: Language): Values {
  const { kind, key } = subjectOf(entry)
  return {
    name: key.slice(key.indexOf('/') + 1),
    kind: kindName(kind, language),
    ...happening.values,
  }
}

function filled(text: Text, key: TextKey, values: Values, language: Language): string {
  const said = text(key, values)
  return language === 'ko' ? settled(said) : said
}

/** One sentence for a journal entry in the chosen language; undefined for what a watcher need not hear. Pure. */
export function sentenceOf(entry: Entry, text: Text, language: Language): Sentence | undefined {
  const happening = happeningOf(entry)
  if (happening === undefined) return undefined
  const values = valuesOf(entry, happening, language)
  const said = filled(text, `happened.${happening.what}`, values, language)
  return { who: actorName(entry.actor, text), said, parts: partsOf(said, namesIn(entry, values)) }
}

/** A text that does not exist comes back as its key. */
function isTold(key: string, text: Text): key is TextKey {
  return text(key as TextKey) !== key
}

/** The entry as a cause, to follow another sentence: `because web went from 3 to 4`. Undefined when it is no cause to name. Pure. */
export function becauseOf(entry: Entry, text: Text, language: Language): string | undefined {
  const happening = happeningOf(entry)
  const key = `because.${happening?.what}`
  if (!happening || !isTold(key, text)) return undefined
  const cause = filled(text, key, valuesOf(entry, happening, language), language)
  return text('because.lead', { cause })
}

/** The sum of happenings alike, told at once. Pure. */
export function sumOf(
  alike: readonly Entry[],
  text: Text,
  language: Language,
): Sentence | undefined {
  const last = alike.at(-1)
  const happening = last && happeningOf(last)
  const sentence = last && sentenceOf(last, text, language)
  if (!happening || !sentence) return undefined
  const count = alike.length
  const key = `sum.${happening.what}`
  const values = { count, kind: kindName(subjectOf(last).kind, language), said: sentence.said }
  const said = filled(text, isTold(key, text) ? key : 'sum.other', values, language)
  const actors = new Set(alike.map((entry) => entry.actor))
  const who = actors.size > 1 ? text('sum.kubelets', { count: actors.size }) : sentence.who
  return { who, said, parts: [{ text: said }] }
}
