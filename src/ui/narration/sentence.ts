import type { Entry } from '../../sim/index.ts'
import { happeningOf, type What } from '../../store/happening.ts'
import type { Language } from '../../store/ui.ts'
import type { Text } from '../kit/useText.ts'
import type { TextKey } from '../text/en.ts'
import { kindName, withParticle } from '../text/kinds.ts'

export interface Sentence {
  /** Who acted, as shown in brass. */
  readonly who: string
  readonly said: string
}

/** Names of queues and components, shortened to the actors that the screen names. */
const ACTORS: Readonly<Record<string, TextKey>> = {
  user: 'actor.user',
  scheduler: 'actor.scheduler',
  deployment: 'actor.deployment',
  replicaset: 'actor.replicaset',
  daemonset: 'actor.daemonset',
  statefulset: 'actor.statefulset',
  job: 'actor.job',
  cronjob: 'actor.cronjob',
  endpoints: 'actor.endpoints',
  namespace: 'actor.namespace',
  serviceaccount: 'actor.serviceaccount',
  'attach-detach': 'actor.attach',
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

/** Sentences in which the kind takes a Korean particle. */
const PARTICLES: Partial<Readonly<Record<What, '을/를'>>> = {
  created: '을/를',
  changed: '을/를',
  deleting: '을/를',
  scaled: '을/를',
  removed: '을/를',
}

/** One sentence for a journal entry in the chosen language; undefined for what a watcher need not hear. Pure. */
export function sentenceOf(entry: Entry, text: Text, language: Language): Sentence | undefined {
  const happening = happeningOf(entry)
  if (happening === undefined) return undefined
  const kind = kindName(entry.kind, language)
  const pair = language === 'ko' ? PARTICLES[happening.what] : undefined
  const values = {
    name: entry.key.slice(entry.key.indexOf('/') + 1),
    kind: pair === undefined ? kind : withParticle(kind, pair),
    ...happening.values,
  }
  return { who: actorName(entry.actor, text), said: text(`happened.${happening.what}`, values) }
}
